"""Machine translation: the engine's processes, and names on their way through it."""

import contextlib
import contextvars
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.contract import progress
from services.translation import apertium, engine
from services.translation.names import Names


@pytest.mark.skipif(bool(apertium.missing("en", "fr")), reason=f"Apertium is not here: {apertium.missing('en', 'fr')}")
def test_apertium_translates_by_way_of_another_language() -> None:
    """English to French goes through Catalan, and loses no line."""
    found = apertium.translate(["Laura opened the door.", "The dog slept."], "en", "fr", {"Laura": "she"})
    assert len(found.lines) == 2
    assert "Laura" in found.lines[0]
    assert "porte" in found.lines[0]


@pytest.mark.skipif(bool(apertium.missing("en", "es")), reason=f"Apertium is not here: {apertium.missing('en', 'es')}")
def test_apertium_translates_line_by_line() -> None:
    """Each line has its translation, keeps its full stop, and unknown words are counted."""
    found = apertium.translate(["Laura opened the door.", "The qwxyz ran."], "en", "es", {"Laura": "she"})
    assert found.lines[0] == "Laura abrió la puerta."
    assert len(found.lines) == 2
    assert found.unknown_words == 1


def test_names_survive_and_keep_their_gender() -> None:
    """Names that are words too (Grace, Will) stay; who is 'she' in one sentence is a woman in the others."""
    lines = ["A girl called Grace found a key.", "Grace was tired, and she slept.", "It was Will who was tired."]
    people = {"Grace": "she", "Will": "he"}
    assert apertium.missing("en", "es") or apertium.translate(lines, "en", "es", people).lines[1].startswith(
        "Grace estuvo cansada"
    )
    kept = Names(lines, people)
    hidden = [kept.hidden(line) for line in lines]
    assert "Grace" not in " ".join(hidden)
    assert "Will" not in " ".join(hidden)
    assert hidden[1] == "Laura was tired, and she slept."
    assert [kept.shown(line) for line in hidden] == lines


@pytest.mark.parametrize(
    ("text", "people", "hidden"),
    [
        ("We saw Anna.", {"Anna": "she"}, "We saw Alice."),
        ("We saw Laura and Rose.", {"Laura": "she", "Rose": "she"}, "We saw Clara and Marta."),
        ("We saw Rose.", {"Rose": "they"}, "We saw Zvorakb."),
        ("We saw Mr Baker.", {"Mr Baker": "he"}, "We saw Mr David."),
        ("Grandma saw the heron in London.", {"Grandma": "she", "heron": "they"}, "Grandma saw the heron in London."),
    ],
)
def test_stand_ins(text: str, people: dict[str, str], hidden: str) -> None:
    """A vowel for a vowel; never a name that the text has; titles, relatives, nouns and places are translated."""
    assert Names([text], people).hidden(text) == hidden


@pytest.mark.skipif(bool(apertium.missing("en", "es")), reason=f"Apertium is not here: {apertium.missing('en', 'es')}")
@pytest.mark.parametrize(
    "text", ['"Who ate it?" asked Grandma.', "“Who ate it?” asked Grandma.", "'Who ate it?' asked Grandma."]
)
def test_quotation_marks_do_not_matter(text: str) -> None:
    """What is said is translated from its first word on, whatever marks stand around it."""
    made = apertium.translate([text], "en", "es", {"Grandma": "she"})
    assert made == apertium.translate(["“Who ate it?” asked Grandma."], "en", "es", {"Grandma": "she"})
    assert "Quién" in made.lines[0]


@pytest.mark.skipif(bool(apertium.missing("es", "en")), reason=f"Apertium is not here: {apertium.missing('es', 'en')}")
def test_apertium_translates_from_spanish() -> None:
    """A story in Spanish has its way into English."""
    assert "slept" in apertium.translate(["El perro durmió."], "es", "en", {}).lines[0]


PROGRAM = """#!{python}
import os, sys
with open({pids!r}, "a") as pids:
    print(os.getpid(), file=pids)
text = b""
while piece := os.read(0, 4096):
    text += piece
    if b"hang" in text:
        continue
    *whole, text = text.split(bytes(1))
    for part in whole:
        os.write(1, part.upper() + bytes(1))
"""


