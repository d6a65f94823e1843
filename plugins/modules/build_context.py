"""Pack the repository's build context into a reproducible tar: the same sources make the same hash."""

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: build_context
short_description: Pack an image build's context reproducibly
description:
  - Packs what the images are made of, with fixed times and owners, in a fixed order.
options:
  source: {description: The repository., type: path, required: true}
  salt: {description: What else the images depend on, such as the base image's name., type: str, default: ""}
"""

RETURN = r"""
sha256: {description: Hash of the sources and the salt, type: str, returned: always}
path: {description: The packed context on this machine, type: str, returned: always}
"""

CONTEXT = (
    "main",
    "services",
    "protos/gen",
    "stack/Dockerfile",
    "stack/docker-bake.hcl",
    "stack/image.env",
    "stack/install-packages",
    "requirements.lock",
)


def members(source: Path) -> list[Path]:
    """The context's files, ordered by path."""
    found = []
    for name in CONTEXT:
        path = source / name
        found += [path] if path.is_file() else [item for item in path.rglob("*") if item.is_file()]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def pack(source: Path) -> bytes:
    """An uncompressed tar whose bytes depend on names, contents and the executable bit only."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in members(source):
            info = tarfile.TarInfo(str(path.relative_to(source)))
            info.size = path.stat().st_size
            info.mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
            with path.open("rb") as file:
                archive.addfile(info, file)
    return buffer.getvalue()


def main() -> None:
    """Run the module."""
    module = AnsibleModule(
        argument_spec={"source": {"type": "path", "required": True}, "salt": {"type": "str", "default": ""}},
        supports_check_mode=True,
    )
    source = Path(module.params["source"]).resolve()
    context = pack(source)
    digest = hashlib.sha256(context + module.params["salt"].encode()).hexdigest()
    path = source / ".cache" / "build-context.tar.gz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(context, mtime=0))
    module.exit_json(changed=False, sha256=digest, path=str(path))


if __name__ == "__main__":
    main()
