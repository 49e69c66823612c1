"""`mipconf docs`: where the manual is, and what it says at a place."""

from __future__ import annotations

import click

from mipconf.commands.failures import foreseeing_failures
from mipconf.errors import ExitStatus
from mipconf.manual import cited, folder, pages


def docs(citation: str | None) -> ExitStatus:
    """Print a page or a section of it; without a citation the folder and a line for each page."""
    with foreseeing_failures(None):
        if citation is not None:
            click.echo(cited(citation), nl=False)
            return ExitStatus.MET
        known = pages()
        width = max(len(page.name) for page in known)
        click.echo(folder())
        for page in known:
            click.echo(f"  {page.name:{width}}  {page.title}")
    return ExitStatus.MET
