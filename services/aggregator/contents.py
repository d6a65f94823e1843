"""Make the files of the package from the draft's parts."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator import crate, epub, index, narrated, parts, press
from services.aggregator.book import Book
from services.aggregator.captions import webvtt
from services.aggregator.completeness import Completeness, completeness
from services.aggregator.file import File
from services.aggregator.tellings import Telling, book, tellings
from services.contract import progress
from services.contract.digest import STATISTICS
from services.contract.errors import Internal
from services.shared.documents import documents
from services.shared.facts import facts


def files(draft: draft_pb2.Draft) -> list[File]:
    """All payload files, ordered by path. Raises Internal when two have one path."""
    told = tellings(draft)
    books = [book(telling, draft.image_concept, draft.story.author) for telling in told]
    covers = [b"" if draft.prompt.text_only else press.cover(pages) for pages in books]
    made = [
        *parts.files(draft),
        *_audio(draft, told, books, covers),
        *_texts(draft, told),
        *_pictures(draft, covers[0]),
    ]
    bound, remarks = _books(draft, told, books, covers)
    made += bound
    found = completeness(draft, told, remarks)
    statistics = parts.dumps(_statistics(draft, told, found))
    made.append(File(STATISTICS, "application/json", "aggregator", statistics))
    made.append(
        File("data/index.html", "text/html", "aggregator", _index(draft, told, books, made, found.notes).encode())
    )
    made += crate.describe(draft.story, draft.prompt, made)
    if twice := [path for path, count in Counter(file.path for file in made).items() if count > 1]:
        raise Internal(f"the package would have two files of one name: {', '.join(twice)}")
    return sorted(made, key=lambda file: file.path)


def _file(
    telling: Telling,
    path: str,
    media_type: str,
    producer: str,
    content: bytes,
    backend: str = "",
    quality: parts_pb2.Quality = parts_pb2.QUALITY_FULL,
) -> File:
    """A file in the telling's language. Its quality is the worse of the telling's and `quality`."""
    made_by = backend or telling.backend
    worse = max(quality, telling.quality)
    return File(path, media_type, producer, content, worse, telling.language, made_by)


def _audio(
    draft: draft_pb2.Draft, told: Sequence[Telling], books: Sequence[Book], covers: Sequence[bytes]
) -> Iterator[File]:
    """Script, sound and captions of each telling that is narrated."""
    for telling, pages, cover in zip(told, books, covers, strict=True):
        if (narration := telling.narration) is None:
            continue
        name, producer = f"data/audio/story.{telling.language}", "audio_script"
        yield _file(telling, f"{name}.ssml", "application/ssml+xml", producer, narration.ssml.encode())
        if narration.audio:
            texts = telling.text.opening(draft.story.author) | telling.text.sentences
            captions = webvtt([*narration.opening, *narration.cues], texts).encode()
            sound = narrated.tag(pages, cover) + narration.audio
            spoken = (narration.backend, narration.quality)
            yield _file(telling, f"{name}.mp3", "audio/mpeg", producer, sound, *spoken)
            yield _file(telling, f"{name}.vtt", "text/vtt", producer, captions, *spoken)


def _texts(draft: draft_pb2.Draft, told: Sequence[Telling]) -> Iterator[File]:
    """The documents: the story's own by the formatting service, and the same forms of each translation."""
    own, *others = told
    for document in draft.documents.documents:
        content = document.content.encode()
        yield _file(own, f"data/text/{document.name}", document.media_type, "formatting", content)
    for telling in others:
        for made in documents(telling.text, telling.remarks):
            yield _file(telling, f"data/text/{made.name}", made.media_type, "aggregator", made.content.encode())


def _pictures(draft: draft_pb2.Draft, cover: bytes) -> Iterator[File]:
    """The scenes as they were drawn and, unless only text was asked for, as PNG, and the cover."""
    scenes = draft.image_concept.scenes
    for scene in scenes:
        made_by = (scene.quality, "", scene.backend)
        yield File(f"data/images/{scene.id}.svg", "image/svg+xml", "image_concept", scene.svg.encode(), *made_by)
    if not draft.prompt.text_only:
        progress.report("printing the pictures")
        for scene, png in zip(scenes, press.png([scene.svg for scene in scenes]), strict=True):
            yield File(f"data/images/{scene.id}.png", "image/png", "aggregator", png, scene.quality, "", "typst")
        language = draft.story.language_code
        full = parts_pb2.QUALITY_FULL
        yield File("data/images/cover.png", "image/png", "aggregator", cover, full, language, "typst")


def _books(
    draft: draft_pb2.Draft, told: Sequence[Telling], books: Sequence[Book], covers: Sequence[bytes]
) -> tuple[list[File], list[str]]:
    """The picture book of each language as EPUB and, unless only text was asked for, as PDF; and notes on them."""
    made: list[File] = []
    remarks: list[str] = []
    for number, (telling, pages, cover) in enumerate(zip(told, books, covers, strict=True)):
        progress.report(f"making the book in {telling.language}", number, len(told))
        name = f"data/book/story.{telling.language}"
        made.append(_file(telling, f"{name}.epub", epub.MEDIA_TYPE, "aggregator", epub.build(pages, cover)))
        if draft.prompt.text_only:
            continue
        pdf, legible = press.pdf(pages)
        made.append(_file(telling, f"{name}.pdf", "application/pdf", "aggregator", pdf, "typst"))
        if not legible:
            remarks.append(
                f"story.{telling.language}.pdf shows boxes for characters that its font does not have;"
                " the book as EPUB and the page have them."
            )
    return made, remarks


def _statistics(draft: draft_pb2.Draft, told: Sequence[Telling], found: Completeness) -> dict[str, object]:
    """Numbers about the package, whether it is complete, and what a person should know of it."""
    counts = draft.analysis.statistics
    return {
        "words": counts.words,
        "sentences": counts.sentences,
        "paragraphs": counts.paragraphs,
        "characters": len(draft.analysis.characters),
        "scenes": len(draft.image_concept.scenes),
        "narration_seconds": {
            telling.language: round(telling.narration.duration.ToMilliseconds() / 1e3, 3)
            for telling in told
            if telling.narration and telling.narration.audio
        },
        "languages": [telling.language for telling in told],
        "complete": found.complete,
        "notes": found.notes,
    }


def _index(
    draft: draft_pb2.Draft,
    told: Sequence[Telling],
    books: Sequence[Book],
    made: Sequence[File],
    notes: Sequence[str],
) -> str:
    """The page that opens offline: pictures beside their paragraphs, sound, a choice of languages, links to all."""
    pages = [
        index.Page(
            telling.text,
            pages.byline,
            telling.aloud.cues if telling.aloud else {},
            [chapter.alt for chapter in pages.chapters],
            facts(telling.text, draft.story.theme, None if telling.translation else draft.analysis.statistics),
        )
        for telling, pages in zip(told, books, strict=True)
    ]
    pictures = [
        index.Picture(f"images/{scene.id}.svg", tuple(scene.paragraphs)) for scene in draft.image_concept.scenes
    ]
    links = sorted(
        file.path.removeprefix("data/")
        for file in made
        if file.path.startswith(("data/audio/", "data/book/", "data/text/"))
    )
    return index.render(pages, pictures, notes, links)
