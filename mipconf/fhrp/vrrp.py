"""VRRP as a state machine: who of a group of routers is master (RFC 3768 and RFC 9568, section 6).

The whole protocol is in one table, as that of HSRP is (`mipconf.fhrp.hsrp`): a row for each event
of sections 6.4.1 to 6.4.3, a column for each state, and a cell that names the actions in their
order and the next state. A blank cell means that the event is nothing to a router in that state.
The names are those of RFC 3768; RFC 9568 says Active where this says master.

What the versions do differently, and what a router that preempts does, is not in the table but in
what counts as an event: a message that the RFCs discard is none.

Four things are fixed here that the RFCs leave open or have otherwise:

*The gate.* A Home Agent may not become master before its table is initialized, though "its FHRP
may run as far as ... Backup" (docs/protocol.md#5-6). `allow_active` opens the gate. While it is
shut, a master down timer that expires in Backup stays expired.

*The owner.* The virtual IP address is never a Home Agent's own. Priority 255 is the highest one and
no more: its router begins in Backup with an expired master down timer, so that it is master as soon
as the gate is open. It preempts whatever it was told (RFC 9568, 6.1, Preempt_Mode).

*Milliseconds.* "Timers configured in milliseconds run as configured" (docs/hut-contract.md), the
skew time is (256 - priority)/256 of the interval in version 2 too.

*The master's interval.* In version 3 a backup counts with the interval that the master advertises
(RFC 9568, 6.4.2). A master that advertises the own interval, as a message can carry it, is taken to
have the very same one: rounding must not make the backups slower than configured.

Nothing here knows octets, sockets or clocks: messages and times come in, messages go out. Times are
nanoseconds.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from mipconf.layers.vrrp import Checksum
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import RESIGNING, VrrpMessage, carried_interval

OWNER = 255
"""The priority of the router that owns the virtual IP address (RFC 3768, 5.3.4)."""


class VrrpState(Enum):
    """The states of RFC 3768, section 6.4."""

    INITIALIZE = "Initialize"
    BACKUP = "Backup"
    MASTER = "Master"


class Event(Enum):
    """The events of RFC 3768 and RFC 9568, section 6.4."""

    STARTUP = "Startup"
    STARTUP_AS_OWNER = "Startup, priority 255"
    SHUTDOWN = "Shutdown"
    MASTER_DOWN_TIMER = "Master_Down_Timer fires"
    ADVERTISEMENT_TIMER = "Adver_Timer fires"
    RESIGNED = "an advertisement of priority 0"
    HIGHER = "an advertisement of a router that this one yields to"
    LOWER = "an advertisement of another router"


class Action(Enum):
    """What is done at an event, by the letters of the table."""

    SEND_ADVERTISEMENT = "A"
    SEND_GRATUITOUS_ARP = "G"
    SEND_RESIGNATION = "R"
    START_ADVERTISEMENT_TIMER = "T"
    STOP_ADVERTISEMENT_TIMER = "X"
    LEARN_INTERVAL = "L"
    START_MASTER_DOWN_TIMER = "D"
    START_MASTER_DOWN_TIMER_EXPIRED = "E"
    START_MASTER_DOWN_TIMER_SKEWED = "S"
    STOP_MASTER_DOWN_TIMER = "C"


@dataclass(frozen=True, slots=True)
class Transition:
    """A cell of the table: actions in order, and the next state (None: it stays)."""

    actions: tuple[Action, ...]
    state: VrrpState | None


_COLUMNS = tuple(VrrpState)
_BY_LETTER = {state.value[0]: state for state in VrrpState}

# Sections 6.4.1 to 6.4.3. A cell is "actions/state"; states are named by their first letter.
# fmt: off
_TABLE = {
    # State:                    Initialize  Backup    Master
    Event.STARTUP:             ("D/B",      "",       ""),
    Event.STARTUP_AS_OWNER:    ("E/B",      "",       ""),
    Event.SHUTDOWN:            ("",         "C/I",    "XR/I"),
    Event.MASTER_DOWN_TIMER:   ("",         "CAGT/M", ""),
    Event.ADVERTISEMENT_TIMER: ("",         "",       "AT"),
    Event.RESIGNED:            ("",         "S",      "AT"),
    Event.HIGHER:              ("",         "LD",     "XLD/B"),
    Event.LOWER:               ("",         "LD",     "A"),
}
# fmt: on


def _transition(cell: str) -> Transition:
    actions, _, state = cell.partition("/")
    return Transition(
        tuple(Action(letter) for letter in actions), _BY_LETTER[state] if state else None
    )


TRANSITIONS: Mapping[tuple[Event, VrrpState], Transition] = MappingProxyType(
    {
        (event, state): _transition(cell)
        for event, row in _TABLE.items()
        for state, cell in zip(_COLUMNS, row, strict=True)
        if cell
    }
)
"""What to do at an event in a state; a pair that is not in here is a blank cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VrrpSettings:
    """What one router of the group is configured with.

    `version` is 2 or 3, `vrid` 1..255, `priority` 1..255; `advertisement_ms` is the advertisement
    interval A in milliseconds, 1 to what a message can carry. `checksum` is the form of those that
    it sends in version 3.
    """

    address: str
    version: int
    vrid: int
    priority: int
    preempt: bool
    advertisement_ms: int
    virtual_ip: str
    checksum: Checksum = Checksum.MESSAGE


