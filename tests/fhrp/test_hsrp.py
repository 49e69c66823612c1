"""HSRP's state machine: the table of RFC 2281, section 5.7, by the cell, and its consequences."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.fhrp.hsrp import HELLO_SPREAD, TRANSITIONS, Action, Event, Hsrp, HsrpSettings
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State

HOLD = 500 * MILLISECOND
HELLO = 150 * MILLISECOND
VIRTUAL_IP = "10.0.0.1"
LOWER, OWN, HIGHER = "10.0.0.2", "10.0.0.3", "10.0.0.4"

SETTINGS = HsrpSettings(
    address=OWN,
    version=2,
    group=7,
    priority=100,
    preempt=False,
    hello_ms=150,
    hold_ms=500,
    virtual_ip=VIRTUAL_IP,
)


def message(state: State, opcode: Opcode = Opcode.HELLO, priority: int = 100) -> HsrpMessage:
    return HsrpMessage(
        version=2,
        opcode=opcode,
        state=state,
        hello_ms=150,
        hold_ms=500,
        priority=priority,
        group=7,
        virtual_ip=VIRTUAL_IP,
    )


def machine(state: State = State.LISTEN, may_be_active: bool = True, **changes: object) -> Hsrp:
    """A machine in a state, no timer of which is running."""
    made = Hsrp(replace(SETTINGS, **changes), random.Random(1))
    made.state = state
    if may_be_active:
        made.allow_active(0)
    return made


def sent(machine: Hsrp) -> list[tuple[Opcode, State]]:
    return [(item.opcode, item.state) for item in machine.outgoing()]


# --- The table itself: RFC 2281, section 5.7, as the RFC prints it, columns Initial to Active.

RFC_TABLE = {
    "a": ("AB/3", "", "", "", "", ""),
    "b": ("", "CD/1", "CD/1", "CD/1", "CD/1", "CDH/1"),
    "c": ("", "", "AB/4", "", "CDFI/6", ""),
    "d": ("", "", "B/4", "D/5", "", ""),
    "e": ("", "", "", "F", "F", "F"),
    "f": ("", "", "", "B/3", "B/3", ""),
    "g": ("", "EAB/3", "EA", "EA", "EA", "AB/4"),
    "h": ("", "EAB/3", "A", "A", "A", "G"),
    "h, preempting": ("", "EAB/3", "BGFI/6", "BGFI/6", "BGFI/6", "G"),
    "i": ("", "", "AB/4", "A", "CFI/6", ""),
    "j": ("", "", "", "", "", "ABH/4"),
    "k": ("", "", "B", "B/3", "B/3", "B"),
    "l": ("", "", "B/4", "D/5", "", "B"),
}
CELLS = [
    (event, state, cell)
    for event, row in RFC_TABLE.items()
    for state, cell in zip(State, row, strict=True)
]


def cause(machine: Hsrp, event: str, now: int) -> None:
    """Make the event happen to a machine, through its public face."""
    match event:
        case "a":
            machine.configure(now)
        case "b":
            machine.disable(now)
        case "c" | "d" | "e":
            names = {"c": "_active_due", "d": "_standby_due", "e": "_hello_due"}
            setattr(machine, names[event], now)
            machine.wake(now)
        case "f":
            machine.receive(message(State.SPEAK), HIGHER, now)
        case "g":
            machine.receive(message(State.ACTIVE), HIGHER, now)
        case "h" | "h, preempting":
            machine.receive(message(State.ACTIVE), LOWER, now)
        case "i":
            machine.active_router = LOWER
            machine.receive(message(State.ACTIVE, Opcode.RESIGN), LOWER, now)
        case "j":
            machine.receive(message(State.LISTEN, Opcode.COUP), HIGHER, now)
        case "k":
            machine.receive(message(State.STANDBY), HIGHER, now)
        case "l":
            machine.receive(message(State.STANDBY), LOWER, now)


@pytest.mark.parametrize(("event", "state", "cell"), CELLS)
def test_cell(event: str, state: State, cell: str) -> None:
    """RFC 2281, 5.7: the actions, seen by their effect, and the next state."""
    now = 10 * HOLD
    # "E: if the virtual IP address ... was not manually configured, [it] MAY be learned".
    virtual_ip = VIRTUAL_IP if event == "a" else None
    made = machine(state, preempt=event == "h, preempting", virtual_ip=virtual_ip)
    made._active_due = made._standby_due = made._hello_due = now + 1
    actions, _, number = cell.partition("/")
    after = tuple(State)[int(number) - 1] if number else state

    cause(made, event, now)

    assert made.state is after
    timers = {"active": made._active_due, "standby": made._standby_due}
    expired = {"c": "active", "d": "standby"}.get(event)
    for name, start, stop in (("active", "A", "C"), ("standby", "B", "D")):
        if start in actions:
            assert timers[name] == now + HOLD
        elif stop in actions:
            assert timers[name] is None
        else:
            assert timers[name] == (now if name == expired else now + 1)
    learns = "E" in actions or event == "a"
    assert made.virtual_ip == (VIRTUAL_IP if learns else None)
    expected = [
        {"F": (Opcode.HELLO, after), "G": (Opcode.COUP, state), "H": (Opcode.RESIGN, state)}[letter]
        for letter in actions
        if letter in "FGH"
    ]
    if after is State.SPEAK and state is not State.SPEAK:
        expected.append((Opcode.HELLO, after))  # It speaks up at once, its hello timer being over.
    assert sent(made) == expected


def test_configured_without_address_begins_in_learn() -> None:
    """RFC 2281, 5.7, note +: "If the virtual IP address is configured, set state 3 ... else 2"."""
    made = machine(State.INITIAL, virtual_ip=None)
    made.configure(0)
    assert made.state is State.LEARN


def test_the_table_has_no_cell_beyond_the_rfc() -> None:
    filled = {(event, state) for event, state, cell in CELLS if cell}
    events = {event.value.split(", virtual IP")[0] for event, _ in TRANSITIONS}
    assert events == set(RFC_TABLE)
    assert len(TRANSITIONS) == len(filled) + 1  # a is two rows of one cell each
    assert {event for event, _ in TRANSITIONS} == set(Event)
    used = {action for cell in TRANSITIONS.values() for action in cell.actions}
    assert used == set(Action)


# --- Which event a message is.


@pytest.mark.parametrize(
    ("received", "source", "active_before", "state", "after"),
    [
        pytest.param(
            message(State.SPEAK, priority=99), HIGHER, None, State.SPEAK, State.SPEAK,
            id="5.1: priority counts before the address",
        ),
        pytest.param(
            message(State.SPEAK, priority=101), LOWER, None, State.SPEAK, State.LISTEN,
            id="5.1: the higher priority wins",
        ),
        pytest.param(
            message(State.SPEAK), "9.255.255.255", None, State.SPEAK, State.SPEAK,
            id="5.1: addresses compare as numbers, not as text",
        ),
        pytest.param(
            message(State.LISTEN, Opcode.COUP), LOWER, None, State.ACTIVE, State.ACTIVE,
            id="5.5 j: a coup of a lower router is none",
        ),
        pytest.param(
            message(State.ACTIVE, Opcode.RESIGN), HIGHER, LOWER, State.STANDBY, State.STANDBY,
            id="5.5 i: a resign of a router that is not the active one is none",
        ),
        pytest.param(
            message(State.INITIAL), HIGHER, None, State.SPEAK, State.SPEAK,
            id="5.5: a hello in state Initial is no event",
        ),
        pytest.param(
            message(State.LISTEN), HIGHER, None, State.STANDBY, State.STANDBY,
            id="5.5: a hello in state Listen is no event",
        ),
        pytest.param(
            replace(message(State.ACTIVE), virtual_ip=None), HIGHER, None, State.LEARN, State.LEARN,
            id="5.3 Learn: leaves only with the virtual IP address",
        ),
        pytest.param(
            replace(message(State.ACTIVE), virtual_ip=OWN), HIGHER, None, State.LEARN, State.LEARN,
            id="5.3 Learn: not with its own address",
        ),
        pytest.param(
            replace(message(State.ACTIVE), virtual_ip="224.0.0.9"), HIGHER, None, State.LEARN,
            State.LEARN, id="5.3 Learn: not with the address of a group",
        ),
    ],
)  # fmt: skip
def test_event(
    received: HsrpMessage, source: str, active_before: str | None, state: State, after: State
) -> None:
    made = machine(state, virtual_ip=None if state is State.LEARN else VIRTUAL_IP)
    made.active_router = active_before
    made.receive(received, source, HOLD)
    assert made.state is after


# --- Timelines.


def run(machine: Hsrp, until: int) -> list[tuple[float, Opcode, State]]:
    """Let a machine be alone until a time; what it sent, with the time in hold times."""
    log = []
    while (due := machine.deadline) is not None and due <= until:
        machine.wake(due)
        log += [(round(due / HOLD, 2), opcode, state) for opcode, state in sent(machine)]
    machine.wake(until)
    return log


def states(log: list[tuple[float, Opcode, State]]) -> list[tuple[float, State]]:
    """The states that hellos were first sent in."""
    first: dict[State, float] = {}
    for time, opcode, state in log:
        if opcode is Opcode.HELLO:
            first.setdefault(state, time)
    return [(time, state) for state, time in first.items()]


def test_alone_it_becomes_active_within_two_hold_times() -> None:
    """docs/hut-contract.md: "active within 3 hold times after the listen time"."""
    made = machine(State.INITIAL)
    made.configure(0)
    log = run(made, 4 * HOLD)
    assert states(log)[0] == (1.0, State.SPEAK)
    assert states(log)[-1] == (2.0, State.ACTIVE)
    assert made.state is State.ACTIVE


def test_the_order_of_equal_timers_does_not_matter() -> None:
    """The essay in hsrp.py: a timer that expires in a blank cell stays expired."""
    made = machine(State.LISTEN)
    made._active_due, made._standby_due = HOLD + 1, HOLD
    run(made, 3 * HOLD)
    assert made.state is State.ACTIVE


def test_the_gate_holds_it_in_standby() -> None:
    """docs/protocol.md#5-6: "its FHRP may run as far as Standby"."""
    made = machine(State.INITIAL, may_be_active=False)
    made.configure(0)
    log = run(made, 10 * HOLD)
    assert made.state is State.STANDBY
    assert {state for _, _, state in log} == {State.SPEAK, State.STANDBY}
    made.allow_active(10 * HOLD)
    assert made.state is State.ACTIVE


