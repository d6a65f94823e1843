"""What goes into the package: the draft's parts as files."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import crate, epub, index, press
from services.aggregator.captions import webvtt
from services.aggregator.file import File
from services.aggregator.tellings import Telling, book, tellings
from services.contract import progress
from services.contract.digest import STATISTICS, TRACE
from services.shared.documents import documents


@dataclass
class _Making:
    """A package in the making: what there is, and what is to be said of it."""

    draft: draft_pb2.Draft
    told: list[Telling]
    files: list[File] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def files(draft: draft_pb2.Draft) -> list[File]:
    """All payload files, ordered by path."""
    making = _Making(draft, tellings(draft))
    if not draft.prompt.text_only and (silent := [item.language for item in making.told if item.narration is None]):
        making.remarks.append(
            f"Not read aloud in {', '.join(silent)}: only a language that needs no translation engine is."
        )
    making.files += _parts(draft)
    making.files += _audio(making.told)
    making.files += _texts(draft, making.told)
    making.files += _pictures(draft)
    _books(making)
    making.files.append(File(STATISTICS, "application/json", "aggregator", _dumps(_statistics(making))))
    making.files.append(File("data/index.html", "text/html", "aggregator", _index(making).encode()))
    making.files += crate.describe(draft.story.title, draft.prompt, making.files)
    return sorted(making.files, key=lambda file: file.path)


def notes(draft: draft_pb2.Draft, remarks: Sequence[str] = ()) -> tuple[bool, list[str]]:
    """Whether nothing is missing, and what is missing or less than was asked, a sentence each."""
    made: list[parts_pb2.Translation | parts_pb2.Narration] = []
    made += [*draft.translations.translations, *draft.audio_script.narrations]
    missing = [item.note for item in made if item.quality == parts_pb2.QUALITY_UNAVAILABLE]
    less = [item.note for item in made if item.quality != parts_pb2.QUALITY_UNAVAILABLE and item.note]
    own = [note for note in (draft.story.note, draft.image_concept.note) if note]
    return not missing, [*missing, *own, *less, *remarks]


def _parts(draft: draft_pb2.Draft) -> Iterator[File]:
    """The parts as data."""
    story = draft.story
    made_by = (story.quality, story.language_code, story.backend)
    yield File("data/story.json", "application/json", "story_generator", _json(story), *made_by)
    yield File("data/analysis.json", "application/json", "story_analyzer", _json(draft.analysis))
    yield File("data/translations.json", "application/json", "translation", _json(draft.translations))
    yield File("data/images/prompts.json", "application/json", "image_concept", _dumps(_prompts(draft)))
    yield File(TRACE, "application/jsonl", "main", _trace(draft))


def _file(
    telling: Telling,
    path: str,
    media_type: str,
    producer: str,
    content: bytes,
    backend: str = "",
    quality: parts_pb2.Quality = parts_pb2.QUALITY_FULL,
) -> File:
    """A file in the telling's language, as good as the telling is, unless its own quality says less."""
    made_by = backend or telling.backend
    worse = max(quality, telling.quality)
    return File(path, media_type, producer, content, worse, telling.language, made_by)


def _audio(told: Sequence[Telling]) -> Iterator[File]:
    """Script, sound and captions of each narration."""
    for telling in told:
        if (narration := telling.narration) is None:
            continue
        name, producer = f"data/audio/story.{telling.language}", "audio_script"
        yield _file(telling, f"{name}.ssml", "application/ssml+xml", producer, narration.ssml.encode())
        if narration.audio:
            captions = webvtt(narration.cues, telling.sentences).encode()
            spoken = (narration.backend, narration.quality)
            yield _file(telling, f"{name}.mp3", "audio/mpeg", producer, narration.audio, *spoken)
            yield _file(telling, f"{name}.vtt", "text/vtt", producer, captions, *spoken)


def _texts(draft: draft_pb2.Draft, told: Sequence[Telling]) -> Iterator[File]:
    """The readable forms: the story's own from the formatting service, and the same of each translation."""
    own, *others = told
    for document in draft.documents.documents:
        content = document.content.encode()
        yield _file(own, f"data/text/{document.name}", document.media_type, "formatting", content)
    for telling in others:
        for made in documents(telling.text, [telling.note] if telling.note else []):
            yield _file(telling, f"data/text/{made.name}", made.media_type, "aggregator", made.content.encode())


