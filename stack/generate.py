"""Write what follows from services/catalog.py into the files that need it, or verify that it is current there.

Each file has its section between two comments; what stands outside of them is written by hand.
Usage: python -m stack.generate [generate | verify]
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from services.catalog import STAGES, Stage
from stack import images, services
from stack.marked import NoSection, replaced

ROOT = Path(__file__).resolve().parents[1]
SECTIONS = (
    ("stack/docker-stack.yml", "services", services.swarm),
    ("stack/compose.yml", "services", services.compose),
    ("stack/compose.yml", "healthy", services.healthy),
    ("stack/compose.ports.yml", "services", services.ports),
    ("stack/compose.dev.yml", "services", services.development),
    ("stack/compose.tls.yml", "services", services.folders),
    ("stack/tls.yml", "services", services.secured),
    ("stack/tls.yml", "identities", services.identities),
    ("stack/Dockerfile", "libraries", images.libraries),
    ("stack/Dockerfile", "targets", images.targets),
    ("stack/Dockerfile", "libraries of the stages", images.of_main),
    ("stack/docker-bake.hcl", "names", images.names),
    ("playbooks/group_vars/all/catalogue.yml", "stages", services.variables),
)


def check(stages: Sequence[Stage]) -> None:
    """Raise ValueError, which names it, when two stages have one letter, folder, port or part."""
    for what in ("letter", "name", "port", "writes"):
        values = [getattr(stage, what) for stage in stages]
        if twice := [value for value in values if values.count(value) > 1]:
            raise ValueError(f"services/catalog.py: two stages have the {what} {twice[0]!r}")


def written() -> dict[str, str]:
    """Each file with new sections. Raises ValueError or LookupError, which name what is wrong."""
    check(STAGES)
    texts: dict[str, str] = {}
    for path, name, lines in SECTIONS:
        text = texts.get(path) or (ROOT / path).read_text()
        try:
            texts[path] = replaced(text, name, lines(), f"# {name}: stack/generate.py", f"# {name} end")
        except NoSection as error:
            raise NoSection(f"{path}: {error}") from None
    for path, text in texts.items():
        if path.endswith(".yml"):
            try:
                yaml.safe_load(text)
            except yaml.YAMLError as error:
                # Such as a row's `place` that has no anchor in the stack file.
                raise ValueError(f"{path}: {error}") from None
    return texts


def main() -> None:
    """Run the command."""
    if sys.argv[1:] not in ([], ["generate"], ["verify"]):
        sys.exit(__doc__)
    try:
        texts = written()
    except (LookupError, ValueError) as error:
        sys.exit(str(error.args[0]))
    old = [path for path, text in texts.items() if (ROOT / path).read_text() != text]
    if sys.argv[1:] == ["verify"]:
        sys.exit(f"not current, run 'make stack': {', '.join(old)}" if old else 0)
    for path in old:
        (ROOT / path).write_text(texts[path])


if __name__ == "__main__":
    main()
