"""How a command ends that cannot do its work: one line, and an exit status."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from mipconf.campaign.result import Result
from mipconf.errors import MipconfError, TesterError, UsageError, is_debugging


def make_folder(folder: Path) -> None:
    """Make the output folder before anything is done whose result would then be lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {folder}: {error.strerror}") from None


def show_tracebacks(result: Result) -> None:
    """Show how each judge came to fail, where tracebacks are wanted."""
    if is_debugging():
        for requirement in result.requirements:
            if requirement.traceback:
                click.echo(requirement.traceback, err=True, nl=False)


@contextmanager
def foreseeing_failures(folder: Path | None) -> Iterator[None]:
    """Raise what is foreseen as itself; the traceback of all else goes to the folder."""
    try:
        yield
    except (click.ClickException, MipconfError):
        raise
    except Exception as error:
        cause: Exception = error
        while isinstance(cause, ExceptionGroup):  # Of a nursery, where the first cause counts.
            cause = cause.exceptions[0]
        if isinstance(cause, MipconfError):
            raise cause from error
        if folder is None or not folder.is_dir():
            raise
        path = folder / "traceback.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        said = f"{type(cause).__name__}: {cause}; see {path}"
        raise TesterError(f"the tester itself failed: {said}") from error
