"""main's own parts: package, timeline, settings."""

import json
import zipfile
from pathlib import Path

import pytest
from loguru import logger

from main.command import package
from main.drive import timeline
from main.settings import MainSettings
from pipeline.v1 import draft_pb2
from services import catalog
from services.contract.calls import Timing
from services.contract.errors import BadPackage, ConfigurationError
from services.contract.limits import MAX_ERROR_MESSAGE
from services.runtime import logs
from services.runtime.settings import ServiceSettings, read


@pytest.fixture
def saved(made: draft_pb2.Draft, tmp_path: Path) -> Path:
    return package.save(made.package.archive, made.package.name, tmp_path)


def rewrite(path: Path, change: dict[str, bytes | None]) -> None:
    """Replace (or with None remove) files of a zip, named by their path's end; new ones are added."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    folder = next(iter(files)).split("/")[0]
    for name, content in change.items():
        if content is None:
            del files[f"{folder}/{name}"]
        else:
            files[f"{folder}/{name}"] = content
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def test_a_sound_package_verifies(saved: Path, made: draft_pb2.Draft) -> None:
    """Verify finds the digest that D wrote."""
    assert package.verify(saved).content_digest == made.package.content_digest


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"data/story.json": b"{}"}, "data/story.json is damaged"),
        ({"data/story.json": None}, "in the manifest but not in the archive"),
        ({"data/extra.txt": b"x"}, "in the archive but not in the manifest"),
        ({"bag-info.txt": b"x"}, "bag-info.txt is damaged"),
        ({"manifest-sha256.txt": None}, "has no manifest-sha256.txt"),
    ],
)
def test_a_changed_package_does_not_verify(saved: Path, change: dict[str, bytes | None], says: str) -> None:
    """Any change of any file is found and named."""
    rewrite(saved, change)
    with pytest.raises(BadPackage, match=says):
        package.verify(saved)


def test_what_is_no_zip_does_not_verify(tmp_path: Path) -> None:
    """A text file is refused with its name."""
    path = tmp_path / "x.zip"
    path.write_text("hello")
    with pytest.raises(BadPackage, match="not a readable zip"):
        package.verify(path)


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    """A file where the folder should be is a clear error."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="choose another folder"):
        package.save(b"x", "x.zip", tmp_path / "file")


SECOND = 1_000_000_000


def call(stage: str, caller: str, clock: str, client: tuple[int, ...], server: tuple[int, ...]) -> Timing:
    """A call by the caller's clock: sent and perhaps received; and by the server's, of which the last is not always."""
    timing = Timing(stage=stage, client_boot_id=caller, boot_id=clock)
    for name, at in zip(("client_sent", "client_received"), client, strict=False):
        getattr(timing, name).monotonic_ns = SECOND * at
    for name, at in zip(("received", "started", "completed", "answered"), server, strict=False):
        getattr(timing, name).monotonic_ns = SECOND * at
    return timing


def test_the_timeline_needs_no_agreement_of_clocks() -> None:
    """A server whose clock is hours off stands in the middle of main's call."""
    row = timeline.rows([call("story_generator", "main", "m1", (100, 110), (9_000, 9_000, 9_006))])[0]
    assert (row.start_ms, row.work_ms, row.bound_ms) == pytest.approx((2_000, 6_000, 2_000), abs=0.5)


def test_one_clock_needs_no_correction() -> None:
    """Two processes of one kernel share its clock: the readings are true, whatever the hops took."""
    row = timeline.rows([call("story_generator", "m1", "m1", (100, 110), (101, 102, 103))])[0]
    assert (row.start_ms, row.work_ms, row.bound_ms) == (2_000, 1_000, 0)


def test_a_chain_s_clocks_are_bound_by_its_way_round() -> None:
    """A is 1,000 s ahead, C1 500 s behind, D on main's clock; from main to D there are three messages of 2 s.

    Either clock can be off by what the messages took in all, and stands in the middle of that: C1 began at 7 s.
    """
    timings = [
        call("story_generator", "main", "m1", (0,), (1_002, 1_002, 1_004, 1_004)),
        call("image_concept", "m1", "m2", (1_004,), (-494, -493, -490, -490)),
        call("aggregator", "main", "main", (0, 20), (1, 13, 19)),
    ]
    timings[1].joined.monotonic_ns = 12 * SECOND
    found = {row.stage: row for row in timeline.rows(timings)}
    story, picture = found["story_generator"], found["image_concept"]
    assert (story.start_ms, story.bound_ms) == pytest.approx((3_000, 3_000), abs=2)
    assert (picture.start_ms, picture.bound_ms) == pytest.approx((6_000, 3_000), abs=2)
    assert (found["aggregator"].start_ms, found["aggregator"].bound_ms) == (13_000, 0)


