"""What `make test` leaves to `make campaign`."""

import ast
import re
from pathlib import Path

from tests.conftest import ROOT

OPERATIONS = ROOT / "docs" / "operations.md"
NAMED = re.compile(r"`(\w+/test_\w+\.py)(?:::(\w+))?`")


def only_campaign(path: Path) -> set[str]:
    """The tests of a file that bear the campaign's mark, by themselves or with the whole file."""
    tree = ast.parse(path.read_text())
    marks = [node.value for node in tree.body if isinstance(node, ast.Assign) and "pytestmark" in ast.unparse(node)]
    whole = any("mark.campaign" in ast.unparse(mark) for mark in marks)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    tests = [function for function in functions if function.name.startswith("test_")]
    return {test.name for test in tests if whole or "pytest.mark.campaign" in decorators(test)}


def decorators(test: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [ast.unparse(decorator) for decorator in test.decorator_list]


def all_tests(path: Path) -> set[str]:
    return set(re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), flags=re.MULTILINE))


def test_each_row_of_the_guide_keeps_a_test_that_ci_runs() -> None:
    """At least one of the tests that docs/operations.md names for a row is not the campaign's alone."""
    table = OPERATIONS.read_text().partition("\n## The guide, row by row\n")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("|") and re.search(r"/test_\w+\.py", line)]
    assert len(rows) > 20
    for row in rows:
        run: set[str] = set()
        for name, test in NAMED.findall(row):
            path = ROOT / "tests" / name
            run |= ({test} if test else all_tests(path)) - only_campaign(path)
        assert run, row


def test_each_test_that_the_operator_is_told_of_is_there() -> None:
    """docs/operations.md names files and tests that exist."""
    named = NAMED.findall(OPERATIONS.read_text())
    assert len(named) > 60
    files = {name: ROOT / "tests" / name for name, _ in named}
    assert [name for name, path in files.items() if not path.exists()] == []
    assert [f"{name}::{test}" for name, test in named if test and test not in all_tests(files[name])] == []


def test_the_makefile_s_lab_tests_are_all_that_there_are() -> None:
    """A lab test file that the Makefile does not name would run in neither target."""
    listed = re.search(r"LAB_TESTS := (.*?)\n\n", (ROOT / "Makefile").read_text(), flags=re.DOTALL)
    assert listed
    names = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / "lab").glob("test_*.py")}
    assert set(re.findall(r"(\w+)\.py", listed[1])) == {*names - {"site"}, "test_site"}
