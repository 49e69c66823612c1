"""VRRP's state machine: the transitions of the RFCs' section 6.4 by the cell, and what follows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.fhrp.vrrp import TRANSITIONS, Action, Event, Vrrp, VrrpSettings, VrrpState
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import VrrpMessage

INITIALIZE, BACKUP, MASTER = VrrpState
A = 256 * MILLISECOND
SKEW = 156 * MILLISECOND  # (256 - 100)/256 A
DOWN = 3 * A + SKEW
VIRTUAL_IP = "10.0.0.1"
LOWER, OWN, HIGHER = "10.0.0.2", "10.0.0.3", "10.0.0.4"

SETTINGS = VrrpSettings(
    address=OWN,
    version=2,
    vrid=7,
    priority=100,
    preempt=False,
    advertisement_ms=256,
    virtual_ip=VIRTUAL_IP,
)


def message(priority: int = 100, interval: int = 1000) -> VrrpMessage:
    return VrrpMessage(
        version=2, vrid=7, priority=priority, advertisement_ms=interval, addresses=(VIRTUAL_IP,)
    )


def machine(state: VrrpState = BACKUP, may_be_master: bool = True, **changes: object) -> Vrrp:
    """A machine in a state, no timer of which is running."""
    made = Vrrp(replace(SETTINGS, **changes))
    made.state = state
    if may_be_master:
        made.allow_active(0)
    return made


def sent(machine: Vrrp) -> list[int]:
    """The priorities of the advertisements that it sent."""
    return [item.priority for item in machine.outgoing()]


# --- Sections 6.4.1 to 6.4.3, cell by cell: what is sent, the next state, and its timers.

NOW = 10 * DOWN
KEPT = NOW + 1
"""When a timer expires that the event leaves alone."""

CELLS = [
    # event, state, changed settings; priorities sent, next state, master down due, Adver_Timer due
    pytest.param(
        "startup", INITIALIZE, {}, [], BACKUP, NOW + DOWN, KEPT,
        id="6.4.1: Startup: Backup",
    ),
    pytest.param(
        "startup", INITIALIZE, {"priority": 255}, [255], MASTER, None, NOW + A,
        id="6.4.1: Startup with priority 255: Master",
    ),
    pytest.param("shutdown", BACKUP, {}, [], INITIALIZE, None, KEPT, id="6.4.2: Shutdown"),
    pytest.param(
        "master down timer", BACKUP, {}, [100], MASTER, None, NOW + A,
        id="6.4.2: Master_Down_Timer fires",
    ),
    pytest.param("priority 0", BACKUP, {}, [], BACKUP, NOW + SKEW, KEPT, id="6.4.2: priority 0"),
    pytest.param("higher", BACKUP, {}, [], BACKUP, NOW + DOWN, KEPT, id="6.4.2: higher priority"),
    pytest.param(
        "higher", BACKUP, {"preempt": True}, [], BACKUP, NOW + DOWN, KEPT,
        id="6.4.2: higher priority, preempting",
    ),
    pytest.param(
        "equal, lower address", BACKUP, {"preempt": True}, [], BACKUP, NOW + DOWN, KEPT,
        id="6.4.2: equal is enough",
    ),
    pytest.param(
        "lower", BACKUP, {}, [], BACKUP, NOW + DOWN, KEPT,
        id="6.4.2: lower, Preempt_Mode False",
    ),
    pytest.param(
        "lower", BACKUP, {"preempt": True}, [], BACKUP, KEPT, KEPT,
        id="6.4.2: lower, Preempt_Mode True",
    ),
    pytest.param(
        "lower", BACKUP, {"priority": 255}, [], BACKUP, KEPT, KEPT,
        id="6.1: priority 255 preempts whatever Preempt_Mode is",
    ),
    pytest.param("shutdown", MASTER, {}, [0], INITIALIZE, KEPT, None, id="6.4.3: Shutdown"),
    pytest.param(
        "Adver_Timer", MASTER, {}, [100], MASTER, KEPT, NOW + A, id="6.4.3: Adver_Timer fires"
    ),
    pytest.param("priority 0", MASTER, {}, [100], MASTER, KEPT, NOW + A, id="6.4.3: priority 0"),
    pytest.param("higher", MASTER, {}, [], BACKUP, NOW + DOWN, None, id="6.4.3: higher priority"),
    pytest.param(
        "equal, higher address", MASTER, {}, [], BACKUP, NOW + DOWN, None,
        id="6.4.3: equal, higher address",
    ),
    pytest.param(
        "equal, lower address", MASTER, {}, [], MASTER, KEPT, KEPT,
        id="RFC 3768, 6.4.3: equal, lower address: discard",
    ),
    pytest.param("lower", MASTER, {}, [], MASTER, KEPT, KEPT, id="RFC 3768, 6.4.3: lower: discard"),
    pytest.param(
        "equal, lower address", MASTER, {"version": 3}, [100], MASTER, KEPT, KEPT,
        id="RFC 9568, 6.4.3: equal, lower address: assert oneself",
    ),
    pytest.param(
        "lower", MASTER, {"version": 3}, [100], MASTER, KEPT, KEPT,
        id="RFC 9568, 6.4.3: lower: assert oneself",
    ),
]  # fmt: skip


def cause(made: Vrrp, event: str) -> None:
    """Make the event happen to a machine, through its public face."""
    match event:
        case "startup":
            made.startup(NOW)
        case "shutdown":
            made.shutdown(NOW)
        case "master down timer":
            made._master_down_due = NOW
        case "Adver_Timer":
            made._advertisement_due = NOW
        case "priority 0":
            made.receive(message(0), HIGHER, NOW)
        case "higher":
            made.receive(message(made.settings.priority + 1), LOWER, NOW)
        case "equal, higher address":
            made.receive(message(made.settings.priority), HIGHER, NOW)
        case "equal, lower address":
            made.receive(message(made.settings.priority), LOWER, NOW)
        case "lower":
            made.receive(message(made.settings.priority - 1), HIGHER, NOW)
    made.wake(NOW)


@pytest.mark.parametrize(
    ("event", "state", "changes", "priorities", "after", "down_due", "advertisement_due"), CELLS
)
def test_cell(
    event: str,
    state: VrrpState,
    changes: dict[str, object],
    priorities: list[int],
    after: VrrpState,
    down_due: int | None,
    advertisement_due: int | None,
) -> None:
    made = machine(state, **changes)
    made._master_down_due = made._advertisement_due = KEPT
    cause(made, event)
    assert made.state is after
    assert sent(made) == priorities
    assert (made._master_down_due, made._advertisement_due) == (down_due, advertisement_due)


@pytest.mark.parametrize("event", ["higher", "lower", "priority 0", "shutdown"])
def test_nothing_happens_in_initialize(event: str) -> None:
    made = machine(INITIALIZE, version=3)
    cause(made, event)
    assert (made.state, sent(made), made.deadline) == (INITIALIZE, [], None)


def test_each_event_and_action_of_the_table_is_used() -> None:
    assert {event for event, _ in TRANSITIONS} == set(Event)
    assert {action for cell in TRANSITIONS.values() for action in cell.actions} == set(Action)


# --- Intervals.


@pytest.mark.parametrize(
    ("version", "advertisement_ms", "priority", "milliseconds"),
    [
        pytest.param(2, 1000, 100, 3609.375, id="RFC 3768, 6.1: A is 1 s"),
        pytest.param(2, 1000, 255, 3003.90625, id="the highest priority"),
        pytest.param(2, 150, 100, 541.40625, id="docs/hut-contract.md: in version 2 too"),
        pytest.param(3, 150, 1, 599.4140625, id="RFC 9568, 6.1"),
    ],
)
def test_master_down_interval(
    version: int, advertisement_ms: int, priority: int, milliseconds: float
) -> None:
    """docs/hut-contract.md: "3 A + (256 - priority)/256 A"."""
    made = machine(version=version, advertisement_ms=advertisement_ms, priority=priority)
    assert made.master_down_interval == int(milliseconds * MILLISECOND)


@pytest.mark.parametrize(
    ("own", "advertised", "counted"),
    [
        pytest.param(256, 1000, 1000, id="a slower master"),
        pytest.param(256, 100, 100, id="a faster master"),
        pytest.param(256, 260, 256, id="the own interval, as a message carries it"),
        pytest.param(256, 250, 250, id="another that is nearly it"),
    ],
)
@pytest.mark.parametrize("state", [BACKUP, MASTER])
def test_a_backup_counts_with_the_interval_of_its_master(
    state: VrrpState, own: int, advertised: int, counted: int
) -> None:
    """RFC 9568, 6.4.2 and 6.4.3: "Set Active_Adver_Interval to Max Advertise Interval"."""
    made = machine(state, version=3, advertisement_ms=own)
    made.receive(message(200, advertised), HIGHER, NOW)
    interval = counted * MILLISECOND
    assert made._master_down_due == NOW + 3 * interval + 156 * interval // 256
    made.receive(message(0, advertised), HIGHER, NOW)
    assert made._master_down_due == NOW + 156 * interval // 256
    assert made.master_down_interval == DOWN


# --- Timelines.


def run(made: Vrrp, until: int) -> list[tuple[int, int]]:
    """Let a machine be alone until a time; what it sent: the time, the priority."""
    log = []
    while (due := made.deadline) is not None and due <= until:
        made.wake(due)
        log += [(due, priority) for priority in sent(made)]
    made.wake(until)
    return log


def test_alone_it_becomes_master_and_stays_it() -> None:
    made = machine(INITIALIZE)
    made.startup(0)
    assert run(made, DOWN + 3 * A) == [(DOWN + n * A, 100) for n in range(4)]
    assert made.state is MASTER


@pytest.mark.parametrize("priority", [100, 255])
def test_the_gate_holds_it_in_backup(priority: int) -> None:
    """docs/protocol.md#5-6: "its FHRP may run as far as ... Backup"."""
    made = machine(INITIALIZE, may_be_master=False, priority=priority)
    made.startup(0)
    assert run(made, 10 * DOWN) == []
    assert (made.state, made.deadline) == (BACKUP, None)
    made.allow_active(10 * DOWN)
    assert made.state is MASTER
    assert sent(made) == [priority]


