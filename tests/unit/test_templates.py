"""HTML and XML are filled in by templates that escape every value."""

from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from services.shared import templates
from tests.conftest import ROOT

TEMPLATES = sorted(path for room in ("services", "main") for path in (ROOT / room).rglob("*.j2"))


@pytest.fixture
def module(tmp_path: Path) -> str:
    """A module with templates beside it."""
    (tmp_path / "value.html.j2").write_text('<p title="{{ value }}">{{ value|text }}</p>\n')
    (tmp_path / "child.xml.j2").write_text("{% include 'value.html.j2' %}{{ value }}")
    return str(tmp_path / "module.py")


@pytest.mark.parametrize("name", ["value.html.j2", "child.xml.j2"])
def test_a_value_is_never_markup(module: str, name: str) -> None:
    """Whatever the template is called, and wherever in it the value stands."""
    made = templates.render(module, name, value="""<b title="x" a='y'>&amp;""")
    escaped = "&lt;b title=&quot;x&quot; a=&#x27;y&#x27;&gt;&amp;amp;"
    assert made.startswith(f"""<p title="{escaped}">&lt;b title="x" a='y'&gt;&amp;amp;</p>\n""")
    assert made.endswith(escaped if name == "child.xml.j2" else "</p>\n")


def test_a_value_that_is_not_given_is_an_error(module: str) -> None:
    """An empty place in a page would be found by nobody."""
    with pytest.raises(UndefinedError, match="'value' is undefined"):
        templates.render(module, "value.html.j2")


def test_a_template_is_looked_for_beside_its_module_only(module: str) -> None:
    """A name cannot mean the template of another room."""
    with pytest.raises(TemplateNotFound):
        templates.render(module, "document.html.j2")


def test_only_the_benchmark_s_plots_are_markup_already() -> None:
    """No other template switches escaping off for a value."""
    unsafe = {path.name: path.read_text().count("|safe") + path.read_text().count("autoescape") for path in TEMPLATES}
    assert {name: count for name, count in unsafe.items() if count} == {"report.html.j2": 1}


def test_no_module_writes_pages_of_its_own() -> None:
    """Tags stand in templates; what is left in Python draws (SVG) or is read by a synthesiser (SSML)."""
    others = ("image_concept", "audio_script/ssml.py")
    wrong = [
        str(path)
        for room in ("services", "main")
        for path in (ROOT / room).rglob("*.py")
        if "</" in path.read_text() and not any(name in str(path) for name in others)
    ]
    assert wrong == []
