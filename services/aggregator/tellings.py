"""The story in each language that the package has: its text, how good it is, and its narration."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pipeline.v1 import draft_pb2, parts_pb2
from services.aggregator.book import Book, Chapter, ReadAloud
from services.shared import depiction
from services.shared.tale.grammar import proper
from services.shared.text import BYLINE, Text, own_text, text_in
from services.shared.wording import wording

_TITLE = re.compile(r'(?<=<title id="t">)[^<]*')
"""What a picture says of itself, for people who cannot see it."""
AUTHOR = "Storyloom"
"""Whose book it is, where nobody else is named."""


@dataclass(frozen=True)
class Telling:
    """The story in one language."""

    text: Text
    quality: parts_pb2.Quality
    remarks: Sequence[str]
    """What a reader should know of the translation, in its language."""
    backend: str
    """What wrote the text, such as "builtin"."""
    narration: parts_pb2.Narration | None
    """The narration that speaks this very text; None when there is none."""
    translation: parts_pb2.Translation | None = None
    """The translation that it is; None for the story itself."""

    @property
    def language(self) -> str:
        """BCP-47 code."""
        return self.text.language

    @property
    def aloud(self) -> ReadAloud | None:
        """The narration's sound and the times of its sentences; None without sound."""
        if self.narration is None or not self.narration.audio:
            return None
        cues = {
            cue.sentence_id: (cue.start.ToMilliseconds(), cue.end.ToMilliseconds())
            for cue in (*self.narration.opening, *self.narration.cues)
        }
        return ReadAloud(self.narration.audio, cues, self.narration.duration.ToMilliseconds())

    def shown(self, scene: parts_pb2.Scene) -> str:
        """What a picture shows, in this language."""
        if self.translation is None:
            return scene.alt_text
        names = [actor.name for actor in scene.depiction.actors if actor.name]
        if self.language in depiction.LANGUAGES:
            said = depiction.say(scene.depiction, self.language)
            for name in names:
                # As this text spells it.
                spelt = proper.spelt(name, self.language)
                if any(spelt in sentence.text for sentence in self.translation.sentences):
                    said = said.replace(name, spelt)
            return said
        return wording(self.language).picture(names, scene.depiction.hour)


def tellings(draft: draft_pb2.Draft) -> list[Telling]:
    """The story's own language first, then the translations that are available."""
    story = draft.story
    narrations = {item.text_digest: item for item in draft.audio_script.narrations}

    own = own_text(story)
    found = [Telling(own, parts_pb2.QUALITY_FULL, (), "builtin", narrations.get(own.digest))]
    for item in draft.translations.translations:
        if item.quality != parts_pb2.QUALITY_UNAVAILABLE:
            sentences = {sentence.sentence_id: sentence.text for sentence in item.sentences}
            text = text_in(story, item.language_code, item.title, sentences)
            remarks, narration = tuple(_remarks(item)), narrations.get(text.digest)
            found.append(Telling(text, item.quality, remarks, item.backend, narration, item))
    return found


def _remarks(translation: parts_pb2.Translation) -> Iterator[str]:
    """What a reader should know of a translation, in its language; its note is for who asked for it."""
    phrases = wording(translation.language_code)
    if translation.backend != "builtin":
        yield phrases.machine
    if translation.unknown_words:
        yield phrases.untranslated.format(count=translation.unknown_words)


def left_out(draft: draft_pb2.Draft, told: Sequence[Telling]) -> list[parts_pb2.Narration]:
    """The narrations that speak none of these texts: a listener would hear other sentences than a reader sees."""
    digests = {telling.text.digest for telling in told}
    return [narration for narration in draft.audio_script.narrations if narration.text_digest not in digests]


def book(telling: Telling, concept: parts_pb2.ImageConcept, author: str) -> Book:
    """The telling as a picture book by `author`, who may be empty."""
    text = telling.text
    chapters = [
        Chapter(
            _name(text, number, scene.paragraphs[0]),
            scene.id,
            telling.shown(scene),
            [text.paragraphs[index] for index in scene.paragraphs],
            text.headings,
        )
        for number, scene in enumerate(concept.scenes, start=1)
    ]
    pictures = {
        scene.id: _titled(scene.svg, chapter.alt) for scene, chapter in zip(concept.scenes, chapters, strict=True)
    }
    byline = text.opening(author)[BYLINE]
    return Book(telling.language, text.title, author or AUTHOR, byline, chapters, pictures, telling.aloud)


def _titled(svg: str, alt: str) -> str:
    """The picture with another text for people who cannot see it."""
    return _TITLE.sub(lambda _: escape(alt, quote=False), svg, count=1)


def _name(text: Text, number: int, paragraph: int) -> str:
    """The name of the scene of this number, which begins with that paragraph."""
    if text.is_heading(paragraph):
        return text.paragraphs[paragraph][0][1]
    if not text.headings:
        return wording(text.language).scene.format(number=number)
    return text.title if number == 1 else ""
