"""The command line: what can be asked, and how it ends when something goes wrong.

What a command does is in `mipconf.commands`, imported only when it is called, so that `mipconf ha`
starts as fast as a Home Agent should. Whatever goes wrong is one line on standard error and an
exit status (`mipconf.errors.ExitStatus`); MIPCONF_DEBUG=1 adds the traceback.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from mipconf import __version__
from mipconf.errors import ExitStatus, MipconfError, is_debugging
from mipconf.report.text import printable

_PATH = click.Path(path_type=Path)
_PROFILE = click.option(
    "--profile",
    "profile_path",
    type=_PATH,
    metavar="FILE",
    help="What the Home Agent is like (TOML).",
)


@click.group(no_args_is_help=False)
@click.version_option(__version__, prog_name="mipconf")
def cli() -> None:
    """Judge how Mobile IP Home Agents keep their mobility binding tables equal."""


@cli.command()
@_PROFILE
@click.option("--hut", "driver", type=click.Choice(["builtin", "process"]), help="How it runs.")
@click.option(
    "--hut-command",
    "hut_commands",
    multiple=True,
    metavar="WORDS",
    help="How it is started, {config} standing for its configuration. Implies --hut process. "
    "Given twice: both in one group, and judged by what each does to the other.",
)
@click.option(
    "--fault",
    "fault_name",
    metavar="NAME",
    help="Judge the reference Home Agent with this mistake; see `mipconf faults --list`.",
)
@click.option(
    "--network",
    type=click.Choice(["loopback", "simulated"]),
    default="loopback",
    show_default=True,
    help="Sockets and real time, or memory and virtual time.",
)
@click.option(
    "--select",
    "expression",
    metavar="EXPR",
    help="Claims, groups, requirements, cases: 8,14-22,BASE,BASE-3,test_updates*. "
    "Default: all that have a case, except LOAD.",
)
@click.option(
    "--out",
    type=_PATH,
    default="mipconf-out",
    show_default=True,
    metavar="DIR",
    help="Where results.json, junit.xml and captures/ go.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of all that is random.")
@click.option(
    "--impair",
    metavar="HOW",
    help="What datagrams suffer in the simulated network, to and from the Home Agent: "
    "loss=0.1,duplication=0.1,delay=5ms,jitter=20ms, any of these.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="How many cases run at once, at most.")
@click.option(
    "--baseline",
    "baseline_path",
    type=_PATH,
    metavar="FILE",
    help="Known failures (JSON), or the results.json of an earlier run.",
)
@click.option("--list", "list_only", is_flag=True, help="Show the selected cases and stop.")
@click.option(
    "--preflight",
    "preflight_only",
    is_flag=True,
    help="Make one exchange and say what spoils a run.",
)
@click.option(
    "--no-preflight",
    "all_the_same",
    is_flag=True,
    help="Run all cases, also where the first exchange shows that none can be judged.",
)
def run(**options: Any) -> int:
    """Judge a Home Agent by playing the parties around it.

    Prints the verdict of every claim and writes the captures that prove it. With no option: the
    reference Home Agent, on loopback. No privilege is needed.

    Two Home Agents (--hut-command A --hut-command B) run in a network namespace of their own, where
    one can be had; DIR/A and DIR/B hold what was found of each. The exit status is the worse one,
    and what two healthy Home Agents never make arise does not count.
    """
    from mipconf.commands.run import run

    return run(**options)


@cli.command()
@click.argument(
    "captures",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="CAPTURE...",
)
@_PROFILE
@click.option("--hut", metavar="ADDRESS", help="Judge this Home Agent only.")
@click.option(
    "--require", "expression", metavar="EXPR", help="What must have been exercised: 8,14-22,BASE."
)
@click.option("--out", type=_PATH, metavar="DIR", help="Where results.json and junit.xml go.")
@click.option(
    "--annotate",
    "annotated",
    type=_PATH,
    metavar="FILE",
    help="Write a copy (pcapng) with the verdicts as comments of its packets.",
)
@click.option(
    "--codec",
    metavar="MODULE:NAME",
    help="Import this codec where a capture of a run names it; else only installed ones are.",
)
@click.option(
    "--trust-remarks",
    is_flag=True,
    help="Take for the tester's remarks what looks so, also in files that mipconf did not write.",
)
def check(**options: Any) -> int:
    """Judge recorded traffic: each CAPTURE of a run, or every Home Agent in those of others.

    A CAPTURE is pcap or pcapng, perhaps gzipped, or - for standard input; several of one moment
    are judged as one. Only a FAIL counts, unless --require names what must have been exercised.
    """
    from mipconf.commands.check import check

    return check(**options)


@cli.command()
@click.argument(
    "captures",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="[CAPTURE...]",
)
@click.option("-i", "--interface", metavar="NAME", help="Listen there instead of reading.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="Stop after N messages.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table, a JSON object a line, or CSV.",
)
@click.option(
    "--filter",
    "conditions",
    multiple=True,
    metavar="WHAT",
    help="message='Binding*', address=10.0.0.2, mn=10.1.0.9 (or an NAI), group=7; several must all "
    "hold.",
)
@click.option(
    "-o",
    "columns",
    multiple=True,
    metavar="COLUMNS",
    help="The columns of the table or of CSV: frame,time,message; default: those that are not "
    "empty, at most 120 characters wide.",
)
@click.option(
    "--follow",
    metavar="WHO",
    help="Tell the story of a mobile node (home address or NAI), or who was active when in a group "
    "of routers (group=7, or group for all).",
)
@click.option(
    "--strict", is_flag=True, help="Exit status 1 where anything could not be shown as it was sent."
)
@_PROFILE
@click.option(
    "--port",
    "ports",
    type=click.IntRange(1, 65535),
    multiple=True,
    help="Where Mobile IP is spoken; default: 434. The port of a run is known, others are found.",
)
def decode(**options: Any) -> int:
    """Print what Mobile IP nodes and the routers of HSRP and VRRP said, each message as it comes:
    in captures, on standard input (-), or on an interface.

    A CAPTURE is pcap or pcapng, perhaps compressed (gzip, zstd). With --profile authenticators are
    verified by its keys. --follow tells one mobile node's story over all Home Agents: requests with
    their replies, updates with their acknowledgements, what came again, and how long each took.
    What could not be shown is counted on standard error, with what could help.
    """
    from mipconf.commands.decode import decode

    return decode(**options)


@cli.command()
@click.argument("expression", required=False, metavar="[EXPR]")
def claims(expression: str | None) -> int:
    """List the claims and other requirements, or explain those of EXPR: 38, 1-5,LOAD.

    What it asks, the situation, what must be seen and what must not, the cases, the faulty Home
    Agents that it must catch, and the judge.
    """
    from mipconf.commands.claims import claims

    return claims(expression)


@cli.command()
@click.argument("citation", required=False, metavar="[PAGE[#SECTION]]")
def docs(citation: str | None) -> int:
    """Say where the manual is, and list its pages; or print one, or a section: protocol#5-4.

    A verdict's clause names the page and the section that it comes from, as docs/protocol.md#5-4;
    that is understood as well.
    """
    from mipconf.commands.docs import docs

    return docs(citation)


@cli.command()
@click.argument("expression", required=False, metavar="[EXPR]")
@click.option(
    "--out",
    type=_PATH,
    default="mipconf-out",
    show_default=True,
    metavar="DIR",
    help="Where faults.json goes.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Of all that is random.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: one a core.")
@click.option(
    "--full", is_flag=True, help="Run every case for each fault, also those that cannot tell."
)
@click.option("--list", "list_only", is_flag=True, help="Show the faults and stop.")
def faults(**options: Any) -> int:
    """Test the suite itself: does it catch every faulty Home Agent of its catalogue?

    Runs the cases against each in virtual time and prints which claims caught it, survivors first.
    The exit status is 1 where a fault survived, or where a claim was FAILed that it does not break.
    EXPR names some of them: no-update, no-*, or those that break claims: 8,14-22.
    """
    from mipconf.commands.faults import faults

    return faults(**options)


@cli.group()
def wireshark() -> None:
    """Show in Wireshark what mipconf knows: dissector, colours, filter buttons, a profile."""


@wireshark.command()
def lua() -> int:
    """Print the Lua dissector, which is made from the Scapy layers."""
    from mipconf.commands.wireshark import show_lua

    return show_lua()


_TO = click.option(
    "--to", type=_PATH, metavar="DIR", help="A configuration folder of Wireshark's; default: yours."
)


@wireshark.command()
@_TO
def install(to: Path | None) -> int:
    """Put dissector, colour rules, filter buttons and profile where Wireshark looks.

    What is there already is made anew; a file of somebody else's is never overwritten.
    """
    from mipconf.commands.wireshark import install

    return install(to)


@wireshark.command()
@_TO
def uninstall(to: Path | None) -> int:
    """Remove what install put there, and nothing else."""
    from mipconf.commands.wireshark import uninstall

    return uninstall(to)


@wireshark.command("check")
@click.argument(
    "captures",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="CAPTURE...",
)
def wireshark_check(captures: tuple[Path, ...]) -> int:
    """Compare our decoding of each CAPTURE with tshark's, field by field.

    Every field of our layers with that of our dissector in Wireshark, and those that its built-in
    dissectors have with theirs. What these are known to read wrongly is counted, with the reason.
    The exit status is 1 where anything else differs.
    """
    from mipconf.commands.wireshark import check

    return check(captures)


@cli.group()
def profile() -> None:
    """Write a profile, or show what one means."""


@profile.command()
@click.argument("file", type=_PATH, required=False)
def new(file: Path | None) -> int:
    """Write a commented profile, of every key with its default, to FILE or standard output.

    A FILE that exists is left alone.
    """
    from mipconf.commands.profile import new_profile

    return new_profile(file)


@profile.command()
@_PROFILE
def show(profile_path: Path | None) -> int:
    """Show what a profile means: the Home Agent's configuration, what is due when, whose keys."""
    from mipconf.commands.profile import show_profile

    return show_profile(profile_path)


