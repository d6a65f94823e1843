"""The types of a call to a stage, for both sides of every edge."""

from collections.abc import Awaitable, Callable
from typing import Literal

from google.protobuf.message import Message

from pipeline.v1 import draft_pb2, stage_service_pb2

Request = stage_service_pb2.ProcessRequest
Response = stage_service_pb2.ProcessResponse
Progress = stage_service_pb2.StageProgress
Timing = draft_pb2.StageTiming

Service = Literal["stage", "null"]
"""Which service of a stage's server is called: the stage itself, or a stage that does no work, for the benchmark."""
Process = Callable[[draft_pb2.Draft], Message]
"""A stage's craft: takes a draft with the parts that the stage reads, returns the part that it writes. It blocks."""
OnProgress = Callable[[Progress], None]
"""Takes a progress message. It is called on the event loop's thread and must not block."""
Answer = Callable[[Request, float, OnProgress | None], Awaitable[Response]]
"""Answers a request within the given seconds, and passes progress on where somebody listens. Raises StoryloomError."""
