"""docs/troubleshooting.md is true and whole."""

import re
from collections.abc import Iterator

import yaml

from services.contract.errors import classes
from tests.conftest import ROOT

TROUBLESHOOTING = ROOT / "docs" / "troubleshooting.md"


def test_each_class_of_error_is_explained() -> None:
    """docs/troubleshooting.md has a row for each, with its true exit status, HTTP status and code."""
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \| (\d+) \| (\w+) \|", TROUBLESHOOTING.read_text(), flags=re.MULTILINE)
    assert {name: (int(status), int(http), code) for name, status, http, code in rows} == {
        found.__name__: (found.outcome.exit, found.outcome.http, found.received("x", ()).code_name)
        for found in classes()
        if found.__module__.startswith("services.")
    }


def said_by_playbooks() -> list[str]:
    """Each fail_msg that has words of its own."""

    def messages(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (str(value) for key, value in node.items() if key == "fail_msg")
            for value in node.values():
                yield from messages(value)
        elif isinstance(node, list):
            for value in node:
                yield from messages(value)

    files = [*(ROOT / "roles").rglob("tasks/*.yml"), *(ROOT / "playbooks").rglob("*.yml")]
    found = [message for path in files for message in messages(yaml.safe_load(path.read_text()))]
    return [message for message in found if re.search("[a-z]", re.sub(r"\{\{.*?\}\}", "", message))]


def test_each_message_that_is_explained_is_said() -> None:
    """docs/troubleshooting.md quotes the code and the roles, and leaves out no fail_msg of theirs."""
    quoted = re.findall(r"^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$", TROUBLESHOOTING.read_text(), flags=re.MULTILINE)
    code = "".join(path.read_text() for top in ("main", "services") for path in (ROOT / top).rglob("*.py"))
    said = said_by_playbooks()
    assert len(quoted) > 40
    assert [text for text in quoted if text not in code and not any(text in message for message in said)] == []
    assert [message for message in said if not any(text in message for text in quoted)] == []
