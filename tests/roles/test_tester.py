"""The played router, and the tester that holds all parties: who hears what, who is woken when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest

from mipconf.net.host import Endpoint
from mipconf.protocol.fhrp_messages import State
from mipconf.roles import tester as roles
from mipconf.roles.home_agent import PlayedHomeAgent
from mipconf.roles.mobile_node import MobileNode
from mipconf.roles.router import PlayedRouter
from tests.judge.wording import PARTIES, ZERO, at, care_of, home

from .bench import Bench, configured

HSRP = "fhrp=hsrp peers=PQ"
VRRP = "fhrp=vrrp peers=PQ"
GROUP, VRRP_GROUP = "224.0.0.102:1985", "224.0.0.18:0"


def router(options: str = HSRP) -> tuple[PlayedRouter, Bench]:
    config = configured(options)
    made = PlayedRouter(PARTIES["P"], config, PARTIES["VIP"])
    return made, Bench(made, config)


Act = Callable[[PlayedRouter], object]


@pytest.mark.parametrize(
    ("act", "says"),
    [
        pytest.param(lambda r: None, [], id="nothing until it plays"),
        pytest.param(
            lambda r: r.play(ZERO, State.ACTIVE, 200),
            [f"{time} P > {GROUP} hello Active 200" for time in ("0.000", "0.150", "0.300")],
            id="a hello at once and every hello time",
        ),
        pytest.param(
            lambda r: (r.play(ZERO, State.ACTIVE, 200), r.play(ZERO, State.SPEAK, 50)),
            [
                f"0.000 P > {GROUP} hello Active 200",
                *(f"{time} P > {GROUP} hello Speak 50" for time in ("0.000", "0.150", "0.300")),
            ],
            id="another state",
        ),
        pytest.param(
            lambda r: (r.play(ZERO, State.ACTIVE, 200), r.fall_silent()),
            [f"0.000 P > {GROUP} hello Active 200"],
            id="silent, as one that crashed",
        ),
        pytest.param(
            lambda r: (r.play(ZERO, State.ACTIVE, 200), r.resign(ZERO)),
            [f"0.000 P > {GROUP} hello Active 200", f"0.000 P > {GROUP} resign Active 200"],
            id="it resigns, and is silent",
        ),
    ],
)
def test_a_router_plays_a_state(act: Act, says: Sequence[str]) -> None:
    made, bench = router()
    act(made)
    assert bench.says() + bench.until(0.4) == says


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize(
    ("act", "says"),
    [
        pytest.param(
            lambda r: r.play(ZERO, State.ACTIVE, 200),
            [f"{time} P > {VRRP_GROUP} advertises 200" for time in ("0.000", "0.150", "0.300")],
            id="a master advertises at once and every advertisement interval",
        ),
        pytest.param(lambda r: r.play(ZERO, State.STANDBY, 200), [], id="a backup is silent"),
        pytest.param(
            lambda r: (r.play(ZERO, State.ACTIVE, 200), r.play(ZERO, State.LISTEN, 200)),
            [f"0.000 P > {VRRP_GROUP} advertises 200"],
            id="a master that becomes backup is silent from then on",
        ),
        pytest.param(
            lambda r: (r.play(ZERO, State.ACTIVE, 200), r.resign(ZERO)),
            [f"0.000 P > {VRRP_GROUP} advertises {priority}" for priority in (200, 0)],
            id="a master resigns with priority 0, and is silent",
        ),
        pytest.param(
            lambda r: (r.play(ZERO, State.STANDBY, 200), r.resign(ZERO)),
            [],
            id="a backup has nothing to resign from",
        ),
    ],
)
def test_a_router_of_vrrp_plays_a_state(act: Act, says: Sequence[str], version: int) -> None:
    made, bench = router(f"{VRRP} version={version}")
    act(made)
    assert bench.says() + bench.until(0.4) == says


@pytest.mark.parametrize(
    ("options", "ttl", "source", "group"),
    [
        (HSRP, 1, Endpoint(PARTIES["P"], 1985), Endpoint("224.0.0.102", 1985)),
        (f"{HSRP} version=1", 1, Endpoint(PARTIES["P"], 1985), Endpoint("224.0.0.2", 1985)),
        (VRRP, 255, Endpoint(PARTIES["P"], 0, 112), Endpoint("224.0.0.18", 0, 112)),
    ],
)
def test_hellos_go_to_the_routers_of_the_link_alone(
    options: str, ttl: int, source: Endpoint, group: Endpoint
) -> None:
    made, _ = router(options)
    made.play(ZERO, State.ACTIVE, 200)
    (hello,) = made.outbox
    assert (hello.ttl, hello.source, hello.destination) == (ttl, source, group)
    assert made.endpoint == source


@pytest.mark.parametrize(
    ("version", "octets"),
    [
        # 150 ms is rounded up to a second, and is 15 centiseconds.
        (2, "21 07 c8 01 00 01"),
        (3, "31 07 c8 01 00 0f"),
    ],
)
def test_an_advertisement_is_that_of_the_group(version: int, octets: str) -> None:
    made, _ = router(f"{VRRP} version={version}")
    made.play(ZERO, State.ACTIVE, 200)
    assert made.outbox[0].payload[:6] == bytes.fromhex(octets)


def everybody(options: str = HSRP) -> tuple[roles.Tester, Bench]:
    config = configured(options)
    tester = roles.Tester("10.0.0.2", config)
    for name in ("P", "Q"):
        tester.add(PlayedHomeAgent(PARTIES[name], config, Random(1)))
    tester.add(MobileNode(care_of(1), home(1), config))
    return tester, Bench(tester, config)


@pytest.mark.parametrize(
    ("hears", "says"),
    [
        ("0 HUT > all update #1 MN1", ["0.000 P > HUT ack #1", "0.000 Q > HUT ack #1"]),
        ("0 HUT > Q update #1 R MN1", ["0.000 Q > HUT ack #1"]),
        ("0 HUT > P part 1/1 #9 ask=7", ["0.000 P > HUT took #9"]),
        ("0 HUT > R update #1 R MN1", []),
        ("0 HUT > MN1 update #1 MN1", []),
        ("0 HUT > all hello Active", []),
    ],
)
def test_each_hears_what_is_for_it(hears: str, says: Sequence[str]) -> None:
    _, bench = everybody()
    assert bench.hear(hears) == says


@pytest.mark.parametrize(
    ("options", "hears", "state"),
    [
        (HSRP, [], None),
        (HSRP, ["0 HUT > all hello Standby"], State.STANDBY),
        (HSRP, ["0 HUT > all hello Standby", "1 HUT > all hello Active"], State.ACTIVE),
        (HSRP, ["0 HUT > all hello Active", "1 HUT > all hello Active resign"], None),
        (HSRP, ["0 P > all hello Active"], None),
        (HSRP, ["0 HUT > all hello Active group=8"], None),
        (VRRP, ["0 HUT > all hello Active"], State.ACTIVE),
        (VRRP, ["0 HUT > all hello Active", "1 HUT > all hello Active resign"], None),
        (VRRP, ["0 P > all hello Active"], None),
        (VRRP, ["0 HUT > all hello Active group=8"], None),
    ],
)
def test_it_knows_the_state_that_the_hut_tells_of(
    options: str, hears: Sequence[str], state: State | None
) -> None:
    tester, bench = everybody(options)
    for line in hears:
        bench.hear(line)
    assert tester.hut_state is state


def test_it_wakes_whoever_is_due() -> None:
    tester, bench = everybody()
    made = PlayedRouter(PARTIES["Q"], configured(HSRP), PARTIES["VIP"])
    tester.add(made)
    assert tester.deadline is None
    made.play(ZERO, State.ACTIVE, 200)
    assert tester.deadline == at(0.15)
    assert bench.until(0.2) == [f"{t} Q > {GROUP} hello Active 200" for t in ("0.000", "0.150")]


@pytest.mark.parametrize(
    ("options", "groups"),
    [
        (HSRP, {"224.0.0.254", "224.0.0.102"}),
        (VRRP, {"224.0.0.254", "224.0.0.18"}),
        ("", {"224.0.0.254"}),
    ],
)
def test_it_listens_where_its_parties_are(options: str, groups: set[str]) -> None:
    tester, _ = everybody(options)
    addresses = {endpoint.address for endpoint in tester.endpoints}
    assert addresses == groups | {PARTIES["P"], PARTIES["Q"], care_of(1), "127.0.0.1"}
