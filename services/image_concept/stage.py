"""C1, the image concept service: Story and Analysis to ImageConcept."""

from pipeline.v1 import draft_pb2, parts_pb2
from services.image_concept import palette, picture, storyboard
from services.image_concept.looks import look_of

MAX_CAST = 4
"""Characters of a supplied text that are drawn."""


def process(draft: draft_pb2.Draft) -> parts_pb2.ImageConcept:
    """Draw the storyboard."""
    story = draft.story
    paragraphs = [" ".join(sentence.text for sentence in item.sentences) for item in story.paragraphs]
    scene_ids = [item.scene_id for item in story.paragraphs]
    moods = {sentiment.paragraph: sentiment.compound for sentiment in draft.analysis.sentiments}
    roles = {character.name: character.role for character in story.characters}
    if not roles:
        # A text that a person supplied: who is in it, the analyzer found.
        roles = {mention.name: mention.role for mention in draft.analysis.characters[:MAX_CAST]}
    pronouns = {character.name: character.pronoun for character in story.characters}
    arc = [moods.get(index, 0.0) for index in range(len(paragraphs))]
    keywords = [keyword.text for keyword in draft.analysis.keywords]
    coats = {name: palette.coat(index) for index, name in enumerate(roles)}
    concept = parts_pb2.ImageConcept()
    for scene in storyboard.divide(paragraphs, scene_ids, arc, list(roles)):
        who = " and ".join(f"{name}, the {roles[name]}" if roles[name] else name for name in scene.present)
        mood = storyboard.mood_word(scene.mood)
        things = [word for word in keywords if word in scene.words.lower()][:4]
        colours = palette.scene(scene.mood, story.place)
        figures = [
            picture.Figure(name, look_of(name, roles[name], pronouns.get(name, "")), coats[name])
            for name in scene.present
        ]
        where = f"{who or 'Nobody'} {story.setting}".strip()
        alt = f"{where}; the light is {mood}."
        scene_id = f"scene-{scene.number:02}"
        dress = ", ".join(f"{figure.name} always wears a coat of {figure.coat}" for figure in figures)
        item = concept.scenes.add(
            id=scene_id,
            paragraphs=scene.paragraphs,
            prompt=f"{where}. Mood: {mood}. In the picture: {', '.join(things)}. {dress}.",
            alt_text=alt,
            svg=picture.draw(story.place, colours, figures, alt, f"{story.title} {scene_id}"),
        )
        for role, colour in colours.items():
            item.palette.add(role=role, hex=colour)
    return concept
