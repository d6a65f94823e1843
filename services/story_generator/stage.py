"""A, the story generator: Prompt to Story."""

from functools import partial

from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress, request
from services.contract.calls import Process
from services.shared.model.models import ModelFailed, WritingModel
from services.shared.model.settings import ModelSettings
from services.shared.readability import Counts, count
from services.shared.tale.measure import TOLERANCE
from services.shared.tale.prompt import plan_for
from services.shared.tale.telling import Teller
from services.story_generator import supplied, written

Settings = ModelSettings


def build(settings: ModelSettings) -> Process:
    """Return the function that makes a Story, by the settings' model or by the built-in teller."""
    return partial(process, settings)


def process(settings: ModelSettings, draft: draft_pb2.Draft) -> parts_pb2.Story:
    """Tell the story. Raises InvalidRequest for a wrong Prompt."""
    prompt = request.check(draft.prompt)
    if prompt.story:
        return _divided(prompt.story, "supplied")
    if settings.backend == "builtin":
        return _told(prompt)
    model = WritingModel(settings)
    try:
        story = _divided(_written(model, prompt), model.name)
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
    plan = plan_for(prompt)
    progress.report("telling the story")
    teller = Teller(plan, "en")
    tale = teller.tale()
    story = parts_pb2.Story(
        title=tale.title,
        language_code="en",
        theme=plan.theme,
        setting=plan.place.phrases["in"]["en"],
        place=plan.place.name,
        quality=parts_pb2.QUALITY_FULL,
        backend="builtin",
    )
    for person in plan.cast:
        story.characters.add(name=person.name, role=teller.role(person), pronoun=person.pronoun)
    names = {person.part: person.name for person in plan.cast}
    counts, number = Counts(), 0
    for index, (scene, paragraphs) in enumerate(zip(plan.scenes, tale.scenes, strict=True), start=1):
        for sentences in paragraphs:
            paragraph = story.paragraphs.add(beat=scene.beat, scene_id=f"scene-{index:02}")
            for sentence in sentences:
                number += 1
                counts += count(sentence.text)
                speaker = names.get(sentence.speaker, sentence.speaker)
                paragraph.sentences.add(id=f"s{number:03}", text=sentence.text, speaker=speaker)
    story.note = _missed(prompt, counts)
    return story


def _divided(text: str, backend: str) -> parts_pb2.Story:
    """A story that a person or a model wrote, divided into sentences; the analyzer finds its characters."""
    divided = supplied.divide(text)
    story = parts_pb2.Story(title=divided.title, language_code="en", quality=parts_pb2.QUALITY_FULL, backend=backend)
    number = 0
    for scene_id, sentences in divided.paragraphs:
        paragraph = story.paragraphs.add(scene_id=scene_id)
        for sentence in sentences:
            number += 1
            paragraph.sentences.add(id=f"s{number:03}", text=sentence)
    return story


def _missed(prompt: parts_pb2.Prompt, counts: Counts) -> str:
    """Sentences about the wished length and grade that the story misses; empty when it misses none."""
    found = []
    if abs(counts.words - prompt.length) > TOLERANCE * prompt.length:
        found.append(f"{prompt.length} words were asked for, and the story has {counts.words}.")
    if abs(counts.grade - prompt.grade) > 1:
        found.append(f"Reading grade {prompt.grade} was asked for, and the story has {counts.grade:.1f}.")
    return " ".join(found)
