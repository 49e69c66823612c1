"""A Home Agent: registrations, updates, joining and answering (wire-format.md 5)."""

from __future__ import annotations

import os
import selectors
import socket
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from heapq import heappop, heappush
from itertools import count, islice
from time import monotonic
from typing import Any

import wire
from fhrp import HSRP_GROUPS, NEVER, Hsrp, Router, Settings
from wire import (
    REPLY,
    REQUEST,
    UPDATE,
    Association,
    Binding,
    Message,
    Registration,
    address,
    dotted,
    is_multicast,
    newer,
)

MEMORY = 30.0  # seconds for which requests and accepted messages are remembered, or more (5.1)
LINGER = 0.003  # seconds for which registrations gather, to share an update
DRAIN = 256  # datagrams of one socket before the others and the timers get their turn
IP_MULTICAST_ALL, IP_FREEBIND = 49, 15  # socket has no names for them
Peer = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Config:
    """What hut-contract.md configures; times are in seconds."""

    router: Settings
    port: int
    group_address: str
    ttl: int
    peers: tuple[int, ...]
    retransmit: float
    max_retransmissions: int
    reply_timeout: float
    listen: float
    deleted_entry: float
    replay_window: float
    responder: str
    window: int
    max_datagram: int
    max_lifetime: int
    keys: tuple[Association, ...]
    nodes: tuple[tuple[int, int, Association], ...]  # mask, network, association


