"""`mipconf claims`: the requirements, listed or explained."""

from __future__ import annotations

import click

from mipconf.campaign.runner import known_cases
from mipconf.campaign.selection import requirements_named
from mipconf.commands.failures import foreseeing_failures
from mipconf.errors import ExitStatus
from mipconf.report.claims import claims_table, explained
from mipconf.requirements.catalogue import REQUIREMENTS


def claims(expression: str | None) -> ExitStatus:
    """List the requirements, or explain those that are named."""
    with foreseeing_failures(None):
        plans = known_cases()
        if expression is None:
            click.echo(claims_table(plans))
        else:
            click.echo(explained(requirements_named(expression, REQUIREMENTS), plans))
    return ExitStatus.MET
