"""Whether the second look at a load's runs finds what is wrong, and nothing where all is right."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.component.conftest import Serve, gateway_in
from tests.lab.audit import audit, faults
from tests.lab.load import Load, steady_load
from tests.postgres import Server


@pytest.fixture
def loaded(gateway: Serve) -> Iterator[tuple[str, Load]]:
    """A gateway that had some seconds of the load."""
    with gateway() as (address, _):
        with steady_load([address]) as load:
            time.sleep(3)
        yield address, load


def test_a_load_without_a_fault(loaded: tuple[str, Load]) -> None:
    """Nothing is found."""
    address, load = loaded
    assert len(load.accepted) > 3
    assert not load.lost()
    assert not audit([address], load.tag, load.asked)


def test_a_run_that_is_gone_and_one_too_many(loaded: tuple[str, Load]) -> None:
    """Both are found."""
    address, load = loaded
    gone = load.accepted[0]
    httpx.delete(f"{address}/v1/runs/{gone}", trust_env=False).raise_for_status()
    body = load.asked[1]["body"]
    for _ in range(len(load.asked)):
        httpx.post(f"{address}/v1/runs", json=body, trust_env=False).raise_for_status()
    found = "\n".join(audit([address], load.tag, load.asked))
    assert f"{gone} was accepted, and is not listed" in found
    assert f"and was of {gone}" in found
    assert f"runs of {len(load.asked)} keys" in found


@pytest.mark.parametrize(
    ("events", "found"),
    [
        ([(1, "run_accepted"), (2, "run_completed")], []),
        ([(1, "run_accepted"), (3, "run_completed")], ["its events are numbered [1, 3]"]),
        ([(1, "run_accepted"), (2, "stage_started")], ["is completed, and its events say []"]),
        (
            [(1, "run_accepted"), (2, "run_failed"), (3, "run_completed")],
            ["is completed, and its events say ['run_failed', 'run_completed']"],
        ),
        ([(1, "run_completed"), (2, "stage_started")], ["has events after run_completed"]),
    ],
)
def test_the_rules_of_one_run(events: list[tuple[int, str]], found: list[str]) -> None:
    """Numbers without a gap, one end, nothing after it."""
    assert list(faults({"state": "completed"}, events)) == found


def test_a_run_that_has_not_ended() -> None:
    """It is named by its state."""
    assert "is running" in list(faults({"state": "running"}, []))


def test_two_gateways_on_one_database_of_which_one_dies(postgres: Server, tmp_path: Path) -> None:
    """Killed while runs go on: the other one ends them, once each."""
    url = postgres.create(uuid.uuid4().hex)
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
    with (
        gateway_in(folders[0], 18_081, STORE_URL=url) as (first, process),
        gateway_in(folders[1], 18_082, STORE_URL=url) as (second, _),
    ):
        with steady_load([first, second]) as load:
            time.sleep(3)
            process.kill()
            time.sleep(3)
        assert not load.lost()
        assert not audit([second], load.tag, load.asked)
