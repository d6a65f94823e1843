"""What goes into the package: the draft's parts as files."""

import json
from dataclasses import dataclass
from html import escape

from google.protobuf.duration_pb2 import Duration
from google.protobuf.json_format import MessageToDict
from google.protobuf.message import Message

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import epub, index
from services.digest import STATISTICS, TRACE
from services.documents import Text, documents


@dataclass(frozen=True)
class File:
    """One file of the payload."""

    path: str
    media_type: str
    producer: str
    content: bytes
    quality: parts_pb2.Quality = parts_pb2.QUALITY_FULL


def files(draft: draft_pb2.Draft) -> list[File]:
    """All payload files, ordered by path."""
    story, language = draft.story, draft.story.language_code
    found = [
        File("data/index.html", "text/html", "aggregator", _index(draft).encode()),
        File("data/story.json", "application/json", "story_generator", _json(story)),
        File("data/analysis.json", "application/json", "story_analyzer", _json(draft.analysis)),
        File(STATISTICS, "application/json", "aggregator", _dumps(statistics(draft))),
        File("data/images/prompts.json", "application/json", "image_concept", _dumps(_prompts(draft))),
        File("data/translations.json", "application/json", "translation", _json(draft.translations)),
        File(
            f"data/audio/story.{language}.ssml",
            "application/ssml+xml",
            "audio_script",
            draft.audio_script.ssml.encode(),
        ),
        File(f"data/audio/story.{language}.vtt", "text/vtt", "audio_script", _captions(draft).encode()),
        File(TRACE, "application/jsonl", "main", _trace(draft)),
    ]
    for scene in draft.image_concept.scenes:
        path = f"data/images/{scene.id}.svg"
        found.append(File(path, "image/svg+xml", "image_concept", scene.svg.encode()))
    for document in draft.documents.documents:
        path = f"data/text/{document.name}"
        found.append(File(path, document.media_type, "formatting", document.content.encode()))
    for (text, quality), note in zip(_texts(draft)[1:], _notes_of(draft), strict=True):
        for made in documents(text, [note] if note else []):
            path = f"data/text/{made.name}"
            found.append(File(path, made.media_type, "translation", made.content.encode(), quality))
    pictures = {scene.id: scene.svg for scene in draft.image_concept.scenes}
    for text, quality in _texts(draft):
        chapters = [
            epub.Chapter(scene.id, scene.alt_text, [text.paragraphs[index] for index in scene.paragraphs])
            for scene in draft.image_concept.scenes
        ]
        book = epub.build(text.language, text.title, chapters, pictures)
        found.append(File(f"data/book/story.{text.language}.epub", epub.MEDIA_TYPE, "aggregator", book, quality))
    return sorted(found, key=lambda file: file.path)


def statistics(draft: draft_pb2.Draft) -> dict[str, object]:
    """Numbers about the package, whether it is complete, and what a person should know of it."""
    counts = draft.analysis.statistics
    complete, remarks = notes(draft)
    return {
        "words": counts.words,
        "sentences": counts.sentences,
        "paragraphs": counts.paragraphs,
        "characters": len(draft.analysis.characters),
        "scenes": len(draft.image_concept.scenes),
        "narration_seconds": round(draft.audio_script.duration.ToMilliseconds() / 1e3, 3),
        "languages": [draft.story.language_code, *(item.language_code for item in _available(draft))],
        "documents": len(draft.documents.documents),
        "complete": complete,
        "notes": remarks,
    }


def notes(draft: draft_pb2.Draft) -> tuple[bool, list[str]]:
    """Whether nothing is missing, and what is missing or less than was asked, a sentence each."""
    missing = [item.note for item in draft.translations.translations if item not in _available(draft)]
    remarks = [note for note in (draft.story.note, *(item.note for item in _available(draft))) if note]
    return not missing, [*missing, *remarks]


def _available(draft: draft_pb2.Draft) -> list[parts_pb2.Translation]:
    return [item for item in draft.translations.translations if item.quality != parts_pb2.QUALITY_UNAVAILABLE]


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


def _captions(draft: draft_pb2.Draft) -> str:
    """WebVTT, one cue a sentence, named by its id."""
    texts = {item.id: item.text for paragraph in draft.story.paragraphs for item in paragraph.sentences}
    blocks = [
        f"{cue.sentence_id}\n{_time(cue.start)} --> {_time(cue.end)}\n{escape(texts[cue.sentence_id], quote=False)}\n"
        for cue in draft.audio_script.cues
    ]
    return "WEBVTT\n\n" + "\n".join(blocks)


def _time(duration: Duration) -> str:
    seconds, milliseconds = divmod(duration.ToMilliseconds(), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def _notes_of(draft: draft_pb2.Draft) -> list[str]:
    """What is to say of each translation that there is."""
    return [translation.note for translation in _available(draft)]


def _index(draft: draft_pb2.Draft) -> str:
    """The page that opens offline: pictures beside their paragraphs, a choice of languages, links to all files."""
    story, counts = draft.story, draft.analysis.statistics
    texts = [text for text, _ in _texts(draft)]
    pictures = [
        index.Picture(f"images/{scene.id}.svg", scene.alt_text, tuple(scene.paragraphs))
        for scene in draft.image_concept.scenes
    ]
    links = [f"book/story.{text.language}.epub" for text in texts]
    links += [f"text/story.{text.language}.{ending}" for text in texts for ending in ("html", "md", "txt")]
    links += [f"audio/story.{story.language_code}.{ending}" for ending in ("ssml", "vtt")]
    minutes = max(1, round(counts.reading_time.ToSeconds() / 60))
    facts = (
        f"{counts.words} words, about {minutes} min to read; reading grade {counts.flesch_kincaid_grade:.1f}"
        f" (Flesch-Kincaid), reading ease {counts.flesch_reading_ease:.0f}."
    ) + (f" Theme: {story.theme}." if story.theme else "")
    return index.render(texts, pictures, facts, notes(draft)[1], links)


def _texts(draft: draft_pb2.Draft) -> list[tuple[Text, parts_pb2.Quality]]:
    """The story in each language that there is, its own first."""
    story = draft.story
    own = {item.id: item.text for paragraph in story.paragraphs for item in paragraph.sentences}
    texts = [(_text(story, story.language_code, story.title, own), parts_pb2.QUALITY_FULL)]
    for translation in _available(draft):
        said = {item.sentence_id: item.text for item in translation.sentences}
        text = _text(story, translation.language_code, translation.title, said)
        texts.append((text, translation.quality))
    return texts


def _text(story: parts_pb2.Story, language: str, title: str, said: dict[str, str]) -> Text:
    paragraphs = [[(item.id, said[item.id]) for item in paragraph.sentences] for paragraph in story.paragraphs]
    return Text(language, title, paragraphs)
