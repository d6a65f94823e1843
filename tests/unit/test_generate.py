"""What stack/generate.py says when it cannot write what is asked of it."""

from dataclasses import replace

import pytest

from services.catalog import STAGES
from stack.generate import check, written
from stack.marked import NoSection, replaced
from tests.conftest import ROOT

BEGIN, END = "# list: here", "# list end"


def test_a_section_is_replaced_and_nothing_else() -> None:
    """Lines by hand stay, before and after, and a second time changes nothing."""
    text = f"a\n  {BEGIN}\n  old\n  {END}\nb\n"
    new = replaced(text, "list", ["  one", "  two"], BEGIN, END)
    assert new == f"a\n  {BEGIN}\n  one\n  two\n  {END}\nb\n"
    assert replaced(new, "list", ["  one", "  two"], BEGIN, END) == new


@pytest.mark.parametrize("text", ["a", f"{BEGIN}\na", f"a\n{END}", f"{END}\n{BEGIN}", f"{BEGIN}\n{BEGIN}\n{END}"])
def test_a_lost_section_is_named(text: str) -> None:
    """Nothing is written where a comment is gone, twice there, or in the wrong order."""
    with pytest.raises(NoSection, match="section list: wants one line '# list: here'"):
        replaced(text, "list", [], BEGIN, END)


@pytest.mark.parametrize("what", ["letter", "name", "port", "writes"])
def test_two_stages_of_one_name_or_port_are_refused(what: str) -> None:
    """A row that was copied and not wholly edited is named before anything is written."""
    first, second, *others = STAGES
    copied = replace(second, **{what: getattr(first, what)})
    with pytest.raises(ValueError, match=f"two stages have the {what} "):
        check([first, copied, *others])


def test_what_is_generated_is_checked_in() -> None:
    """`make stack` changes no file of this tree."""
    old = [path for path, text in written().items() if (ROOT / path).read_text() != text]
    assert old == []


@pytest.mark.parametrize("folder", ["playbooks", "roles", "inventory"])
def test_ports_are_said_in_one_place(folder: str) -> None:
    """Playbooks, roles and inventories take the ports from the generated variables, which know a new one too."""
    said = {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".yml", ".j2", ".py")
        for stage in STAGES
        if str(stage.port) in path.read_text()
    }
    assert said <= {"playbooks/group_vars/all/catalogue.yml"}