@cli.command()
@_PROFILE
@click.option("--hut-command", metavar="WORDS", help="As of run: a campaign against this program.")
def bench(**options: Any) -> int:
    """Measure the figures of the performance goals, each beside its peer.

    They are ratios, so that those of a slow or busy host can be compared, too. It takes as long as
    a campaign over loopback, and some seconds.
    """
    from mipconf.commands.bench import bench

    return bench(**options)


@cli.command()
@click.argument("config", type=_PATH)
@click.option(
    "--codec",
    metavar="NAME",
    help="Speak a vendor's format: an entry point's name, or module:name.",
)
@click.option("--fault", metavar="NAME", help="Make this mistake; see `mipconf faults --list`.")
def ha(config: Path, codec: str | None, fault: str | None) -> int:
    """Be the reference Home Agent, configured by CONFIG (JSON)."""
    from mipconf.codec import Format
    from mipconf.ha.program import run

    spoken = Format(codec=codec).load()
    if fault is None:
        return run(config, codec=spoken)
    from mipconf.faults.catalogue import fault_named

    return run(config, fault_named(fault).agent, spoken)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit status."""
    try:
        return int(cli.main(arguments, prog_name="mipconf", standalone_mode=False))
    except click.Abort:
        return _fail(ExitStatus.INTERRUPTED, "interrupted")
    except click.ClickException as error:
        _show_traceback()
        return _fail(error.exit_code, error.format_message())
    except MipconfError as error:
        _show_traceback()
        return _fail(error.exit_status, str(error))
    except Exception as error:
        _show_traceback()
        return _fail(
            ExitStatus.TESTER_FAILED, f"the tester itself failed: {type(error).__name__}: {error}"
        )


def _show_traceback() -> None:
    if is_debugging():
        traceback.print_exc()


def _fail(status: int, text: str) -> int:
    click.echo(f"mipconf: {printable(' '.join(text.split()))}", err=True)
    return status