def test_clocks_that_drift_do_not_contradict_the_bound() -> None:
    """Two calls of 0.2 ms a minute apart, to a clock that gains 1.2 ms meanwhile: both stay within their calls."""
    timings = []
    for begin, ahead in ((0, 0), (60_000_000, 1_200)):
        timing = Timing(stage="story_generator", client_boot_id="main", boot_id="m1")
        for name, micros in (("client_sent", 0), ("client_received", 200)):
            getattr(timing, name).monotonic_ns = (begin + micros) * 1_000
        for name in ("received", "started", "completed"):
            getattr(timing, name).monotonic_ns = (begin + ahead + 100) * 1_000
        timings.append(timing)
    for row, called in zip(timeline.rows(timings), (0, 60_000), strict=True):
        assert called - row.bound_ms <= row.start_ms <= called + 0.2 + row.bound_ms
        assert row.bound_ms > 0.5


def test_a_clock_that_no_message_ties_to_main_s_is_left_out() -> None:
    """What was sent and never led back could have been at any time."""
    timings = [
        call("story_generator", "main", "m1", (0,), (5, 5, 6)),
        call("aggregator", "main", "m2", (1, 9), (2, 2, 8)),
    ]
    assert [row.stage for row in timeline.rows(timings)] == ["aggregator"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SERVICE_PORT", "abc"), ("SERVICE_PORT", "70000"), ("LOG_LEVEL", "LOUD"), ("PIPELINE_MODE", "smoke")],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """The message has the variable and what it is set to."""
    monkeypatch.setenv("SERVICE_NAME", "service_a")
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=f"{variable}.*{value}"):
        read(ServiceSettings)


def test_a_stage_address_must_be_a_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in the pattern is found at the start, not at the first call."""
    monkeypatch.setenv("STAGE_ADDRESS", "{servce}:{port}")
    with pytest.raises(ConfigurationError, match="STAGE_ADDRESS"):
        read(MainSettings)


@pytest.mark.parametrize("name", ["service_c2", "service-c2", "audio_script", " Service_C2 "])
def test_a_service_has_its_guide_s_name(name: str) -> None:
    """SERVICE_NAME is taken as the guide writes it, with a hyphen, or as the folder."""
    assert catalog.find(name).letter == "C2"


def test_a_flipped_bit_is_found(saved: Path) -> None:
    """Damage is a clear error wherever it is, but in the few bytes that carry no content, such as a time's."""
    sound = saved.read_bytes()
    positions = range(200, len(sound), len(sound) // 60)
    found = 0
    for position in positions:
        saved.write_bytes(sound[:position] + bytes([sound[position] ^ 0x10]) + sound[position + 1 :])
        try:
            package.verify(saved)
        except BadPackage:
            found += 1
    assert found > 0.9 * len(positions)


def test_log_files_are_beside_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same JSON lines in both; a folder that cannot be written to is named."""
    logs.configure("INFO", tmp_path, stage="formatting", node="m1")
    logger.bind(run_id="r1").info("made documents")
    logger.remove()
    written = (tmp_path / "formatting.log").read_text()
    assert json.loads(written)["run_id"] == "r1"
    assert written in capsys.readouterr().out
    with pytest.raises(ConfigurationError, match="LOG_DIR: cannot write"):
        logs.configure("INFO", Path("/proc/nowhere"), stage="formatting", node="m1")
    logger.remove()


def test_a_line_in_the_log_is_bounded(tmp_path: Path) -> None:
    """Whatever a caller's id or a library's message has in it, and however much."""
    logs.configure("INFO", tmp_path, stage="formatting", node="m1")
    logger.bind(run_id="r" * 10**6).info("said \ud800" + "x" * 10**6)
    logger.remove()
    assert len((tmp_path / "formatting.log").read_bytes()) < 1.5 * MAX_ERROR_MESSAGE
