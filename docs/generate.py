"""Write the tables of docs/ and the roles' READMEs from what they describe, or verify that they are current.

Usage: python docs/generate.py [generate | verify]
"""

import ast
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yaml
from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from docs import role_readme
from main.settings import MainSettings
from services.catalog import STAGES
from services.runtime.settings import CommonSettings, ServiceSettings
from stack.marked import replaced

ROOT = Path(__file__).resolve().parents[1]
LIMITS = ("services/contract/request.py", "services/contract/limits.py")


def stages() -> Iterator[str]:
    """Each stage: its names, where it runs, what it reads and writes."""
    yield "| | folder | service | container | port | machines | reads | writes |"
    yield "|---|---|---|---|---|---|---|---|"
    for stage in STAGES:
        reads = ", ".join(stage.reads)
        cells = (stage.letter, f"`{stage.name}`", f"`{stage.service}`", f"`{stage.container}`", str(stage.port))
        yield f"| {' | '.join((*cells, f'`pipeline.{stage.place}`', reads, stage.writes))} |"


def settings() -> Iterator[str]:
    """Each environment variable: of whom, default, bounds, what it is."""
    yield "| variable | of | default | bounds | |"
    yield "|---|---|---|---|---|"
    common = set(CommonSettings.model_fields)
    seen: set[tuple[str, str]] = set()
    for who, model in (("all", CommonSettings), ("services", ServiceSettings), ("main", MainSettings)):
        for name, field in model.model_fields.items():
            if (name in common) != (who == "all") or (who, name) in seen:
                continue
            seen.add((who, name))
            cells = (f"`{name.upper()}`", who, _default(model, name), _bounds(model, name), _line(field.description))
            yield f"| {' | '.join(cells)} |"


def backends() -> Iterator[str]:
    """Each variable of a stage's own settings, and the stages that have it."""
    yield "| variable | of | default | bounds | |"
    yield "|---|---|---|---|---|"
    found: dict[tuple[str, ...], list[str]] = {}
    for stage in STAGES:
        model = stage.load().Settings
        for name, field in model.model_fields.items():
            row = (f"`*_{name.upper()}`", _default(model, name), _bounds(model, name), _line(field.description))
            found.setdefault(row, []).append(f"`{stage.name.upper()}`")
    for (variable, *cells), names in found.items():
        yield f"| {' | '.join((variable, ', '.join(names), *cells))} |"


def _default(model: type[BaseSettings], name: str) -> str:
    field = model.model_fields[name]
    if field.default_factory is not None:
        return "the host's name" if name == "node_name" else ""
    if field.default is PydanticUndefined:
        return "required"
    return "" if field.default in (None, "") else f"`{field.default}`"


def _bounds(model: type[BaseSettings], name: str) -> str:
    schema = model.model_json_schema()["properties"][name]
    for option in (schema, *schema.get("anyOf", ())):
        if "enum" in option:
            return ", ".join(f"`{value}`" for value in option["enum"])
        low = option.get("minimum", option.get("exclusiveMinimum"))
        if low is not None:
            over = "over " if "exclusiveMinimum" in option else ""
            return f"{over}{low:g} to {option['maximum']:,.0f}"
    return ""


def _line(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")


def limits() -> Iterator[str]:
    """Each limit of the contract: its name, value and what it limits."""
    yield "| limit | value | |"
    yield "|---|---|---|"
    for path in LIMITS:
        body = ast.parse((ROOT / path).read_text()).body
        for node, following in pairwise(body):
            if not isinstance(node, ast.Assign) or not isinstance(following, ast.Expr):
                continue
            if isinstance(following.value, ast.Constant) and isinstance(following.value.value, str):
                name, value = ast.unparse(node.targets[0]), ast.unparse(node.value)
                yield f"| `{name}` | `{value}` | {_line(following.value.value)} |"


def roles() -> Iterator[str]:
    """Each variable of a role."""
    yield "| variable | default | |"
    yield "|---|---|---|"
    for path in sorted((ROOT / "roles").glob("*/meta/argument_specs.yml")):
        yield from role_readme.table(yaml.safe_load(path.read_text())["argument_specs"]["main"]["options"])


TABLES = {"architecture": (stages,), "configuration": (settings, backends, roles, limits)}
"""The tables of each document, which stand between markers of their names."""


def written(document: str, text: str) -> str:
    """The document with new tables between its markers. Raises NoSection when it has lost them."""
    for table in TABLES[document]:
        name = table.__name__
        lines = ("", *table(), "")
        text = replaced(text, name, lines, f"<!-- {name}: docs/generate.py -->", f"<!-- {name} end -->")
    return text


def documents() -> dict[Path, str]:
    """All that is written here, by its path: the documents with new tables, and the roles' READMEs."""
    paths = {document: ROOT / "docs" / f"{document}.md" for document in TABLES}
    return {path: written(document, path.read_text()) for document, path in paths.items()} | role_readme.readmes()


def main() -> None:
    """Run the command."""
    for path, made in documents().items():
        if sys.argv[1:] != ["verify"]:
            path.write_text(made)
        elif not path.is_file() or path.read_text() != made:
            sys.exit(f"{path.relative_to(ROOT)} is not current; run make docs")


if __name__ == "__main__":
    main()