def test_an_owner_is_master_as_soon_as_the_gate_opens() -> None:
    """Though a router of lower priority is."""
    made = machine(INITIALIZE, may_be_master=False, priority=255)
    made.startup(0)
    made.receive(message(254), HIGHER, 1)
    made.allow_active(2)
    assert made.state is MASTER


def test_behind_the_gate_it_still_yields() -> None:
    made = machine(INITIALIZE, may_be_master=False)
    made.startup(0)
    made.receive(message(200), HIGHER, 2 * DOWN)
    made.allow_active(2 * DOWN + 1)
    assert made.state is BACKUP
    assert made.deadline == 3 * DOWN


def test_it_takes_over_from_a_silent_master() -> None:
    """docs/claims.md, 24."""
    made = machine(MASTER)
    made.receive(message(200), HIGHER, 0)
    made.receive(message(200), HIGHER, A)
    assert run(made, A + DOWN) == [(A + DOWN, 100)]


def test_it_takes_over_from_a_resigning_master_after_the_skew_time() -> None:
    made = machine()
    made.receive(message(200), HIGHER, 0)
    made.receive(message(0), HIGHER, A)
    assert run(made, A + SKEW) == [(A + SKEW, 100)]


def test_without_preemption_it_waits_for_the_master_to_fall_silent() -> None:
    made = machine(priority=200)
    for number in range(10):
        made.receive(message(1), LOWER, number * A)
    due = 9 * A + made.master_down_interval
    assert run(made, due) == [(due, 200)]


