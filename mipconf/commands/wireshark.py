"""`mipconf wireshark`: the dissector, where it goes, and whether tshark says what we say."""

from __future__ import annotations

from pathlib import Path

import click
from tabulate import tabulate

from mipconf.campaign.exit import ExitStatus
from mipconf.campaign.selection import SelectionError
from mipconf.commands.failures import foreseeing_failures
from mipconf.wireshark.crosscheck import Comparison, Difference, compare
from mipconf.wireshark.lua import dissector

MOST = 50
"""Differences that are listed; the last line counts them all."""


def show_lua() -> ExitStatus:
    """Print the Lua dissector."""
    click.echo(dissector(), nl=False)
    return ExitStatus.MET


def check(captures: tuple[Path, ...]) -> ExitStatus:
    """Compare our decoding of captures with tshark's, and list where they differ."""
    with foreseeing_failures(None):
        whole = Comparison()
        for capture in captures:
            found = compare(capture)
            if not found.frames:
                raise SelectionError(f"{capture}: no Mobile IP, HSRP or VRRP in it to compare")
            _list(capture, found.differences)
            whole += found
    for reason, count in sorted(whole.excused.items()):
        click.echo(f"{count} known: {reason}")
    click.echo(
        f"{whole.values} values in {whole.frames} frames compared: "
        f"{len(whole.differences) or 'no'} differences"
    )
    return ExitStatus.UNMET if whole.differences else ExitStatus.MET


def _list(capture: Path, differences: list[Difference]) -> None:
    if not differences:
        return
    click.echo(f"{capture}:")
    rows = [(each.frame, each.field, each.ours, each.theirs) for each in differences[:MOST]]
    headers = ("frame", "field", "mipconf", "tshark")
    click.echo(
        tabulate(rows, headers=headers, disable_numparse=True, maxcolwidths=[None, None, 40, 40])
    )
    if len(differences) > MOST:
        click.echo(f"and {len(differences) - MOST} more")
