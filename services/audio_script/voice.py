"""Speak a script: espeak-ng in a process of its own, and its sound as MP3 while it still speaks."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from services.contract import progress

VOICES = {"en": "en-us", "es": "es", "fr": "fr"}
"""espeak-ng's name of the voice for a BCP-47 code."""
MAX_SECONDS = 60.0
"""Longest time for speaking one text; the longest text takes some two seconds."""
MAX_SPEECH = 3_600
"""Longest sound, in seconds: more than the longest text at the slowest pace, and what a package has room for."""
PROGRAM = Path(__file__).with_name("speak.py")
"""The program that speaks one text, in a process of its own."""


class CannotSpeak(Exception):
    """espeak-ng made no sound; the message says why."""


@dataclass(frozen=True)
class Recording:
    """The sound of one text."""

    audio: bytes
    """MP3."""
    marks: dict[str, int]
    """When each mark of the script is reached, milliseconds from the start of the audio."""
    milliseconds: int
    """Length of the audio."""


def speak(script: str, language: str, sentences: int) -> Recording:
    """Speak an SSML document of so many sentences. Raises CannotSpeak."""
    try:
        import espeakng_loader  # noqa: PLC0415 - where it is missing, only the sound is

        from services.audio_script.mp3 import Mp3  # noqa: PLC0415
    except ImportError as error:
        raise CannotSpeak(f"the Python package {error.name} is not installed") from None
    arguments = (espeakng_loader.get_library_path(), espeakng_loader.get_data_path(), VOICES[language])
    marks: dict[str, int] = {}
    mp3: Mp3 | None = None
    for kind, content in _frames(script, [*map(str, arguments)]):
        if mp3 is None:
            # The first frame says the rate.
            mp3 = Mp3(int(content))
        elif kind == b"M":
            sample, _, name = content.decode().partition(" ")
            marks[name] = mp3.heard_at(int(sample))
            # A mark before each sentence, and one after it.
            progress.report(f"reading aloud in {language}", len(marks) // 2, sentences)
        else:
            mp3.add(content)
            if mp3.seconds > MAX_SPEECH:
                raise CannotSpeak(f"the text takes over {MAX_SPEECH} s to speak")
    if mp3 is None:
        raise CannotSpeak("espeak-ng said nothing")
    audio, milliseconds = mp3.finish()
    return Recording(audio, marks, milliseconds)


def _frames(script: str, arguments: list[str]) -> Iterator[tuple[bytes, bytes]]:
    """The frames that speak.py writes, (kind, content), without the last one. Raises CannotSpeak."""
    command = [sys.executable, "-S", "-E", str(PROGRAM), *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        watchdog = threading.Timer(max(0.0, min(MAX_SECONDS, progress.seconds_left())), process.kill)
        watchdog.start()
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - for mypy
            process.stdin.write(script.encode())
            process.stdin.close()
            while (kind := process.stdout.read(1)) not in (b"E", b""):
                yield kind, _content(process.stdout)
            if kind != b"E":
                raise CannotSpeak(f"espeak-ng ended with status {process.wait()}")
        except (BrokenPipeError, EOFError):
            raise CannotSpeak("espeak-ng died, or took too long") from None
        finally:
            watchdog.cancel()
            process.kill()


def _content(stream: IO[bytes]) -> bytes:
    size = stream.read(4)
    content = stream.read(int.from_bytes(size, "big"))
    if len(size) < 4 or len(content) < int.from_bytes(size, "big"):
        raise EOFError
    return content
