"""Writing a report so that whoever reads it finds the old one or the new one, never half of it."""

from __future__ import annotations

from pathlib import Path

from mipconf.errors import TesterError


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whose folder is there, in one step.

    Raises `TesterError` where that cannot be done; what was there stays.
    """
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise TesterError(f"{path}: cannot be written: {error.strerror}") from error
