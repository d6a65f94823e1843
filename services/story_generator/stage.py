"""A, the story generator: Prompt to Story."""

from functools import partial

from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress, request
from services.contract.calls import Process
from services.contract.errors import UnreadLanguage, Violation
from services.shared import language
from services.shared.model.models import ModelFailed, WritingModel
from services.shared.model.settings import ModelSettings
from services.shared.readability import Counts, count
from services.shared.tale.telling.leveling import measured
from services.shared.tale.telling.measure import TOLERANCE
from services.shared.tale.telling.prompt import language_of, plan_for
from services.shared.tale.telling.teller import Teller, tell
from services.shared.tale.words.lexicon import CODES
from services.story_generator import people, scenery, supplied, written
from services.story_generator.speakers import Speakers

Settings = ModelSettings
LEAST_WORDS = 3
"""A text of fewer Latin words is in no language for sure."""


def build(settings: ModelSettings) -> Process:
    """Return the function that makes a Story, by the settings' model or by the built-in teller."""
    return partial(process, settings)


def process(settings: ModelSettings, draft: draft_pb2.Draft) -> parts_pb2.Story:
    """Tell the story. Raises InvalidRequest for a wrong Prompt, UnreadLanguage for such a story."""
    prompt = request.check(draft.prompt)
    story = _story(settings, prompt)
    story.author = prompt.author or story.author
    return story


def _story(settings: ModelSettings, prompt: parts_pb2.Prompt) -> parts_pb2.Story:
    """The story in one of the three ways."""
    if prompt.story:
        return _supplied(prompt)
    if settings.backend == "builtin":
        return _told(prompt)
    model = WritingModel(settings)
    try:
        story = _read(_written(model, prompt), "en", model.name)
        sentences = [sentence.text for paragraph in story.paragraphs for sentence in paragraph.sentences]
        story.note = _missed(prompt, sum(map(count, sentences), Counts()))
    except ModelFailed as error:
        logger.warning("the built-in teller stands in: {}", error)
        story = _told(prompt)
        story.quality = parts_pb2.QUALITY_FALLBACK
        story.note = f"The built-in teller told the story, because {error}. {story.note}".strip()
    return story


def _written(model: WritingModel, prompt: parts_pb2.Prompt) -> str:
    """The text of a story that the model wrote. Raises ModelFailed."""
    return written.write(model, prompt.text, length=prompt.length, grade=prompt.grade, theme=prompt.theme)


def _told(prompt: parts_pb2.Prompt) -> parts_pb2.Story:
    """A story told from a plan that the prompt gives, with the lexicon's words."""
    progress.report("planning the story")
    code = _language(prompt.text)
    plan = plan_for(prompt, code)
    progress.report("telling the story")
    tale, teller, english = tell(plan, code), Teller(plan, code), Teller(plan, "en")
    story = parts_pb2.Story(
        title=tale.title,
        language_code=code,
        theme=plan.theme,
        setting=plan.place.phrases["in"][code],
        place=plan.place.name,
        quality=parts_pb2.QUALITY_FULL,
        backend="builtin",
    )
    names = {person.part: teller.name(person) for person in plan.cast}
    for person in plan.cast:
        story.characters.add(name=names[person.part], role=english.role(person), pronoun=person.pronoun)
    number = 0
    for index, (scene, paragraphs) in enumerate(zip(plan.scenes, tale.scenes, strict=True), start=1):
        for sentences in paragraphs:
            paragraph = story.paragraphs.add(beat=scene.beat, scene_id=f"scene-{index:02}")
            for sentence in sentences:
                number += 1
                # Whoever else speaks is nobody of the cast.
                speaker = names.get(sentence.speaker, "other" if sentence.speaker else "")
                paragraph.sentences.add(id=f"s{number:03}", text=sentence.text, speaker=speaker)
    unread = [_unread(plan.wish.note), *map(_untold, plan.wish.missed)]
    story.note = " ".join(filter(None, [*unread, _missed(prompt, measured(plan, english))]))
    return story


