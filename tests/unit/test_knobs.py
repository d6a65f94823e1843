"""What can be set is read: a constant or a field that nothing reads promises what the code does not do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

READ_OTHERWISE = {
    # By Ansible, from the text of a module.
    "DOCUMENTATION",
    "RETURN",
    # By the comparison of two origins.
    "received_ns",
    # By the API's clients.
    "expires",
    "newer_runs",
    "queue_position",
    "webhook",
}
TEMPLATES = " ".join(path.read_text() for path in (ROOT / "services").rglob("*.j2"))
CODE = [path for folder in ("services", "main", "plugins", "stack", "docs") for path in (ROOT / folder).rglob("*.py")]


def read(tree: ast.AST) -> Iterator[str]:
    """The names that some code reads: variables, attributes, and those in strings, for getattr and the like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def settable(tree: ast.Module) -> Iterator[str]:
    """The constants of a module, and the fields of its classes."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        yield from (name for name in names if name.isupper())
    for owner in ast.walk(tree):
        if isinstance(owner, ast.ClassDef):
            fields = (item.target for item in owner.body if isinstance(item, ast.AnnAssign))
            yield from (field.id for field in fields if isinstance(field, ast.Name))


def unread(code: dict[Path, str]) -> list[str]:
    """The constants and fields whose name no file reads."""
    trees = {path: ast.parse(text) for path, text in code.items()}
    known = {name for tree in trees.values() for name in read(tree)} | set(re.findall(r"\w+", TEMPLATES))
    return [
        f"{path}: {name}"
        for path, tree in trees.items()
        for name in settable(tree)
        if name not in known | READ_OTHERWISE
    ]


def test_each_constant_and_each_field_is_read() -> None:
    """By the code itself: what only tests read does nothing."""
    assert unread({path.relative_to(ROOT): path.read_text() for path in CODE}) == []


def test_what_nothing_reads_is_found() -> None:
    """Or the test above could not fail."""
    code = "MAX_DEPTH, USED = 3, 2\nclass Plan:\n    rounds: int\n    runs: int\nprint(USED, Plan(1, 2).runs)\n"
    assert unread({Path("code.py"): code}) == ["code.py: MAX_DEPTH", "code.py: rounds"]


def test_each_role_variable_is_read() -> None:
    """By a task, a template, a handler or a playbook, not by its own default alone."""
    files = [path for folder in ("roles", "playbooks") for path in (ROOT / folder).rglob("*") if path.is_file()]
    texts = {path: path.read_text() for path in files if path.suffix != ".pyc" and path.parent.name != "meta"}
    words = {path: re.findall(r"\w+", re.sub(r"^\w+:", "", text, flags=re.MULTILINE)) for path, text in texts.items()}
    known = {word for found in words.values() for word in found}
    defined = {
        (path.parents[1].name, name)
        for path in files
        if path.parent.name in ("defaults", "vars") and path.suffix == ".yml"
        for name in re.findall(r"^(\w+):", path.read_text(), flags=re.MULTILINE)
    }
    assert len(defined) > 30
    assert sorted(item for item in defined if item[1] not in known) == []
