"""What of a draft is refused before any work is begun on it."""

from collections.abc import Callable

import pytest

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import bounds
from services.contract.errors import InvalidRequest

Change = Callable[[draft_pb2.Draft], object]


def paragraphs(draft: draft_pb2.Draft, count: int, text: str) -> None:
    """Add paragraphs of one sentence."""
    for number in range(count):
        draft.story.paragraphs.add().sentences.add(id=f"x{number}", text=text)


def long_text(draft: draft_pb2.Draft) -> None:
    paragraphs(draft, 3, "word " * 3_990)


def emptied(draft: draft_pb2.Draft) -> None:
    del draft.story.paragraphs[0].sentences[:]


def named_twice(draft: draft_pb2.Draft) -> None:
    draft.story.paragraphs[0].sentences.add(id="s001", text="Again.")


CHANGES: dict[str, tuple[Change, str]] = {
    "run id": (lambda draft: setattr(draft, "run_id", "r" * 101), "draft.run_id"),
    "one long sentence": (lambda draft: paragraphs(draft, 1, "x" * 20_001), "story.paragraphs.sentences.text"),
    "long text": (long_text, "story.paragraphs"),
    "many sentences": (lambda draft: paragraphs(draft, 10_001, "a"), "story.paragraphs"),
    "no sentence": (emptied, "story.paragraphs"),
    "no paragraph": (lambda draft: draft.story.ClearField("paragraphs"), "story.paragraphs"),
    "one id twice": (named_twice, "story.paragraphs"),
    "many names": (
        lambda draft: draft.story.characters.extend([parts_pb2.Character(name="A")] * 101),
        "story.characters",
    ),
    "a long name": (lambda draft: draft.story.characters.add(name="A" * 201), "story.characters.name"),
    "language": (lambda draft: setattr(draft.story, "language_code", "xx"), "story.language_code"),
    "control character": (lambda draft: setattr(draft.story, "title", "a\x00b"), "story.title"),
    "enum": (lambda draft: setattr(draft.story, "quality", 99), "story.quality"),
    "not a number": (
        lambda draft: draft.analysis.sentiments.add(compound=float("nan")),
        "analysis.sentiments.compound",
    ),
    "infinite": (lambda draft: draft.analysis.arc.add(compound=float("inf")), "analysis.arc.compound"),
    "duration": (
        lambda draft: setattr(draft.analysis.statistics.reading_time, "seconds", 2**62),
        "analysis.statistics.reading_time",
    ),
    "before": (
        lambda draft: setattr(draft.audio_script.narrations.add().duration, "seconds", -1),
        "audio_script.narrations.duration",
    ),
    "time of day": (
        lambda draft: setattr(draft.timings.add().received.wall, "seconds", 2**60),
        "timings.received.wall",
    ),
    "timings": (lambda draft: draft.timings.extend([draft_pb2.StageTiming()] * 101), "timings"),
    "languages": (lambda draft: draft.prompt.languages.extend([""] * 500_000), "prompt.languages"),
    "scenes": (lambda draft: draft.image_concept.scenes.extend([parts_pb2.Scene()] * 101), "image_concept.scenes"),
}


def small() -> draft_pb2.Draft:
    draft = draft_pb2.Draft(run_id="r", story=parts_pb2.Story(language_code="en"))
    draft.story.paragraphs.add().sentences.add(id="s001", text="A fox.")
    return draft


@pytest.mark.parametrize("name", CHANGES)
def test_each_part_has_its_bound(name: str) -> None:
    """One thing that is wrong, one violation with the path of its field."""
    change, field = CHANGES[name]
    draft = small()
    bounds.check(draft)
    change(draft)
    with pytest.raises(InvalidRequest) as caught:
        bounds.check(draft)
    assert [violation.field for violation in caught.value.violations] == [field]


def test_what_stages_make_is_inside(made: draft_pb2.Draft) -> None:
    """All parts of a story, its package too."""
    bounds.check(made)


def test_the_worst_draft_is_refused_in_a_few_words() -> None:
    """However many fields are wrong."""
    draft = small()
    for _ in range(5_000):
        draft.translations.translations.add(title="\x01", note="\x02", quality=77).sentences.add(text="\x03" * 20_000)
    with pytest.raises(InvalidRequest) as caught:
        bounds.check(draft)
    assert len(caught.value.message) < 2_000