class Vrrp:
    """One router's VRRP state machine, from state Initialize on.

    Call `startup` once; then hand in each message of the group and call `wake` at `deadline`; take
    what is to be sent from `outgoing`.
    """

    def __init__(self, settings: VrrpSettings) -> None:
        self.settings = settings
        self.state = VrrpState.INITIALIZE
        self._may_be_master = False
        self._master_interval = settings.advertisement_ms * MILLISECOND
        self._master_down_due: int | None = None
        self._advertisement_due: int | None = None
        self._outgoing: list[VrrpMessage] = []

    # What happens to it.

    def startup(self, now: int) -> None:
        """VRRP begins."""
        is_owner = self.settings.priority == OWNER
        self._step(Event.STARTUP_AS_OWNER if is_owner else Event.STARTUP, now)

    def shutdown(self, now: int) -> None:
        """VRRP ends; a master resigns."""
        self._step(Event.SHUTDOWN, now)

    def allow_active(self, now: int) -> None:
        """Open the gate: from now on it may enter state Master."""
        self._may_be_master = True
        self.wake(now)

    def step_down(self, now: int) -> None:
        """Shut the gate and begin again; a master resigns."""
        self._may_be_master = False
        self.shutdown(now)
        self.startup(now)

    def receive(self, message: VrrpMessage, source: str, now: int) -> None:
        """Take a message of the group from another router's address."""
        self.wake(now)
        event = self._event(message, source)
        if event is not None:
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

    def outgoing(self) -> list[VrrpMessage]:
        """The messages to send, oldest first; each is handed out once."""
        messages, self._outgoing = self._outgoing, []
        return messages

    @property
    def master_down_interval(self) -> int:
        """3 A + the skew time with the own interval A, in nanoseconds."""
        return self._down_interval(self.settings.advertisement_ms * MILLISECOND)

    # Which event it is.

    def _event(self, message: VrrpMessage, source: str) -> Event | None:
        if message.priority == RESIGNING:
            return Event.RESIGNED
        if self._yields_to(message, source):
            return Event.HIGHER
        # "Else discard": a backup that preempts waits for its timer to expire (6.4.2), and a master
        # of version 2 says nothing, while one of version 3 asserts itself (RFC 9568, 6.4.3).
        if self.state is VrrpState.BACKUP:
            return None if self._preempts else Event.LOWER
        return None if self.settings.version == 2 else Event.LOWER

    def _yields_to(self, message: VrrpMessage, source: str) -> bool:
        """Whether the sender's priority is higher; equal is enough in Backup, while a master yields
        to an equal one with the higher address only.
        """
        own = self.settings
        if self.state is VrrpState.BACKUP:
            return message.priority >= own.priority
        theirs = (message.priority, ipaddress.IPv4Address(source))
        return theirs > (own.priority, ipaddress.IPv4Address(own.address))

    @property
    def _preempts(self) -> bool:
        return self.settings.preempt or self.settings.priority == OWNER

    def _timers(self) -> list[tuple[Event, int]]:
        """The running or expired timers whose expiry the present state has a cell for."""
        timers = (
            (Event.MASTER_DOWN_TIMER, self._master_down_due if self._may_be_master else None),
            (Event.ADVERTISEMENT_TIMER, self._advertisement_due),
        )
        return [(event, due) for event, due in timers if due is not None]

    def _expired(self, now: int) -> Event | None:
        return next((event for event, due in self._timers() if due <= now), None)

    # What is done then.

    def _step(self, event: Event, now: int, message: VrrpMessage | None = None) -> None:
        transition = TRANSITIONS.get((event, self.state))
        if transition is None:
            return
        self.state = transition.state or self.state
        for action in transition.actions:
            self._perform(action, now, message)

    def _perform(self, action: Action, now: int, message: VrrpMessage | None) -> None:
        match action:
            case Action.SEND_ADVERTISEMENT:
                self._send(self.settings.priority)
            case Action.SEND_RESIGNATION:
                self._send(RESIGNING)
            case Action.START_ADVERTISEMENT_TIMER:
                self._advertisement_due = now + self.settings.advertisement_ms * MILLISECOND
            case Action.STOP_ADVERTISEMENT_TIMER:
                self._advertisement_due = None
            case Action.LEARN_INTERVAL if message is not None:
                self._learn(message)
            case Action.START_MASTER_DOWN_TIMER:
                self._master_down_due = now + self._down_interval(self._master_interval)
            case Action.START_MASTER_DOWN_TIMER_EXPIRED:
                self._master_down_due = now
            case Action.START_MASTER_DOWN_TIMER_SKEWED:
                self._master_down_due = now + self._skew_time(self._master_interval)
            case Action.STOP_MASTER_DOWN_TIMER:
                self._master_down_due = None
            case Action.SEND_GRATUITOUS_ARP:
                pass  # Below the datagrams: whoever owns the interface does it.

    def _skew_time(self, interval: int) -> int:
        return (256 - self.settings.priority) * interval // 256

    def _down_interval(self, interval: int) -> int:
        return 3 * interval + self._skew_time(interval)

    def _learn(self, message: VrrpMessage) -> None:
        """Count with the master's interval; in version 2 a message with another is discarded."""
        own, theirs = self.settings.advertisement_ms, message.advertisement_ms
        is_own = theirs == carried_interval(own, self.settings.version)
        self._master_interval = (own if is_own else theirs) * MILLISECOND

    def _send(self, priority: int) -> None:
        settings = self.settings
        self._outgoing.append(
            VrrpMessage(
                version=settings.version,
                vrid=settings.vrid,
                priority=priority,
                advertisement_ms=settings.advertisement_ms,
                addresses=(settings.virtual_ip,),
            )
        )
