"""HSRP as a state machine: who of a group of routers is active (RFC 2281, section 5).

The whole protocol is in one table. Its rows are the events of RFC 2281, section 5.5, with the
RFC's letters; its columns are the states of section 5.3; a cell names the actions of section 5.6,
again by letter and in their order, and the next state. A blank cell means that the event is
nothing to a router in that state. `Hsrp` only finds out which event it is looking at, looks the
cell up, and does what it says.

Two of the RFC's cells depend on the configuration. They are two rows here: event a is CONFIGURED
or CONFIGURED_WITHOUT_ADDRESS, and event h is LOWER_ACTIVE or, for a router that preempts,
LOWER_ACTIVE_PREEMPTED.

Three things that the RFC leaves open are fixed here:

*Timers stay expired.* An expiry that meets a blank cell is not lost: the timer remains expired, and
the event occurs when a state is entered in which the cell is not blank. By the letter of the table
a router alone loses one. Its active timer and its standby timer, started together in Listen,
expire together in Speak; c is blank there, so it would enter Standby by d with its active timer
gone, and wait for ever. Read this way the two go Speak, Standby, Active at once, as Cisco's
routers do (captures/HSRP_election.pcap: Standby, and Active half a second later).

*The gate.* A Home Agent may not become active before its table is initialized, though "its FHRP
may run as far as Standby or Backup" (docs/protocol.md#5-6). `allow_active` opens the gate. While it
is shut, c stays pending in Standby, i in Standby is an active timer that expired, and h is that
of a router that does not preempt.

*The state in a message.* A hello carries the state after the transition that it is sent in, a coup
or resign the state before (captures/HSRP_coup.pcap: a coup in state Listen).

Nothing here knows octets, sockets or clocks: messages and times come in, messages go out. Times are
nanoseconds.
"""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from mipconf.net.host import is_host
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import TEXT_AUTHENTICATION, HsrpMessage, Opcode, State

HELLO_SPREAD = (0.8, 1.0)
"""Own hellos come this many times the hello time apart, at random (RFC 2281, 5.2: jittered)."""


class Event(Enum):
    """The events of RFC 2281, section 5.5, by its letters."""

    CONFIGURED = "a, virtual IP address known"
    CONFIGURED_WITHOUT_ADDRESS = "a, virtual IP address to be learned"
    DISABLED = "b"
    ACTIVE_TIMER = "c"
    STANDBY_TIMER = "d"
    HELLO_TIMER = "e"
    HIGHER_SPEAK = "f"
    HIGHER_ACTIVE = "g"
    LOWER_ACTIVE = "h"
    LOWER_ACTIVE_PREEMPTED = "h, preempting"
    RESIGN = "i"
    HIGHER_COUP = "j"
    HIGHER_STANDBY = "k"
    LOWER_STANDBY = "l"


class Action(Enum):
    """The actions of RFC 2281, section 5.6, by its letters."""

    START_ACTIVE_TIMER = "A"
    START_STANDBY_TIMER = "B"
    STOP_ACTIVE_TIMER = "C"
    STOP_STANDBY_TIMER = "D"
    LEARN_PARAMETERS = "E"
    SEND_HELLO = "F"
    SEND_COUP = "G"
    SEND_RESIGN = "H"
    SEND_GRATUITOUS_ARP = "I"


@dataclass(frozen=True, slots=True)
class Transition:
    """A cell of the table: actions in order, and the next state (None: it stays)."""

    actions: tuple[Action, ...]
    state: State | None


_COLUMNS = (
    State.INITIAL,
    State.LEARN,
    State.LISTEN,
    State.SPEAK,
    State.STANDBY,
    State.ACTIVE,
)

# The table of RFC 2281, section 5.7. A cell is "actions/state"; states count as its columns do.
# fmt: off
_TABLE = {
    # State:                           1 Initial 2 Learn  3 Listen   4 Speak    5 Standby  6 Active
    Event.CONFIGURED:                 ("AB/3",   "",      "",        "",        "",        ""),
    Event.CONFIGURED_WITHOUT_ADDRESS: ("AB/2",   "",      "",        "",        "",        ""),
    Event.DISABLED:                   ("",       "CD/1",  "CD/1",    "CD/1",    "CD/1",    "CDH/1"),
    Event.ACTIVE_TIMER:               ("",       "",      "AB/4",    "",        "CDFI/6",  ""),
    Event.STANDBY_TIMER:              ("",       "",      "B/4",     "D/5",     "",        ""),
    Event.HELLO_TIMER:                ("",       "",      "",        "F",       "F",       "F"),
    Event.HIGHER_SPEAK:               ("",       "",      "",        "B/3",     "B/3",     ""),
    Event.HIGHER_ACTIVE:              ("",       "EAB/3", "EA",      "EA",      "EA",      "AB/4"),
    Event.LOWER_ACTIVE:               ("",       "EAB/3", "A",       "A",       "A",       "G"),
    Event.LOWER_ACTIVE_PREEMPTED:     ("",       "EAB/3", "BGFI/6",  "BGFI/6",  "BGFI/6",  "G"),
    Event.RESIGN:                     ("",       "",      "AB/4",    "A",       "CFI/6",   ""),
    Event.HIGHER_COUP:                ("",       "",      "",        "",        "",        "ABH/4"),
    Event.HIGHER_STANDBY:             ("",       "",      "B",       "B/3",     "B/3",     "B"),
    Event.LOWER_STANDBY:              ("",       "",      "B/4",     "D/5",     "",        "B"),
}
# fmt: on


