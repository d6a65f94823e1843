"""A run that ended is taken up again: what it lacks is made, and nothing else."""

import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.catalog import STAGES
from tests.component.conftest import Command, ModelServer, Serve

ASKED = ("--json", "--length", "100", "--text-only", "--language", "es", "A fox learns to sail")


def said(output: str, event: str) -> list[dict[str, Any]]:
    """The events of one kind among the lines of --json."""
    lines = [json.loads(line) for line in output.splitlines()]
    return [line for line in lines if line["event"] == event]


def files(package: Path) -> set[str]:
    """The paths in a package, inside its folder."""
    with zipfile.ZipFile(package) as archive:
        return {name.partition("/")[2] for name in archive.namelist()}


def test_a_stand_in_is_replaced(gateway: Serve, storyloom: Command, server: ModelServer, tmp_path: Path) -> None:
    """The model failed to translate: when it can again, C3 and D are done again, and no other stage."""
    with gateway(**server.settings("TRANSLATION", "fails")) as (address, _):
        first = storyloom("run", "--server", address, *ASKED)
    (before,) = said(first.stdout, "run_completed")
    assert any("did not translate" in note for note in before["notes"])
    with gateway(**server.settings("TRANSLATION", "good")) as (address, _):
        again = storyloom(
            "resume", before["run_id"], "--server", address, "--json", "--output", str(tmp_path / "again")
        )
    assert again.returncode == 0, again.stderr
    assert [event["stage"] for event in said(again.stdout, "stage_completed")] == ["translation", "aggregator"]
    (after,) = said(again.stdout, "run_completed")
    assert not any("did not translate" in note for note in after["notes"])
    assert after["content_digest"] != before["content_digest"]
    assert len(after["timings"]) == len(STAGES)
    # The model's Spanish is not what the first attempt narrated.
    assert "data/audio/story.es.ssml" in files(tmp_path / before["package"])
    assert "data/audio/story.es.ssml" not in files(tmp_path / after["package"])
    assert any(note.startswith("The narration in 'es' is left out: ") for note in after["notes"])


def test_a_failed_run_goes_on(gateway: Serve, storyloom: Command) -> None:
    """No stage answered: the error names the run, and resume completes it once they do."""
    with gateway(PIPELINE_MODE="grpc", STAGE_ADDRESS="127.0.0.1:9", PATIENCE_SECONDS="1") as (address, _):
        failed = storyloom("run", "--server", address, *ASKED)
    assert failed.returncode == 69
    run_id = failed.stderr.partition("(run ")[2].partition(";")[0]
    with gateway() as (address, _):
        done = storyloom("resume", run_id, "--server", address)
    assert done.returncode == 0, done.stderr
    assert f"run: {run_id}" in done.stderr


@pytest.mark.parametrize(("run_id", "status"), [("unknown", 404), ("", 409)])
def test_what_cannot_be_resumed(gateway: Serve, storyloom: Command, run_id: str, status: int) -> None:
    """A run that nobody knows, and one that has all that was asked."""
    with gateway() as (address, _):
        run_id = run_id or said(storyloom("run", "--server", address, *ASKED).stdout, "run_completed")[0]["run_id"]
        answer = httpx.post(f"{address}/v1/runs/{run_id}/resume", trust_env=False)
    assert answer.status_code == status
    assert "there is no" in answer.json()["detail"] if status == 404 else "nothing to do" in answer.json()["detail"]
