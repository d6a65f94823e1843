"""The bounds of what may be asked."""

from typing import Any

import pytest

from main.command import remote
from main.gateway.views import Wishes
from pipeline.v1 import parts_pb2
from services.contract import request
from services.contract.errors import InvalidRequest, UnreadLanguage


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text": ""}, "prompt.text"),
        ({"text": "?!"}, "prompt.text"),
        ({"text": "x" * 2001}, "prompt.text"),
        ({"text": "a\x00fox"}, "prompt.text"),
        ({"seed": -1}, "prompt.seed"),
        ({"seed": 2**32}, "prompt.seed"),
        ({"length": 0}, "prompt.length"),
        ({"length": 100_000}, "prompt.length"),
        ({"theme": "horror"}, "prompt.theme"),
        ({"grade": 9}, "prompt.grade"),
        ({"languages": ("xx",)}, "prompt.languages"),
        ({"languages": ("es", "es")}, "prompt.languages"),
        ({"author": "?!"}, "prompt.author"),
        ({"author": "x" * 101}, "prompt.author"),
        ({"author": "a\x00b"}, "prompt.author"),
        ({"story_language": "de"}, "prompt.story_language"),
        ({"story_language": "es"}, "prompt.story_language"),
    ],
)
def test_a_wrong_field_is_named(changed: dict[str, Any], field: str) -> None:
    """One wrong field, one violation with its name."""
    arguments: dict[str, Any] = {"text": "A fox"} | changed
    with pytest.raises(InvalidRequest) as caught:
        request.prompt(arguments.pop("text"), **arguments)
    assert [violation.field for violation in caught.value.violations] == [field]


def test_all_wrong_fields_are_named_at_once() -> None:
    """Nobody has to mend one field to hear of the next."""
    with pytest.raises(InvalidRequest) as caught:
        request.prompt("", seed=-1, theme="x")
    assert len(caught.value.violations) == 3


def test_the_longest_prompt_is_accepted() -> None:
    """The bound itself is inside."""
    assert len(request.prompt("x" * 2000).text) == 2000


def test_over_the_wire_what_is_left_out_has_defaults() -> None:
    """An explicit 0 is not the same as nothing."""
    checked = request.check(parts_pb2.Prompt(text="A fox"))
    assert checked.grade == 4
    assert (checked.seed, checked.length, checked.theme) == (1, 300, "")
    with pytest.raises(InvalidRequest):
        request.check(parts_pb2.Prompt(text="A fox", length=0))


def test_a_language_that_is_not_read_is_an_error_of_its_own() -> None:
    """It names those that are, and all other wrong fields too."""
    with pytest.raises(UnreadLanguage, match="stories are read in en, es, fr") as caught:
        request.prompt("", story="Ein Fuchs.", story_language="de", seed=-1)
    assert [violation.field for violation in caught.value.violations] == ["prompt.seed", "prompt.story_language"]


def test_each_way_in_carries_each_wish() -> None:
    """The gateway takes every field of a Prompt, and the command sends every field to it."""
    fields = {field.name for field in parts_pb2.Prompt.DESCRIPTOR.fields} - {"text"} | {"prompt"}
    asked = request.prompt("", story="Un zorro.", story_language="es", author=" Ana  Gómez ", pace=99)
    assert set(Wishes.model_fields) == fields
    assert set(remote.body(asked)) == fields
    assert remote.body(asked)["author"] == "Ana Gómez"
    assert request.check(asked) == asked


@pytest.mark.parametrize(
    "prompt",
    [
        parts_pb2.Prompt(text="A fox", languages=[""] * 500_000),
        parts_pb2.Prompt(
            text="A fox", theme="x" * 1_000_000, story_language="y" * 1_000_000, languages=["z" * 1_000_000]
        ),
        parts_pb2.Prompt(text="\x00" * 1_000_000),
        parts_pb2.Prompt(text="A fox", author="\x00" * 1_000_000),
    ],
    ids=["many", "long", "text", "author"],
)
def test_what_is_said_of_a_wrong_field_is_short(prompt: parts_pb2.Prompt) -> None:
    """However much is wrong with it: one violation for each field, and no more of it than a word."""
    with pytest.raises(InvalidRequest) as caught:
        request.check(prompt)
    assert len(caught.value.message) < 500
    assert len(caught.value.violations) <= 3