def _transition(cell: str) -> Transition:
    actions, _, state = cell.partition("/")
    return Transition(
        tuple(Action(letter) for letter in actions),
        _COLUMNS[int(state) - 1] if state else None,
    )


TRANSITIONS: Mapping[tuple[Event, State], Transition] = MappingProxyType(
    {
        (event, state): _transition(cell)
        for event, row in _TABLE.items()
        for state, cell in zip(_COLUMNS, row, strict=True)
        if cell
    }
)
"""What to do at an event in a state; a pair that is not in here is a blank cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HsrpSettings:
    """What one router of the group is configured with.

    `hello_ms` and `hold_ms` are milliseconds and run as configured, also where the messages carry
    whole seconds. `virtual_ip` None means that it is learned from the active router.
    """

    address: str
    version: int
    group: int
    priority: int
    preempt: bool
    hello_ms: int
    hold_ms: int
    virtual_ip: str | None
    authentication: str = TEXT_AUTHENTICATION
    identifier: bytes = bytes(6)


class Hsrp:
    """One router's HSRP state machine, from state Initial on.

    Call `configure` once to start it; then hand in each message of the group (already
    authenticated) and call `wake` at `deadline`; take what is to be sent from `outgoing`.
    """

    def __init__(self, settings: HsrpSettings, random: random.Random) -> None:
        """`random` spreads the hellos."""
        self.settings = settings
        self.state = State.INITIAL
        self.virtual_ip = settings.virtual_ip
        self.active_router: str | None = None
        self._random = random
        self._may_be_active = False
        self._active_due: int | None = None
        self._standby_due: int | None = None
        self._hello_due: int | None = None
        self._outgoing: list[HsrpMessage] = []

    # What happens to it.

    def configure(self, now: int) -> None:
        """HSRP is configured on an enabled interface (event a)."""
        known = self.virtual_ip is not None
        self._step(Event.CONFIGURED if known else Event.CONFIGURED_WITHOUT_ADDRESS, now)

    def disable(self, now: int) -> None:
        """HSRP or its interface is disabled (event b); an active router resigns."""
        self._step(Event.DISABLED, now)

    def allow_active(self, now: int) -> None:
        """Open the gate: from now on it may enter state Active."""
        self._may_be_active = True
        self.wake(now)

    def step_down(self, now: int) -> None:
        """Shut the gate and begin again; an active router resigns, and forgets what it learned."""
        self._may_be_active = False
        self.disable(now)
        self.virtual_ip = self.settings.virtual_ip
        self.configure(now)

    def receive(self, message: HsrpMessage, source: str, now: int) -> None:
        """Take an authenticated message of the group from another router's address."""
        self.wake(now)
        event = self._event(message, source)
        self._note_active(message, source)
        if event is Event.RESIGN and self.state is State.STANDBY and not self._may_be_active:
            self._active_due = now
        elif event is not None:
            self._step(event, now, message)
        self.wake(now)

    def wake(self, now: int) -> None:
        """Let the timers that have expired take effect."""
        while (event := self._expired(now)) is not None:
            self._step(event, now)

    @property
    def deadline(self) -> int | None:
        """When the next timer expires that means something in the present state."""
        return min((due for _, due in self._timers()), default=None)

    def outgoing(self) -> list[HsrpMessage]:
        """The messages to send, oldest first; each is handed out once."""
        messages, self._outgoing = self._outgoing, []
        return messages

    # Which event it is.

    def _event(self, message: HsrpMessage, source: str) -> Event | None:
        higher = self._is_higher(message, source)
        match message.opcode, message.state:
            case Opcode.COUP, _:
                return Event.HIGHER_COUP if higher else None
            case Opcode.RESIGN, _:
                return Event.RESIGN if source == self.active_router else None
            case Opcode.HELLO, State.SPEAK:
                return Event.HIGHER_SPEAK if higher else None
            case Opcode.HELLO, State.STANDBY:
                return Event.HIGHER_STANDBY if higher else Event.LOWER_STANDBY
            case Opcode.HELLO, State.ACTIVE:
                return self._active_event(message, higher)
        return None

    def _active_event(self, message: HsrpMessage, higher: bool) -> Event | None:
        if self.virtual_ip is None and not self._teaches(message):
            return None  # Nothing to leave state Learn with.
        if higher:
            return Event.HIGHER_ACTIVE
        if self.settings.preempt and self._may_be_active:
            return Event.LOWER_ACTIVE_PREEMPTED
        return Event.LOWER_ACTIVE

    def _is_higher(self, message: HsrpMessage, source: str) -> bool:
        """Whether the sender wins: by priority, then by address (RFC 2281, section 5.1)."""
        own = (self.settings.priority, ipaddress.IPv4Address(self.settings.address))
        return (message.priority, ipaddress.IPv4Address(source)) > own

    def _note_active(self, message: HsrpMessage, source: str) -> None:
        if message.opcode is Opcode.HELLO and message.state is State.ACTIVE:
            self.active_router = source
        elif source == self.active_router and message.opcode is not Opcode.COUP:
            self.active_router = None

    def _timers(self) -> list[tuple[Event, int]]:
        """The running or expired timers whose expiry the present state has a cell for."""
        gated = self.state is State.STANDBY and not self._may_be_active
        timers = (
            (Event.ACTIVE_TIMER, None if gated else self._active_due),
            (Event.STANDBY_TIMER, self._standby_due),
            (Event.HELLO_TIMER, self._hello_due),
        )
        return [
            (event, due)
            for event, due in timers
            if due is not None and (event, self.state) in TRANSITIONS
        ]

    def _expired(self, now: int) -> Event | None:
        return next((event for event, due in self._timers() if due <= now), None)

    # What is done then.

    def _step(self, event: Event, now: int, message: HsrpMessage | None = None) -> None:
        transition = TRANSITIONS.get((event, self.state))
        if transition is None:
            return
        before, after = self.state, transition.state or self.state
        self.state = after
        for action in transition.actions:
            self._perform(action, before, now, message)
        if after is State.SPEAK and before is not State.SPEAK:
            self._hello_due = now  # It speaks up at once, as Cisco's routers do.

    def _perform(
        self, action: Action, before: State, now: int, message: HsrpMessage | None
    ) -> None:
        match action:
            case Action.START_ACTIVE_TIMER:
                self._active_due = now + self.hold_time
            case Action.START_STANDBY_TIMER:
                self._standby_due = now + self.hold_time
            case Action.STOP_ACTIVE_TIMER:
                self._active_due = None
            case Action.STOP_STANDBY_TIMER:
                self._standby_due = None
            case Action.LEARN_PARAMETERS if message is not None:
                self._learn(message)
            case Action.SEND_HELLO:
                self._hello_due = now + self._hello_spacing()
                self._send(Opcode.HELLO, self.state)
            case Action.SEND_COUP:
                self._send(Opcode.COUP, before)
            case Action.SEND_RESIGN:
                self._send(Opcode.RESIGN, before)
            case Action.SEND_GRATUITOUS_ARP:
                pass  # Below the datagrams: whoever owns the interface does it.

    @property
    def hold_time(self) -> int:
        """The hold time in use, in nanoseconds."""
        return self.settings.hold_ms * MILLISECOND

    def _hello_spacing(self) -> int:
        spread = self._random.uniform(*HELLO_SPREAD)
        return round(self.settings.hello_ms * MILLISECOND * spread)

    def _learn(self, message: HsrpMessage) -> None:
        """Take the address over if it was not configured; the timers always are."""
        if self.settings.virtual_ip is None and self._teaches(message):
            self.virtual_ip = message.virtual_ip

    def _teaches(self, message: HsrpMessage) -> bool:
        """Whether there is an address in it that one host can have, and not this router's own.

        Nothing proves who sent a hello: that of a stranger must not make the router take a group's
        or the broadcast address.
        """
        address = message.virtual_ip
        return address not in (None, self.settings.address) and is_host(address)

    def _send(self, opcode: Opcode, state: State) -> None:
        settings = self.settings
        self._outgoing.append(
            HsrpMessage(
                version=settings.version,
                opcode=opcode,
                state=state,
                hello_ms=settings.hello_ms,
                hold_ms=settings.hold_ms,
                priority=settings.priority,
                group=settings.group,
                virtual_ip=self.virtual_ip,
                authentication=settings.authentication,
                identifier=settings.identifier,
            )
        )
