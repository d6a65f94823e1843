"""Sound as MP3."""

import lameenc

BIT_RATE = 32
"""kbit/s of the MP3, all through: speech of one channel needs no more."""
DECODER_DELAY = 1105
"""Samples of silence with which LAME's MP3 begins in any player: 576 of the encoder and 529 of the decoder."""
RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""Samples a second that MP3 can have."""


class Mp3:
    """Encodes 16-bit samples of one channel as MP3, piece by piece."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._samples = 0
        self._audio = bytearray()
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(1)
        self._encoder.set_bit_rate(BIT_RATE)
        self._encoder.set_quality(7)
        self._encoder.set_in_sample_rate(rate)
        self._encoder.set_out_sample_rate(rate)

    @property
    def seconds(self) -> float:
        """Length of the sound so far."""
        return self._samples / self._rate

    def add(self, sound: bytes) -> None:
        """Add samples in the machine's byte order."""
        self._samples += len(sound) // 2
        self._audio += self._encoder.encode(sound)

    def add_silence(self, milliseconds: int) -> None:
        """Add a pause."""
        self.add(bytes(2 * (self._rate * milliseconds // 1000)))

    def heard_at(self, sample: int) -> int:
        """When a player plays the sample of this number, in milliseconds from the start."""
        return round((sample + DECODER_DELAY) * 1000 / self._rate)

    def now(self) -> int:
        """When a player will play the next sample that is added, in milliseconds from the start."""
        return self.heard_at(self._samples)

    def finish(self) -> tuple[bytes, int]:
        """The MP3 and its length in milliseconds."""
        self._audio += self._encoder.flush()
        return bytes(self._audio), round(len(self._audio) * 8 / BIT_RATE)
