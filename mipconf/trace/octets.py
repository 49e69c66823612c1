"""The octets of a capture file, one after another: from a file or a pipe, compressed or not."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STANDARD_INPUT = Path("-")

_MAGIC_SIZE = 4
_COMPRESSED: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"\x28\xb5\x2f\xfd": zstd.ZstdFile,
}
"""What a compressed file begins with, and what reads it."""


class DamageError(Exception):
    """What is wrong with a file, at the octets that were read last."""


# What gzip and zstd raise where a file ends or cannot be made sense of.
_UNREADABLE = (EOFError, OSError, zlib.error, zstd.ZstdError)


class Octets:
    """Reads a file from its beginning; a pipe is not waited for longer than for what is asked.

    `at` is the offset of the next octet, in what a compressed file holds.
    """

    def __init__(self, path: Path) -> None:
        """Open `path`, or standard input for `-`; raises `OSError` where that cannot be done."""
        file: Any = sys.stdin.buffer if path == STANDARD_INPUT else path.open("rb")
        begin = file.peek(_MAGIC_SIZE)
        read = (each for magic, each in _COMPRESSED.items() if begin.startswith(magic))
        reading = next(read, None)
        self._file = file
        self._content = file if reading is None else reading(file)
        self._read = self._content.read
        self.at = 0

    def __enter__(self) -> Octets:
        return self

    def __exit__(self, *_: object) -> None:
        self._content.close()
        self._file.close()

    def upto(self, size: int) -> bytes:
        """The next `size` octets, or fewer where the file ends; raises `DamageError`."""
        try:
            octets: bytes = self._read(size)
        except _UNREADABLE:
            raise DamageError("damaged or cut off") from None
        self.at += len(octets)
        return octets

    def take(self, size: int) -> bytes:
        """The next `size` octets; raises `DamageError` where there are fewer."""
        octets = self.upto(size)
        if len(octets) < size:
            raise DamageError("damaged or cut off")
        return octets
