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
"""A stage's craft: from a draft with the parts that the stage reads to the part that it writes."""
OnProgress = Callable[[Progress], None]
"""Takes what a stage is doing, on the event loop's thread."""
Answer = Callable[[Request, float, OnProgress | None], Awaitable[Response]]
"""Answers one request within a number of seconds; raises StoryloomError."""
