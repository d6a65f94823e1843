"""What the API takes and shows of a run, as models: the bounds and words of its description come from here."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, get_args

from google.protobuf.json_format import MessageToDict
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from main.gateway.store.base import Labels, Run, State
from main.gateway.store.deliveries import HOOK_EVENTS, Hook
from main.gateway.webhooks.destinations import MAX_URL
from pipeline.v1 import parts_pb2
from services.catalog import STAGES
from services.contract import request as bounds

MAX_TAGS, MAX_PAIRS = 10, 16
"""Tags of a run, and pairs of its metadata."""
MAX_WORD, MAX_VALUE = 64, 512
"""Characters of a tag or a key of the metadata, and of a value."""
PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f]*$"
"""No control characters, which no list could show."""

HookEvent = Literal["run.completed", "run.failed", "run.cancelled"]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORD, pattern=PRINTABLE)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_WORD)]
Value = Annotated[str, StringConstraints(max_length=MAX_VALUE, pattern=PRINTABLE)]


def _bounds(low: int, high: int) -> dict[str, Any]:
    """Bounds for the description alone: `bounds.prompt` checks them all at once, and says what to change."""
    return {"minimum": low, "maximum": high}


class Wishes(BaseModel):
    """What to make: a `prompt` or a `story`. Bounds are those of pipeline.v1.Prompt."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompt: str = Field(
        "",
        description="One sentence or a few.",
        examples=["A fox learns to sail"],
        json_schema_extra={"maxLength": bounds.MAX_TEXT},
    )
    story: str = Field("", description="A whole story instead.", json_schema_extra={"maxLength": bounds.MAX_STORY})
    story_language: str = Field(
        "",
        description="The story's language; found from its words when empty.",
        json_schema_extra={"enum": ["", *bounds.STORY_LANGUAGES]},
    )
    author: str = Field(
        "", description="Who the book names as its author.", json_schema_extra={"maxLength": bounds.MAX_AUTHOR}
    )
    seed: int = Field(
        bounds.DEFAULT_SEED,
        description="The same sentence and seed make the same package.",
        json_schema_extra=_bounds(0, bounds.MAX_SEED),
    )
    length: int = Field(
        bounds.DEFAULT_LENGTH,
        description="Wished length of the story, words.",
        json_schema_extra=_bounds(bounds.MIN_LENGTH, bounds.MAX_LENGTH),
    )
    theme: str = Field(
        bounds.DEFAULT_THEME,
        description="Found from the sentence when empty.",
        json_schema_extra={"enum": ["", *bounds.THEMES]},
    )
    grade: int = Field(
        bounds.DEFAULT_GRADE,
        description="Wished US school grade.",
        json_schema_extra=_bounds(bounds.MIN_GRADE, bounds.MAX_GRADE),
    )
    languages: list[str] = Field(
        list(bounds.DEFAULT_LANGUAGES),
        description="BCP-47 codes to translate into.",
        json_schema_extra={"items": {"type": "string", "enum": [*bounds.LANGUAGES]}, "uniqueItems": True},
    )
    text_only: bool = Field(False, description="No narration, PNG or PDF: a run takes a fraction of the time.")
    pace: int = Field(
        bounds.DEFAULT_PACE,
        description="Pace of the narration, words a minute.",
        json_schema_extra=_bounds(bounds.MIN_PACE, bounds.MAX_PACE),
    )

    def asked(self) -> parts_pb2.Prompt:
        """The checked prompt. Raises InvalidRequest, which names every wrong field of it."""
        return bounds.prompt(
            self.prompt,
            seed=self.seed,
            length=self.length,
            theme=self.theme,
            grade=self.grade,
            languages=tuple(self.languages),
            story=self.story,
            text_only=self.text_only,
            pace=self.pace,
            story_language=self.story_language,
            author=self.author,
        )


class Told(BaseModel):
    """Who is told of the end of a run."""

    webhook_url: str = Field(
        "",
        description="https address to which a signed message is posted when the run has ended.",
        json_schema_extra={"maxLength": MAX_URL},
    )
    webhook_events: list[HookEvent] = Field(
        [*get_args(HookEvent)], min_length=1, max_length=len(HOOK_EVENTS), description="Of which ends."
    )


