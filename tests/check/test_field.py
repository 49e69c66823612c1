"""Captures of the kinds that real routers make: each judged as it deserves, router by router."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mipconf.check.check import check_captures
from mipconf.judge.verdict import Verdict

CAPTURES = Path(__file__).parents[1] / "field"
FHRP = ("24", "25", "40", "41")


@dataclass(frozen=True)
class Field:
    """A capture, the kind that it stands for, and what is right.

    `verdicts` are by router (or "" for all) and requirement; what is not named must not FAIL.
    `said` must be in a note or in the reason of a verdict, `unsaid` nowhere.
    """

    name: str
    kind: str
    verdicts: dict[str, dict[str, Verdict]] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ("no FHRP", "without an FHRP")

    def __str__(self) -> str:
        return self.name


PASS, FAIL = Verdict.PASS, Verdict.FAIL
UNCLEAR, NOTHING = Verdict.INCONCLUSIVE, Verdict.NOT_EXERCISED
HEALTHY = {"": {"24": PASS, "25": PASS}}

CASES = (
    Field("hsrp1_text", "any text authentication", HEALTHY),
    Field("hsrp1_md5", "version 1 with MD5 in a TLV after the 20 octets", HEALTHY),
    Field("hsrp1_no_password", "eight zeros: no authentication data", HEALTHY),
    Field("hsrp2_ttl255", "any TTL of HSRP", HEALTHY, ("TTL 255, not 1",)),
    Field("hsrp1_msec", "times that version 1 cannot carry", HEALTHY, ("hello time 200 ms",)),
    Field("vrrp2_subsecond0", "interval 0 of old daemons", HEALTHY, ("hello time 400 ms",)),
    Field(
        "vrrp3_load_sharing",
        "several virtual routers share the load",
        {"192.0.2.2": {"24": PASS, "25": PASS}, "192.0.2.3": {"24": PASS, "25": PASS}},
    ),
    Field(
        "hsrp2_interface_state_only",
        "messages that tell of no group",
        {"192.0.2.2": {"24": NOTHING, "25": NOTHING}, "192.0.2.3": {"25": PASS}},
    ),
    Field(
        "vrrp3_owner",
        "the owner of the address sends from it",
        {"192.0.2.2": {"24": PASS, "25": PASS}, "192.0.2.3": {"24": NOTHING, "25": NOTHING}},
    ),
    Field("vrrp_v2_and_v3", "one router speaks both versions", HEALTHY),
    Field(
        "subnets_same_group",
        "one number on several LANs, told apart by addresses",
        {"198.51.100.66": {"24": PASS, "25": PASS}, "198.51.100.2": {"24": PASS, "25": PASS}},
    ),
    Field(
        "vlan_vrrp3",
        "one number on several LANs, told apart by VLAN",
        {"198.51.100.130": {"24": PASS, "25": PASS}, "192.0.2.2": {"24": PASS}},
        ("on VLAN 20",),
    ),
    Field(
        "vlan_better_active_elsewhere",
        "a better active router of another VLAN",
        {"192.0.2.2": {"24": PASS}, "198.18.20.2": {"24": PASS}},
    ),
    Field("keepalived_2_2_7_v3", "keepalived: three routers, which resign", HEALTHY, ("0.613 s",)),
    Field("keepalived_2_2_7_fast", "keepalived: five times a second", HEALTHY, ("0.131 s",)),
    Field("keepalived_2_2_7_pass", "keepalived: a password", HEALTHY, ("computes 0.609 s",)),
    Field("keepalived_2_2_7_ah", "keepalived: an authentication header", HEALTHY),
    Field("keepalived_2_2_7_uni", "keepalived: two unicast peers", HEALTHY, ("interval 1.000 s",)),
    Field(
        "keepalived_2_2_7_cut",
        "keepalived: a cable that is cut and mended",
        {"10.0.0.11": {"24": PASS, "25": PASS}, "10.0.0.12": {"24": PASS, "25": PASS}},
        ("10.0.0.12 took over 3.610 s after", "RFC 3768 computes 3.609 s"),
    ),
    Field("keepalived_v2_pass", "VRRPv2 with a password (RFC 2338)", HEALTHY),
    Field("vrrp2_md5_layer", "VRRPv2 with Cisco's digest", HEALTHY),
    Field("keepalived_v3_unicast", "VRRP between unicast peers", HEALTHY),
    Field(
        "hsrp_from_other_address",
        "HSRP from other addresses than the Home Agents'",
        {"192.0.2.2": {"24": NOTHING}, "192.0.2.130": {"24": PASS, "25": PASS}},
        ("HSRP version 1 group 1 (192.0.2.1) by 192.0.2.130, 192.0.2.131",),
    ),
    Field("gap_hsrp1", "a hole in the capture", {"": {"24": UNCLEAR}}, ("the capture has a gap",)),
    Field(
        "dyn_hoa",
        "home addresses that the Home Agent assigns",
        {"": {**HEALTHY[""], "1": PASS, "6": PASS, "7": PASS}},
    ),
    Field(
        "split_hsrp1",
        "both active for minutes",
        {"192.0.2.3": {"24": FAIL}, "192.0.2.2": {"24": PASS}},
        ("192.0.2.2 and 192.0.2.3 were both active for 29", "one-way traffic"),
    ),
    Field(
        "mixed_checksum_forms",
        "both active, for neither takes the other's checksum",
        {"192.0.2.3": {"24": UNCLEAR, "25": PASS}, "192.0.2.2": {"24": PASS, "25": PASS}},
        ("checksum forms differ", "192.0.2.2", "pseudo-header"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_real_routers_send_is_judged_right(case: Field) -> None:
    path = CAPTURES / f"{case.name}.pcap"
    every = check_captures([path], None, None, ())
    for router, expected in case.verdicts.items():
        result = check_captures([path], None, router, ()) if router else every
        found = {item.id: item for item in result.requirements}
        assert {name: found[name].verdict for name in expected} == expected, router
        for item in result.requirements:
            if item.id not in expected:
                assert item.verdict is not FAIL, (router, item)
    text = "\n".join((*every.notes, *(item.reason for item in every.requirements)))
    assert [words for words in case.said if words not in text] == []
    assert [words for words in case.unsaid if words in text] == []


def test_each_capture_has_its_case() -> None:
    assert {path.stem for path in CAPTURES.glob("*.pcap")} >= {case.name for case in CASES}