@pytest.mark.parametrize("state", [State.LISTEN, State.SPEAK, State.STANDBY])
def test_the_gate_forbids_preemption(state: State) -> None:
    """5.6: until then not active, by no cell of the table; then it preempts."""
    made = machine(state, may_be_active=False, preempt=True)
    made.receive(message(State.ACTIVE), LOWER, HOLD)
    assert made.state is state
    assert made._active_due == 2 * HOLD
    made.allow_active(HOLD)
    made.receive(message(State.ACTIVE), LOWER, HOLD)
    assert made.state is State.ACTIVE
    assert sent(made)[-2:] == [(Opcode.COUP, state), (Opcode.HELLO, State.ACTIVE)]


def test_the_gate_delays_the_takeover_after_a_resign() -> None:
    made = machine(State.STANDBY, may_be_active=False)
    made.active_router = LOWER
    made.receive(message(State.ACTIVE, Opcode.RESIGN), LOWER, HOLD)
    made.wake(2 * HOLD)
    assert made.state is State.STANDBY
    made.allow_active(3 * HOLD)
    assert made.state is State.ACTIVE


def test_learn_is_silent_until_an_active_was_heard() -> None:
    """docs/claims.md, States: in Learn no hello for three hold times; then it takes over."""
    made = machine(State.INITIAL, virtual_ip=None)
    made.configure(0)
    assert run(made, 20 * HOLD) == []
    made.receive(message(State.ACTIVE, priority=200), HIGHER, 20 * HOLD)
    assert (made.state, made.virtual_ip) == (State.LISTEN, VIRTUAL_IP)
    run(made, 23 * HOLD)
    assert made.state is State.ACTIVE


