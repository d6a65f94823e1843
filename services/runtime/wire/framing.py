"""Messages written around ones that are serialised already, which so are neither copied nor serialised again.

A field of bytes is its key, the content's length as a varint, and the content; fields may be written one after the
other (protobuf.dev/programming-guides/encoding).
"""


def head(number: int, size: int) -> bytes:
    """What stands before the `size` bytes of the content of field `number` (1 to 15)."""
    key = number << 3 | 2
    if size < 0x80:
        return bytes((key, size))
    if size < 0x4000:
        return bytes((key, size & 0x7F | 0x80, size >> 7))
    found = bytearray((key,))
    while size >= 0x80:
        found.append(size & 0x7F | 0x80)
        size >>= 7
    found.append(size)
    return bytes(found)