class NewRun(Wishes, Told):
    """What to make, and what to note on the run."""

    tags: list[Tag] = Field([], max_length=MAX_TAGS, description="Words of yours, by which runs are listed.")
    metadata: dict[Name, Value] = Field(
        {}, max_length=MAX_PAIRS, description="Pairs of yours, which come back with the run."
    )

    def labels(self) -> Labels:
        """What is noted on the run; a tag that stands there twice is one."""
        return Labels(tuple(dict.fromkeys(self.tags)), self.metadata)


class PackageView(BaseModel):
    """A package without its archive."""

    name: str = Field(description="File name of the archive.")
    content_digest: str = Field(description="SHA-256 of what is in it.")
    bytes: int = Field(description="Size of the archive.")


class Expiry(BaseModel):
    """What will remove a run."""

    newer_runs: int = Field(description="It is removed when so many newer runs have ended (KEEP_RUNS).")


class WebhookView(BaseModel):
    """A run's webhook, without its address, which may hold a secret."""

    events: list[HookEvent]
    last: str | None = Field(description="What came of the last attempt.")


class RunView(BaseModel):
    """A run as it is now. Times are ISO 8601 in UTC."""

    id: str
    state: State = Field(description="The last three are final: completed, failed, cancelled.")
    created: str = Field(description="When it was accepted.", json_schema_extra={"format": "date-time"})
    started: str | None = Field(
        description="When work on it began, the last time it was accepted or resumed.",
        json_schema_extra={"format": "date-time"},
    )
    ended: str | None = Field(description="When it came to its final state.", json_schema_extra={"format": "date-time"})
    queue_position: int | None = Field(description="How many runs are begun before it; null when it does not wait.")
    progress: float = Field(description="Share of its stages that are done, 0 to 1.")
    expires: Expiry | None = Field(description="What will remove it; null while it has not ended.")
    owner: str | None = Field(description="Whose token it was made with; null where the gateway asks for none.")
    tags: list[str]
    metadata: dict[str, str]
    prompt: dict[str, Any] = Field(description="pipeline.v1.Prompt: what was asked.")
    timings: list[dict[str, Any]] = Field(description="pipeline.v1.StageTiming of each stage that is done.")
    events: int = Field(description="Number of its last event so far.")
    package: PackageView | None = Field(description="When completed.")
    error: dict[str, Any] | None = Field(description="A problem document, when failed.")
    webhook: WebhookView | None = Field(description="When one was asked for.")


class RunList(BaseModel):
    """Some of the runs, the newest first."""

    runs: list[RunView]
    next: str | None = Field(description="What to give as `after` for the runs that follow; null when there are none.")


def view(run: Run) -> RunView:
    """A run as the API shows it."""
    return RunView(
        id=run.id,
        state=run.state,
        created=iso(run.accepted),
        started=iso(run.started) if run.started is not None else None,
        ended=iso(run.ended) if run.ended is not None else None,
        queue_position=run.position,
        progress=round(min(1.0, len(run.timings) / len(STAGES)), 3),
        expires=Expiry(newer_runs=run.newer) if run.newer is not None else None,
        owner=run.owner or None,
        tags=list(run.labels.tags),
        metadata=dict(run.labels.metadata),
        prompt=_json(run.prompt),
        timings=[_json(timing) for timing in run.timings],
        events=run.events,
        package=PackageView(**asdict(run.package)) if run.package is not None else None,
        error=dict(run.error) if run.error is not None else None,
        webhook=_webhook(run.hook) if run.hook is not None else None,
    )


def _webhook(hook: Hook) -> WebhookView:
    return WebhookView.model_validate({"events": hook.events, "last": hook.last or None})


def _json(message: Any) -> dict[str, Any]:
    found: dict[str, Any] = MessageToDict(message, preserving_proto_field_name=True)
    return found


def iso(seconds: float) -> str:
    """A Unix time as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
