"""The played Home Agent does what it is told: it acknowledges, withholds, answers in windows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest

from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import BindingUpdate, Code, TableReply
from mipconf.roles.home_agent import Part, PlayedHomeAgent, attend, ignore, split
from tests.judge.wording import HUT, PARTIES, ZERO, Speaker, at, home

from .bench import Bench, configured

Setup = Callable[[PlayedHomeAgent], object]


def bindings(words: str) -> tuple:  # type: ignore[type-arg]
    return tuple(Speaker(configured()).bindings(words))


def played(setup: Setup = lambda agent: None, options: str = "", name: str = "P") -> Bench:
    config = configured(options)
    agent = PlayedHomeAgent(PARTIES[name], config, Random(1))
    agent.sequence = 800
    setup(agent)
    return Bench(agent, config)


def with_table(*parts: Part) -> Setup:
    return lambda agent: setattr(agent, "table", parts)


def first_only(message: BindingUpdate | TableReply, sending: int) -> bool:
    return sending == 1


def withholding(withhold: object) -> Setup:
    return lambda agent: setattr(agent, "withhold", withhold)


def introduced(agent: PlayedHomeAgent) -> None:
    agent.introduced = True


def talkative(agent: PlayedHomeAgent) -> None:
    agent.acknowledge(ZERO, 99)
    agent.outbox.clear()


ONE, TWO, THREE = (
    Part(number, bindings(f"MN{number}/-5"), more=number < 3) for number in (1, 2, 3)
)
SILENCE: list[str] = []


@pytest.mark.parametrize(
    ("setup", "hears", "says"),
    [
        pytest.param(
            withholding(attend),
            ["0 HUT > all update #1 MN1"],
            ["0.000 P > HUT ack #1"],
            id="an update is acknowledged",
        ),
        pytest.param(
            withholding(attend),
            ["0 HUT > P part 1/2 #9 ask=7 MN1", "0 HUT > P part 2/2 #10 ask=7 MN2"],
            ["0.000 P > HUT took #9", "0.000 P > HUT took #10"],
            id="parts are acknowledged",
        ),
        pytest.param(
            withholding(attend),
            ["0 HUT > all update #1 MN1", "1 HUT > P update #1 R MN1"],
            ["0.000 P > HUT ack #1", "1.000 P > HUT ack #1"],
            id="a repeated update is acknowledged again",
        ),
        pytest.param(
            withholding(first_only),
            ["0 HUT > all update #1 MN1", "1 HUT > P update #1 R MN1"],
            ["1.000 P > HUT ack #1"],
            id="withheld from the first sending alone",
        ),
        pytest.param(
            withholding(first_only),
            ["0 HUT > all update #1 MN1", "1 HUT > P part 1/1 #1 ask=7"],
            SILENCE,
            id="sendings of updates and of parts are counted apart",
        ),
        pytest.param(
            withholding(ignore),
            ["0 HUT > all update #1 MN1", "1 HUT > P update #1 R MN1"],
            SILENCE,
            id="withheld for ever",
        ),
        pytest.param(
            withholding(attend),
            ["0 HUT > all ask #900", "1 HUT > P ack #801", "2 HUT > P took #802"],
            SILENCE,
            id="a request is not answered without a table, acknowledgements never",
        ),
        pytest.param(
            with_table(Part(1, bindings("MN1..2/-5"), (PARTIES["P"],))),
            ["0 HUT > all ask #900", "0.1 HUT > P took #801"],
            ["0.000 P > HUT part 1 #801 ask=900 list=P MN1 MN2"],
            id="a table of one part",
        ),
        pytest.param(
            with_table(ONE, TWO, THREE),
            [
                "0 HUT > all ask #900",
                "0.1 HUT > P took #802",
                "0.15 HUT > P took #801",
                "0.15 HUT > P took #803",
            ],
            [
                "0.000 P > HUT part 1+ #801 ask=900 MN1",
                "0.000 P > HUT part 2+ #802 ask=900 MN2",
                "0.100 P > HUT part 3 #803 ask=900 MN3",
            ],
            id="no more than a window, here 2, without acknowledgement",
        ),
        pytest.param(
            with_table(Part(1)),
            ["0 HUT > all ask #900", "0.1 HUT > P took #999"],
            [
                "0.000 P > HUT part 1 #801 ask=900",
                "0.200 P > HUT part 1 #801 R ask=900",
                "0.400 P > HUT part 1 #801 R ask=900",
                "0.600 P > HUT part 1 #801 R ask=900",
            ],
            id="sent again every interval, until it gives up",
        ),
        pytest.param(
            with_table(ONE, TWO, THREE),
            ["0 HUT > all ask #900", "0.3 HUT > P took #801"],
            [
                "0.000 P > HUT part 1+ #801 ask=900 MN1",
                "0.000 P > HUT part 2+ #802 ask=900 MN2",
                "0.200 P > HUT part 1+ #801 R ask=900 MN1",
                "0.200 P > HUT part 2+ #802 R ask=900 MN2",
                "0.300 P > HUT part 3 #803 ask=900 MN3",
                "0.400 P > HUT part 2+ #802 R ask=900 MN2",
                "0.500 P > HUT part 3 #803 R ask=900 MN3",
                "0.600 P > HUT part 2+ #802 R ask=900 MN2",
                "0.700 P > HUT part 3 #803 R ask=900 MN3",
                "0.900 P > HUT part 3 #803 R ask=900 MN3",
            ],
            id="only what is not acknowledged is sent again",
        ),
        pytest.param(
            with_table(Part(1)),
            ["0 HUT > all ask #900", "0.1 HUT > all ask #901", "0.11 HUT > P took #802"],
            ["0.000 P > HUT part 1 #801 ask=900", "0.100 P > HUT part 1 #802 ask=901"],
            id="a newer request ends the older series",
        ),
        pytest.param(
            withholding(attend),
            [
                "0 HUT > all update #1 group=8 MN1",
                "0 HUT > all update #2 as=Q MN1",
                "0 HUT > all update #3 bad MN1",
                "0 HUT > all junk",
                "0 P > all update #4 MN1",
            ],
            SILENCE,
            id="what no receiver would accept, or is its own, is not heard",
        ),
    ],
)
def test_it_does_what_it_is_told(setup: Setup, hears: Sequence[str], says: Sequence[str]) -> None:
    bench = played(setup, "window=2")
    heard = [line for text in hears for line in bench.hear(text)] + bench.until(3)
    assert heard == says


@pytest.mark.parametrize(
    ("setup", "options", "says"),
    [
        pytest.param(introduced, "peers=-", ["0.000 Q > HUT ack #1"], id="named by another's list"),
        pytest.param(talkative, "peers=-", ["0.000 Q > HUT ack #1"], id="since it sent something"),
        pytest.param(
            attend_all := lambda agent: None, "peers=PQ", ["0.000 Q > HUT ack #1"], id="configured"
        ),
        pytest.param(attend_all, "peers=P", SILENCE, id="unknown: its ack would make it known"),
    ],
)
def test_it_is_silent_while_unknown(setup: Setup, options: str, says: Sequence[str]) -> None:
    bench = played(setup, options, "Q")
    assert bench.hear("0 HUT > all update #1 MN1") == says


REQUEST = "0 HUT > all ask #900"


@pytest.mark.parametrize(
    ("act", "says"),
    [
        pytest.param(
            lambda p: p.update(ZERO, bindings("MN1..2/-5")),
            "P > all update #801 MN1 MN2",
            id="update",
        ),
        pytest.param(
            lambda p: p.update(ZERO, bindings("MN3/-5"), sequence=5, retransmission=True),
            "P > all update #5 R MN3",
            id="update with the Sequence Number of another",
        ),
        pytest.param(lambda p: p.request(ZERO), "P > all ask #801", id="request"),
        pytest.param(lambda p: p.acknowledge(ZERO, 77), "P > HUT ack #77", id="acknowledge"),
        pytest.param(
            lambda p: p.send_part(ZERO, p.requests()[0], Part(2, bindings("MN1/-5"), more=True)),
            "P > HUT part 2+ #801 ask=900 MN1",
            id="part",
        ),
        pytest.param(
            lambda p: p.send_part(ZERO, p.requests()[0], Part(1), code=Code.NOT_INITIALIZED),
            "P > HUT part 1 #801 code=1 ask=900",
            id="part with Code 1",
        ),
        pytest.param(
            lambda p: p.send_part(ZERO, p.requests()[0], Part(1), sequence=9, retransmission=True),
            "P > HUT part 1 #9 R ask=900",
            id="part again",
        ),
    ],
)
def test_it_says_what_it_is_told(act: Setup, says: str) -> None:
    bench = played()
    bench.hear(REQUEST)
    assert isinstance(bench.party, PlayedHomeAgent)
    act(bench.party)
    assert bench.says() == [f"0.000 {says}"]


def test_a_request_that_comes_twice_is_answered_once() -> None:
    bench = played(with_table(Part(1)))
    assert len(bench.hear(REQUEST)) == 1
    assert bench.hear(REQUEST) == []


def test_its_counter_goes_round() -> None:
    bench = played(lambda agent: setattr(agent, "sequence", 2**32 - 1))
    assert isinstance(bench.party, PlayedHomeAgent)
    assert [bench.party.next_sequence() for _ in range(2)] == [0, 1]


def test_every_sending_has_the_identification_of_its_time() -> None:
    bench = played(with_table(Part(1)))
    bench.hear(REQUEST)
    bench.says()
    agent = bench.party
    agent.wake(at(0.2))
    decoded = agent.codec.decode(agent.outbox[0].payload, agent.keys.of_group()).message
    assert isinstance(decoded, TableReply)
    assert decoded.identification == from_time(at(0.2))


HEARD = (
    "0.0 HUT > all update #1 MN1/-5",
    "0.2 HUT > P update #1 R MN1/-5",
    "0.25 HUT > P update #9 R MN1/-5",
    "0.3 HUT > all update #2 MN1..2/-4",
    "0.4 HUT > P part 1/2 #11 ask=801",
    "0.5 HUT > P part 1/2 #11 R ask=801",
    "0.6 HUT > all ask #900",
    "0.7 HUT > P took #801",
    "0.8 HUT > P ack #5",
)


def test_it_remembers_what_it_heard() -> None:
    bench = played()
    agent = bench.party
    assert isinstance(agent, PlayedHomeAgent)
    asked = agent.request(ZERO)
    for line in HEARD:
        bench.hear(line)
    assert agent.sendings(home(1), from_time(at(-5))) == [at(0), at(0.2)]
    assert agent.sendings(home(2), from_time(at(-4))) == [at(0.3)]
    assert [request.sequence for request in agent.requests()] == [900]
    assert len(agent.parts_of(asked)) == 2
    assert not agent.has_series(asked)
    bench.hear("0.9 HUT > P part 2/2 #12 ask=801")
    assert agent.has_series(asked)


@pytest.mark.parametrize(
    ("heard", "has"),
    [
        ("0 HUT > all update #1 MN1/-5", True),
        ("0 HUT > P update #1 MN1/-5", False),
        ("0 HUT > all update #1 R MN1/-5", False),
        ("0 HUT > all update #1 MN1/-4", False),
    ],
)
def test_an_update_counts_when_it_came_to_the_group(heard: str, has: bool) -> None:
    bench = played()
    bench.hear(heard)
    assert isinstance(bench.party, PlayedHomeAgent)
    assert bench.party.has_update(from_time(at(-5))) is has


@pytest.mark.parametrize(
    ("heard", "since", "acknowledged"),
    [
        ("0 HUT > P ack #801", 0, True),
        ("0 HUT > P ack #801", 1, False),
        ("0 HUT > P took #801", 0, False),
        ("0 HUT > P ack #802", 0, False),
    ],
)
def test_it_knows_what_was_acknowledged(heard: str, since: int, acknowledged: bool) -> None:
    bench = played()
    agent = bench.party
    assert isinstance(agent, PlayedHomeAgent)
    update = agent.update(ZERO, bindings("MN1/-5"))
    bench.hear(heard)
    assert agent.acknowledged(update, since=since) is acknowledged


def test_it_counts_the_parts_that_were_accepted() -> None:
    bench = played(with_table(ONE, TWO, THREE), "window=8")
    agent = bench.party
    assert isinstance(agent, PlayedHomeAgent)
    counts = [agent.accepted_parts]
    for line in (
        REQUEST,
        "0.1 HUT > P took #801",
        "0.1 HUT > P took #801",
        "0.1 HUT > P took #803",
    ):
        bench.hear(line)
        counts.append(agent.accepted_parts)
    assert counts == [0, 0, 1, 1, 2]


@pytest.mark.parametrize(
    ("count", "size", "parts"),
    [(0, 3, [0]), (1, 3, [1]), (3, 3, [3]), (4, 3, [3, 1]), (7, 3, [3, 3, 1])],
)
def test_a_table_is_split(count: int, size: int, parts: Sequence[int]) -> None:
    table = bindings(f"MN1..{count}/-5") if count else ()
    made = split(table, size)
    assert [len(part.bindings) for part in made] == parts
    assert [part.number for part in made] == list(range(1, len(parts) + 1))
    assert [part.more for part in made] == [True] * (len(parts) - 1) + [False]
    assert tuple(binding for part in made for binding in part.bindings) == table


def test_it_listens_at_its_own_address_and_speaks_from_it() -> None:
    agent = played().party
    assert agent.endpoints == {agent.endpoint}
    assert (agent.endpoint.address, agent.endpoint.port) == (PARTIES["P"], 434)
    assert PARTIES[HUT] != agent.endpoint.address
