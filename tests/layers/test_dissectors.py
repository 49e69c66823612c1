"""Our layers beside Wireshark's built-in dissectors and Scapy's own: docs/dissectors.md.

`make approve` writes the page anew, where tshark is of the version that the page is of.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from scapy.layers import hsrp as scapy_hsrp
from scapy.layers import mobileip as scapy_mobileip
from tabulate import tabulate

from mipconf.layers import hsrp, miphar, mobility_extensions, numbers, vrrp
from mipconf.layers.messages import MESSAGES
from mipconf.layers.registration_extensions import EXTENSIONS
from mipconf.layers.security import Algorithm
from tests.programs import needed

PAGE = Path(__file__).parents[2] / "docs" / "dissectors.md"
WIRESHARK = "4.0.17"

Numbers = frozenset[int]


def types_of(space: object) -> Numbers:
    keys = space.classes  # type: ignore[attr-defined]
    return frozenset(key if isinstance(key, int) else key[0] for key in keys)


def names(table: dict[int, str]) -> Numbers:
    return frozenset(table)


OURS: dict[str, Numbers] = {
    "mip.type": names(numbers.MESSAGE_NAMES),
    "mip.ext.type": types_of(EXTENSIONS) | names(numbers.OTHER_EXTENSION_NAMES),
    "mip.code": names(numbers.REPLY_CODES),
    "mip.ext.auth.subtype": frozenset({1, 2, 3, 4, 100}),
    "mip.ext.mne.code": names(mobility_extensions.MOBILE_NETWORK_CODES),
    "mip.ext.pmipv4skipext.subtype": names(mobility_extensions.PROXY) | {0},
    "hsrp.opcode": names(hsrp.OP_CODES),
    "hsrp.state": names(hsrp.STATES),
    "hsrp2.state": names(hsrp.STATES_2),
    "vrrp.auth_type": names(vrrp.AUTHENTICATION_TYPES),
}
"""The numbers that we name, by Wireshark's field of them; 0 of a proxy extension is "Unknown"."""

TITLES = {
    "mip.type": "names of message types",
    "mip.ext.type": "names of extension types",
    "mip.code": "names of reply codes",
    "mip.ext.auth.subtype": "Subtypes of Generalized Authentication",
    "mip.ext.mne.code": "Codes of Mobile Network Acknowledgement",
    "mip.ext.pmipv4skipext.subtype": "Subtypes of proxy extensions",
    "hsrp.opcode": "Op Codes of HSRP version 1",
    "hsrp.state": "states of HSRP version 1",
    "hsrp2.state": "states of HSRP version 2",
    "vrrp.auth_type": "authentication types of VRRP",
}

SCAPYS: dict[str, Numbers] = {
    "mip.type": frozenset({1, 3}),
    "hsrp.opcode": names(scapy_hsrp.HSRP.fields_desc[1].i2s),
    "hsrp.state": names(scapy_hsrp.HSRP.fields_desc[2].i2s),
    "vrrp.auth_type": frozenset(),
}


@cache
def wiresharks() -> dict[str, Numbers]:
    """The numbers that the installed Wireshark names, by field."""
    program = needed("tshark")
    said = subprocess.run([program, "-G", "values"], capture_output=True, text=True, check=True)
    found: dict[str, set[int]] = defaultdict(set)
    for line in said.stdout.splitlines():
        kind, _, said_of = line.partition("\t")
        field, _, value = said_of.partition("\t")
        if kind == "V" and field in OURS:
            found[field].add(int(value.partition("\t")[0], 0))
    return {field: frozenset(values) for field, values in found.items()}


@pytest.mark.parametrize("field", OURS)
@pytest.mark.outside
def test_ours_lack_nothing_that_either_has(field: str) -> None:
    assert wiresharks()[field] - OURS[field] == frozenset()
    assert SCAPYS.get(field, frozenset()) - OURS[field] == frozenset()


DISSECTED = [
    (
        "message types dissected on port 434",
        len(MESSAGES) + 1,
        "5 (1, 3, 4, 7, 15)",
        len([scapy_mobileip.MobileIPRRQ, scapy_mobileip.MobileIPRRP, "Tunnel Data"]),
    ),
    ("messages between Home Agents (MIPHAR)", len(miphar.MESSAGES), 0, 0),
    ("TLVs of HSRP version 2", len(hsrp.TLVS.classes), 4, "3 (not interface state)"),
    ("VRRP over IPv6", "yes", "yes", "yes"),
]

CHECKS = [
    ("authenticators computed and verified", ", ".join((*Algorithm, "CHAP")), "no", "no"),
    ("VRRP version 3 checksum: with pseudo-header, and without", "both, says which", "one", "one"),
    ("both readings of 139, 141, 154, 20 and 21", "yes, says which", "no", "no"),
    ("one-octet padding (type 0)", "yes", "no: read as a TLV", "no"),
    ("RFC and section of each field", "yes", "no", "no"),
    ("reply paired with its request", "every pair", "no", "no"),
]


def page() -> str:
    rows: list[tuple[object, ...]] = [
        (
            TITLES[field],
            len(OURS[field]),
            len(wiresharks()[field]),
            len(SCAPYS.get(field, frozenset())),
        )
        for field in OURS
    ]
    table = tabulate(
        [*rows, *DISSECTED, *CHECKS],
        headers=("", "mipconf", f"Wireshark {WIRESHARK}, built in", "Scapy's own"),
        tablefmt="github",
        disable_numparse=True,
    )
    return (
        "# Our layers beside others\n\n"
        "Made by `tests/layers/test_dissectors.py`, which also holds that ours name every number\n"
        "that the installed Wireshark or Scapy names. A message that is shown as malformed is not\n"
        "counted as dissected.\n\n"
        f"{table}\n"
    )


def is_measured() -> bool:
    """Whether the Wireshark of this machine is the one that the page is of."""
    if shutil.which("tshark") is None:
        return False
    said = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=False)
    return WIRESHARK in said.stdout


@pytest.mark.outside
@pytest.mark.golden
def test_the_page_is_what_was_found() -> None:
    if not is_measured():
        pytest.skip(f"the page is of Wireshark {WIRESHARK}")
    assert PAGE.read_text() == page()
