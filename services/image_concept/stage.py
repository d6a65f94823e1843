"""C1, the image concept service: Story and Analysis to ImageConcept."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from loguru import logger

from pipeline.v1 import draft_pb2, parts_pb2
from services.contract import progress
from services.contract.calls import Process
from services.image_concept import cast, depicted, palette, picture, staging, storyboard
from services.image_concept.reading import moment
from services.shared import depiction
from services.shared.model.models import ModelFailed, PictureModel
from services.shared.model.settings import PictureSettings

Settings = PictureSettings
AT_ONCE = 2
"""Pictures that the model is asked for at a time."""
STYLE = "A picture for a children's book, flat colours, soft light."
NEGATIVE = "text, letters, watermarks, frames, extra limbs, people or animals that are not named, another coat"


def build(settings: PictureSettings) -> Process:
    """Return the function that makes an ImageConcept, with pictures of the settings' model or built-in drawings."""
    return partial(process, settings)


def process(settings: PictureSettings, draft: draft_pb2.Draft) -> parts_pb2.ImageConcept:
    """Make the storyboard. Where the model fails to make a picture, the built-in drawing stays in its place."""
    concept = _drawn(draft)
    if settings.backend != "builtin":
        _paint(PictureModel(settings), concept)
    return concept


def _paint(model: PictureModel, concept: parts_pb2.ImageConcept) -> None:
    """Replace the drawings by the model's pictures; note which ones the model could not make, and why."""
    from services.image_concept import photo  # noqa: PLC0415 - its library is for pictures of models only

    def painted(scene: parts_pb2.Scene) -> str:
        """Replace one drawing; the reason when the model made no picture, else empty."""
        asked = f"{STYLE} {scene.prompt} Leave out: {scene.negative_prompt}."
        try:
            scene.svg = photo.frame(model.image(asked), scene.alt_text)
        except ModelFailed as error:
            scene.quality = parts_pb2.QUALITY_FALLBACK
            return str(error)
        scene.backend = model.name
        return ""

    with ThreadPoolExecutor(AT_ONCE) as threads:
        reasons = []
        for why in threads.map(painted, concept.scenes):
            reasons.append(why)
            progress.report("a model paints the scenes", len(reasons), len(concept.scenes))
    failed = [scene.id for scene, why in zip(concept.scenes, reasons, strict=True) if why]
    if failed:
        logger.warning("drawings stand in for {}: {}", ", ".join(failed), next(filter(None, reasons)))
        concept.note = f"The pictures of {', '.join(failed)} are drawn, because {next(filter(None, reasons))}."


def _drawn(draft: draft_pb2.Draft) -> parts_pb2.ImageConcept:
    """The storyboard with built-in drawings."""
    story = draft.story
    paragraphs = [" ".join(sentence.text for sentence in item.sentences) for item in story.paragraphs]
    moods = {sentiment.paragraph: sentiment.compound for sentiment in draft.analysis.sentiments}
    arc = [moods.get(index, 0.0) for index in range(len(paragraphs))]
    text = " ".join(paragraphs)
    people = cast.people(draft, text)
    members = [cast.member(person, index) for index, person in enumerate(people)]
    place = story.place or moment.home_of(text, story.language_code) or "farm"
    scenes = storyboard.divide(paragraphs, [item.scene_id for item in story.paragraphs], arc)
    whos = [cast.who(person, story.language_code) for person in people]
    moments = [moment.read(scene.words, whos, story.language_code, place) for scene in scenes]
    keywords = [keyword.text for keyword in draft.analysis.keywords]
    frames = staging.stage(moments, members, place, story.title)
    concept = parts_pb2.ImageConcept()
    for scene, frame in zip(scenes, frames, strict=True):
        progress.report("drawing the scenes", len(concept.scenes), len(scenes))
        shown = depicted.depiction(frame, people)
        alt = depiction.say(shown, "en")
        things = [word for word in keywords if word in scene.words.lower()][:4]
        colours = palette.scene(scene.mood, frame.place, frame.hour, scene.number)
        # The card of each character, the same words in every scene: so that a generator keeps them alike.
        dress = ", ".join(f"{actor.name} always wears a coat of {actor.coat}" for actor in frame.actors)
        setting = f" The story happens {story.setting}." if story.setting else ""
        item = concept.scenes.add(
            id=f"scene-{scene.number:02}",
            paragraphs=scene.paragraphs,
            prompt=(
                f"{alt}{setting} Mood: {storyboard.mood_word(scene.mood)}. In the picture: {', '.join(things)}."
                f" {dress}."
            ),
            negative_prompt=NEGATIVE,
            alt_text=depiction.say(shown, story.language_code),
            quality=parts_pb2.QUALITY_FULL,
            backend="builtin",
            svg=picture.draw(frame, colours, depiction.say(shown, story.language_code), story.title),
            depiction=shown,
        )
        for role, colour in colours.items():
            item.palette.add(role=role, hex=colour)
    return concept
