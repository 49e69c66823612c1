"""The pages of docs/reference, made from the code; `make approve` writes them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import click

from mipconf.campaign.runner import known_cases
from mipconf.cli import cli
from mipconf.faults.catalogue import catalogue
from mipconf.report.faults import in_order
from mipconf.report.profile_template import profile_template
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as
from mipconf.wireshark.outline import Kind, Outline, outlines
from tests.docs.pages import DOCS

FOLDER = DOCS / "reference"
_MADE = "<!-- Made by `make approve`. -->"
_OF_CLAIMS = "claims.md"


def commands() -> str:
    """Every command with its options, as `--help` explains them."""
    lines = [
        "Every command ends with an [exit status](../tutorial-ci.md#2-what-the-exit-status-says);",
        "`MIPCONF_DEBUG=1` in the environment adds the traceback to an error.",
    ]
    for path, command in _commands(cli, ("mipconf",)):
        usage = " ".join((*path, "[OPTIONS]", *_arguments(command)))
        options = [param for param in command.params if isinstance(param, click.Option)]
        lines += ["", f"## {' '.join(path)}", "", "```text", usage, "```", ""]
        lines += inspect.cleandoc(command.help or "").splitlines()
        if options:
            rows = [(_spelled(option), _meaning(option)) for option in options]
            lines += ["", *_table(("option", "meaning"), rows)]
    return _page("Commands", lines)


def _arguments(command: click.Command) -> Iterator[str]:
    for param in command.params:
        if isinstance(param, click.Argument):
            yield param.metavar or (param.name or "").upper()


def _spelled(option: click.Option) -> str:
    """As it is typed: `-i, --interface NAME`, `--format table|json|csv`."""
    value = "" if option.is_flag else option.metavar or option.type.name.upper().split()[0]
    if isinstance(option.type, click.Choice):
        value = "|".join(map(str, option.type.choices))
    return _escaped(f"`{', '.join(option.opts)} {value}".rstrip() + "`")


def _meaning(option: click.Option) -> str:
    parts = [option.help or ""]
    if option.multiple:
        parts.append("May be given more than once.")
    if option.show_default:
        parts.append(f"Default: `{option.default}`.")
    return _escaped(" ".join(parts))


def _commands(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, inner in command.commands.items():
        yield from _commands(inner, (*path, name))


def profile() -> str:
    """Every key of a profile, as `mipconf profile new` writes it."""
    return _page(
        "The profile",
        [
            "A profile says what a Home Agent under test is like. It is a TOML file for",
            "`--profile`; what it leaves out keeps its default. `mipconf profile new FILE` writes",
            "this one, which has every key with its default, unit, range and meaning, and",
            "`mipconf profile show` says what one means. Keys that contradict each other are an",
            "error that names both.",
            "",
            "```toml",
            profile_template().rstrip(),
            "```",
        ],
    )


def requirements() -> str:
    """Every requirement: what it asks in short, who judges it, what denies it, what trips it."""
    plans = known_cases()
    tripped = [fault.trips for fault in catalogue().values()]
    rows = []
    for requirement in REQUIREMENTS.values():
        judged = judged_as(requirement)
        rows.append(
            (
                _linked(requirement.id),
                requirement.title,
                requirement.level,
                "" if judged is requirement else judged.id,
                requirement.feature or "",
                sum(requirement.id in plan.requirements for plan in plans),
                sum(requirement.id in trips for trips in tripped),
            )
        )
    return _page(
        "Requirements",
        [
            "`mipconf claims ID` explains a requirement; its number leads to the normative text.",
            "*Judged as* is the claim whose verdict it has, *feature* a name for it in a",
            "profile's `[supports]`. *Cases* exercise it, and each of the *faults* makes it FAIL.",
            "",
            *_table(
                ("id", "requirement", "level", "judged as", "feature", "cases", "faults"), rows
            ),
        ],
    )


def _linked(requirement: str) -> str:
    if requirement.isdigit():
        return f"[{requirement}](../{_OF_CLAIMS}#claim-{requirement})"
    group = requirement.partition("-")[0]
    return f"[{requirement}](../{_OF_CLAIMS}#{group.lower()})"


def faults() -> str:
    """Every faulty Home Agent: its name, what it must trip, and what it does wrong."""
    rows = [
        (f"`{fault.name}`", ", ".join(in_order(fault.trips)), _escaped(fault.sentence))
        for fault in catalogue().values()
    ]
    return _page(
        "Faults",
        [
            f"The {len(rows)} faulty Home Agents of the catalogue. What they are for, and how to",
            "add one: [Who tests the suite](../faults.md).",
            "",
            *_table(("fault", "trips", "mistake"), rows),
        ],
    )


def fields() -> str:
    """Every layer: where it is specified, and its fields with octet and width."""
    rows = [
        (f"`{name}`", _source(outline), _escaped(", ".join(_fields(outline))))
        for name, outline in sorted(outlines().items(), key=lambda item: item[0].lower())
    ]
    return _page(
        "Fields",
        [
            "The layers of `mipconf.layers.all`, with each field: the octet that it begins in, its",
            "name, and its width in bits (`+` is any number of octets, to the end of the layer or",
            "as an earlier field counts). In Wireshark a field is `miphar.LAYER.FIELD`, the layer",
            "in snake case (`miphar.mobility_binding.care_of_address`); the header that the five",
            "messages between Home Agents share is `miphar.FIELD` (`miphar.sequence`). In Python",
            "`explain(packet)` shows the fields of a packet.",
            "",
            *_table(("layer", "specified in", "fields"), rows),
        ],
    )


def _source(outline: Outline) -> str:
    source: str = getattr(outline.layer, "source", "")
    page, _, anchor = source.removeprefix("docs/").partition("#")
    if page.endswith(".md"):
        return f"[{page.removesuffix('.md')} {anchor.replace('-', '.')}](../{page}#{anchor})"
    return re.sub(
        r"RFC (\d+), section ([\d.]+)",
        r"[RFC \1, section \2](https://www.rfc-editor.org/rfc/rfc\1#section-\2)",
        source,
    )


def _fields(outline: Outline) -> Iterator[str]:
    octet = 0
    for field in outline.fields:
        is_open = field.octets == 0 or field.kind in (Kind.ADDRESSES, Kind.LAYERS, Kind.EXTENSIONS)
        bits = field.mask.bit_count() if field.mask else 8 * field.octets
        yield f"{octet} `{field.name}` {'+' if is_open else bits}"
        if field.last:
            octet += field.octets


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def _table(headers: Sequence[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Without padding, so that a longer cell changes its own line alone."""
    lines = (headers, ["---"] * len(headers), *rows)
    return [f"| {' | '.join(map(str, line))} |" for line in lines]


def _page(title: str, lines: Iterable[str]) -> str:
    return "\n".join((f"# {title}", "", _MADE, "", *lines)) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands,
    "profile": profile,
    "requirements": requirements,
    "faults": faults,
    "fields": fields,
}
