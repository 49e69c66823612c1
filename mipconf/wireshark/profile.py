"""The configuration profile for Wireshark: colour rules, filter buttons and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NAME = "mipconf"


@dataclass(frozen=True, slots=True)
class ColourRule:
    """A colour rule: the first whose filter a frame meets counts. Colours are #rrggbb."""

    name: str
    filter: str
    background: str
    foreground: str = "#12272e"


@dataclass(frozen=True, slots=True)
class Button:
    """A button of the filter toolbar."""

    label: str
    filter: str
    comment: str


_HSRP_ELSEWHERE = "miphar.hsrpv1.state or miphar.group_state.state"
"""What a run has at a port of its own, where `hsrp` does not look."""

COLOURS = (
    ColourRule("FAIL", 'frame.comment contains "FAIL"', "#a40000", "#ffffff"),
    ColourRule("copy", "miphar.copy_of", "#f7f7f7", "#b0b0b0"),
    ColourRule("malformed", "miphar.malformed or _ws.malformed", "#ff5a5a"),
    ColourRule("wrong checksum", "miphar.checksum_bad", "#ff8a8a"),
    ColourRule("retransmission", "miphar.retransmitted", "#ffc46b"),
    ColourRule("refused", "miphar.refused", "#ffb3c8"),
    ColourRule("binding deleted", "miphar.mobility_binding.deleted == 1", "#e2c8ff"),
    ColourRule("update", "miphar.subtype == 1", "#c9e6ff"),
    ColourRule("table request or reply", "miphar.subtype in {3, 4}", "#cdf3d1"),
    ColourRule("acknowledgement", "miphar.subtype in {2, 5}", "#ececec", "#5a5a5a"),
    ColourRule("registration", "mip.type in {1, 3}", "#fff6bf"),
    ColourRule("other Mobile IP", "miphar.mobile_ip.type or mip", "#fffbe3"),
    ColourRule("HSRP or VRRP", f"hsrp or vrrp or {_HSRP_ELSEWHERE}", "#f7f7f7", "#8a8a8a"),
    # Wireshark 4.6 takes a message of RFC 5424 apart, earlier ones show it as one text.
    ColourRule("remark of the tester", 'syslog and udp contains "mipconf"', "#2e3436", "#ffffff"),
)

BUTTONS = (
    Button("Updates", "miphar.subtype in {1, 2}", "Binding Updates and their acknowledgements"),
    Button("Table", "miphar.subtype in {3, 4, 5}", "Table Requests, replies and acknowledgements"),
    Button("Registrations", "mip.type in {1, 3}", "Registration Requests and Replies"),
    Button("Deleted", "miphar.mobility_binding.deleted == 1", "Bindings marked as deleted"),
    Button("Again", "miphar.retransmitted", "What was sent before"),
    Button("Refused", "miphar.refused", "Codes from 64 on"),
    Button("Malformed", "miphar.malformed or _ws.malformed", "What is not as it should be"),
    Button("FAIL", 'frame.comment contains "FAIL"', "Frames of mipconf check --annotate"),
)

_COLUMNS = (
    ("No.", "%m"),
    ("Time", "%t"),
    ("Source", "%s"),
    ("Destination", "%d"),
    ("Protocol", "%p"),
    ("Sequence", "%Cus:miphar.sequence:0:R"),
    ("Home address", "%Cus:miphar.mobility_binding.home_address:0:R"),
    ("Answers", "%Cus:miphar.response_to:0:R"),
    ("After", "%Cus:miphar.response_time:0:R"),
    ("Info", "%i"),
)


def files(mark: str) -> dict[str, str]:
    """The files of the profile, by name, each with `mark` in its first line."""
    return {
        "colorfilters": _text(mark, map(_colour_rule, COLOURS)),
        "dfilter_buttons": _text(mark, map(_button, BUTTONS)),
        "preferences": _text(mark, ["gui.column.format:", _columns()]),
    }


def _text(mark: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (f"# {mark}", *lines))


def _colour_rule(rule: ColourRule) -> str:
    ends = (_colour(rule.background), _colour(rule.foreground))
    return f"@{rule.name}@{rule.filter}@{''.join(ends)}"


def _colour(colour: str) -> str:
    """As Wireshark writes it: red, green and blue of 16 bits each."""
    parts = (257 * int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"[{','.join(map(str, parts))}]"


def _button(button: Button) -> str:
    return ",".join(map(_quoted, ("TRUE", button.label, button.filter, button.comment)))


def _quoted(text: str) -> str:
    # A table of Wireshark's has quotes within quotes as \x22.
    return '"' + text.replace('"', "\\x22") + '"'


def _columns() -> str:
    pairs = (f'"{title}", "{what}"' for title, what in _COLUMNS)
    return "\t" + ",\n\t".join(pairs)
