# Builds every image: docker buildx bake --file stack/docker-bake.hcl   (from the repository's root)
# Needs an image to start from: the lab and the images role make pipeline/debian:13 with mmdebstrap, or set
# BASE_IMAGE=python:3.13-slim where a hub is at hand.

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
  targets = ["stage", "main"]
}

target "common" {
  context = "."
  args    = { BASE_IMAGE = BASE_IMAGE, VERSION = TAG }
  secret  = equal(CA_BUNDLE, "") ? [] : ["id=ca_bundle,src=${CA_BUNDLE}"]
}

target "base" {
  inherits   = ["common"]
  dockerfile = "stack/base/Dockerfile"
  target     = "base"
  tags       = ["pipeline/base:latest"]
}

target "wheels" {
  inherits   = ["common"]
  dockerfile = "stack/base/Dockerfile"
  target     = "wheels"
}

target "image" {
  inherits = ["common"]
  contexts = {
    "pipeline/base"   = "target:base"
    "pipeline/wheels" = "target:wheels"
  }
}

target "stage" {
  name     = "service-${item.letter}"
  inherits = ["image"]
  matrix = {
    item = [
      { letter = "a", folder = "story_generator" },
      { letter = "b", folder = "story_analyzer" },
      { letter = "c1", folder = "image_concept" },
      { letter = "c2", folder = "audio_script" },
      { letter = "c3", folder = "translation" },
      { letter = "c4", folder = "formatting" },
      { letter = "d", folder = "aggregator" },
    ]
  }
  dockerfile = "services/${item.folder}/Dockerfile"
  tags       = ["${REGISTRY}pipeline/service-${item.letter}:${TAG}"]
}

target "main" {
  inherits   = ["image"]
  dockerfile = "main/Dockerfile"
  tags       = ["${REGISTRY}pipeline/main:${TAG}"]
}
