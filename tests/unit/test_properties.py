"""Whatever a person types becomes a whole package or a clear refusal, and never markup."""

import io
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.v1 import draft_pb2
from services.aggregator import check
from services.catalog import STAGES
from services.contract import request
from services.contract.errors import InvalidRequest, UnreadLanguage
from services.runtime.stage.build import build

ELEMENTS = frozenset(
    (
        "html head meta title style body header fieldset legend label input main h1 h2 p span figure img footer ul li a"
        " audio script"
    ).split()
)
PIECES = st.sampled_from(
    [
        *("A fox", "learns", "'", '"', "\\", "--", "../", "{hero}", "%s", "$(rm -rf /)", "`id`"),
        *("<script>", "</p>", "]]>", "&amp;"),
        *(
            "🐉",
            "שלום",
            "ＷＩＤＥ",
            "\u202e",
            "\u0301",
            "\ufeff",
            "\ufffe",
            "\ud800",
            "\x00",
            "\x1b[31m",
            "\n",
            "x" * 300,
        ),
    ]
)
PROMPTS = st.one_of(st.text(max_size=200), st.lists(PIECES, min_size=1, max_size=12).map(" ".join))


class Elements(HTMLParser):
    """The elements of a page and what would run on it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.handlers += [name for name, value in attrs if name.startswith("on") or "script:" in (value or "")]


@given(text=PROMPTS, seed=st.integers(0, 2**32 - 1), own=st.booleans(), spoken=st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
@example(text="<svg/onload=alert(1)> opens a bakery", seed=1, own=False, spoken=True)
@example(text="a \ufffe b", seed=1, own=False, spoken=True)
@example(text="# A <b>\n\n* * *\n\n", seed=1, own=True, spoken=True)
@example(text="# A\n\n## <i>\n\n— “Why? —asked ana\n\nCHAPTER <b>", seed=1, own=True, spoken=True)
@example(text="A 'fox' & a \"wolf\" build a <b>boat</b>", seed=1, own=True, spoken=True)
def test_any_text_is_a_package_or_a_refusal(text: str, seed: int, own: bool, spoken: bool) -> None:
    """As a prompt or as one's own story: well-formed XML, our elements only, parts that fit together."""
    try:
        asked = request.prompt(
            "" if own else text,
            story=text if own else "",
            story_language="en" if own and text else "",
            seed=seed,
            length=100,
            text_only=not spoken,
        )
    except InvalidRequest as refused:
        assert "prompt." in str(refused)  # noqa: PT017 - a refusal is one of the two right answers
        return
    draft = draft_pb2.Draft(run_id="r", prompt=asked)
    try:
        for stage in STAGES:
            getattr(draft, stage.writes).CopyFrom(build(stage)(draft))
    except UnreadLanguage as refused:
        assert "are read in English (en), Spanish (es), French (fr)" in str(refused)  # noqa: PT017 - as above
        return
    assert not check.problems(draft)
    with zipfile.ZipFile(io.BytesIO(draft.package.archive)) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode(errors="replace")
            if name.endswith((".svg", ".ssml")):
                ElementTree.fromstring(content)  # noqa: S314 - our own
            elif name.endswith(".html"):
                page = Elements()
                page.feed(content)
                assert page.found <= ELEMENTS
                assert not page.handlers
                assert content.count("<script") <= 1
            elif name.endswith(".vtt"):
                assert content.count("-->") == 2 + len(draft.audio_script.narrations[0].cues)
