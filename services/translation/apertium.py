"""Machine translation by Apertium's programs, one line a sentence."""

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROUTES = {
    "es": ("eng-spa",),
    "fr": ("eng-cat", "cat-fra"),
    "ca": ("eng-cat",),
    "gl": ("eng-spa", "es-gl"),
    "pt": ("eng-cat", "cat-por"),
}
"""BCP-47 code of the target: Apertium's modes from English, one after the other."""
PACKAGES = {
    "eng-spa": "apertium-eng-spa",
    "eng-cat": "apertium-eng-cat",
    "cat-fra": "apertium-fra-cat",
    "es-gl": "apertium-es-gl",
    "cat-por": "apertium-por-cat",
}
"""Debian's package that has each mode."""
MODES = Path("/usr/share/apertium/modes")
TIMEOUT = 12.0
"""Seconds for one mode."""
_UNKNOWN = re.compile(r"[*@#](?=\w)")


class EngineFailed(Exception):
    """Apertium ended with an error or gave another number of lines."""


@dataclass(frozen=True)
class Lines:
    """Translated lines, in order, and how many words stayed as they were."""

    lines: tuple[str, ...]
    unknown_words: int


@cache
def program() -> str | None:
    """Where the apertium command is; None when it is not installed."""
    return shutil.which("apertium")


def missing(language: str) -> str:
    """What to install before translating into this language; empty when nothing is missing."""
    modes = [mode for mode in ROUTES[language] if not (MODES / f"{mode}.mode").is_file()]
    if program() and not modes:
        return ""
    packages = [PACKAGES[mode] for mode in modes or ROUTES[language]]
    return f"install Debian's packages apertium and {' and '.join(packages)}"


def translate(lines: list[str], language: str) -> Lines:
    """Translate English lines. Raises EngineFailed; bounded by TIMEOUT seconds for each mode of the route."""
    made = Lines(tuple(" ".join(line.split()) for line in lines), 0)
    for mode in ROUTES[language]:
        step = _step(made.lines, mode)
        # What one language did not know, the next one mostly does not know either.
        made = Lines(step.lines, max(made.unknown_words, step.unknown_words))
    return made


def _step(lines: tuple[str, ...], mode: str) -> Lines:
    found = _run([program() or "apertium", "-f", "line", mode], "\n".join(lines) + "\n").splitlines()
    if len(found) != len(lines):
        raise EngineFailed(f"apertium answered {len(found)} lines to {len(lines)}")
    unknown = sum(len(_UNKNOWN.findall(line)) for line in found)
    clean = tuple(_tidy(_UNKNOWN.sub("", line), source) for line, source in zip(found, lines, strict=True))
    return Lines(clean, unknown)


def _run(command: list[str], text: str) -> str:
    """Standard output of the command; at the timeout all its processes end, for apertium is a script of many."""
    try:
        # No shell of ours: the prompt's words only ever reach the engine's standard input.
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    except OSError as error:
        raise EngineFailed(str(error)) from error
    with process:
        try:
            output, problems = process.communicate(text, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise EngineFailed(f"apertium took over {TIMEOUT:g} s") from None
    if process.returncode:
        raise EngineFailed(f"apertium ended with {process.returncode}: {problems.strip()[:200]}")
    return output


def _tidy(line: str, source: str) -> str:
    line = re.sub(r"\s+([,.;:!?”])", r"\1", " ".join(line.split()))
    # The line format takes a final full stop for one that it added itself, and drops it.
    return f"{line}." if source.endswith(".") and not line.endswith(".") else line