def open_socket(bound: str, port: int, interface: str, ttl: int = 1) -> socket.socket:
    """A UDP socket at an address of its own, or at a group joined on our interface."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    opened.setblocking(False)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    opened.setsockopt(socket.IPPROTO_IP, IP_MULTICAST_ALL, 0)
    opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, ttl)
    opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
    if bound != interface and not is_multicast(address(bound)):
        opened.setsockopt(socket.IPPROTO_IP, IP_FREEBIND, 1)  # the virtual IP may be the host's
    opened.bind((bound, port))
    if is_multicast(address(bound)):
        membership = socket.inet_aton(bound) + socket.inet_aton(interface)
        opened.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    return opened


@dataclass(slots=True, eq=False)
class Sending:
    """An update or a part of a table until those it waits for have acknowledged it (5.4)."""

    message: Message
    waiting: set[int]
    left: int
    interval: float
    sent: float
    news: dict[int, Binding]  # the newest state heard of each home address, kept or not


@dataclass(slots=True, eq=False)
class Series:
    """The answer to one Table Request (5.7)."""

    request: Message
    parts: Iterator[Message]  # lazy: a part tells the state at its sending
    unacknowledged: set[int]


class HomeAgent:
    """One HA: table, members, updates, joining and answering, over its sockets.

    It keeps no mark of a binding that is removed (a SHOULD of 5.4 and 5.5), only of one that it
    never had (a MUST). So whatever must know of a removal later (stopping, catching up) is told
    when it happens, by `_spread`, and does not look for it in the table.
    """

    def __init__(self, config: Config, faults: frozenset[str]) -> None:
        self.config, self.faults = config, faults
        self.own, name = config.router.ha_id, dotted(config.router.ha_id)
        keys = {key.spi: key for key in config.keys}
        self.reader = wire.Reader(self.own, config.router.group, keys, config.replay_window)
        self.sequence = int.from_bytes(os.urandom(4))
        self.table: dict[int, tuple[Binding, float]] = {}  # as it was told, and when
        self.members: set[int] = set()
        self.accepted: tuple[set[Any], set[Any]] = (set(), set())  # of this period, of the last
        self.outstanding: dict[int, Sending] = {}
        self.concerning: defaultdict[int, set[int]] = defaultdict(set)  # updates of an address
        self.owed: defaultdict[int, dict[int, Binding]] = defaultdict(dict)  # to each member (5.6)
        self.caught_up: dict[int, float] = {}
        self.gathered: list[Binding] = []
        self.replies: list[tuple[socket.socket, bytes, Peer]] = []
        self.initialized = self.incomplete = False  # incomplete: without a complete series
        self.requests: dict[int, float] = {}
        self.request_due, self.repeats = NEVER, 0
        self.uninitialized: set[int] = set()  # members that answered Code 1
        self.received: defaultdict[tuple[int, int], set[int]] = defaultdict(set)  # of a series
        self.lasts: dict[tuple[int, int], int] = {}
        self.answers: dict[int, Series] = {}
        self.hellos: dict[int, float] = {}
        self.timers: list[tuple[float, int, Callable[[], None]]] = []
        self.serial = count()
        self.stopping = False
        self.selector = selectors.DefaultSelector()
        self.socket = open_socket(name, config.port, name, config.ttl)
        self._attend(self.socket, self._at_own_address)
        self._attend(open_socket(config.group_address, config.port, name), self._message)
        self.virtual: socket.socket | None = None
        self.router = self._open_router(config.router, name)

    def _open_router(self, settings: Settings, name: str) -> Router:
        if not settings.version:
            return Router(settings, lambda data: None)
        group = (HSRP_GROUPS[settings.version], settings.port)
        sender = open_socket(name, settings.port, name)
        self._attend(sender, lambda data, peer: None)  # routers do not talk to one router
        self._attend(open_socket(*group, name), self._hello)

        def say(data: bytes) -> None:
            self._follow_role()  # who hears that we are active may use the virtual IP at once
            self._send(sender, data[: -4 if "hello_cut_off" in self.faults else None], group)

        return Hsrp(settings, say)

    # Sockets and time

    def _attend(self, opened: socket.socket, handle: Callable[[bytes, Peer], None]) -> None:
        self.selector.register(opened, selectors.EVENT_READ, partial(self._drain, opened, handle))

    @staticmethod
    def _drain(opened: socket.socket, handle: Callable[[bytes, Peer], None]) -> None:
        for _ in range(DRAIN):
            try:
                data, peer = opened.recvfrom(65535)
            except OSError:
                return
            handle(data, peer)

    @staticmethod
    def _send(opened: socket.socket, data: bytes, to: Peer) -> None:
        try:
            opened.sendto(data, to)
        except OSError as error:  # as good as lost on the way; nothing may stop an HA (5.2)
            print(f"to {to[0]}: {error}", file=sys.stderr)

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        heappush(self.timers, (monotonic() + seconds, next(self.serial), act))

    def run(self) -> None:
        """Serve until told to stop."""
        self.router.start(monotonic())
        self._after(self.config.listen, self._listened)
        self._after(MEMORY, self._forget)
        if "request_at_once" in self.faults:
            self._ask()
        for peer in self.config.peers:
            self._meet(peer)
        while not self.stopping:
            wake = self._tick()
            for key, _ in self.selector.select(None if wake == NEVER else max(0, wake)):
                key.data()
        self._flush()
        self.router.stop()

    def _tick(self) -> float:
        """Do what is due; seconds until something is again."""
        while self.timers and self.timers[0][0] <= monotonic():
            heappop(self.timers)[2]()
        if self.request_due <= monotonic():
            self._ask_again()
        self.router.eligible = self.initialized or "active_before_initialized" in self.faults
        hello = self.router.tick(monotonic())
        self._follow_role()
        return min(hello, self.request_due, *(t for t, _, _ in self.timers[:1])) - monotonic()

    def _follow_role(self) -> None:
        """The virtual IP is ours only while we are active."""
        virtual_ip = self.router.virtual_ip or 0
        self.members.discard(virtual_ip)  # it may have been learned since
        if self.router.active and self.virtual is None and virtual_ip:
            try:
                opened = open_socket(dotted(virtual_ip), self.config.port, dotted(self.own))
            except OSError as error:  # not ours to have yet; tried again soon
                print(f"virtual IP: {error}", file=sys.stderr)
                return
            self.virtual = opened
            self._attend(opened, partial(self._register, opened, virtual_ip))
        elif not self.router.active and self.virtual:
            self._flush()
            self.selector.unregister(self.virtual)
            self.virtual.close()
            self.virtual = None

    # Registrations (5.4)

    def _at_own_address(self, data: bytes, peer: Peer) -> None:
        if data[:1] == b"\x01":
            self._register(self.socket, self.own, data, peer)
        else:
            self._message(data, peer)

    def _register(self, opened: socket.socket, local: int, data: bytes, peer: Peer) -> None:
        ready = self.initialized or "accepts_before_initialized" in self.faults
        request = wire.read_registration(data) if ready else None
        if request is None or ("refuses_while_passive" in self.faults and not self.router.active):
            return
        keys = [key for mask, network, key in self.config.nodes if request.home & mask == network]
        if not keys or not request.proofs:
            return
        spi, covered, authenticator = request.proofs[0]
        key = next((key for key in keys if key.spi == spi), None)
        proved = key is not None and key.proves(covered, authenticator)
        clock = wire.timestamp()
        known = self._binding(request.home)
        lifetime = 0
        if len(request.proofs) > 1 or not proved:
            code = wire.MN_FAILED
        elif not self._is_fresh(request, known, clock):
            code = wire.MISMATCH
        elif request.agent not in (self.own, self.router.virtual_ip):
            code = wire.UNKNOWN_HA
        else:
            code = wire.NO_SIMULTANEOUS if request.flags & wire.SIMULTANEOUS else wire.ACCEPTED
            lifetime = min(request.lifetime, self.config.max_lifetime)
            self._accept(request, lifetime, known)
        agent = local if code == wire.UNKNOWN_HA else request.agent
        if code > wire.NO_SIMULTANEOUS and "update_for_refused" in self.faults:
            asked = (request.home, self.own, request.care_of, request.flags, False, 60, 60)
            self._gather(Binding(*asked, request.identification))
        if "vip_reply_from_own" in self.faults:
            opened = self.socket
        reply = request.reply(code, lifetime, agent, clock, key or keys[0])
        self.replies.append((opened, reply, peer))
        self._after(LINGER, self._flush)

    def _is_fresh(self, request: Registration, known: Binding | None, clock: int) -> bool:
        if not wire.near(request.identification, clock, self.config.replay_window):
            return False
        if known is None or newer(request.identification, known.identification):
            return True
        return "accepts_replay" in self.faults and request.identification == known.identification

    def _accept(self, request: Registration, lifetime: int, known: Binding | None) -> None:
        state = Binding(
            request.home, self.own, request.care_of, request.flags, not lifetime, lifetime,
            lifetime, request.identification, request.sub_options,
        )  # fmt: skip
        if lifetime:
            self.table[request.home] = state, monotonic()
        elif known and not known.deleted and request.care_of in (known.home, known.care_of):
            del self.table[request.home]
        else:
            return  # accepted, and removes nothing
        self._spread(state)
        if "no_update" in self.faults or (state.deleted and "dereg_no_update" in self.faults):
            return
        if "update_wrong_care_of" in self.faults:
            state = replace(state, care_of=state.home)
        if "update_wrong_granted" in self.faults:
            state = replace(state, granted=request.lifetime)
        self._gather(state)

    def _gather(self, state: Binding) -> None:
        """Registrations that come together share an update, each home address once."""
        if any(state.home == other.home for other in self.gathered):
            self._flush()
        self.gathered.append(state)

    def _flush(self) -> None:
        """Multicast what has gathered, and only then reply to the mobile nodes."""
        gathered, self.gathered = self.gathered, []
        if self.members or "update_without_members" in self.faults:
            for bindings in self._fitting(gathered):
                self._post(Message(UPDATE, bindings=bindings), self.members)
        replies, self.replies = self.replies, []
        for reply in replies:
            self._send(*reply)

    def _fitting(self, bindings: Iterable[Binding]) -> Iterator[tuple[Binding, ...]]:
        """The bindings, divided as datagrams hold them."""
        part, room = list[Binding](), 0
        for binding in bindings:
            if binding.size > room:
                if part:
                    yield tuple(part)
                part, room = [], self.config.max_datagram - wire.OVERHEAD
            part.append(binding)
            room -= binding.size
        if part:
            yield tuple(part)

    # Sending and acknowledgements (5.1, 5.4)

    def _transmit(self, message: Message, to: int | None) -> None:
        """One datagram, to a member or to the group."""
        clock = message.identification or wire.timestamp()
        data = message.encode(self.config.router.group, self.config.keys[0], clock)
        host = self.config.group_address if to is None else dotted(to)
        self._send(self.socket, data, (host, self.config.port))

    def _next_sequence(self) -> int:
        self.sequence = (self.sequence + 1) % 2**32
        return self.sequence

    def _post(self, message: Message, members: Iterable[int], unicast: bool = False) -> int:
        """Send a new update or part, and again to those that do not acknowledge."""
        sequence, clock = self._next_sequence(), wire.timestamp()
        message = replace(message, agent=self.own, sequence=sequence, identification=clock)
        left = self.config.max_retransmissions
        left += "one_retransmission_too_many" in self.faults
        left -= "one_retransmission_too_few" in self.faults
        if "no_retransmission" in self.faults or (
            message.subtype == REPLY and "part_not_retransmitted" in self.faults
        ):
            left = 0
        sending = Sending(
            message, set(members), left, self.config.retransmit, monotonic(),
            {binding.home: binding for binding in message.bindings},
        )  # fmt: skip
        self.outstanding[sequence] = sending
        if message.subtype == UPDATE:
            for home in sending.news:
                self.concerning[home].add(sequence)
        for to in members if unicast else (None,):
            self._transmit(message, to)
        self._after(sending.interval, partial(self._send_again, sending))
        return sequence

    def _send_again(self, sending: Sending) -> None:
        if self.outstanding.get(sending.message.sequence) is not sending:
            return
        if sending.left <= 0:
            for member in sending.waiting:
                self._give_up(sending, member)
            self._end(sending)
            return
        if "retransmission_new_sequence" in self.faults:
            del self.outstanding[sending.message.sequence]
            sending.message = replace(sending.message, sequence=self._next_sequence())
            self.outstanding[sending.message.sequence] = sending
        elapsed = monotonic() - sending.sent
        aged = (binding.aged(elapsed) for binding in sending.message.bindings)
        left = tuple(binding for binding in aged if binding)
        if sending.message.bindings and not left:
            self._end(sending)
            return
        marked = "retransmission_without_R" not in self.faults
        again = replace(sending.message, retransmission=marked, bindings=left)
        if "retransmission_old_identification" not in self.faults:
            again = replace(again, identification=0)  # that of its datagram, then
        to_all = "retransmits_to_all" in self.faults and again.subtype == UPDATE
        for to in (None,) if to_all else sending.waiting:
            self._transmit(again, to)
        sending.left -= 1
        sending.interval *= 2
        self._after(sending.interval, partial(self._send_again, sending))

    def _acknowledged(self, ack: Message) -> bool:
        """Take an acknowledgement; whether it matches something outstanding."""
        sending = self.outstanding.get(ack.sequence)
        if sending is None or ack.subtype != sending.message.subtype + 1:
            return False
        if ack.agent not in sending.waiting:
            return False
        sending.waiting.remove(ack.agent)
        if ack.code != wire.ACCEPTED:
            self._give_up(sending, ack.agent)
        if not sending.waiting or "first_ack_ends_all" in self.faults:
            self._end(sending)
        return True

    def _give_up(self, sending: Sending, member: int) -> None:
        """The member did not accept it: it is owed the state then (5.6), or gets no more parts."""
        if sending.message.subtype == REPLY:
            self._end_series(member)
        elif "no_catching_up" not in self.faults:
            owed = self.owed[member]
            for home, state in sending.news.items():
                if home not in owed or newer(state.identification, owed[home].identification):
                    owed[home] = state

    def _end(self, sending: Sending) -> None:
        sequence = sending.message.sequence
        self.outstanding.pop(sequence, None)
        if sending.message.subtype == REPLY:
            for requester, series in tuple(self.answers.items()):
                if sequence in series.unacknowledged:
                    series.unacknowledged.remove(sequence)
                    self._continue_series(requester)
            return
        for home in sending.news:
            self.concerning[home].discard(sequence)
            if not self.concerning[home]:
                del self.concerning[home]

    def _catch_up(self, member: int) -> None:
        """Send the present state of what was given up for a member that is heard again (5.6)."""
        if not self.owed.get(member):
            return
        wait = self.caught_up.get(member, 0.0) + self.config.retransmit - monotonic()
        if wait > 0:
            self._after(wait, partial(self._catch_up, member))
            return
        self.caught_up[member] = monotonic()
        states = []
        for home, state in self.owed.pop(member).items():
            current = self._binding(home)
            if current and not current.deleted:
                states.append(current)
            elif state.deleted:
                states.append(state)  # whether its mark is kept or not
        for bindings in self._fitting(states):
            self._post(Message(UPDATE, bindings=bindings), (member,), unicast=True)

    # Receiving (5.1 to 5.3)

    def _message(self, data: bytes, peer: Peer) -> None:
        read = self.reader.read(data, address(peer[0]))
        if read is None:
            return
        message, code = read
        answered = message.subtype in (UPDATE, REPLY)
        if code != wire.ACCEPTED:
            if answered:
                self._acknowledge(message, code)
            return
        is_ack = message.subtype in (wire.UPDATE_ACK, wire.REPLY_ACK)
        if is_ack and not self._acknowledged(message):
            return
        asked = self.requests.get(message.request, -NEVER)
        if message.subtype == REPLY and monotonic() - asked > MEMORY:
            return
        self._meet(message.agent, heard=True)
        duplicate = not is_ack and self._is_duplicate(message)
        if not duplicate:
            if "list_ignored" not in self.faults:
                for agent in message.agents:
                    self._meet(agent)
            self._apply(message)
        if answered and not (duplicate and "duplicate_not_acknowledged" in self.faults):
            self._acknowledge(message, wire.ACCEPTED)
        if not is_ack or message.code == wire.ACCEPTED:
            self._catch_up(message.agent)

    def _apply(self, message: Message) -> None:
        if message.subtype == UPDATE:
            for binding in message.bindings:
                self._learn(binding)
        elif message.subtype == REPLY:
            self._take_part(message)
        elif message.subtype == REQUEST:
            self._answer(message)

    def _is_duplicate(self, message: Message) -> bool:
        """Whether it was accepted before (5.1); if not, it is now."""
        name = (message.agent, message.sequence)
        datagram = (*name, message.identification)
        same_name = message.retransmission and "duplicate_seq_applied" not in self.faults
        duplicate = any(datagram in seen or (same_name and name in seen) for seen in self.accepted)
        self.accepted[0].update((name, datagram))
        return duplicate

    def _acknowledge(self, message: Message, code: int) -> None:
        is_part = message.subtype == REPLY
        fault = "part_not_acknowledged" if is_part else "update_not_acknowledged"
        if fault in self.faults:
            return
        own = "ack_wrong_sequence" in self.faults
        sequence = self._next_sequence() if own else message.sequence
        to = None if "ack_multicast" in self.faults else message.agent
        self._transmit(Message(message.subtype + 1, self.own, sequence, code), to)

    def _hello(self, data: bytes, peer: Peer) -> None:
        """An FHRP message."""
        source, now = address(peer[0]), monotonic()
        if source == self.own or ("never_yields" in self.faults and self.router.active):
            return
        if self.router.receive(data, source, now):
            silence = now - self.hellos.get(source, -NEVER)
            self.hellos[source] = now
            self._meet(source, heard=True)
            if silence >= self.config.router.hold:
                self._catch_up(source)

    def _meet(self, agent: int, heard: bool = False) -> None:
        """A member by its message, a list or the configuration (5.3); it may have our table."""
        nobody = (0, 0xFFFFFFFF, self.own, self.router.virtual_ip)
        if agent in nobody or is_multicast(agent):
            return
        self.members.add(agent)
        if not self.initialized and self.request_due == NEVER:
            self._ask()
        elif heard and self.incomplete:
            self.incomplete = False
            self._ask()

    def _forget(self) -> None:
        """Drop what may be forgotten: what expired, and what was remembered long enough."""
        self.accepted = (set(), self.accepted[0])
        limit = monotonic() - MEMORY
        self.requests = {seq: sent for seq, sent in self.requests.items() if sent >= limit}
        for series in [series for series in self.received if series[1] not in self.requests]:
            del self.received[series]
            self.lasts.pop(series, None)
        for home in tuple(self.table):
            self._binding(home)
        self._after(MEMORY, self._forget)

    # The table (5.5)

    def _binding(self, home: int) -> Binding | None:
        """The entry of a home address as it is now: a binding, or one marked as deleted."""
        if home not in self.table:
            return None
        told, since = self.table[home]
        elapsed = monotonic() - since
        current = told.aged(elapsed)
        if told.deleted and elapsed >= self.config.deleted_entry:
            current = told if "mark_never_purged" in self.faults else None
        if current is None:
            del self.table[home]
        return current

    def _learn(self, told: Binding) -> None:
        """Apply a binding of an update or of a reply."""
        known = self._binding(told.home)
        if "no_deleted_mark" in self.faults and told.deleted and known is None:
            return
        if "sub_options_lost" in self.faults:
            told = replace(told, sub_options=b"")
        self._spread(told)
        newest = known is None or newer(told.identification, known.identification)
        if not newest and "older_binding_wins" not in self.faults:
            return
        if told.deleted and known and not known.deleted:
            if "dereg_update_ignored" not in self.faults:
                del self.table[told.home]
        else:
            self.table[told.home] = told, monotonic()

    def _spread(self, state: Binding) -> None:
        """Tell what is outstanding or owed of newer state, whether the table keeps it or not."""
        for sequence in tuple(self.concerning.get(state.home, ())):
            sending = self.outstanding.get(sequence)
            if sending and newer(state.identification, sending.news[state.home].identification):
                sending.news[state.home] = state
                sent = sending.message.bindings
                if not any(sending.news[binding.home] is binding for binding in sent):
                    self._end(sending)
        for owed in self.owed.values():
            known = owed.get(state.home)
            if known and newer(state.identification, known.identification):
                owed[state.home] = state

    # Joining (5.6)

    def _ask(self) -> None:
        """Request the table, with all repeats before us."""
        self.repeats = self.config.max_retransmissions
        self.uninitialized.clear()
        self._request()

    def _request(self) -> None:
        self.request_due = monotonic() + self.config.reply_timeout
        if "no_request" in self.faults:
            return
        sequence = self._next_sequence()
        self.requests[sequence] = monotonic()
        wrong = self.router.virtual_ip if "request_wrong_id_field" in self.faults else None
        one = next(iter(self.members), None) if "request_unicast" in self.faults else None
        self._transmit(Message(REQUEST, wrong or self.own, sequence), one)

    def _ask_again(self) -> None:
        """The reply timeout passed since the last request, or since the last new part."""
        if self.repeats:
            self.repeats -= 1
            self._request()
        elif self.initialized:
            self.request_due = NEVER
        else:
            self._initialize(complete=False)

    def resynchronise(self) -> None:
        """The operator says so (SIGHUP); who is joining does it anyhow."""
        if self.initialized:
            self._ask()

    def _listened(self) -> None:
        if not self.initialized and not self.members:
            self._initialize(complete=False)

    def _initialize(self, complete: bool) -> None:
        self.initialized, self.incomplete = True, not complete
        self.request_due = NEVER

    def _take_part(self, reply: Message) -> None:
        if reply.code == wire.NOT_INITIALIZED:
            self.uninitialized.add(reply.agent)
            if not self.initialized and self.members <= self.uninitialized:
                self._initialize(complete=False)  # nobody has anything to tell
            return
        self.uninitialized.discard(reply.agent)
        series = (reply.agent, reply.request)
        parts = self.received[series]
        in_order = reply.part == len(parts) + 1
        if reply.part not in parts:
            parts.add(reply.part)
            if self.request_due != NEVER:
                self.request_due = monotonic() + self.config.reply_timeout
        if in_order or "parts_in_order_only" not in self.faults:
            for binding in reply.bindings:
                self._learn(binding)
        if not reply.more:
            self.lasts[series] = reply.part
        last = self.lasts.get(series, 0)
        if 0 < last <= len(parts) and all(part in parts for part in range(1, last + 1)):
            self._initialize(complete=True)

    # Answering (5.7)

    def _answer(self, request: Message) -> None:
        series = self.answers.get(request.agent)
        if series and newer(series.request.identification, request.identification):
            return
        self._end_series(request.agent)
        if not self.initialized and "silent_before_initialized" in self.faults:
            return
        if self._is_designated(request.agent):
            self.answers[request.agent] = Series(request, self._parts(request), set())
            self._continue_series(request.agent)

    def _is_designated(self, requester: int) -> bool:
        if not self.initialized or "responds_undesignated" in self.faults:
            return True
        if self.config.responder == "active" and not self.router.active:
            return not self.router.knows_active(monotonic(), requester)
        return self.config.responder != "never"

    def _parts(self, request: Message) -> Iterator[Message]:
        """The parts of an answer, the Home Agent List at its end."""
        code0 = self.initialized or "code0_before_initialized" in self.faults
        code = wire.ACCEPTED if code0 else wire.NOT_INITIALIZED
        part = Message(REPLY, code=code, request=request.sequence, part=1, more=True)
        homes = tuple(self.table) if code0 else ()
        if "one_binding_lost" in self.faults:
            homes = homes[:-1]
        space = room = self.config.max_datagram - wire.OVERHEAD
        for home in homes:
            binding = self._binding(home)
            if binding and binding.size > room:
                yield part
                part, room = replace(part, part=part.part + 1, bindings=()), space
                binding = self._binding(home)  # a window may have passed meanwhile
            if binding:
                part = replace(part, bindings=(*part.bindings, binding))
                room -= binding.size
        lost = {request.agent} if "list_misses_requester" in self.faults else set()
        agents = () if "no_list" in self.faults else (self.own, *(self.members - lost))
        for agent in agents:
            if room < wire.AGENT_SIZE:
                yield part
                part = replace(part, part=part.part + 1, bindings=(), agents=())
                room = space
            part = replace(part, agents=(*part.agents, agent))
            room -= wire.AGENT_SIZE
        yield replace(part, more=False)

    def _continue_series(self, requester: int) -> None:
        """When a window-full is acknowledged, send the next one, last part first."""
        series = self.answers.get(requester)
        if series is None or series.unacknowledged:
            return
        parts = list(islice(series.parts, self.config.window))
        if not parts:
            del self.answers[requester]
            return
        several = parts[0].more or parts[0].part > 1
        if several and "first_part_lost" in self.faults:
            parts = [part for part in parts if part.part > 1]
        if several and "last_part_lost" in self.faults:
            parts = [part for part in parts if part.more]
        unicast = "reply_multicast" not in self.faults
        for part in reversed(parts):
            series.unacknowledged.add(self._post(part, (requester,), unicast))

    def _end_series(self, requester: int) -> None:
        series = self.answers.pop(requester, None)
        for sequence in series.unacknowledged if series else ():
            self.outstanding.pop(sequence, None)
