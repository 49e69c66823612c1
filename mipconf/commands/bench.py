"""`mipconf bench`: the figures of the performance goals."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from mipconf.bench import figures
from mipconf.commands.failures import foreseeing_failures
from mipconf.commands.hut import hut_of
from mipconf.commands.profile import usable_profile
from mipconf.errors import ExitStatus
from mipconf.profile.profile import Profile
from mipconf.report.console import print_figures


def bench(*, profile_path: Path | None, hut_command: str | None) -> ExitStatus:
    """Measure the figures of the performance goals and print them."""
    with foreseeing_failures(None):
        profile = usable_profile(profile_path) or Profile()
        command = () if hut_command is None else hut_of(profile, None, hut_command)[1]
        measured = list(figures(profile, command))
    print_figures(Console(highlight=False), measured)
    return ExitStatus.MET
