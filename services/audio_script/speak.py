"""A program: SSML on standard input becomes sound and marks on standard output, by espeak-ng.

It runs as a new process for each text, because espeak-ng's output depends on what the process spoke before, and because
a hang or a crash then ends this process only. Arguments: the library, the folder of its data, and the voice.
The output is a row of frames: a letter, the length of what follows as four bytes (big-endian), and that many bytes:
R the sample rate in ASCII; S sound, 16-bit samples of one channel in the machine's order; M a mark, the sample's
number in ASCII, a space and the mark's name; E the end of a text that was spoken whole.
"""

import ctypes
import struct
import sys

SYNCHRONOUS, DONT_EXIT = 2, 1 << 15
UTF8, SSML = 1, 0x10
END_OF_LIST, MARK = 0, 3


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


def _frame(kind: bytes, content: bytes) -> None:
    sys.stdout.buffer.write(struct.pack(">cI", kind, len(content)) + content)


def _receive(sound: int | None, samples: int, events: "ctypes._Pointer[_Event]") -> int:
    index = 0
    while events[index].type != END_OF_LIST:
        if events[index].type == MARK:
            _frame(b"M", b"%d %s" % (events[index].sample, events[index].id.name))
        index += 1
    if sound and samples:
        _frame(b"S", ctypes.string_at(sound, samples * 2))
    return 0


def main(library: str, data: str, voice: str) -> None:
    """Speak. Exits with status 1 and a line on standard error when espeak-ng reports an error."""
    text = sys.stdin.buffer.read() + b"\0"
    engine = ctypes.CDLL(library)
    rate = engine.espeak_Initialize(SYNCHRONOUS, 0, data.encode(), DONT_EXIT)
    if rate <= 0:
        sys.exit("espeak-ng does not find its data")
    # espeak-ng seeds the noise of its consonants with the time of day; the same text must give the same sound.
    engine.espeak_ng_SetRandSeed(ctypes.c_long(1))
    callback = _Callback(_receive)
    engine.espeak_SetSynthCallback(callback)
    if engine.espeak_SetVoiceByName(voice.encode()) != 0:
        sys.exit(f"espeak-ng has no voice {voice}")
    _frame(b"R", b"%d" % rate)
    if engine.espeak_Synth(text, len(text), 0, 1, 0, UTF8 | SSML, None, None) != 0:
        sys.exit("espeak-ng refused the text")
    engine.espeak_Synchronize()
    _frame(b"E", b"")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
