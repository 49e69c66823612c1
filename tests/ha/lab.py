"""A Home Agent on a bench: messages and virtual time in, what it sent out, decoded."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mipconf.codec import STANDARD
from mipconf.fhrp import hsrp_wire
from mipconf.ha.agent import HomeAgent
from mipconf.layers.security import Algorithm, Association, KeyRing
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import (
    FhrpConfig,
    GroupConfig,
    GroupSecurity,
    HutConfig,
    MobileNodeSecurity,
    TimerConfig,
)
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Message,
    RedundancyMessage,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
)

MS = 1_000_000
SECOND = 1000 * MS
START = 1_795_467_600 * SECOND

HUT, P, Q, R = "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"
VIRTUAL_IP = "10.0.0.1"
GROUP = "224.0.0.254"
HSRP = "224.0.0.102"
MN = "10.64.0.9"
CARE_OF = "192.0.2.9"

GROUP_KEY = Association(1000, Algorithm.HMAC_SHA256, bytes(range(16)))
MN_KEY = Association(256, Algorithm.HMAC_MD5, bytes(range(16)))
KEYS = KeyRing([GROUP_KEY, MN_KEY])

TIMERS = TimerConfig(
    retransmit_ms=200,
    max_retransmissions=3,
    reply_timeout_ms=300,
    listen_ms=600,
    deleted_entry_ms=1200,
    replay_window_s=7,
)
NO_FHRP = FhrpConfig(protocol="none")
WITH_HSRP = FhrpConfig(protocol="hsrp", version=2, priority=100, hello_ms=150, hold_ms=500)
CONFIG = HutConfig(
    ha_id=HUT,
    group=GroupConfig(number=7, ttl=1, virtual_ip=VIRTUAL_IP),
    fhrp=NO_FHRP,
    timers=TIMERS,
    responder="always",
    group_security=(GroupSecurity(spi=1000, key=GROUP_KEY.key.hex()),),
    mobile_nodes=(MobileNodeSecurity(network="10.64.0.0/10", spi=256, key=MN_KEY.key.hex()),),
)

Sent = tuple[str, Message]


def config(**changes: Any) -> HutConfig:
    return CONFIG.model_copy(update=changes)


def binding(home_address: str = MN, age: float = 0.0, **changes: Any) -> Binding:
    """A binding that P accepted `age` seconds before the start."""
    made = Binding(
        home_address=home_address,
        home_agent=P,
        care_of_address=CARE_OF,
        flags=0,
        deleted=False,
        lifetime_granted=300,
        lifetime_remaining=300,
        identification=from_time(START - round(age * SECOND)),
    )
    return replace(made, **changes)


def deletion(home_address: str = MN, age: float = 0.0, **changes: Any) -> Binding:
    return binding(
        home_address, age, deleted=True, lifetime_granted=0, lifetime_remaining=0, **changes
    )


class Lab:
    """One Home Agent, and what the others say to it.

    Unless `joined` is False, the Home Agent has listened to a silent group and is initialized.
    """

    def __init__(
        self,
        joined: bool = True,
        capacity: int = 500_000,
        agent_type: Callable[..., HomeAgent] = HomeAgent,
        **changes: Any,
    ) -> None:
        self.config = config(**changes)
        self.now = START
        self.agent = agent_type(self.config, random.Random(1), START, capacity=capacity)
        self._sequences = {sender: 1000 * number for number, sender in enumerate((P, Q, R), 1)}
        if joined:
            self.run(600)
            assert self.agent.initialized
            self.sent()

    # What it hears.

    def deliver(self, payload: bytes, source: Endpoint, destination: Endpoint) -> list[Sent]:
        self.agent.receive(Datagram(source, destination, payload), self.now)
        return self.sent()

    def hear(
        self,
        message: RedundancyMessage,
        association: Association = GROUP_KEY,
        destination: str | None = None,
        spoil: Callable[[bytes], bytes] = lambda payload: payload,
    ) -> list[Sent]:
        """A message of the group arrives; returns what it sends then."""
        is_multicast = isinstance(message, BindingUpdate | TableRequest)
        to = destination or (GROUP if is_multicast else HUT)
        payload = spoil(STANDARD.encode(message, association))
        return self.deliver(payload, Endpoint(message.home_agent_id, 434), Endpoint(to, 434))

    def header(self, sender: str, **changes: Any) -> dict[str, Any]:
        sequence = self._sequences.get(sender, 9000) + 1
        self._sequences[sender] = sequence
        header = {
            "group": 7,
            "home_agent_id": sender,
            "sequence": sequence,
            "identification": from_time(self.now),
        }
        return header | changes

    def update(self, *bindings: Binding, sender: str = P, **changes: Any) -> BindingUpdate:
        return BindingUpdate(**self.header(sender, **changes), bindings=bindings)

    def request(self, sender: str = P, **changes: Any) -> TableRequest:
        return TableRequest(**self.header(sender, **changes))

    def reply(
        self,
        request: Message,
        *bindings: Binding,
        sender: str = P,
        part: int = 1,
        more: bool = False,
        **changes: Any,
    ) -> TableReply:
        assert isinstance(request, TableRequest)
        return TableReply(
            **self.header(sender, **changes),
            request_sequence=request.sequence,
            part=part,
            more=more,
            bindings=bindings,
        )

    def ack(
        self, message: Message, sender: str = P, code: int = Code.ACCEPTED
    ) -> RedundancyMessage:
        assert isinstance(message, BindingUpdate | TableReply)
        kind = BindingUpdateAck if isinstance(message, BindingUpdate) else TableReplyAck
        return kind(**self.header(sender, sequence=message.sequence), code=code)

    def become_member(self, *senders: str) -> None:
        """They ask for the table, and acknowledge all of it."""
        for sender in senders:
            for to, message in self.hear(self.request(sender)):
                if isinstance(message, TableReply):
                    assert to == sender
                    self.hear(self.ack(message, sender))
        self.run(0)

    def answer_its_request(self, sent: list[Sent]) -> None:
        """P answers each Table Request in `sent` with an empty table."""
        for _, message in sent:
            if isinstance(message, TableRequest):
                self.hear(self.reply(message))

    def registration(
        self,
        lifetime: int = 300,
        age: float = 0.0,
        association: Association | None = MN_KEY,
        destination: str = HUT,
        spoil: Callable[[bytes], bytes] = lambda payload: payload,
        **changes: Any,
    ) -> list[Sent]:
        """A mobile node registers; returns what the Home Agent sends then."""
        fields: dict[str, Any] = {
            "flags": 0,
            "lifetime": lifetime,
            "home_address": MN,
            "home_agent": destination,
            "care_of_address": CARE_OF,
            "identification": from_time(self.now - round(age * SECOND)),
        }
        request = RegistrationRequest(**fields | changes)
        payload = spoil(STANDARD.encode(request, association))
        return self.deliver(payload, Endpoint(CARE_OF, 5434), Endpoint(destination, 434))

    def hello(
        self, sender: str = P, state: State = State.ACTIVE, priority: int = 200, **changes: Any
    ) -> list[Sent]:
        """An HSRP message arrives from a router."""
        message = HsrpMessage(
            version=2,
            opcode=Opcode.HELLO,
            state=state,
            hello_ms=150,
            hold_ms=500,
            priority=priority,
            group=7,
            virtual_ip=VIRTUAL_IP,
        )
        payload = hsrp_wire.encode(replace(message, **changes))
        return self.deliver(payload, Endpoint(sender, 1985), Endpoint(HSRP, 1985))

    # What it says.

    def sent(self) -> list[Sent]:
        """Destination and meaning of each Mobile IP message that it has sent since."""
        return [
            (datagram.destination.address, message)
            for datagram in self.agent.outgoing()
            if datagram.destination.port != 1985
            and (message := STANDARD.decode(datagram.payload, KEYS).message) is not None
        ]

    def run(self, milliseconds: float) -> list[tuple[int, str, Message]]:
        """Let time pass; returns what it sends, with the milliseconds from now."""
        begin, end = self.now, self.now + round(milliseconds * MS)
        log = []
        while True:
            log += [(round((self.now - begin) / MS), *item) for item in self.sent()]
            deadline = self.agent.deadline
            if deadline is None or deadline > end:
                break
            self.now = max(self.now, deadline)
            self.agent.wake(self.now)
        self.now = end
        return log

    # What it has.

    def held(self) -> dict[str, Binding]:
        return {item.home_address: item for item in self.agent.bindings(self.now)}


def kinds(sent: list[Sent]) -> list[tuple[str, str]]:
    """Destinations and names of messages."""
    return [(to, type(message).__name__) for to, message in sent]


def codes(sent: list[Sent]) -> list[int]:
    """The Codes of acknowledgements and Registration Replies."""
    return [message.code for _, message in sent if hasattr(message, "code")]


def nai(text: str) -> SubOption:
    return SubOption(1, text.encode())
