"""C2, the audio script service: Story to AudioScript."""

from google.protobuf.duration_pb2 import Duration

from pipeline.v1 import draft_pb2, parts_pb2
from services.audio_script import narration


def process(draft: draft_pb2.Draft) -> parts_pb2.AudioScript:
    """Write the narration."""
    story = draft.story
    paragraphs = [[(item.id, item.text) for item in paragraph.sentences] for paragraph in story.paragraphs]
    cues, total = narration.cues(paragraphs)
    script = parts_pb2.AudioScript(
        language_code=story.language_code,
        ssml=narration.ssml(story.title, story.language_code, paragraphs),
        duration=_milliseconds(total),
    )
    for cue in cues:
        script.cues.add(sentence_id=cue.sentence_id, start=_milliseconds(cue.start_ms), end=_milliseconds(cue.end_ms))
    return script


def _milliseconds(value: int) -> Duration:
    duration = Duration()
    duration.FromMilliseconds(value)
    return duration
