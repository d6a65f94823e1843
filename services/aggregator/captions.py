"""WebVTT captions: one cue a sentence, named by its id."""

from collections.abc import Mapping, Sequence
from html import escape

from google.protobuf.duration_pb2 import Duration

from pipeline.v1 import parts_pb2


def webvtt(cues: Sequence[parts_pb2.Cue], texts: Mapping[str, str]) -> str:
    """The captions of a narration; `texts` has each sentence by its id."""
    blocks = [
        f"{cue.sentence_id}\n{_time(cue.start)} --> {_time(cue.end)}\n{escape(texts[cue.sentence_id], quote=False)}\n"
        for cue in cues
    ]
    return "WEBVTT\n\n" + "\n".join(blocks)


def _time(duration: Duration) -> str:
    seconds, milliseconds = divmod(duration.ToMilliseconds(), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"
