# Builds every image at once: docker buildx bake --file stack/docker-bake.hcl   (from the repository's root)
# stack/Dockerfile says what it starts from.

variable "REGISTRY" {
  default = "" # with a slash at its end, such as "registry.example:5000/"
}

variable "TAG" {
  default = "latest"
}

variable "BASE_IMAGE" {
  default = "pipeline/debian:13"
}

variable "CA_BUNDLE" {
  default = "" # a file, where a proxy signs with a CA of its own
}

group "default" {
  targets = ["image"]
}

target "image" {
  name = name
  matrix = {
    # names: stack/generate.py
    name = ["service-a", "service-b", "service-c1", "service-c2", "service-c3", "service-c4", "service-d", "main"]
    # names end
  }
  context    = "."
  dockerfile = "stack/Dockerfile"
  target     = name
  tags       = ["${REGISTRY}pipeline/${name}:${TAG}"]
  args       = { BASE_IMAGE = BASE_IMAGE, VERSION = TAG }
  secret     = equal(CA_BUNDLE, "") ? [] : ["id=ca_bundle,src=${CA_BUNDLE}"]
}
