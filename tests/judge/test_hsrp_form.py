"""Whether HSRP messages are well-formed: octets, and what is wrong with them."""

from __future__ import annotations

import pytest

from mipconf.judge.fhrp.hsrp_form import concerns_group, defects
from mipconf.net.host import Datagram, Endpoint
from mipconf.trace.setting import Setting

from .story import parse

HUT, VIRTUAL_IP, ANOTHER = "10.0.0.10", "10.0.0.1", "10.0.0.2"
KNOWN = frozenset({VIRTUAL_IP})
ALL = {1: Endpoint("224.0.0.2", 1985), 2: Endpoint("224.0.0.102", 1985)}


def setting(version: int, hello_ms: int = 150) -> Setting:
    """That of a HUT of group 7."""
    options = f"fhrp=hsrp version={version} hello_ms={hello_ms} hold_ms={hello_ms + 350}"
    (story,) = parse(f"* a form\n: {options}")
    return story.setting


def said(version: int, octets: str) -> Datagram:
    """A datagram of these octets."""
    return Datagram(Endpoint(HUT, 1985), ALL[version], bytes.fromhex(octets), 1)


CISCO = "63 69 73 63 6f 00 00 00"
TEXT = f"03 08 {CISCO}"
ADDRESS = "0a 00 00 01"
REST = "00 00 00 00 00 00 00 00 00 00 00 00"
GOOD_1 = f"00 00 10 01 02 64 07 00 {CISCO} {ADDRESS}"


def group_state(
    start: str = "01 28 02 00 06 04",
    group: str = "00 07",
    times: str = "00 00 00 96 00 00 01 f4",
    address: str = ADDRESS,
) -> str:
    """A Group State TLV."""
    return f"{start} {group} 00 00 0c 07 ac 07 00 00 00 64 {times} {address} {REST}"


INTERFACE = "02 04 00 01 00 00"
GOOD_2 = f"{group_state()} {TEXT}"

VERSION_1 = [
    (GOOD_1, []),
    (f"00 02 01 01 02 64 07 00 {CISCO} {ADDRESS}", []),
    (GOOD_1[:-3], ["19 octets, not 20"]),
    (f"{GOOD_1} 00", ["21 octets, not 20"]),
    ("", ["0 octets, not 20"]),
    (f"01 00 10 01 02 64 07 00 {CISCO} {ADDRESS}", ["version 1, not 0"]),
    (
        f"00 04 10 01 02 64 07 00 {CISCO} {ADDRESS}",
        ["Op Code 4, which is none of (0, 1, 2)"],
    ),
    (
        f"00 00 03 01 02 64 07 00 {CISCO} {ADDRESS}",
        ["state 3, which is none of (0, 1, 2, 4, 8, 16)"],
    ),
    (f"00 00 10 01 02 64 08 00 {CISCO} {ADDRESS}", ["group 8, not 7"]),
    (f"00 00 10 00 02 64 07 00 {CISCO} {ADDRESS}", ["hello time 0"]),
    # 150 and 500 ms are both rounded up to a second.
    (f"00 00 10 01 01 64 07 00 {CISCO} {ADDRESS}", []),
    (
        f"00 00 10 03 02 64 07 00 {CISCO} {ADDRESS}",
        ["hold time 2, not more than the hello time 3"],
    ),
    (
        f"00 00 10 01 02 64 07 00 63 69 73 63 6f 00 00 01 {ADDRESS}",
        [
            r"authentication data b'cisco\x00\x00\x01', not b'cisco\x00\x00\x00'",
        ],
    ),
    (f"00 00 10 01 02 64 07 00 {CISCO} 0a 00 00 02", ["virtual IP address 10.0.0.2, not 10.0.0.1"]),
]

