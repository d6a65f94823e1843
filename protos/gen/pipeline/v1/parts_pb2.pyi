import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Quality(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    QUALITY_UNSPECIFIED: _ClassVar[Quality]
    QUALITY_FULL: _ClassVar[Quality]
    QUALITY_DRAFT: _ClassVar[Quality]
    QUALITY_FALLBACK: _ClassVar[Quality]
    QUALITY_UNAVAILABLE: _ClassVar[Quality]
QUALITY_UNSPECIFIED: Quality
QUALITY_FULL: Quality
QUALITY_DRAFT: Quality
QUALITY_FALLBACK: Quality
QUALITY_UNAVAILABLE: Quality

class Prompt(_message.Message):
    __slots__ = ("text", "seed", "length", "theme", "languages", "grade", "story", "text_only", "pace", "story_language", "author")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    THEME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    GRADE_FIELD_NUMBER: _ClassVar[int]
    STORY_FIELD_NUMBER: _ClassVar[int]
    TEXT_ONLY_FIELD_NUMBER: _ClassVar[int]
    PACE_FIELD_NUMBER: _ClassVar[int]
    STORY_LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    text: str
    seed: int
    length: int
    theme: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    grade: int
    story: str
    text_only: bool
    pace: int
    story_language: str
    author: str
    def __init__(self, text: _Optional[str] = ..., seed: _Optional[int] = ..., length: _Optional[int] = ..., theme: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., grade: _Optional[int] = ..., story: _Optional[str] = ..., text_only: _Optional[bool] = ..., pace: _Optional[int] = ..., story_language: _Optional[str] = ..., author: _Optional[str] = ...) -> None: ...

class Sentence(_message.Message):
    __slots__ = ("id", "text", "speaker")
    ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    SPEAKER_FIELD_NUMBER: _ClassVar[int]
    id: str
    text: str
    speaker: str
    def __init__(self, id: _Optional[str] = ..., text: _Optional[str] = ..., speaker: _Optional[str] = ...) -> None: ...

class Paragraph(_message.Message):
    __slots__ = ("sentences", "beat", "scene_id", "heading")
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    BEAT_FIELD_NUMBER: _ClassVar[int]
    SCENE_ID_FIELD_NUMBER: _ClassVar[int]
    HEADING_FIELD_NUMBER: _ClassVar[int]
    sentences: _containers.RepeatedCompositeFieldContainer[Sentence]
    beat: str
    scene_id: str
    heading: bool
    def __init__(self, sentences: _Optional[_Iterable[_Union[Sentence, _Mapping]]] = ..., beat: _Optional[str] = ..., scene_id: _Optional[str] = ..., heading: _Optional[bool] = ...) -> None: ...

class Character(_message.Message):
    __slots__ = ("name", "role", "pronoun")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    PRONOUN_FIELD_NUMBER: _ClassVar[int]
    name: str
    role: str
    pronoun: str
    def __init__(self, name: _Optional[str] = ..., role: _Optional[str] = ..., pronoun: _Optional[str] = ...) -> None: ...

class Story(_message.Message):
    __slots__ = ("title", "language_code", "theme", "setting", "characters", "paragraphs", "place", "note", "quality", "backend", "author")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    THEME_FIELD_NUMBER: _ClassVar[int]
    SETTING_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    AUTHOR_FIELD_NUMBER: _ClassVar[int]
    title: str
    language_code: str
    theme: str
    setting: str
    characters: _containers.RepeatedCompositeFieldContainer[Character]
    paragraphs: _containers.RepeatedCompositeFieldContainer[Paragraph]
    place: str
    note: str
    quality: Quality
    backend: str
    author: str
    def __init__(self, title: _Optional[str] = ..., language_code: _Optional[str] = ..., theme: _Optional[str] = ..., setting: _Optional[str] = ..., characters: _Optional[_Iterable[_Union[Character, _Mapping]]] = ..., paragraphs: _Optional[_Iterable[_Union[Paragraph, _Mapping]]] = ..., place: _Optional[str] = ..., note: _Optional[str] = ..., quality: _Optional[_Union[Quality, str]] = ..., backend: _Optional[str] = ..., author: _Optional[str] = ...) -> None: ...

class Sentiment(_message.Message):
    __slots__ = ("paragraph", "compound")
    PARAGRAPH_FIELD_NUMBER: _ClassVar[int]
    COMPOUND_FIELD_NUMBER: _ClassVar[int]
    paragraph: int
    compound: float
    def __init__(self, paragraph: _Optional[int] = ..., compound: _Optional[float] = ...) -> None: ...

class SceneSentiment(_message.Message):
    __slots__ = ("scene_id", "compound")
    SCENE_ID_FIELD_NUMBER: _ClassVar[int]
    COMPOUND_FIELD_NUMBER: _ClassVar[int]
    scene_id: str
    compound: float
    def __init__(self, scene_id: _Optional[str] = ..., compound: _Optional[float] = ...) -> None: ...

class Keyword(_message.Message):
    __slots__ = ("text", "count", "weight")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    text: str
    count: int
    weight: float
    def __init__(self, text: _Optional[str] = ..., count: _Optional[int] = ..., weight: _Optional[float] = ...) -> None: ...

class CharacterMention(_message.Message):
    __slots__ = ("name", "count", "first_sentence_id", "role")
    NAME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FIRST_SENTENCE_ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    name: str
    count: int
    first_sentence_id: str
    role: str
    def __init__(self, name: _Optional[str] = ..., count: _Optional[int] = ..., first_sentence_id: _Optional[str] = ..., role: _Optional[str] = ...) -> None: ...

class TextStatistics(_message.Message):
    __slots__ = ("words", "sentences", "paragraphs", "syllables", "flesch_reading_ease", "flesch_kincaid_grade", "reading_time")
    WORDS_FIELD_NUMBER: _ClassVar[int]
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    SYLLABLES_FIELD_NUMBER: _ClassVar[int]
    FLESCH_READING_EASE_FIELD_NUMBER: _ClassVar[int]
    FLESCH_KINCAID_GRADE_FIELD_NUMBER: _ClassVar[int]
    READING_TIME_FIELD_NUMBER: _ClassVar[int]
    words: int
    sentences: int
    paragraphs: int
    syllables: int
    flesch_reading_ease: float
    flesch_kincaid_grade: float
    reading_time: _duration_pb2.Duration
    def __init__(self, words: _Optional[int] = ..., sentences: _Optional[int] = ..., paragraphs: _Optional[int] = ..., syllables: _Optional[int] = ..., flesch_reading_ease: _Optional[float] = ..., flesch_kincaid_grade: _Optional[float] = ..., reading_time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class Analysis(_message.Message):
    __slots__ = ("sentiments", "keywords", "characters", "statistics", "arc", "silent_characters")
    SENTIMENTS_FIELD_NUMBER: _ClassVar[int]
    KEYWORDS_FIELD_NUMBER: _ClassVar[int]
    CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    ARC_FIELD_NUMBER: _ClassVar[int]
    SILENT_CHARACTERS_FIELD_NUMBER: _ClassVar[int]
    sentiments: _containers.RepeatedCompositeFieldContainer[Sentiment]
    keywords: _containers.RepeatedCompositeFieldContainer[Keyword]
    characters: _containers.RepeatedCompositeFieldContainer[CharacterMention]
    statistics: TextStatistics
    arc: _containers.RepeatedCompositeFieldContainer[SceneSentiment]
    silent_characters: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, sentiments: _Optional[_Iterable[_Union[Sentiment, _Mapping]]] = ..., keywords: _Optional[_Iterable[_Union[Keyword, _Mapping]]] = ..., characters: _Optional[_Iterable[_Union[CharacterMention, _Mapping]]] = ..., statistics: _Optional[_Union[TextStatistics, _Mapping]] = ..., arc: _Optional[_Iterable[_Union[SceneSentiment, _Mapping]]] = ..., silent_characters: _Optional[_Iterable[str]] = ...) -> None: ...

class Swatch(_message.Message):
    __slots__ = ("role", "hex")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    HEX_FIELD_NUMBER: _ClassVar[int]
    role: str
    hex: str
    def __init__(self, role: _Optional[str] = ..., hex: _Optional[str] = ...) -> None: ...

class Actor(_message.Message):
    __slots__ = ("name", "role", "pronoun", "pose", "thing", "whom")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    PRONOUN_FIELD_NUMBER: _ClassVar[int]
    POSE_FIELD_NUMBER: _ClassVar[int]
    THING_FIELD_NUMBER: _ClassVar[int]
    WHOM_FIELD_NUMBER: _ClassVar[int]
    name: str
    role: str
    pronoun: str
    pose: str
    thing: str
    whom: str
    def __init__(self, name: _Optional[str] = ..., role: _Optional[str] = ..., pronoun: _Optional[str] = ..., pose: _Optional[str] = ..., thing: _Optional[str] = ..., whom: _Optional[str] = ...) -> None: ...

class Depiction(_message.Message):
    __slots__ = ("actors", "others", "things", "place", "room", "hour", "weather")
    ACTORS_FIELD_NUMBER: _ClassVar[int]
    OTHERS_FIELD_NUMBER: _ClassVar[int]
    THINGS_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    ROOM_FIELD_NUMBER: _ClassVar[int]
    HOUR_FIELD_NUMBER: _ClassVar[int]
    WEATHER_FIELD_NUMBER: _ClassVar[int]
    actors: _containers.RepeatedCompositeFieldContainer[Actor]
    others: _containers.RepeatedCompositeFieldContainer[Actor]
    things: _containers.RepeatedScalarFieldContainer[str]
    place: str
    room: str
    hour: str
    weather: str
    def __init__(self, actors: _Optional[_Iterable[_Union[Actor, _Mapping]]] = ..., others: _Optional[_Iterable[_Union[Actor, _Mapping]]] = ..., things: _Optional[_Iterable[str]] = ..., place: _Optional[str] = ..., room: _Optional[str] = ..., hour: _Optional[str] = ..., weather: _Optional[str] = ...) -> None: ...

class Scene(_message.Message):
    __slots__ = ("id", "paragraphs", "prompt", "alt_text", "svg", "palette", "quality", "backend", "negative_prompt", "depiction")
    ID_FIELD_NUMBER: _ClassVar[int]
    PARAGRAPHS_FIELD_NUMBER: _ClassVar[int]
    PROMPT_FIELD_NUMBER: _ClassVar[int]
    ALT_TEXT_FIELD_NUMBER: _ClassVar[int]
    SVG_FIELD_NUMBER: _ClassVar[int]
    PALETTE_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    NEGATIVE_PROMPT_FIELD_NUMBER: _ClassVar[int]
    DEPICTION_FIELD_NUMBER: _ClassVar[int]
    id: str
    paragraphs: _containers.RepeatedScalarFieldContainer[int]
    prompt: str
    alt_text: str
    svg: str
    palette: _containers.RepeatedCompositeFieldContainer[Swatch]
    quality: Quality
    backend: str
    negative_prompt: str
    depiction: Depiction
    def __init__(self, id: _Optional[str] = ..., paragraphs: _Optional[_Iterable[int]] = ..., prompt: _Optional[str] = ..., alt_text: _Optional[str] = ..., svg: _Optional[str] = ..., palette: _Optional[_Iterable[_Union[Swatch, _Mapping]]] = ..., quality: _Optional[_Union[Quality, str]] = ..., backend: _Optional[str] = ..., negative_prompt: _Optional[str] = ..., depiction: _Optional[_Union[Depiction, _Mapping]] = ...) -> None: ...

class ImageConcept(_message.Message):
    __slots__ = ("scenes", "note")
    SCENES_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    scenes: _containers.RepeatedCompositeFieldContainer[Scene]
    note: str
    def __init__(self, scenes: _Optional[_Iterable[_Union[Scene, _Mapping]]] = ..., note: _Optional[str] = ...) -> None: ...

class Cue(_message.Message):
    __slots__ = ("sentence_id", "start", "end")
    SENTENCE_ID_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    sentence_id: str
    start: _duration_pb2.Duration
    end: _duration_pb2.Duration
    def __init__(self, sentence_id: _Optional[str] = ..., start: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., end: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class Narration(_message.Message):
    __slots__ = ("language_code", "ssml", "cues", "duration", "audio", "quality", "backend", "note", "text_digest", "opening")
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    SSML_FIELD_NUMBER: _ClassVar[int]
    CUES_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    AUDIO_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    TEXT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    OPENING_FIELD_NUMBER: _ClassVar[int]
    language_code: str
    ssml: str
    cues: _containers.RepeatedCompositeFieldContainer[Cue]
    duration: _duration_pb2.Duration
    audio: bytes
    quality: Quality
    backend: str
    note: str
    text_digest: str
    opening: _containers.RepeatedCompositeFieldContainer[Cue]
    def __init__(self, language_code: _Optional[str] = ..., ssml: _Optional[str] = ..., cues: _Optional[_Iterable[_Union[Cue, _Mapping]]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., audio: _Optional[bytes] = ..., quality: _Optional[_Union[Quality, str]] = ..., backend: _Optional[str] = ..., note: _Optional[str] = ..., text_digest: _Optional[str] = ..., opening: _Optional[_Iterable[_Union[Cue, _Mapping]]] = ...) -> None: ...

class AudioScript(_message.Message):
    __slots__ = ("narrations",)
    NARRATIONS_FIELD_NUMBER: _ClassVar[int]
    narrations: _containers.RepeatedCompositeFieldContainer[Narration]
    def __init__(self, narrations: _Optional[_Iterable[_Union[Narration, _Mapping]]] = ...) -> None: ...

class TranslatedSentence(_message.Message):
    __slots__ = ("sentence_id", "text")
    SENTENCE_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    sentence_id: str
    text: str
    def __init__(self, sentence_id: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class Translation(_message.Message):
    __slots__ = ("language_code", "title", "sentences", "quality", "backend", "unknown_words", "note")
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    UNKNOWN_WORDS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    language_code: str
    title: str
    sentences: _containers.RepeatedCompositeFieldContainer[TranslatedSentence]
    quality: Quality
    backend: str
    unknown_words: int
    note: str
    def __init__(self, language_code: _Optional[str] = ..., title: _Optional[str] = ..., sentences: _Optional[_Iterable[_Union[TranslatedSentence, _Mapping]]] = ..., quality: _Optional[_Union[Quality, str]] = ..., backend: _Optional[str] = ..., unknown_words: _Optional[int] = ..., note: _Optional[str] = ...) -> None: ...

class TranslationSet(_message.Message):
    __slots__ = ("translations",)
    TRANSLATIONS_FIELD_NUMBER: _ClassVar[int]
    translations: _containers.RepeatedCompositeFieldContainer[Translation]
    def __init__(self, translations: _Optional[_Iterable[_Union[Translation, _Mapping]]] = ...) -> None: ...

class Document(_message.Message):
    __slots__ = ("name", "media_type", "content")
    NAME_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    media_type: str
    content: str
    def __init__(self, name: _Optional[str] = ..., media_type: _Optional[str] = ..., content: _Optional[str] = ...) -> None: ...

class DocumentSet(_message.Message):
    __slots__ = ("documents",)
    DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    documents: _containers.RepeatedCompositeFieldContainer[Document]
    def __init__(self, documents: _Optional[_Iterable[_Union[Document, _Mapping]]] = ...) -> None: ...

class PackageFile(_message.Message):
    __slots__ = ("path", "bytes", "sha256", "media_type", "producer", "quality", "language_code", "backend")
    PATH_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    PRODUCER_FIELD_NUMBER: _ClassVar[int]
    QUALITY_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_CODE_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    path: str
    bytes: int
    sha256: str
    media_type: str
    producer: str
    quality: Quality
    language_code: str
    backend: str
    def __init__(self, path: _Optional[str] = ..., bytes: _Optional[int] = ..., sha256: _Optional[str] = ..., media_type: _Optional[str] = ..., producer: _Optional[str] = ..., quality: _Optional[_Union[Quality, str]] = ..., language_code: _Optional[str] = ..., backend: _Optional[str] = ...) -> None: ...

class Package(_message.Message):
    __slots__ = ("name", "content_digest", "files", "archive")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_DIGEST_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    name: str
    content_digest: str
    files: _containers.RepeatedCompositeFieldContainer[PackageFile]
    archive: bytes
    def __init__(self, name: _Optional[str] = ..., content_digest: _Optional[str] = ..., files: _Optional[_Iterable[_Union[PackageFile, _Mapping]]] = ..., archive: _Optional[bytes] = ...) -> None: ...