def test_a_configured_address_is_never_replaced() -> None:
    """RFC 2281, 5.6 E: learned only "if the virtual IP address ... was not ... configured"."""
    made = machine(State.LISTEN)
    other = replace(message(State.ACTIVE), virtual_ip="10.0.0.99")
    made.receive(other, HIGHER, 0)
    assert made.virtual_ip == VIRTUAL_IP


def test_it_yields_to_a_better_active_and_takes_over_when_that_is_silent() -> None:
    """docs/claims.md, 24."""
    made = machine(State.ACTIVE)
    made.receive(message(State.ACTIVE, priority=200), HIGHER, 0)
    assert made.state is State.SPEAK
    assert sent(made) == [(Opcode.HELLO, State.SPEAK)]
    made.receive(message(State.STANDBY, priority=150), LOWER, 1)
    assert made.state is State.LISTEN
    run(made, 3 * HOLD)
    assert made.state is State.ACTIVE


def test_two_actives_settle_by_coup_and_resign() -> None:
    """RFC 2281, 5.7, rows h and j: after a partition heals."""
    high = machine(State.ACTIVE, priority=200)
    low = machine(State.ACTIVE, address=LOWER)
    high.receive(message(State.ACTIVE, priority=100), LOWER, 0)
    (coup,) = high.outgoing()
    assert coup.opcode is Opcode.COUP
    low.receive(coup, OWN, 0)
    resign, hello = low.outgoing()
    assert (resign.opcode, hello.opcode, low.state) == (Opcode.RESIGN, Opcode.HELLO, State.SPEAK)
    high.receive(resign, LOWER, 0)
    assert high.state is State.ACTIVE


