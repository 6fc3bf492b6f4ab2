"""Transport compression of the gateway: one stream a connection (Gateway: Encoding and Compression)."""

import zlib
from typing import Protocol

_BLOCK = 100_000  # a zstd block holds at most 128 KiB
# Magic number, a frame header descriptor with nothing in it, and a window of 8 MiB (RFC 8878, 3.1.1).
_ZSTD_START = b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([13 << 3])


class Compression(Protocol):
    """Turns each frame into the bytes of one websocket message."""

    def __call__(self, frame: str) -> bytes:
        """The next bytes of the stream; they end where the frame ends."""


class ZlibStream:
    """compress=zlib-stream: each message ends with a sync flush."""

    def __init__(self) -> None:
        self._zlib = zlib.compressobj()

    def __call__(self, frame: str) -> bytes:
        """The next bytes of the stream."""
        return self._zlib.compress(frame.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)


class ZstdStream:
    """compress=zstd-stream: one endless frame of raw blocks, which every decoder reads."""

    def __init__(self) -> None:
        self._start = _ZSTD_START

    def __call__(self, frame: str) -> bytes:
        """The next bytes of the stream."""
        words, start, self._start = frame.encode(), self._start, b""
        pieces = [words[place : place + _BLOCK] for place in range(0, len(words), _BLOCK)]
        # A block header is three bytes: last block (0), type raw (0), size << 3.
        return start + b"".join((len(piece) << 3).to_bytes(3, "little") + piece for piece in pieces)


KINDS: dict[str, type[ZlibStream] | type[ZstdStream]] = {"zlib-stream": ZlibStream, "zstd-stream": ZstdStream}