def _pictures(draft: draft_pb2.Draft) -> Iterator[File]:
    """The scenes as they were drawn and, unless only text was asked for, as PNG."""
    scenes = draft.image_concept.scenes
    for scene in scenes:
        made_by = (scene.quality, "", scene.backend)
        yield File(f"data/images/{scene.id}.svg", "image/svg+xml", "image_concept", scene.svg.encode(), *made_by)
    if not draft.prompt.text_only:
        progress.report("printing the pictures")
        for scene, png in zip(scenes, press.png([scene.svg for scene in scenes]), strict=True):
            yield File(f"data/images/{scene.id}.png", "image/png", "aggregator", png, scene.quality, "", "typst")


def _books(making: _Making) -> None:
    for number, telling in enumerate(making.told):
        progress.report(f"making the book in {telling.language}", number, len(making.told))
        made = book(telling, making.draft.image_concept)
        name = f"data/book/story.{telling.language}"
        making.files.append(_file(telling, f"{name}.epub", epub.MEDIA_TYPE, "aggregator", epub.build(made)))
        if making.draft.prompt.text_only:
            continue
        if telling is making.told[0]:
            cover = press.cover(made)
            making.files.append(_file(telling, "data/images/cover.png", "image/png", "aggregator", cover, "typst"))
        pdf, legible = press.pdf(made)
        making.files.append(_file(telling, f"{name}.pdf", "application/pdf", "aggregator", pdf, "typst"))
        if not legible:
            making.remarks.append(
                f"story.{telling.language}.pdf shows boxes for characters that its font does not have;"
                " the book as EPUB and the page have them."
            )


def _statistics(making: _Making) -> dict[str, object]:
    """Numbers about the package, whether it is complete, and what a person should know of it."""
    draft, counts = making.draft, making.draft.analysis.statistics
    complete, remarks = notes(draft, making.remarks)
    return {
        "words": counts.words,
        "sentences": counts.sentences,
        "paragraphs": counts.paragraphs,
        "characters": len(draft.analysis.characters),
        "scenes": len(draft.image_concept.scenes),
        "narration_seconds": {
            telling.language: round(telling.narration.duration.ToMilliseconds() / 1e3, 3)
            for telling in making.told
            if telling.narration and telling.narration.audio
        },
        "languages": [telling.language for telling in making.told],
        "complete": complete,
        "notes": remarks,
    }


def _index(making: _Making) -> str:
    """The page that opens offline: pictures beside their paragraphs, sound, a choice of languages, links to all."""
    draft, counts = making.draft, making.draft.analysis.statistics
    pictures = [
        index.Picture(f"images/{scene.id}.svg", scene.alt_text, tuple(scene.paragraphs))
        for scene in draft.image_concept.scenes
    ]
    minutes = max(1, round(counts.reading_time.ToSeconds() / 60))
    facts = (
        f"{counts.words} words, about {minutes} min to read; reading grade {counts.flesch_kincaid_grade:.1f}"
        f" (Flesch-Kincaid), reading ease {counts.flesch_reading_ease:.0f}."
    ) + (f" Theme: {draft.story.theme}." if draft.story.theme else "")
    links = sorted(
        file.path.removeprefix("data/")
        for file in making.files
        if file.path.startswith(("data/audio/", "data/book/", "data/text/"))
    )
    pages = [index.Page(telling.text, telling.aloud.cues if telling.aloud else {}) for telling in making.told]
    return index.render(pages, pictures, facts, notes(draft, making.remarks)[1], links)


def _dumps(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _json(message: Message) -> bytes:
    return _dumps(MessageToDict(message, preserving_proto_field_name=True))


def _prompts(draft: draft_pb2.Draft) -> list[dict[str, object]]:
    scenes = MessageToDict(draft.image_concept, preserving_proto_field_name=True)["scenes"]
    return [{key: value for key, value in scene.items() if key != "svg"} for scene in scenes]


def _trace(draft: draft_pb2.Draft) -> bytes:
    rows = [
        MessageToDict(timing, preserving_proto_field_name=True) | {"run_id": draft.run_id} for timing in draft.timings
    ]
    return "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows).encode()
