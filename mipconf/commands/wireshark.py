"""`mipconf wireshark`: the dissector for Wireshark, as a text."""

from __future__ import annotations

import click

from mipconf.campaign.exit import ExitStatus
from mipconf.wireshark.lua import dissector


def show_lua() -> ExitStatus:
    """Print the Lua dissector."""
    click.echo(dissector(), nl=False)
    return ExitStatus.MET