@pytest.fixture
def pids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A mode of two programs that write in capitals; the file has a line with the id of each that was started."""
    pids = tmp_path / "pids"
    program = tmp_path / "program"
    program.write_text(PROGRAM.format(python=sys.executable, pids=str(pids)))
    program.chmod(0o755)
    mode = tmp_path / "eng-spa.mode"
    mode.write_text(f"{program} $1 | {program} '{tmp_path}/a file'\n")
    monkeypatch.setattr(apertium, "MODES", tmp_path)
    yield pids
    if found := engine._ENGINES.pop(mode, None):
        found.close()


def started(pids: Path) -> list[int]:
    return [int(line) for line in pids.read_text().splitlines()]


def gone(pid: int) -> None:
    """Wait until there is no such process; a killed one is there until the kernel has taken it down."""
    until = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists():
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return
        assert time.monotonic() < until, "a process of the engine's is still there"
        time.sleep(0.01)


def test_the_engine_stays_warm(pids: Path) -> None:
    """Two texts, one start of each program."""
    assert apertium.translate(["A fox. ", "{ran} away"], "en", "es", {}).lines == ("A FOX.", "{RAN} AWAY")
    apertium.translate(["A fox."], "en", "es", {})
    assert len(started(pids)) == 2


def test_a_dead_engine_is_replaced(pids: Path) -> None:
    """One of its programs is killed: a new pipeline takes the next text, and no program of the old is left."""
    apertium.translate(["A fox."], "en", "es", {})
    first, second = started(pids)
    os.kill(second, signal.SIGKILL)
    gone(second)
    assert apertium.translate(["A hen."], "en", "es", {}).lines == ("A HEN.",)
    assert len(started(pids)) == 4
    gone(first)


def test_an_engine_that_hangs_is_ended(pids: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time all programs are gone, the error says what happened, and the next text is translated."""
    monkeypatch.setattr(apertium, "TIMEOUT", 1.0)
    with pytest.raises(apertium.EngineFailed, match="did not answer in time"):
        apertium.translate(["hang"], "en", "es", {})
    for pid in started(pids):
        gone(pid)
    assert apertium.translate(["A hen."], "en", "es", {}).lines == ("A HEN.",)


def test_an_idle_engine_gives_its_memory_back(pids: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unused for IDLE seconds it is ended, and starts again when it is asked."""
    monkeypatch.setattr(engine, "IDLE", 0.05)
    apertium.translate(["A fox."], "en", "es", {})
    for pid in started(pids):
        gone(pid)
    assert apertium.translate(["A hen."], "en", "es", {}).lines == ("A HEN.",)


def test_text_beyond_a_pipe_s_size_passes(pids: Path) -> None:
    """What is written and what is read cross: neither waits for the other."""
    text = "word " * 100_000
    assert apertium.translate([text], "en", "es", {}).lines == (text.strip().upper(),)
    assert len(started(pids)) == 2


def waited_for(is_over: Callable[[int, int], bool]) -> contextvars.Context:
    """A context whose caller leaves at a report that `is_over` takes: texts done, of how many; 0 of 0 within a text."""

    def listener(_: str, done: int, total: int) -> None:
        if is_over(done, total):
            raise progress.GivenUp

    context = contextvars.copy_context()
    context.run(progress.listen, listener)
    return context


def test_work_that_nobody_waits_for_ends_between_two_texts(pids: Path) -> None:
    """The programs stay warm: the next request is answered by the same ones, with its own answers."""
    with pytest.raises(progress.GivenUp):
        waited_for(lambda done, _: done == 2).run(apertium.translate, ["A fox.", "A hen.", "A cow."], "en", "es", {})
    assert apertium.translate(["A dog.", "A cat."], "en", "es", {}).lines == ("A DOG.", "A CAT.")
    assert len(started(pids)) == 2


def test_work_that_nobody_waits_for_ends_within_a_text(pids: Path) -> None:
    """Long before its time is over; those programs are ended, for their answer would be taken for another text's."""

    def hangs(_: int, total: int) -> bool:
        return not total and pids.exists() and len(started(pids)) == 2

    with pytest.raises(progress.GivenUp):
        waited_for(hangs).run(apertium.translate, ["hang"], "en", "es", {})
    for pid in started(pids):
        gone(pid)
    assert apertium.translate(["A hen."], "en", "es", {}).lines == ("A HEN.",)


def test_who_waits_for_the_engine_leaves_when_nobody_waits_for_them(pids: Path) -> None:
    """While another request holds it."""
    leave = threading.Event()

    def hold() -> None:
        with contextlib.suppress(progress.GivenUp):
            apertium.translate(["hang"], "en", "es", {})

    busy = threading.Thread(target=waited_for(lambda *_: leave.is_set()).run, args=(hold,))
    busy.start()
    while not pids.exists():
        time.sleep(0.01)
    with pytest.raises(progress.GivenUp):
        waited_for(lambda *_: True).run(apertium.translate, ["A fox."], "en", "es", {})
    assert busy.is_alive()
    leave.set()
    busy.join(60)
