"""Whether advertisements are well-formed: octets, and what is wrong with them."""

from __future__ import annotations

import pytest

from mipconf.judge.fhrp.vrrp_form import concerns_group, defects
from mipconf.layers.vrrp import compute_checksum
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.trace.setting import Setting

from .story import parse

HUT, VIRTUAL_IP = "10.0.0.10", "10.0.0.1"
ALL = Endpoint("224.0.0.18", 0, VRRP)


def setting(version: int) -> Setting:
    """That of a HUT of group 7 and priority 100 which advertises every 150 ms."""
    (story,) = parse(f"* a form\n: fhrp=vrrp version={version}")
    return story.setting


def advertisement(
    octets: str, source: str = HUT, destination: Endpoint = ALL, ttl: int = 255
) -> Datagram:
    """A datagram of these octets; `ss ss` is the right checksum."""
    payload = bytes.fromhex(octets.replace("ss", "00"))
    if "ss" in octets:
        payload = payload[:6] + compute_checksum(payload).to_bytes(2) + payload[8:]
    return Datagram(Endpoint(source, 0, VRRP), destination, payload, ttl)


NONE = "00 00 00 00 00 00 00 00"
GOOD = f"21 07 64 01 00 01 ss ss 0a 00 00 01 {NONE}", "31 07 64 01 00 0f ss ss 0a 00 00 01"


@pytest.mark.parametrize(
    ("version", "octets", "wrong"),
    [
        (2, GOOD[0], []),
        (2, f"21 07 64 01 00 01 70 f5 0a 00 00 01 {NONE}", []),
        (3, GOOD[1], []),
        # Both forms of the checksum, without the pseudo-header (RFC 9568) and with it (RFC 5798).
        (3, "31 07 64 01 00 0f 60 e7 0a 00 00 01", []),
        (3, "31 07 64 01 00 0f 76 4e 0a 00 00 01", []),
        (3, "31 07 64 01 00 0f 76 4f 0a 00 00 01", ["checksum 0x764f, which is wrong"]),
        # The pseudo-header is version 3's alone.
        (2, f"21 07 64 01 00 01 86 5c 0a 00 00 01 {NONE}", ["checksum 0x865c, which is wrong"]),
        # It resigns; its priority is another one, as when it tracks an interface.
        (3, "31 07 00 01 00 0f ss ss 0a 00 00 01", []),
        (3, "31 07 63 01 00 0f ss ss 0a 00 00 01", []),
        (
            3,
            "31 07 ff 01 00 0f ss ss 0a 00 00 01",
            ["priority 255, that of the owner of the virtual IP address"],
        ),
        # The virtual router may have more addresses.
        (3, "31 07 64 02 00 0f ss ss 0a 09 09 09 0a 00 00 01", []),
        (
            3,
            "31 07 64 01 00 0f ss ss 0a 09 09 09",
            ["virtual IP address 10.9.9.9, not 10.0.0.1"],
        ),
        (
            3,
            "31 07 64 02 00 0f ss ss 0a 09 09 09 0a 08 08 08",
            ["virtual IP address 10.9.9.9, 10.8.8.8, not 10.0.0.1"],
        ),
        (3, "31 07 64 00 00 0f ss ss", ["virtual IP address none, not 10.0.0.1"]),
        (3, "31 07 64 02 00 0f ss ss 0a 00 00 01", ["12 octets, not the 16 of 2 addresses"]),
        (2, "21 07 64 01 00 01 ss ss 0a 00 00 01", ["12 octets, not the 20 of 1 addresses"]),
        (3, "31 07 64 01 00 0f 00", ["7 octets, fewer than 8"]),
        (3, "", ["0 octets, fewer than 8"]),
        (3, GOOD[0], ["version 2, not 3"]),
        (2, GOOD[1], ["version 3, not 2"]),
        (3, "32 07 64 01 00 0f ss ss 0a 00 00 01", ["type 2, not 1"]),
        (3, "31 08 64 01 00 0f ss ss 0a 00 00 01", ["VRID 8, not 7"]),
        (3, "31 07 64 01 10 0f ss ss 0a 00 00 01", ["reserved bits 1, not 0"]),
        (2, f"21 07 64 01 01 01 ss ss 0a 00 00 01 {NONE}", ["authentication type 1, not 0"]),
        # What stands where there is no authentication SHOULD be 0 (RFC 3768, 5.3.10).
        (2, "21 07 64 01 00 01 ss ss 0a 00 00 01 63 69 73 63 6f 00 00 00", []),
        # 150 ms are rounded up to 1 s, and are 15 cs.
        (
            2,
            f"21 07 64 01 00 02 ss ss 0a 00 00 01 {NONE}",
            ["advertisement interval 2 s, not 1"],
        ),
        (3, "31 07 64 01 00 64 ss ss 0a 00 00 01", ["advertisement interval 100 cs, not 15"]),
    ],
)
def test_the_octets_of_an_advertisement(version: int, octets: str, wrong: list[str]) -> None:
    said = defects(advertisement(octets), setting(version), frozenset({VIRTUAL_IP}))
    assert list(said) == wrong


@pytest.mark.parametrize(
    ("datagram", "wrong"),
    [
        (advertisement(GOOD[1], ttl=1), "TTL 1, not 255"),
        (advertisement(GOOD[1], VIRTUAL_IP), "source 10.0.0.1, not the HA id 10.0.0.10"),
        (
            advertisement(GOOD[1], destination=Endpoint("224.0.0.2", 0, VRRP)),
            "destination 224.0.0.2, not 224.0.0.18",
        ),
    ],
)
def test_its_ip_header(datagram: Datagram, wrong: str) -> None:
    assert list(defects(datagram, setting(3), frozenset({VIRTUAL_IP}))) == [wrong]


def test_no_address_is_wrong_where_nobody_knows_the_right_one() -> None:
    other = advertisement("31 07 64 01 00 0f ss ss 0a 09 09 09")
    assert list(defects(other, setting(3), frozenset())) == []


def test_any_of_several_addresses_may_be_the_right_one() -> None:
    two = frozenset({"10.0.0.9", "10.0.0.2"})
    wrong = ["virtual IP address 10.0.0.1, not 10.0.0.2 or 10.0.0.9"]
    assert list(defects(advertisement(GOOD[1]), setting(3), two)) == wrong


@pytest.mark.parametrize(
    ("octets", "concerns"),
    [(GOOD[1], True), ("31 08 07", False), ("31 08", False), ("31", True), ("", True)],
)
def test_a_router_may_be_in_other_groups_too(octets: str, concerns: bool) -> None:
    assert concerns_group(advertisement(octets), setting(3)) is concerns
