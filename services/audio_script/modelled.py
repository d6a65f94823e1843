"""Text to speech by a model, with one request a sentence, so that the times of each sentence are exact."""

import io
import wave
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from services.audio_script import ssml
from services.audio_script.mp3 import RATES, Mp3
from services.audio_script.voice import MAX_SPEECH, Recording
from services.contract import progress
from services.shared.model.models import ModelFailed, SpeechModel

AT_ONCE = 4
"""Requests to the server at a time."""


def speak(model: SpeechModel, language: str, paragraphs: Sequence[Sequence[ssml.Line]], speed: float) -> Recording:
    """Speak the sentences with the script's pauses. `speed` is 1 for the voice's own. Raises ModelFailed."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    ends = {paragraph[-1].sentence_id for paragraph in paragraphs if paragraph}
    threads, sounds = ThreadPoolExecutor(AT_ONCE), []
    try:
        for made in threads.map(lambda line: _samples(model.speech(line.text, speed)), lines):
            sounds.append(made)
            progress.report(f"a model reads aloud in {language}", len(sounds), len(lines))
    finally:
        # After a failure nobody wants the sentences that have not been asked for yet.
        threads.shutdown(cancel_futures=True)
    mp3, marks = Mp3(sounds[0][0]), {}
    for line, (rate, sound) in zip(lines, sounds, strict=True):
        if rate != sounds[0][0]:
            raise ModelFailed("the model's sounds have more than one sample rate")
        marks[ssml.start_of(line.sentence_id)] = mp3.now()
        mp3.add(sound)
        marks[ssml.end_of(line.sentence_id)] = mp3.now()
        mp3.add_silence(ssml.PARAGRAPH_PAUSE_MS if line.sentence_id in ends else ssml.SENTENCE_PAUSE_MS)
        if mp3.seconds > MAX_SPEECH:
            raise ModelFailed(f"the model speaks for over {MAX_SPEECH:,} s")
    audio, milliseconds = mp3.finish()
    return Recording(audio, marks, milliseconds)


def _samples(content: bytes) -> tuple[int, bytes]:
    """Rate and samples of a WAV file. Raises ModelFailed."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, samples = file.getframerate(), file.readframes(file.getnframes())
            good = (file.getnchannels(), file.getsampwidth()) == (1, 2) and rate in RATES
    except (wave.Error, EOFError):
        raise ModelFailed("the model did not answer with a WAV file") from None
    if not good or not samples:
        raise ModelFailed("the model's sound is not 16-bit samples of one channel, or is empty")
    return rate, samples
