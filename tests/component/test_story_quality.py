"""The stories, judged as issue 15 says, on a small sample; `make judge` has the whole one (docs/stories.md)."""

import re
from collections import Counter

import pytest

from tests.conftest import ROOT, Measured
from tests.judge.figures import FIGURES, Figure
from tests.judge.prompts import actions, everything, load
from tests.judge.sample import SMALL, Sample
from tests.judge.words import begins, has

FAULTS = 20
"""So many of what spoils a figure are in a failed test's message."""


@pytest.fixture(scope="session")
def sample() -> Sample:
    """The stories that CI judges, told when a figure first needs them."""
    return Sample(SMALL)


@pytest.mark.parametrize("figure", FIGURES, ids=[figure.name for figure in FIGURES])
def test_stories_are_as_good_as_they_were(figure: Figure, sample: Sample, measured: Measured) -> None:
    """Each figure holds what the table of tests/judge/figures.py says, and never falls behind."""
    if reason := figure.missing():
        pytest.skip(reason)
    found = figure.measure(sample)
    measured(figure.show(found.value))
    said = "\n".join([f"{figure.name} is {figure.show(found.value)}: {figure.what}", *found.faults[:FAULTS]])
    assert figure.holds(found.value), said


@pytest.mark.parametrize("figure", FIGURES, ids=[figure.name for figure in FIGURES])
def test_the_document_has_each_figure(figure: Figure) -> None:
    """docs/stories.md says of each what is wanted and what CI holds, as the table does."""
    table = (ROOT / "docs" / "stories.md").read_text().partition("<!-- figures")[2]
    rows = [line for line in table.splitlines() if line.startswith(f"| {figure.name} |")]
    assert len(rows) == 1
    assert figure.what in rows[0]
    assert figure.show(figure.wanted) in rows[0]
    assert rows[0].endswith(f"| {figure.show(figure.held)} |")


def test_no_bar_is_above_what_is_wanted() -> None:
    """What CI holds is what is wanted, or less."""
    assert all(figure.holds(figure.wanted) for figure in FIGURES)


def test_the_prompts_are_of_many_kinds() -> None:
    """Forty in each file, none twice, among them every kind that the issue complains of."""
    assert all(len(load(name)) >= 40 for name in ("kinds", "posted"))
    assert Counter(asked.prompt for asked in everything()).most_common(1)[0][1] == 1
    sorts = {asked.sort for asked in load("kinds")}
    assert sorts >= {"statement", "question", "title", "fragment", "request", "class", "two heroes", "kin", "names"}
    assert {asked.language for asked in everything()} == {"en", "es", "fr", "de", "zh", "ar"}


def test_what_must_be_seen_stands_in_the_prompt() -> None:
    """So that a line of the data cannot ask for what nobody could know."""
    for asked in everything():
        known = has if asked.language == "en" else begins
        for word in (*(person.name for person in asked.people), *asked.things, asked.place):
            assert not word or known(asked.prompt, word), (asked.prompt, word)
        assert not asked.action or asked.action in actions(), asked.prompt
        assert all(re.compile(pattern) for pattern in asked.never)
