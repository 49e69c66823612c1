"""Captures that are not of a run: no healthy Home Agent fails in them, and broken ones do.

They begin anywhere, are taken under any link layer, and nobody tells who was configured how.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mipconf.campaign.result import Result
from mipconf.check.check import check_captures
from mipconf.errors import CaptureError
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram
from mipconf.net.ipv4 import pack
from mipconf.profile.contract import FhrpConfig
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame, remark_of

from ..end_to_end.campaigns import Campaign
from ..ha.lab import CONFIG, NO_FHRP, VIRTUAL_IP, WITH_HSRP
from ..ha.link import A, B, C, Link
from ..judge.story import Story, parse
from ..judge.wording import PARTIES, at
from .captures import LINKS, pcap, stripped

pytestmark = pytest.mark.slow

CUTS = 3
GROUPS = 12


def failed(result: Result) -> dict[str, str]:
    bad = (Verdict.FAIL, Verdict.ERROR)
    return {r.id: r.reason for r in result.requirements if r.verdict in bad}


def hut_of(path: Path) -> str:
    remarks = (remark_of(frame) for frame in read_capture(path))
    setting = next(r.data for r in remarks if r is not None and r.kind == "setting")
    return str(setting["hut"]["ha_id"])


@pytest.mark.parametrize("seed", [1, 2])
def test_no_healthy_hut_fails_wherever_a_capture_begins(seed: int, tmp_path: Path) -> None:
    Campaign(None, seed=seed).run(tmp_path)
    chance = random.Random(seed)
    judged = 0
    for capture in sorted((tmp_path / "captures").iterdir()):
        frames, hut = stripped(capture), hut_of(capture)
        for cut in (0, *(chance.randrange(len(frames)) for _ in range(CUTS))):
            external = tmp_path / "external.pcap"
            external.write_bytes(pcap(frames[cut:], chance.choice(list(LINKS))))
            try:
                result = check_captures([external], None, hut, ())
            except CaptureError:  # The HUT says nothing in what is left.
                continue
            assert failed(result) == {}, (capture.name, cut)
            judged += 1
    assert judged > 50


BROKEN = {
    "no-update": ("test_registers_refreshes_moves", "1"),
    "one-part": ("test_part_acknowledged_late", "16"),
    "says-twice": ("test_deregistration", "23"),
    "omits-requester": ("test_deletion", "20"),
    "wrong-name": ("test_deletion", "11"),
    "gossips": ("test_deletion", "6"),
    "unicast-updates": ("test_registers_refreshes_moves", "1"),
    "no-reply-ack": ("test_deletion", "12"),
    "no-memory": ("test_duplicates", "36"),
    "wrong-sequence": ("test_deletion", "12"),
    "tells-of-refusals": ("test_registers_refreshes_moves", "1"),
    "wrong-source": ("test_at_the_virtual_ip", "4"),
}
"""Faults, a case in which each shows, and the claim that it breaks."""


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_hut_fails_in_what_others_captured(fault: str, tmp_path: Path) -> None:
    case, claim = BROKEN[fault]
    Campaign(fault, expression=case).run(tmp_path)
    found: set[str] = set()
    for capture in (tmp_path / "captures").iterdir():
        external = tmp_path / "external.pcap"
        external.write_bytes(pcap(stripped(capture), "ethernet"))
        found |= failed(check_captures([external], None, hut_of(capture), ())).keys()
    assert claim in found


class Wire(Link):
    """A link on which somebody captures all that is sent."""

    def __init__(self, *args: object, **options: object) -> None:
        self.sent: list[tuple[int, Datagram]] = []
        super().__init__(*args, **options)  # type: ignore[arg-type]

    def _send(self, datagram: Datagram) -> None:
        self.sent.append((self.now, datagram))
        super()._send(datagram)


def _eventful(seed: int) -> Wire:
    """Three Home Agents that mobile nodes register with, that crash and come back."""
    chance = random.Random(seed)
    vrrp = FhrpConfig(protocol="vrrp", version=3, hello_ms=200)
    fhrp = (NO_FHRP, WITH_HSRP, vrrp)[seed % 3]
    configs = [
        CONFIG.model_copy(
            update={
                "ha_id": name,
                "fhrp": fhrp.model_copy(update={"priority": 100 + 10 * index}),
                "peers": tuple(sorted({A, B, C} - {name})) if fhrp is NO_FHRP else (),
                "responder": chance.choice(["active", "always"]),
            }
        )
        for index, name in enumerate((A, B, C))
    ]
    wire = Wire(configs, seed)
    if chance.random() < 0.3:
        loss = random.Random(seed)
        wire.loses = lambda datagram, receiver: loss.random() < 0.1
    wire.run(chance.randrange(5000))
    places = [A, B, C] if fhrp is NO_FHRP else [A, B, C, VIRTUAL_IP]
    for _ in range(30):
        deed = chance.random()
        absent = [item for item in configs if item.ha_id not in wire.agents]
        if deed < 0.75:
            home = f"10.64.0.{chance.randrange(6)}"
            wire.register(home, at=chance.choice(places), lifetime=chance.choice([300, 20, 0]))
        elif deed < 0.85 and len(wire.agents) > 1:
            wire.crash(chance.choice(list(wire.agents)))
        elif absent:
            wire.start(chance.choice(absent))
        wire.run(chance.choice([50, 300, 1000, 2500]))
    return wire


def _seen(sent: list[tuple[int, Datagram]], place: str) -> list[tuple[int, Datagram]]:
    """What is seen at a place: on all links, as a third host, beside one Home Agent."""
    if place == "everywhere":
        return sent
    return [
        (time, datagram)
        for time, datagram in sent
        if datagram.destination.is_multicast
        or place in (datagram.source.address, datagram.destination.address)
    ]


@pytest.mark.parametrize("seed", range(GROUPS))
def test_no_home_agent_of_a_healthy_group_fails(seed: int, tmp_path: Path) -> None:
    wire = _eventful(seed)
    chance = random.Random(seed)
    path = tmp_path / "external.pcap"
    for place in ("everywhere", "a third host", B):
        seen = _seen(wire.sent[chance.choice([0, chance.randrange(len(wire.sent) // 2)]) :], place)
        frames = [
            CapturedFrame(number, time, None, 101, octets, len(octets))
            for number, (time, datagram) in enumerate(seen, 1)
            for octets in (pack(datagram),)
        ]
        path.write_bytes(pcap(frames, chance.choice(list(LINKS))))
        result = check_captures([path], None, None, ())
        assert failed(result) == {}, place
        assert any(r.verdict is Verdict.PASS for r in result.requirements)


UNTOLD = parse("""
* a newer binding from before
= 33 PASS
0.0  HUT joins MN3/-5
2.1  MN9 registers #799
1.0  P tells #5 MN1/-5
3.0  P tells #6 MN1/-9
4.0  P asks #7 MN3/-5 MN1/-5 MN9

