"""The lab: whatever a HUT does or does not, each step of a case ends in time; what is remarked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from mipconf.campaign.lab import Case, Lab
from mipconf.ha.agent import HomeAgent
from mipconf.judge.history.history import History
from mipconf.net.impairment import Impairment
from mipconf.protocol.fhrp_messages import State
from mipconf.protocol.messages import BindingUpdate, RegistrationRequest, TableReply, TableRequest
from mipconf.roles.home_agent import Part
from mipconf.trace.remark import RemarkKind

from .simulated import Mute, play

Step = Callable[[Lab], Awaitable[object]]

STEPS: list[tuple[str, Step, float]] = [
    ("join", lambda lab: lab.join(), 3.5),
    ("become active", lambda lab: lab.become_active(), 2.1),
    ("register", lambda lab: lab.register(lab.node(1)), 1.0),
    ("register many", lambda lab: lab.register_all([lab.node(1), lab.node(2)]), 1.0),
    ("register badly", lambda lab: lab.register_badly(lab.node(1)), 1.05),
    ("update", lambda lab: lab.update(lab.p, [lab.binding(1)]), 1.0),
    ("probe", lambda lab: lab.probe(lab.p), 1.002),
    ("request heard", lambda lab: lab.request_heard(), 2.8),
    ("resent", lambda lab: lab.resent(lab.p, lab.node(1), times=1), 1.8),
    ("sent again", lambda lab: lab.sent_again(lab.p, lab.node(1)), 2.0),
    ("wait", lambda lab: lab.wait(0.25), 0.25),
]


def timed(step: Step, spent: list[float]) -> Case:
    async def case(lab: Lab) -> None:
        if step is not STEPS[0][1]:
            await lab.start()
        began = lab.network.now()
        await step(lab)
        spent.append((lab.network.now() - began) / 1e9)

    return case


@pytest.mark.parametrize(("step", "bound"), [pytest.param(s, b, id=name) for name, s, b in STEPS])
def test_a_mute_hut_is_not_waited_for_any_longer(step: Step, bound: float, tmp_path: Path) -> None:
    spent: list[float] = []
    recorded = play(timed(step, spent), tmp_path, Mute, fhrp="hsrp")
    assert [
        remark.data for remark in recorded.trace.remarks if remark.kind == "tester-failed"
    ] == []
    assert spent[0] <= bound + 0.001


@pytest.mark.parametrize(
    ("step", "bound"),
    [
        pytest.param(step, 0.05, id=name)
        for name, step, _ in STEPS
        if name in ("register", "register many", "update", "probe")
    ],
)
def test_who_answers_is_not_waited_for(step: Step, bound: float, tmp_path: Path) -> None:
    spent: list[float] = []

    async def case(lab: Lab) -> None:
        await lab.join()
        began = lab.network.now()
        await step(lab)
        spent.append((lab.network.now() - began) / 1e9)

    play(case, tmp_path)
    assert spent[0] < bound


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        pytest.param(lambda lab: lab.register(lab.node(1)), RegistrationRequest, id="MN"),
        pytest.param(lambda lab: lab.register_badly(lab.node(1)), RegistrationRequest, id="bad MN"),
        pytest.param(lambda lab: lab.probe(lab.p), TableRequest, id="probe"),
        pytest.param(lambda lab: lab.ask(lab.p), TableRequest, id="request"),
        pytest.param(lambda lab: lab.update(lab.p, [lab.binding(1)]), BindingUpdate, id="update"),
    ],
)
@pytest.mark.parametrize("loss", [0.0, 1e-9])
def test_what_may_have_been_lost_is_said_again_as_real_ones_do(
    step: Step,
    kind: type[RegistrationRequest | TableRequest | BindingUpdate],
    loss: float,
    tmp_path: Path,
) -> None:
    async def case(lab: Lab) -> None:
        await lab.start()
        await step(lab)
        await lab.wait(0.01)  # So that what was said last arrives.
        await lab.crash()

    recorded = play(case, tmp_path, Mute, impairment=Impairment(loss=loss))
    heard = [
        event.message for event in History(recorded.trace, recorded.setting).traffic.heard(kind)
    ]
    assert len(heard) == (4 if loss else 1)
    assert len({message.identification for message in heard}) == len(heard)
    updates = [message for message in heard if isinstance(message, BindingUpdate)]
    assert [message.retransmission for message in updates[1:]] == [True] * len(updates[1:])
    assert len({message.sequence for message in updates}) <= 1


async def whole_life(lab: Lab) -> None:
    await lab.join([Part(1, (lab.binding(1, age=5), lab.binding(2, age=5)))])
    await lab.register(lab.node(3))
    await lab.register_badly(lab.node(4))
    await lab.probe(lab.q)
    await lab.stop()
    await lab.start()
    await lab.crash()


def test_the_capture_tells_what_the_tester_did(tmp_path: Path) -> None:
    recorded = play(whole_life, tmp_path, peers="PQ")
    assert [remark.kind for remark in recorded.trace.remarks] == [
        RemarkKind.SETTING,
        RemarkKind.STARTING,
        RemarkKind.READY,
        RemarkKind.INTENT,
        RemarkKind.UNAUTHENTIC,
        RemarkKind.STOPPED,
        RemarkKind.STARTING,
        RemarkKind.READY,
        RemarkKind.KILLED,
        RemarkKind.ENDED,
    ]


def test_a_probe_shows_what_joined_and_what_registered(tmp_path: Path) -> None:
    recorded = play(whole_life, tmp_path, peers="PQ")
    (series,) = History(recorded.trace, recorded.setting).served
    assert series.initialized
    assert [home.rpartition(".")[2] for home in series.shown] == ["1", "2", "3"]


def test_a_case_ends_with_a_registration_and_a_probe(tmp_path: Path) -> None:
    async def nothing(lab: Lab) -> None:
        await lab.join()

    recorded = play(nothing, tmp_path)
    history = History(recorded.trace, recorded.setting)
    (request,) = history.traffic.heard(RegistrationRequest)
    assert request.message.home_address.endswith(".140")
    assert len(history.traffic.heard(TableRequest)) == len(history.traffic.sent(TableReply)) == 1


def test_an_unused_sequence_number_is_none_that_was_heard(tmp_path: Path) -> None:
    unused: list[int] = []
    heard: list[int] = []

    async def case(lab: Lab) -> None:
        await lab.join()
        await lab.register(lab.node(1))
        unused.append(lab.unused_sequence())
        heard.extend(item.message.sequence for item in lab.p.heard)

    play(case, tmp_path)
    assert heard
    assert unused[0] not in heard


def test_the_hut_is_active_when_its_hellos_say_so(tmp_path: Path) -> None:
    states: list[State | None] = []

    async def case(lab: Lab) -> None:
        await lab.join()
        await lab.become_active()
        states.append(lab._tester.hut_state)

    play(case, tmp_path, fhrp="hsrp")
    assert states == [State.ACTIVE]


@pytest.mark.parametrize(
    ("agent", "sent"), [(HomeAgent, 4), (Mute, 0)], ids=["one that gives up", "one that is mute"]
)
def test_a_mute_peer_is_sent_all_retransmissions(
    agent: type[HomeAgent], sent: int, tmp_path: Path
) -> None:
    counts: list[int] = []

    async def case(lab: Lab) -> None:
        await lab.join()
        lab.p.withhold = lambda message, sending: isinstance(message, BindingUpdate)
        node = lab.node(1)
        await lab.register(node)
        await lab.sent_again(lab.p, node)
        counts.append(len(lab.p.sendings(node.home_address, node.identification)))

    play(case, tmp_path, agent)
    assert counts == [sent]