def test_after_the_end_it_says_nothing() -> None:
    made = machine(State.ACTIVE)
    made.disable(0)
    assert sent(made) == [(Opcode.RESIGN, State.ACTIVE)]
    assert run(made, 10 * HOLD) == []
    assert made.deadline is None


@given(seed=st.integers())
def test_hellos_are_spread_within_the_contract(seed: int) -> None:
    """docs/hut-contract.md: own hellos "0.4 to 1.7 times hello_ms apart"."""
    made = Hsrp(SETTINGS, random.Random(seed))
    made.state = State.ACTIVE
    made._hello_due = 0
    times = []
    while len(times) < 20:
        due = made.deadline
        assert due is not None
        made.wake(due)
        times += [due for _ in sent(made)]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(0.4 * HELLO <= gap <= 1.7 * HELLO for gap in gaps)
    assert HELLO_SPREAD[0] * HELLO - 1 <= min(gaps) < max(gaps) <= HELLO_SPREAD[1] * HELLO + 1


_MESSAGES = st.builds(
    message,
    st.sampled_from(State),
    st.sampled_from(Opcode),
    st.integers(0, 255),
)


@given(
    steps=st.lists(
        st.tuples(_MESSAGES, st.sampled_from([LOWER, HIGHER]), st.integers(0, HOLD)), max_size=40
    ),
    preempt=st.booleans(),
)
def test_while_the_gate_is_shut_nothing_makes_it_active(
    steps: list[tuple[HsrpMessage, str, int]], preempt: bool
) -> None:
    """docs/protocol.md#5-6, for any history."""
    made = machine(State.INITIAL, may_be_active=False, preempt=preempt)
    made.configure(0)
    now = 0
    for received, source, later in steps:
        now += later
        made.receive(received, source, now)
        assert made.state is not State.ACTIVE
        assert State.ACTIVE not in {item.state for item in made.outgoing()}
        assert made.deadline is None or made.deadline > now
