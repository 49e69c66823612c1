"""`mipconf wireshark`: the dissector, where it goes, and whether tshark says what we say."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click
from tabulate import tabulate

from mipconf.commands.failures import foreseeing_failures
from mipconf.errors import ExitStatus, SelectionError
from mipconf.wireshark import installation
from mipconf.wireshark.crosscheck import Comparison, Difference, compare
from mipconf.wireshark.lua import dissector
from mipconf.wireshark.profile import NAME

MOST = 50
"""Differences that are listed; the last line counts them all."""


def show_lua() -> ExitStatus:
    """Print the Lua dissector."""
    click.echo(dissector(), nl=False)
    return ExitStatus.MET


def install(to: Path | None) -> ExitStatus:
    """Put dissector and profile where Wireshark looks, and say how to use them."""
    with foreseeing_failures(None):
        change = installation.install(installation.folders(to))
    for path in change.done:
        click.echo(f"installed {path}")
    for path in change.kept:
        click.echo(f"kept {path}, which was changed since; remove it to have it made anew")
    variable = f"WIRESHARK_CONFIG_DIR={shlex.quote(str(to))} " if to else ""
    click.echo(f"next: {variable}wireshark -C {NAME} CAPTURE")
    if os.geteuid() == 0:
        click.echo("for another user than root: from version 4.4 on Wireshark runs no Lua for root")
    return ExitStatus.MET


def uninstall(to: Path | None) -> ExitStatus:
    """Remove what `install` put there."""
    with foreseeing_failures(None):
        change = installation.uninstall(installation.folders(to))
    for path in change.done:
        click.echo(f"removed {path}")
    for path in change.kept:
        click.echo(f"left {path}, which mipconf did not write")
    if not change.done:
        click.echo("nothing of mipconf's was installed")
    return ExitStatus.MET


def check(captures: tuple[Path, ...]) -> ExitStatus:
    """Compare our decoding of captures with tshark's, and list where they differ."""
    with foreseeing_failures(None):
        whole = Comparison()
        for capture in captures:
            found = compare(capture)
            if not found.frames and found.unread:
                raise SelectionError(
                    f"{capture}: only tshark finds a message, in {found.unread} frames of it"
                )
            if not found.frames:
                raise SelectionError(f"{capture}: no Mobile IP, HSRP or VRRP in it to compare")
            _list(capture, found.differences)
            whole += found
    for reason, count in sorted(whole.excused.items()):
        click.echo(f"{count} known: {reason}")
    if whole.unread:
        click.echo(f"frames not compared, in which only tshark finds a message: {whole.unread}")
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