def test_with_preemption_it_takes_over_from_a_lower_master() -> None:
    made = machine(INITIALIZE, priority=200, preempt=True)
    made.startup(0)
    for number in range(4):
        made.receive(message(1), LOWER, number * A)
    assert run(made, 4 * A) == [(made.master_down_interval, 200)]


@pytest.mark.parametrize("version", [2, 3])
def test_of_two_masters_one_remains(version: int) -> None:
    """RFC 3768, 6.4.3: by priority, then by address; after a partition heals."""
    low = machine(MASTER, version=version, address=LOWER)
    high = machine(MASTER, version=version, address=HIGHER)
    high.receive(message(100), LOWER, 0)
    low.receive(message(100), HIGHER, 0)
    assert (low.state, high.state) == (BACKUP, MASTER)


def test_addresses_compare_as_numbers() -> None:
    made = machine(MASTER, address="10.0.0.3")
    made.receive(message(100), "9.255.255.255", 0)
    assert made.state is MASTER


def test_after_the_end_it_says_nothing() -> None:
    made = machine(MASTER)
    made.shutdown(0)
    assert sent(made) == [0]
    assert run(made, 10 * DOWN) == []
    assert made.deadline is None


@given(
    steps=st.lists(
        st.tuples(
            st.builds(message, st.integers(0, 255), st.integers(10, 40_950)),
            st.sampled_from([LOWER, HIGHER]),
            st.integers(0, DOWN),
        ),
        max_size=40,
    ),
    version=st.sampled_from([2, 3]),
    priority=st.integers(1, 255),
    preempt=st.booleans(),
)
def test_while_the_gate_is_shut_nothing_makes_it_master(
    steps: list[tuple[VrrpMessage, str, int]], version: int, priority: int, preempt: bool
) -> None:
    """docs/protocol.md#5-6, for any history; and it says nothing, as a backup does."""
    made = machine(
        INITIALIZE, may_be_master=False, version=version, priority=priority, preempt=preempt
    )
    made.startup(0)
    now = 0
    for received, source, later in steps:
        now += later
        made.receive(received, source, now)
        assert made.state is BACKUP
        assert made.outgoing() == []
        assert made.deadline is None
