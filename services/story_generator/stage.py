"""A, the story generator: Prompt to Story."""

from pipeline.v1 import draft_pb2, parts_pb2
from services import request
from services.story_generator import plan


def process(draft: draft_pb2.Draft) -> parts_pb2.Story:
    """Tell the story. Raises InvalidRequest for a wrong Prompt."""
    prompt = request.check(draft.prompt)
    made = plan.make(prompt.text, prompt.seed, prompt.length_words, prompt.theme)
    story = parts_pb2.Story(title=made.title, language_code="en", theme=prompt.theme, setting=made.place.name)
    for person in (made.hero, made.friend):
        story.characters.add(name=person.name, role=person.role, pronoun=person.pronoun)
    number = 0
    for beat in made.beats:
        paragraph = story.paragraphs.add(beat=beat.kind)
        for text in beat.fill(made.slots):
            number += 1
            paragraph.sentences.add(id=f"s{number:03}", text=text)
    return story
