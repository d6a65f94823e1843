"""The README of each role, from its argument specs."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROLES = Path(__file__).resolve().parents[1] / "roles"


def readmes() -> dict[Path, str]:
    """The text of each README by its path."""
    found = {}
    for path in sorted(ROLES.glob("*/meta/argument_specs.yml")):
        role = path.parents[1]
        specs = yaml.safe_load(path.read_text())["argument_specs"]
        found[role / "README.md"] = "\n".join([*_lines(role.name, specs), ""])
    return found


def table(options: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The rows of a role's variables."""
    for name, option in options.items():
        default = option.get("default", "")
        shown = f"`{line(str(default))}`" if default not in ("", None) else "required" if option.get("required") else ""
        yield f"| `{name}` | {shown} | {line(option['description'])} |"


def line(text: str | list[str] | None) -> str:
    """A text as one cell of a table; Ansible's C(...) is Markdown's."""
    words = " ".join((" ".join(text) if isinstance(text, list) else text or "").split())
    return re.sub(r"\bC\(([^)]*)\)", r"`\1`", words).replace("|", "\\|")


def _lines(role: str, specs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "<!-- from meta/argument_specs.yml: docs/generate.py -->"
    yield f"# {role}"
    main = specs["main"]
    for entry, spec in specs.items():
        # An entry point by an anchor of main's takes the same variables, and has no description of its own.
        same = entry != "main" and spec == main
        yield ""
        if entry != "main":
            yield from (f"## tasks_from: {entry}", "")
        yield "Takes the same variables as the role." if same else f"{line(spec['short_description'])}."
        yield from (line(text) for text in spec.get("description", ()) if not same)
        if spec.get("options") and not same:
            yield from ("", "| variable | default | |", "|---|---|---|", *table(spec["options"]))
