"""A story that a person supplies."""

import pytest

from pipeline.v1 import draft_pb2
from services.catalog import STAGES
from services.contract import request
from services.contract.errors import InvalidRequest
from services.runtime.stage.build import build
from services.story_generator import supplied

STORY = """# The Kite of Samira

Samira lived above a shop. Every morning she watched the gulls. “One day,” she said, “I will fly too.” Tomás laughed.

On Friday Mr. Ortega gave Samira an old sheet. "Run!" he said. They ran... and the kite rose 3.5 metres.

* * *

The kite rose over the shop and over Mr. Ortega's hat. Samira and Tomás did not fly, but something in Samira did.
"""


def test_a_text_is_divided() -> None:
    """Heading, scenes, paragraphs, and sentences that an abbreviation or a number does not end."""
    found = supplied.divide(STORY)
    assert found.title == "The Kite of Samira"
    assert [scene for scene, _ in found.paragraphs] == ["scene-01", "scene-01", "scene-02"]
    assert found.paragraphs[1][1] == (
        "On Friday Mr. Ortega gave Samira an old sheet.",
        '"Run!" he said.',
        "They ran... and the kite rose 3.5 metres.",
    )
    assert found.paragraphs[0][1][2] == "“One day,” she said, “I will fly too.”"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Home\n\nA dog ran home.", "Home"),
        ("A dog ran home. It slept.", "A dog ran home. It slept"),
        ("One two three four five six seven eight.", "One two three four five six…"),
        ("#\n\nA dog.", "#"),
    ],
)
def test_a_title_is_found(text: str, title: str) -> None:
    """A heading, a short first line, or the first words."""
    assert supplied.divide(text).title == title


def test_a_supplied_story_becomes_a_package() -> None:
    """Its own words and characters, and notes that say which translations are missing and why."""
    draft = draft_pb2.Draft(run_id="r", prompt=request.prompt("", story=STORY))
    for stage in STAGES:
        getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    assert draft.story.paragraphs[0].sentences[0].text == "Samira lived above a shop."
    assert [mention.name for mention in draft.analysis.characters][:2] == ["Samira", "Tomás"]
    assert "Samira" in draft.image_concept.scenes[0].alt_text
    assert draft.package.content_digest


@pytest.mark.parametrize(
    ("text", "story", "says"),
    [
        ("A fox", "A story.", "not both"),
        ("", "x" * 20_001, "20,001 characters"),
        ("", "...", "prompt.story: is empty"),
        ("", "a\x00b", "control characters"),
    ],
)
def test_a_wrong_story_is_refused(text: str, story: str, says: str) -> None:
    """Each mistake is named."""
    with pytest.raises(InvalidRequest, match=says):
        request.prompt(text, story=story)
