"""`mipconf profile new` and `show`; and the profile that other commands are told."""

from __future__ import annotations

from pathlib import Path

import click

from mipconf.commands.failures import foreseeing_failures
from mipconf.errors import ExitStatus, UsageError
from mipconf.profile.profile import Profile, key_sources, read_profile
from mipconf.report.profile_meaning import profile_meaning
from mipconf.report.profile_template import profile_template


def usable_profile(path: Path | None) -> Profile | None:
    """The profile in the file, if one is named."""
    return None if path is None else read_profile(path)


def new_profile(path: Path | None) -> ExitStatus:
    """Write a commented profile; what exists is never overwritten."""
    text = profile_template()
    if path is None:
        click.echo(text, nl=False)
        return ExitStatus.MET
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    return ExitStatus.MET


def show_profile(path: Path | None) -> ExitStatus:
    """Print what a profile, or none, means."""
    with foreseeing_failures(None):
        profile = usable_profile(path) or Profile()
        click.echo(profile_meaning(profile, key_sources(path) if path is not None else {}))
    return ExitStatus.MET
