import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from pipeline.v1 import parts_pb2 as _parts_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Instant(_message.Message):
    __slots__ = ("wall", "monotonic_ns")
    WALL_FIELD_NUMBER: _ClassVar[int]
    MONOTONIC_NS_FIELD_NUMBER: _ClassVar[int]
    wall: _timestamp_pb2.Timestamp
    monotonic_ns: int
    def __init__(self, wall: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., monotonic_ns: _Optional[int] = ...) -> None: ...

class StageTiming(_message.Message):
    __slots__ = ("stage", "node", "replica", "boot_id", "received", "started", "completed", "client_sent", "client_received", "client_boot_id", "attempts", "answered", "joined")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    REPLICA_FIELD_NUMBER: _ClassVar[int]
    BOOT_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_FIELD_NUMBER: _ClassVar[int]
    STARTED_FIELD_NUMBER: _ClassVar[int]
    COMPLETED_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SENT_FIELD_NUMBER: _ClassVar[int]
    CLIENT_RECEIVED_FIELD_NUMBER: _ClassVar[int]
    CLIENT_BOOT_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_FIELD_NUMBER: _ClassVar[int]
    JOINED_FIELD_NUMBER: _ClassVar[int]
    stage: str
    node: str
    replica: str
    boot_id: str
    received: Instant
    started: Instant
    completed: Instant
    client_sent: Instant
    client_received: Instant
    client_boot_id: str
    attempts: int
    answered: Instant
    joined: Instant
    def __init__(self, stage: _Optional[str] = ..., node: _Optional[str] = ..., replica: _Optional[str] = ..., boot_id: _Optional[str] = ..., received: _Optional[_Union[Instant, _Mapping]] = ..., started: _Optional[_Union[Instant, _Mapping]] = ..., completed: _Optional[_Union[Instant, _Mapping]] = ..., client_sent: _Optional[_Union[Instant, _Mapping]] = ..., client_received: _Optional[_Union[Instant, _Mapping]] = ..., client_boot_id: _Optional[str] = ..., attempts: _Optional[int] = ..., answered: _Optional[_Union[Instant, _Mapping]] = ..., joined: _Optional[_Union[Instant, _Mapping]] = ...) -> None: ...

class Draft(_message.Message):
    __slots__ = ("run_id", "prompt", "story", "analysis", "image_concept", "audio_script", "translations", "documents", "package", "timings")
    RUN_ID_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    STORY_FIELD_NUMBER: _ClassVar[int]
    ANALYSIS_FIELD_NUMBER: _ClassVar[int]
    IMAGE_CONCEPT_FIELD_NUMBER: _ClassVar[int]
    AUDIO_SCRIPT_FIELD_NUMBER: _ClassVar[int]
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    PACKAGE_FIELD_NUMBER: _ClassVar[int]
    TIMINGS_FIELD_NUMBER: _ClassVar[int]
    run_id: str
    prompt: _parts_pb2.Prompt
    story: _parts_pb2.Story
    analysis: _parts_pb2.Analysis
    image_concept: _parts_pb2.ImageConcept
    audio_script: _parts_pb2.AudioScript
    translations: _parts_pb2.TranslationSet
    documents: _parts_pb2.DocumentSet
    package: _parts_pb2.Package
    timings: _containers.RepeatedCompositeFieldContainer[StageTiming]
    def __init__(self, run_id: _Optional[str] = ..., prompt: _Optional[_Union[_parts_pb2.Prompt, _Mapping]] = ..., story: _Optional[_Union[_parts_pb2.Story, _Mapping]] = ..., analysis: _Optional[_Union[_parts_pb2.Analysis, _Mapping]] = ..., image_concept: _Optional[_Union[_parts_pb2.ImageConcept, _Mapping]] = ..., audio_script: _Optional[_Union[_parts_pb2.AudioScript, _Mapping]] = ..., translations: _Optional[_Union[_parts_pb2.TranslationSet, _Mapping]] = ..., documents: _Optional[_Union[_parts_pb2.DocumentSet, _Mapping]] = ..., package: _Optional[_Union[_parts_pb2.Package, _Mapping]] = ..., timings: _Optional[_Iterable[_Union[StageTiming, _Mapping]]] = ...) -> None: ...
