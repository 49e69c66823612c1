"""A Home Agent: registrations, updates, joining and answering (docs/protocol.md#5)."""

import asyncio
import os
from collections import defaultdict
from ipaddress import IPv4Address, IPv4Network
from itertools import count, islice

import wire
from wire import ACCEPTED, REPLY, REQUEST, UPDATE, Association, Message, newer

MEMORY, LINGER = 30.0, 0.003  # seconds: of requests (5.2); of registrations to share an update
RESPONDERS = ("always", "active", "never")


class HomeAgent:
    """One HA as docs/hut-contract.md configures it, with the router and the sockets of ha.py."""

    def __init__(self, raw, faults, router, send):
        self.faults, self.router, self.send, timers = faults, router, send, raw["timers"]
        self.own, self.port, self.peers = raw["ha_id"], raw["port"], raw["peers"]
        self.group, self.address = raw["group"]["number"], raw["group"]["address"]
        self.retransmit, self.max_lifetime = timers["retransmit_ms"] / 1000, raw["max_lifetime_s"]
        self.reply_timeout = timers["reply_timeout_ms"] / 1000
        self.listen, self.marking = timers["listen_ms"] / 1000, timers["deleted_entry_ms"] / 1000
        self.responder, self.replay_window = raw["responder"], timers["replay_window_s"]
        self.window, self.repeats = raw["window"], timers["max_retransmissions"]
        self.each = (raw["max_datagram"] - wire.OVERHEAD) // wire.LARGEST  # bindings of a datagram
        self.keys = {key.spi: key for key in map(Association, raw["group_security"])}
        self.key = next(iter(self.keys.values()), None)
        self.nodes = [(IPv4Network(n["network"]), Association(n)) for n in raw["mobile_nodes"]]
        if not (self.key and self.each and self.window > 0 and self.responder in RESPONDERS):
            raise ValueError("group_security, max_datagram, window or responder cannot be served")
        self.sequence = count(int.from_bytes(os.urandom(4)))
        self.table, self.gathered, self.members, self.replies = {}, {}, set(), []
        self.newest = {}  # the state heard of what we told, by home address, kept or not
        self.accepted = defaultdict(set)  # Identifications, by kind, Sequence Number and sender
        self.awaited = {}  # acknowledgements, by what they are to hold
        self.owed, self.caught_up = defaultdict(set), defaultdict(float)  # by member (5.6)
        self.requests = {}  # M of each part, by Sequence Number and responder
        self.initialized = self.incomplete = False  # incomplete: without a complete series
        self.unheard = False  # incomplete, and nobody was heard since
        self.speakers, self.speakers_since = set(), set()  # by messages of section 3; the same so
        self.asking, self.reply_due = None, 0.0
        self.answers = {}  # Identification of the request and the task, by requester
        self.loop = asyncio.get_running_loop()

    def receive(self, local, data, peer):
        """Take a datagram that came to one of our addresses, or to the group."""
        try:
            request = wire.read_registration(data) if data[:1] == b"\x01" else None
            message = None if request else wire.read(data, peer[0], self)
        except wire.MALFORMED:
            return
        if request:
            self.register(local, peer, *request)
        elif local != self.router.virtual_ip:
            self.take(*message)

    def register(self, local, peer, asked, proofs):
        ready = self.initialized or "accepts_before_initialized" in self.faults
        ready = ready and (self.router.active or "refuses_while_passive" not in self.faults)
        keys = [key for network, key in self.nodes if IPv4Address(asked.home) in network]
        if not ready or not keys or not proofs:
            return
        (spi, covered, authenticator), *others = proofs
        key = next((key for key in keys if key.spi == spi), None)
        known, lifetime = self.find(asked.home), 0
        fresh = wire.is_fresh(asked.identification, self.replay_window)
        if key is None or others or key.sign(covered) != authenticator:
            code = wire.UNAUTHENTICATED
        elif not fresh or (known and not newer(asked.identification, known.identification)):
            code = wire.MISMATCH
        elif asked.agent not in (self.own, self.router.virtual_ip):
            code, asked = wire.UNKNOWN_HA, asked._replace(agent=local)
        else:
            code = wire.NO_SIMULTANEOUS if asked.flags & 0x80 else ACCEPTED
            lifetime = min(asked.granted, self.max_lifetime)
            ends = wire.expiry(lifetime) if lifetime else wire.FOREVER
            self.accept(asked._replace(agent=self.own, granted=lifetime, expires=ends), known)
        reply = wire.registration_reply(asked, code, lifetime, key or keys[0])
        self.replies.append((self.own if "reply_from_own" in self.faults else local, reply, peer))
        self.loop.call_later(LINGER, self.flush)

    def accept(self, state, known):
        if not state.deleted:
            self.table[state.home] = state
        elif known and not known.deleted and state.care_of in (state.home, known.care_of):
            del self.table[state.home]
        else:
            return  # accepted, and removes nothing
        if state.home in self.gathered:  # an update has each home address once
            self.flush()
        told = not state.deleted or "deletion_not_told" not in self.faults
        if told and "no_update" not in self.faults:
            self.gathered[state.home] = self.newest[state.home] = state

    def flush(self):
        """Multicast what has gathered, and only then reply to the mobile nodes."""
        gathered, self.gathered = self.gathered, {}
        if self.members or "update_without_members" in self.faults:
            self.tell(tuple(gathered.values()), self.members, self.address)
        while self.replies:
            self.send(*self.replies.pop(0))

    def transmit(self, message, to):
        self.send(self.own, message.encode(self.group, self.key), (to, self.port))

    def tell(self, bindings, members, to):
        for n in range(0, len(bindings), self.each):
            self.post(Message(UPDATE, bindings=bindings[n : n + self.each]), members, to)

    def post(self, message, members, to):
        """Send a new update or part, and again to those that do not acknowledge."""
        message = message._replace(agent=self.own, sequence=next(self.sequence) % 2**32)
        self.transmit(message, to)
        return [asyncio.create_task(self.insist(message, member)) for member in members]

    async def insist(self, message, member):
        name, interval = (message.subtype + 1, message.sequence, member), self.retransmit
        acknowledged = self.awaited[name] = self.loop.create_future()
        left = self.repeats + ("one_too_many" in self.faults)
        left *= "no_retransmission" not in self.faults
        try:
            while not (await asyncio.wait((acknowledged,), timeout=interval))[0] and left > 0:
                alive = tuple(binding for binding in message.bindings if binding.alive)
                newest = [self.newest.get(told.home, told) for told in alive]
                superseded = message.subtype == UPDATE and not set(newest) & set(alive)
                if message.bindings and (not alive or superseded):
                    return
                marked = "R_left_clear" not in self.faults
                self.transmit(message._replace(repeated=marked, bindings=alive), member)
                interval, left = interval * 2, left - 1
        finally:
            del self.awaited[name]
        if acknowledged.done() and acknowledged.result() == ACCEPTED:
            return
        if message.subtype == REPLY:
            self.answers[member][1].cancel()  # given up, and so is the rest of the series
        else:
            self.owed[member].update(binding.home for binding in message.bindings)

    def catch_up(self, member):
        """Send the present state of what was given up for a member that is heard again (5.6)."""
        wait = self.caught_up[member] + self.retransmit - self.loop.time()
        if self.owed[member] and wait > 0:
            self.loop.call_later(wait, self.catch_up, member)
        elif self.owed[member]:
            self.caught_up[member] = self.loop.time()
            states = (self.newest[home] for home in self.owed.pop(member))
            self.tell(tuple(state for state in states if state.alive), (member,), member)

    def take(self, message, code):
        if code == ACCEPTED and not self.apply(message):
            return
        answered = message.subtype in (UPDATE, REPLY)
        if answered and "not_acknowledged" not in self.faults:
            sequence = (message.sequence + ("ack_wrong_sequence" in self.faults)) % 2**32
            self.transmit(Message(message.subtype + 1, self.own, sequence, code), message.agent)
        if code == ACCEPTED and (answered or message.code == ACCEPTED):
            self.catch_up(message.agent)

    def apply(self, message):
        """Apply a message, unless it is a duplicate; False if it is to be dropped."""
        name = (message.subtype, message.sequence, message.agent)
        accepted = self.accepted[name]
        again = message.repeated and "duplicate_applied" not in self.faults
        if message.subtype in (wire.UPDATE_ACK, wire.REPLY_ACK):
            if name not in self.awaited or self.awaited[name].done():
                return False
            self.awaited[name].set_result(message.code)
        elif message.subtype == REPLY and message.request not in self.requests:
            return False
        elif message.identification in accepted or (again and accepted):
            return True
        accepted.add(message.identification)
        first = message.agent not in self.speakers_since
        self.speakers.add(message.agent)
        self.speakers_since.add(message.agent)
        if message.subtype != REQUEST or "requester_no_member" not in self.faults:
            self.meet(message.agent, heard=True, speaks=first)
        for agent in () if "list_ignored" in self.faults else message.agents:
            self.meet(agent)
        for binding in message.bindings:
            self.learn(binding)
        if message.subtype == REQUEST:
            self.answer(message)
        elif message.subtype == REPLY and message.code == ACCEPTED:
            self.note(message)
        return True

    def meet(self, agent, heard=False, speaks=False):
        """A member by its message, a list or the configuration (5.3); it may have our table."""
        nobody = ("0.0.0.0", "255.255.255.255", self.own, self.router.virtual_ip)
        if agent not in nobody and not IPv4Address(agent).is_multicast:
            self.members.add(agent)
            news = (heard and self.unheard) or (speaks and self.incomplete)
            if news or not (self.initialized or self.asking):
                self.ask()

    def find(self, home):
        """The entry of a home address: a binding, or one marked as deleted."""
        if home in self.table and not self.table[home].alive:
            del self.table[home]
        return self.table.get(home)

    def learn(self, told):
        known, ours = self.find(told.home), self.newest.get(told.home)
        if ours and newer(told.identification, ours.identification):
            self.newest[told.home] = told
        wins = known is None or newer(told.identification, known.identification)
        if not wins and "older_wins" not in self.faults:
            return
        if not told.deleted:
            self.table[told.home] = told
        elif known and not known.deleted:
            del self.table[told.home]  # and keeps no mark, a SHOULD
        elif "no_mark" not in self.faults:
            forever = "mark_never_purged" in self.faults
            ends = wire.FOREVER if forever else wire.expiry(self.marking)
            self.table[told.home] = told._replace(expires=ends)

    async def join(self):
        if "request_at_once" in self.faults:
            self.ask()
        for peer in self.peers:
            self.meet(peer)
        await asyncio.sleep(self.listen)
        if not self.initialized and not self.members:
            self.initialize(complete=False)

    def ask(self):
        self.unheard = False
        if self.asking:
            self.asking.cancel()
        self.asking = asyncio.create_task(self.request())

    async def request(self):
        agent = self.router.virtual_ip if "request_under_virtual_ip" in self.faults else self.own
        for _ in range(1 + self.repeats):
            sequence = next(self.sequence) % 2**32
            self.requests[sequence] = defaultdict(dict)
            self.loop.call_later(MEMORY, self.requests.pop, sequence)
            if "no_request" not in self.faults:
                self.transmit(Message(REQUEST, agent, sequence), self.address)
            self.reply_due = self.loop.time() + self.reply_timeout
            while (wait := self.reply_due - self.loop.time()) > 0:  # noqa: ASYNC110  parts defer it
                await asyncio.sleep(wait)
        if not self.initialized:
            self.initialize(complete=False)

    def note(self, reply):
        """Note a part; with the last one that was missing the table is initialized."""
        parts = self.requests[reply.request][reply.agent]
        if reply.part not in parts:
            self.reply_due = self.loop.time() + self.reply_timeout
        parts[reply.part] = reply.more
        last = next((part for part, more in parts.items() if not more), len(parts) + 1)
        if all(part in parts for part in range(1, last + 1)):
            self.initialize(complete=True)

    def initialize(self, complete):
        self.initialized, self.speakers_since = True, set()
        self.incomplete = self.unheard = not complete
        if self.asking:
            self.asking.cancel()
        self.router.eligible = True
        self.router.tick()

    def answer(self, request):
        asked, answering = self.answers.get(request.agent, (0, None))
        if answering and not answering.done():
            if newer(asked, request.identification):
                return
            answering.cancel()
        others = self.speakers - {request.agent}  # a router that never spoke answers nobody
        nobody = self.router.active or not self.router.knows_active(others)
        designated = self.responder == "always" or (self.responder == "active" and nobody)
        if designated or not self.initialized or "answers_undesignated" in self.faults:
            answering = asyncio.create_task(self.send_series(request))
            self.answers[request.agent] = request.identification, answering

    async def send_series(self, request):
        """When a window-full is acknowledged, send the next one, last part first."""
        parts, requester = self.parts(request), request.agent
        to = self.address if "reply_multicast" in self.faults else requester
        while window := list(islice(parts, self.window)):
            posted = [self.post(part, (requester,), to) for part in reversed(window)]
            await asyncio.gather(*(insisting for (insisting,) in posted))

    def parts(self, request):
        """The parts of an answer, each as the table is at its sending; the list is at the end."""
        ready = self.initialized or "code_0_before_initialized" in self.faults
        homes = list(self.table)["one_binding_lost" in self.faults :]
        unlisted = request.agent if "requester_not_listed" in self.faults else None
        agents = [self.own, *(self.members - {unlisted})]
        contents = [(homes[n : n + self.each], []) for n in range(0, len(homes), self.each)]
        contents += [([], agents[n : n + self.each]) for n in range(0, len(agents), self.each)]
        contents = contents if ready else [([], [])]
        part = Message(REPLY, code=not ready, request=request.sequence)
        for number, (some, listed) in enumerate(contents, 1):
            bindings = tuple(binding for home in some if (binding := self.find(home)))
            part = part._replace(part=number, more=number < len(contents), bindings=bindings)
            yield part._replace(agents=tuple(listed))
