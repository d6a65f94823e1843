from pipeline.v1 import stage_service_pb2 as _stage_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class UsageRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class UsageResponse(_message.Message):
    __slots__ = ("node", "cpu_seconds", "peak_memory_bytes", "throttled_seconds", "received_bytes", "sent_bytes", "facts", "replica", "version", "build", "certificate_ends")
    class FactsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    NODE_FIELD_NUMBER: _ClassVar[int]
    CPU_SECONDS_FIELD_NUMBER: _ClassVar[int]
    PEAK_MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    THROTTLED_SECONDS_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_BYTES_FIELD_NUMBER: _ClassVar[int]
    SENT_BYTES_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    REPLICA_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    BUILD_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_ENDS_FIELD_NUMBER: _ClassVar[int]
    node: str
    cpu_seconds: float
    peak_memory_bytes: int
    throttled_seconds: float
    received_bytes: int
    sent_bytes: int
    facts: _containers.ScalarMap[str, str]
    replica: str
    version: str
    build: str
    certificate_ends: str
    def __init__(self, node: _Optional[str] = ..., cpu_seconds: _Optional[float] = ..., peak_memory_bytes: _Optional[int] = ..., throttled_seconds: _Optional[float] = ..., received_bytes: _Optional[int] = ..., sent_bytes: _Optional[int] = ..., facts: _Optional[_Mapping[str, str]] = ..., replica: _Optional[str] = ..., version: _Optional[str] = ..., build: _Optional[str] = ..., certificate_ends: _Optional[str] = ...) -> None: ...

class EchoRequest(_message.Message):
    __slots__ = ("request_id", "payload")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payload: bytes
    def __init__(self, request_id: _Optional[str] = ..., payload: _Optional[bytes] = ...) -> None: ...

class EchoResponse(_message.Message):
    __slots__ = ("request_id", "payload")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payload: bytes
    def __init__(self, request_id: _Optional[str] = ..., payload: _Optional[bytes] = ...) -> None: ...

class EchoStreamRequest(_message.Message):
    __slots__ = ("request_id", "payload")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payload: bytes
    def __init__(self, request_id: _Optional[str] = ..., payload: _Optional[bytes] = ...) -> None: ...

class EchoStreamResponse(_message.Message):
    __slots__ = ("request_id", "payload")
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    payload: bytes
    def __init__(self, request_id: _Optional[str] = ..., payload: _Optional[bytes] = ...) -> None: ...
