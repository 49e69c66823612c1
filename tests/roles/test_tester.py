"""The played router, and the tester that holds all parties: who hears what, who is woken when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest

from mipconf.fhrp.messages import State
from mipconf.roles import tester as roles
from mipconf.roles.home_agent import PlayedHomeAgent
from mipconf.roles.mobile_node import MobileNode
from mipconf.roles.router import PlayedRouter, hello_group
from tests.judge.wording import PARTIES, ZERO, at, care_of, home

from .bench import Bench, configured

HSRP = "fhrp=hsrp peers=PQ"
GROUP = "224.0.0.102:1985"


def router() -> tuple[PlayedRouter, Bench]:
    config = configured(HSRP)
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


def test_hellos_go_to_the_routers_of_the_link_alone() -> None:
    made, _ = router()
    made.play(ZERO, State.ACTIVE, 200)
    (hello,) = made.outbox
    assert (hello.ttl, hello.source.address) == (1, PARTIES["P"])
    assert hello.destination == hello_group(configured(HSRP))
    assert hello_group(configured()) is None


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
    ("hears", "state"),
    [
        ([], None),
        (["0 HUT > all hello Standby"], State.STANDBY),
        (["0 HUT > all hello Standby", "1 HUT > all hello Active"], State.ACTIVE),
        (["0 HUT > all hello Active", "1 HUT > all hello Active resign"], None),
        (["0 P > all hello Active"], None),
    ],
)
def test_it_knows_the_state_that_the_hut_tells_of(
    hears: Sequence[str], state: State | None
) -> None:
    tester, bench = everybody()
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
    ("options", "groups"), [(HSRP, {"224.0.0.254", "224.0.0.102"}), ("", {"224.0.0.254"})]
)
def test_it_listens_where_its_parties_are(options: str, groups: set[str]) -> None:
    tester, _ = everybody(options)
    addresses = {endpoint.address for endpoint in tester.endpoints}
    assert addresses == groups | {PARTIES["P"], PARTIES["Q"], care_of(1), "127.0.0.1"}