def _language(text: str) -> str:
    """BCP-47 code of the language of a prompt. Raises UnreadLanguage."""
    if code := language_of(text):
        return code
    found = language.detect(text, CODES)
    if found.code in CODES or not found.sure or (text.isascii() and len(text.split()) < LEAST_WORDS):
        return "en"  # A text of which nobody knows the words is a plain story in English.
    known = ", ".join(f"{language.name(code)} ({code})" for code in CODES)
    wrong = f"is in {language.name(found.code)}; prompts are read in {known}. A model, where one is set, reads others"
    raise UnreadLanguage((Violation("prompt.text", wrong),))


def _unread(text: str) -> str:
    """A sentence about a prompt that could not be read; empty when it could."""
    return f"“{text}” could not be read as a wish for a story, so the story is about its theme only." if text else ""


def _untold(clause: str) -> str:
    """A sentence about a clause of a prompt that the story says nothing of."""
    return f"“{clause}” was not understood, and the story does not tell it."


def _read(text: str, code: str, backend: str) -> parts_pb2.Story:
    """A story that a person or a model wrote: its parts, who is in it, who speaks, and where it happens."""
    divided = supplied.divide(text, code)
    told = [list(paragraph.sentences) for paragraph in divided.paragraphs if not paragraph.heading]
    flat = [sentence for paragraph in told for sentence in paragraph]
    persons = people.find(flat, code)
    place = scenery.place_of(" ".join([divided.title, *flat]), code)
    story = parts_pb2.Story(
        title=divided.title,
        language_code=code,
        setting=scenery.setting_of(place, code),
        place=place,
        quality=parts_pb2.QUALITY_FULL,
        backend=backend,
        author=divided.author,
    )
    for person in persons:
        story.characters.add(name=person.name, role=person.role, pronoun=person.pronoun)
    speakers = Speakers(persons, code)
    number = 0
    for item in divided.paragraphs:
        paragraph = story.paragraphs.add(scene_id=item.scene_id, heading=item.heading)
        who = [""] if item.heading else speakers.of(item.sentences)
        for sentence, speaker in zip(item.sentences, who, strict=True):
            number += 1
            paragraph.sentences.add(id=f"s{number:03}", text=sentence, speaker=speaker)
    return story


def _supplied(prompt: parts_pb2.Prompt) -> parts_pb2.Story:
    """The story that a person supplied. Raises UnreadLanguage."""
    if prompt.story_language:
        return _read(prompt.story, prompt.story_language, "supplied")
    found = language.detect(prompt.story, request.STORY_LANGUAGES)
    if found.code not in request.STORY_LANGUAGES:
        known = ", ".join(f"{language.name(code)} ({code})" for code in request.STORY_LANGUAGES)
        wrong = f"is in {language.name(found.code)}; stories are read in {known}. Where that is wrong, say which it is"
        raise UnreadLanguage((Violation("prompt.story", f"{wrong}: story_language, or --language-of-story"),))
    progress.report(f"reading a story in {language.name(found.code)}")
    story = _read(prompt.story, found.code, "supplied")
    if found.code != "en" or not found.sure:
        why = "by its words" if found.sure else "for it is too short to tell"
        story.note = f"The story was taken to be in {language.name(found.code)}, {why}."
    return story


def _missed(prompt: parts_pb2.Prompt, counts: Counts) -> str:
    """Sentences about the wished length and grade that the story misses; empty when it misses none."""
    found = []
    if abs(counts.words - prompt.length) > TOLERANCE * prompt.length:
        found.append(f"{prompt.length} words were asked for, and the story has {counts.words}.")
    if abs(counts.grade - prompt.grade) > 1:
        found.append(f"Reading grade {prompt.grade} was asked for, and the story has {counts.grade:.1f}.")
    return " ".join(found)
