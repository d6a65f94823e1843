import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.rpc import status_pb2 as _status_pb2
from pipeline.v1 import draft_pb2 as _draft_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Flow(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FLOW_UNSPECIFIED: _ClassVar[Flow]
    FLOW_HUB: _ClassVar[Flow]
    FLOW_CHAIN: _ClassVar[Flow]
    FLOW_COLLECT: _ClassVar[Flow]
FLOW_UNSPECIFIED: Flow
FLOW_HUB: Flow
FLOW_CHAIN: Flow
FLOW_COLLECT: Flow

class ProcessRequest(_message.Message):
    __slots__ = ("draft", "time_budget", "flow", "attempt")
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    TIME_BUDGET_FIELD_NUMBER: _ClassVar[int]
    FLOW_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    draft: _draft_pb2.Draft
    time_budget: _duration_pb2.Duration
    flow: Flow
    attempt: int
    def __init__(self, draft: _Optional[_Union[_draft_pb2.Draft, _Mapping]] = ..., time_budget: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., flow: _Optional[_Union[Flow, str]] = ..., attempt: _Optional[int] = ...) -> None: ...

class ProcessResponse(_message.Message):
    __slots__ = ("draft", "timing")
    DRAFT_FIELD_NUMBER: _ClassVar[int]
    TIMING_FIELD_NUMBER: _ClassVar[int]
    draft: _draft_pb2.Draft
    timing: _draft_pb2.StageTiming
    def __init__(self, draft: _Optional[_Union[_draft_pb2.Draft, _Mapping]] = ..., timing: _Optional[_Union[_draft_pb2.StageTiming, _Mapping]] = ...) -> None: ...

class StageProgress(_message.Message):
    __slots__ = ("stage", "doing", "done", "total", "node")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    DOING_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    stage: str
    doing: str
    done: int
    total: int
    node: str
    def __init__(self, stage: _Optional[str] = ..., doing: _Optional[str] = ..., done: _Optional[int] = ..., total: _Optional[int] = ..., node: _Optional[str] = ...) -> None: ...

class ProcessStreamRequest(_message.Message):
    __slots__ = ("request_id", "request", "time_budget", "cancel")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_FIELD_NUMBER: _ClassVar[int]
    TIME_BUDGET_FIELD_NUMBER: _ClassVar[int]
    CANCEL_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    request: ProcessRequest
    time_budget: _duration_pb2.Duration
    cancel: bool
    def __init__(self, request_id: _Optional[str] = ..., request: _Optional[_Union[ProcessRequest, _Mapping]] = ..., time_budget: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., cancel: _Optional[bool] = ...) -> None: ...

class ProcessStreamResponse(_message.Message):
    __slots__ = ("request_id", "response", "error", "progress")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    response: ProcessResponse
    error: _status_pb2.Status
    progress: StageProgress
    def __init__(self, request_id: _Optional[str] = ..., response: _Optional[_Union[ProcessResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ..., progress: _Optional[_Union[StageProgress, _Mapping]] = ...) -> None: ...