VERSION_2 = [
    (GOOD_2, []),
    (group_state(), []),
    (f"{GOOD_2} {INTERFACE}", []),
    (f"{INTERFACE} {GOOD_2}", ["no Group State TLV at the beginning"]),
    ("", ["no Group State TLV at the beginning"]),
    (
        f"{group_state()} 03 08 63",
        ["a TLV at octet 42 is cut off at the end, octet 45"],
    ),
    (
        f"{group_state('01 29 02 00 06 04')} 00",
        ["a Group State TLV of length 41, not 40"],
    ),
    (group_state("01 28 02 00 06 06"), ["IP version 6, not 4"]),
    (group_state("01 28 01 00 06 04"), ["version 1, not 2"]),
    (group_state("01 28 02 03 06 04"), ["Op Code 3, which is none of (0, 1, 2)"]),
    (group_state("01 28 02 00 07 04"), ["state 7, which is none of (0, 1, 2, 3, 4, 5, 6)"]),
    (group_state(group="00 08"), ["group 8, not 7"]),
    (group_state(group="01 07"), ["group 263, not 7"]),
    (group_state(times="00 00 00 00 00 00 01 f4"), ["hello time 0"]),
    (group_state(times="00 00 00 01 00 00 01 f4"), []),
    (
        group_state(times="00 00 00 96 00 00 00 96"),
        ["hold time 150, not more than the hello time 150"],
    ),
    (group_state(times="00 00 00 96 00 00 00 97"), []),
    (group_state(address="0a 00 00 02"), ["virtual IP address 10.0.0.2, not 10.0.0.1"]),
    (
        f"{group_state()} {INTERFACE} 03 08 63 69 73 63 6f 00 00 01",
        [r"authentication data b'cisco\x00\x00\x01', not b'cisco\x00\x00\x00'"],
    ),
    (
        f"{group_state()} 03 08 63 69 73 63 6f 00 00 02",
        [r"authentication data b'cisco\x00\x00\x02', not b'cisco\x00\x00\x00'"],
    ),
    # The length of what is no authentication may be 3.
    (f"{group_state()} 04 03 00 00 00", []),
]


@pytest.mark.parametrize(
    ("version", "octets", "wrong"),
    [*((1, *row) for row in VERSION_1), *((2, *row) for row in VERSION_2)],
)
def test_the_octets_of_a_message(version: int, octets: str, wrong: list[str]) -> None:
    assert list(defects(said(version, octets), setting(version), KNOWN)) == wrong


def test_times_of_whole_seconds_must_differ_where_they_were_configured_so() -> None:
    octets = f"00 00 10 01 01 64 07 00 {CISCO} {ADDRESS}"
    wrong = list(defects(said(1, octets), setting(1, hello_ms=1000), KNOWN))
    assert wrong == ["hold time 1, not more than the hello time 1"]


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize(
    ("source", "destination", "ttl", "wrong"),
    [
        (HUT, "224.0.0.9", 1, "destination 224.0.0.9, not {group}"),
        (VIRTUAL_IP, "{group}", 1, "source 10.0.0.1, not the HA id 10.0.0.10"),
        (HUT, "{group}", 2, "TTL 2, not 1"),
    ],
)
def test_its_ip_header(version: int, source: str, destination: str, ttl: int, wrong: str) -> None:
    group = ALL[version].address
    octets = bytes.fromhex({1: GOOD_1, 2: GOOD_2}[version])
    to = Endpoint(destination.format(group=group), 1985)
    datagram = Datagram(Endpoint(source, 1985), to, octets, ttl)
    assert list(defects(datagram, setting(version), KNOWN)) == [wrong.format(group=group)]


@pytest.mark.parametrize(("version", "octets"), [(1, GOOD_1), (2, GOOD_2)])
def test_no_address_is_wrong_where_nobody_knows_the_right_one(version: int, octets: str) -> None:
    assert list(defects(said(version, octets), setting(version), frozenset())) == []


@pytest.mark.parametrize(("version", "octets"), [(1, GOOD_1), (2, GOOD_2)])
def test_any_of_several_addresses_may_be_the_right_one(version: int, octets: str) -> None:
    two = frozenset({"10.0.0.9", ANOTHER})
    wrong = ["virtual IP address 10.0.0.1, not 10.0.0.2 or 10.0.0.9"]
    assert list(defects(said(version, octets), setting(version), two)) == wrong


@pytest.mark.parametrize(
    ("version", "octets", "concerns"),
    [
        (1, GOOD_1, True),
        (1, f"00 00 10 01 02 64 08 07 {CISCO} {ADDRESS}", False),
        (1, "00 00 10 01 02 64 07", True),
        (1, "00 00 10 01 02 64 08", False),
        # Cut off before the group, it may be meant for this one.
        (1, "00 00 10 01 02 64", True),
        (1, "", True),
        # An advertisement is of the interface.
        (1, "00 03 00 01 02 64 07", False),
        (1, "00 02 03 01 02 64 07", True),
        (2, GOOD_2, True),
        (2, group_state(group="00 08"), False),
        (2, group_state(group="01 07"), False),
        (2, f"{group_state(group='00 08')} {GOOD_2}", True),
        (2, f"{INTERFACE} {GOOD_2}", True),
        (2, "01 06 02 00 06 04 00 07", True),
        (2, "01 06 02 00 06 04 00 08", False),
        (2, "01 04 02 00 06 04", True),
        (2, "", True),
        (2, INTERFACE, False),
        (2, TEXT, True),
        (2, f"{TEXT} 09 07 02 00 06 04 00 08 00", True),
    ],
)
def test_a_router_may_be_in_other_groups_too(version: int, octets: str, concerns: bool) -> None:
    assert concerns_group(said(version, octets), setting(version)) is concerns
