"""A party of the tester on a bench: lines in, lines out, in virtual time.

What it hears is written as in the stories of the judge (`tests/judge/story.py`), and what it says
comes back so: `0.200 P > HUT part 1/2 #801 R ask=900 list=P MN1`, with the time in seconds.
"""

from __future__ import annotations

from mipconf.codec import STANDARD
from mipconf.fhrp import hsrp_wire, vrrp_wire
from mipconf.net.host import VRRP, Datagram
from mipconf.profile.contract import HutConfig
from mipconf.profile.security import Keys
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    RedundancyMessage,
    RegistrationRequest,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.roles.party import Party
from mipconf.roles.tester import Tester
from tests.judge.story import parse, parse_line, said
from tests.judge.wording import GROUP, PARTIES, SECOND, ZERO, Speaker, at

NAMES = {address: name for name, address in PARTIES.items()} | {GROUP.address: "all"}
KINDS = {
    BindingUpdate: "update",
    BindingUpdateAck: "ack",
    TableRequest: "ask",
    TableReply: "part",
    TableReplyAck: "took",
}


def configured(options: str = "") -> HutConfig:
    """A configuration as the stories have it: the peer is P, the retransmit interval 200 ms."""
    (story,) = parse(f"* a bench\n: {options}")
    return story.config


class Bench:
    """One party, or all of them as a tester, and the words that it hears."""

    def __init__(self, party: Party | Tester, config: HutConfig) -> None:
        self.party = party
        self.now = ZERO
        self._config = config
        self._speaker = Speaker(config)

    def hear(self, text: str) -> list[str]:
        """Let it hear a line, after all that is due before; what it said by then."""
        line = parse_line(text)
        before = self.until((line.time - ZERO) / SECOND)
        self.party.receive(said(self._speaker, line), line.time)
        return before + self.says()

    def until(self, seconds: float) -> list[str]:
        """Let time pass; what it said."""
        end = at(seconds)
        heard = self.says()
        while self.party.deadline is not None and self.party.deadline < end:
            self.now = self.party.deadline
            self.party.wake(self.now)
            assert self.party.deadline is None or self.party.deadline > self.now
            heard += self.says()
        self.now = max(end, self.now)
        return heard

    def says(self) -> list[str]:
        """What it has to say now."""
        if isinstance(self.party, Tester):
            outgoing = self.party.outgoing()
        else:
            outgoing, self.party.outbox = self.party.outbox, []
        time = (self.now - ZERO) / SECOND
        return [f"{time:.3f} {self.told(datagram)}" for datagram in outgoing]

    def told(self, datagram: Datagram) -> str:
        """A datagram in words; `forged` where the authenticator does not hold."""
        source, destination = datagram.source.address, datagram.destination.address
        if datagram.destination.protocol == VRRP:
            version = self._config.fhrp.version
            message = vrrp_wire.decode(datagram.payload, version, source, destination)
            assert message is not None
            return f"{NAMES[source]} > {datagram.destination} advertises {message.priority}"
        hello = hsrp_wire.decode(datagram.payload, 2)
        if hello is not None:
            words = [hello.opcode.name.lower(), hello.state.value, str(hello.priority)]
            return f"{NAMES[source]} > {datagram.destination} {' '.join(words)}"
        keys = Keys.of(self._config)
        message = STANDARD.decode(datagram.payload, keys.of_group()).message
        ring = keys.of_group()
        if isinstance(message, RegistrationRequest):
            ring = keys.of_mobile_node(message.home_address)
        verdict = STANDARD.decode(datagram.payload, ring).authentication.authenticity
        forged = [] if verdict.value == "valid" else ["forged"]
        whom = NAMES.get(destination, destination)
        return " ".join([f"{NAMES.get(source, source)} > {whom}", *_words(message), *forged])


def _words(message: object) -> list[str]:
    if isinstance(message, RegistrationRequest):
        words = ["register", f"life={message.lifetime}", f"coa={message.care_of_address}"]
        return words + [extension.value.decode() for extension in message.extensions]
    assert isinstance(message, RedundancyMessage)
    words = [KINDS[type(message)]]
    if isinstance(message, TableReply):
        words.append(f"{message.part}{'+' if message.more else ''}")
    words.append(f"#{message.sequence}")
    words += ["R"] * message.retransmission
    words += [f"code={message.code}"] * bool(message.code)
    if isinstance(message, TableReply):
        words.append(f"ask={message.request_sequence}")
    if message.home_agents:
        words.append(f"list={','.join(NAMES[address] for address in message.home_agents)}")
    bindings: tuple[Binding, ...] = getattr(message, "bindings", ())
    return words + [f"MN{binding.home_address.rpartition('.')[2]}" for binding in bindings]