* a mark from before
= 38 PASS
0.0  HUT joins MN3/-5
2.1  MN9 registers #799
1.0  P tells #5 MN1/-5,X
3.0  P tells #6 MN1/-9
4.0  P asks #7 MN3/-5 MN9

* the request of an update that goes on
= 6 PASS
0.0  HUT joins MN3/-5
2.1  MN9 registers #799
1.9  MN1 > HUT  register
2.05  HUT > all  update #798 MN1
3.0  P tells #6 MN2/-9
4.0  P asks #7 MN1 MN9

* a member from before
= 20 PASS
0.0  HUT joins MN3/-5
2.1  MN9 registers #799
1.0  Q tells #5 MN1/-5
3.0  P tells #6 MN4/-5
4.0  P > all  ask #7
4.1  HUT > P  part 1/1 #800 ask=7 list=HUT,P,Q MN1/-5 MN3/-5 MN4/-5 MN9
""")
BEGIN = at(2.0)


@pytest.mark.parametrize("story", UNTOLD, ids=str)
def test_nobody_fails_for_what_came_before(story: Story, tmp_path: Path) -> None:
    packets = [p for p in story.record()[0].packets if p.time >= BEGIN]
    path = tmp_path / "external.pcap"
    path.write_bytes(
        pcap(
            CapturedFrame(number, packet.time, None, 101, octets, len(octets))
            for number, packet in enumerate(packets, 1)
            for octets in (pack(packet.datagram),)
        )
    )
    assert failed(check_captures([path], None, PARTIES["HUT"], ())) == {}
