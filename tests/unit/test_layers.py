"""The rooms of the code and the arrows between them: docs/architecture.md draws what stands here."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

from services.catalog import STAGES
from tests.conftest import ROOT

CRAFT = ("services.contract", "services.shared.tale.telling")
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "services": (),
    "services.contract": (),
    "services.catalog": ("services.contract",),
    "services.shared.tale.words": ("services.contract",),
    "services.shared.tale.wish": ("services.shared.tale.words",),
    "services.shared.tale.grammar": ("services.shared.tale.wish",),
    "services.shared": ("services.shared.tale.grammar",),
    "services.shared.tale.reading": ("services.shared",),
    "services.shared.tale.plot": ("services.shared.tale.reading",),
    "services.shared.tale.telling": ("services.shared.tale.plot",),
    **{f"services.{stage.name}": CRAFT for stage in STAGES if stage.name != "image_concept"},
    "services.image_concept.things": CRAFT,
    "services.image_concept.scenery": ("services.image_concept.things",),
    "services.image_concept.looks": ("services.image_concept.things",),
    "services.image_concept.figures": ("services.image_concept.looks",),
    "services.image_concept.reading": ("services.image_concept.figures",),
    "services.image_concept": ("services.image_concept.reading", "services.image_concept.scenery"),
    # It names the stage that made a part for which it has no rule of its own.
    "services.aggregator": ("services.catalog", *CRAFT),
    "services.runtime": ("services.contract", "services.catalog"),
    "services.runtime.wire": ("services.runtime",),
    "services.runtime.client": ("services.runtime.wire",),
    "services.runtime.stage": ("services.runtime.client",),
    "services.runtime.server": ("services.runtime.stage",),
    "services.runtime.__main__": ("services.runtime.server",),
    "main": (),
    "main.settings": ("services.runtime",),
    "main.drive": ("main.settings", "services.runtime.server", "services.runtime.client"),
    "main.gateway.store": ("main.drive",),
    "main.gateway.store.sql": ("main.gateway.store",),
    "main.gateway.store.sqlite": ("main.gateway.store.sql",),
    "main.gateway.store.postgres": ("main.gateway.store.sql",),
    "main.gateway.web": ("services.shared", "services.catalog"),
    "main.gateway.access": ("main.gateway.store", "services.runtime.server"),
    "main.gateway.webhooks": ("main.gateway.store", "services.runtime.client"),
    "main.gateway": (
        "main.gateway.store.sqlite",
        "main.gateway.store.postgres",
        "main.gateway.web",
        "main.gateway.access",
        "main.gateway.webhooks",
    ),
    "main.bench": ("main.drive", "services.shared.tale.telling"),
    "main.command": ("main.bench", "main.gateway", "services.shared.tale.telling"),
    "main.__main__": ("main.command",),
}
"""Of each room, from the lowest to the highest, those just below it; what these may import, it may import too."""


def modules() -> dict[str, Path]:
    """Our modules by name."""
    found = {}
    for path in sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "main").rglob("*.py")]):
        found[".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")] = path
    return found


def room(module: str) -> str:
    """The room that a module is in: the longest one that its name begins with."""
    return max((name for name in MAY_IMPORT if f"{module}.".startswith(f"{name}.")), key=len)


def imports(path: Path) -> Iterator[str]:
    """What a file names in its import statements, those inside of functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def arrows() -> dict[str, set[str]]:
    """From each of our modules to those of ours that it imports."""
    known = modules()
    found: dict[str, set[str]] = {}
    for module, path in known.items():
        found[module] = set()
        for name in imports(path):
            while name and name not in known:
                name = name.rpartition(".")[0]  # noqa: PLW2901 - "module.name" is of the module
            if name and name != module:
                found[module].add(name)
    return found


def below(name: str) -> set[str]:
    """The rooms that a room may import."""
    direct = MAY_IMPORT[name]
    return set(direct).union(*(below(other) for other in direct))


def test_no_file_imports_itself_through_others() -> None:
    """The imports of all files have an order; TopologicalSorter raises CycleError, which names the cycle."""
    assert list(TopologicalSorter(arrows()).static_order())


def test_arrows_run_down_only() -> None:
    """A file imports its own room and those below it."""
    wrong = [
        f"{module} imports {other}"
        for module, others in arrows().items()
        for other in others
        if room(module) != room(other) and room(other) not in below(room(module))
    ]
    assert wrong == []


def test_the_contract_imports_nothing_of_ours() -> None:
    """It lies under all: only the generated messages and libraries."""
    assert below("services.contract") == set()


def test_each_folder_is_a_room() -> None:
    """A new folder has its place in the picture."""
    folders = {name.rpartition(".")[0] for name in modules() if "." in name}
    unknown = {name for name in folders if room(name) != name and not room(name).startswith("services.shared")}
    assert unknown == set()


def test_the_picture_has_every_room() -> None:
    """docs/architecture.md names each room as a path."""
    picture = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:services|main)[\w/]*?)(?:\.py|/)`", picture))
    rooms = {name.replace(".", "/") for name in MAY_IMPORT if not name.endswith("__main__")} - {"services", "main"}
    assert rooms - {f"services/{stage.name}" for stage in STAGES} <= named
