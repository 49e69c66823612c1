"""The output folder of a run: what is in it is of this run, and of no other."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mipconf.campaign.result import Capture
from mipconf.campaign.signature import KEY, RESULTS, new_key, signed
from mipconf.errors import UsageError

CAPTURES = "captures"
_LOCK = ".running"
_REPORTS = (RESULTS, KEY, "junit.xml", "traceback.txt")
_OF_CASES = ("test_*.test_*.pcapng", "two_vendors.*.pcapng")
"""What captures of runs are called: by their case."""


@contextmanager
def own_folder(out: Path, *parts: str) -> Iterator[None]:
    """Be the only run that writes to a folder, and find nothing of an earlier one in it.

    `parts` are the folders below it that have reports and captures of their own; without any, it
    has them itself. What no run wrote stays. Raises `UsageError` where another run is under way,
    or where captures would be written through a link.
    """
    with (out / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(f"--out {out}: another run writes to it") from None
        for folder in [out / part for part in parts] or [out]:
            captures = folder / CAPTURES
            if captures.is_symlink():
                raise UsageError(f"--out {out}: {captures} is a link; captures are not sent there")
            captures.mkdir(parents=True, exist_ok=True)
            for path in (*map(folder.joinpath, _REPORTS), *_captures(folder)):
                path.unlink(missing_ok=True)
        yield
        (out / _LOCK).unlink(missing_ok=True)


def captures_in(folder: Path) -> tuple[Capture, ...]:
    """The captures that a run left in a folder, by name, signed with a new key."""
    paths = sorted(_captures(folder))
    key = new_key(folder)
    return tuple(signed(f"{CAPTURES}/{path.name}", path.read_bytes(), key) for path in paths)


def _captures(folder: Path) -> Iterator[Path]:
    for pattern in _OF_CASES:
        yield from (folder / CAPTURES).glob(pattern)
