"""How a command ends that cannot do its work: one line, and an exit status (design.md)."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mipconf.campaign.exit import ExitStatus
from mipconf.campaign.selection import SelectionError
from mipconf.errors import ConfigError
from mipconf.hut.driver import HutUnavailable
from mipconf.net.network import NetworkError
from mipconf.trace.capture import CaptureError


class TesterFailed(click.ClickException):
    """The tester, or what it needs of the Home Agent's driver, failed; the text is one line."""

    exit_code = ExitStatus.TESTER_FAILED


def make_folder(folder: Path) -> None:
    """Make the output folder before anything is done whose result would then be lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--out {folder}: {error.strerror}") from None


@contextmanager
def foreseeing_failures(folder: Path | None) -> Iterator[None]:
    """Give each error its exit status; the traceback of an unforeseen one goes to the folder."""
    try:
        yield
    except click.ClickException:
        raise
    except Exception as error:
        cause: Exception = error
        while isinstance(cause, ExceptionGroup):  # Of a nursery, where the first cause counts.
            cause = cause.exceptions[0]
        match cause:
            case ConfigError() | SelectionError() | CaptureError():
                raise click.UsageError(str(cause)) from error
            case HutUnavailable() | NetworkError():
                raise TesterFailed(str(cause)) from error
        if folder is None or not folder.is_dir():
            raise
        path = folder / "traceback.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        said = f"{type(cause).__name__}: {cause}; see {path}"
        raise TesterFailed(f"the tester itself failed: {said}") from error
