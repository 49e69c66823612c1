"""The checks of docs/protocol.md#5-2 in their order, and duplicates (5.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mipconf.ha.receiving import RateLimit
from mipconf.layers.security import Algorithm, Association
from mipconf.net.host import Endpoint
from mipconf.profile.contract import GroupSecurity
from mipconf.protocol.messages import RedundancyMessage, TableReply, TableRequest

from .lab import (
    CONFIG,
    GROUP_KEY,
    HUT,
    MN,
    SECOND,
    VIRTUAL_IP,
    Lab,
    P,
    Q,
    Sent,
    binding,
    codes,
    deletion,
    kinds,
)

SECOND_KEY = Association(1001, Algorithm.HMAC_SHA1, b"second")
WRONG = Association(1000, Algorithm.HMAC_SHA256, b"wrong")
STRANGE = Association(4711, Algorithm.HMAC_SHA256, b"strange")
Spoil = Callable[[bytes], bytes]
AUTHENTICATION = 8 + 32


def joiner() -> tuple[Lab, TableRequest]:
    lab = Lab(joined=False, peers=(Q,))
    ((_, _, request),) = lab.run(0)
    assert isinstance(request, TableRequest)
    return lab, request


def at(index: int, *octets: int) -> Spoil:
    """Overwrite octets, and sign again."""

    def spoil(payload: bytes) -> bytes:
        end = -AUTHENTICATION + 8
        data = payload[:index] + bytes(octets) + payload[index + len(octets) : end]
        return data + GROUP_KEY.authenticator(data)

    return spoil


def before_authentication(*octets: int) -> Spoil:
    """Put octets before the authentication extension, and sign again."""

    def spoil(payload: bytes) -> bytes:
        start, end = -AUTHENTICATION, -AUTHENTICATION + 8
        data = payload[:start] + bytes(octets) + payload[start:end]
        return data + GROUP_KEY.authenticator(data)

    return spoil


def keep(payload: bytes) -> bytes:
    return payload


CASES = [
    # What is acknowledged with 131, 133 or 134 (None: dropped), the field changes, the octets.
    pytest.param(0, {}, keep, id="accepted"),
    pytest.param(None, {"group": 8}, keep, id="Group"),
    pytest.param(None, {}, at(0, 254), id="Type"),
    pytest.param(None, {}, at(1, 6), id="Subtype"),
    pytest.param(None, {}, at(2, 2), id="Version"),
    pytest.param(None, {}, at(8, 10, 0, 0, 9), id="source address"),
    pytest.param(None, {}, lambda payload: payload[:23], id="complete header"),
    pytest.param(None, {}, lambda payload: payload + b"\x64\x1a", id="walk to the end"),
    pytest.param(131, {}, lambda payload: payload[:-1] + b"\xff", id="authenticator"),
    pytest.param(131, {}, lambda payload: payload + b"\0", id="padding after it"),
    pytest.param(131, {}, lambda payload: payload[:-AUTHENTICATION], id="none"),
    pytest.param(133, {"identification": 0}, keep, id="Identification"),
    pytest.param(134, {}, before_authentication(77, 0), id="unknown extension of 0..127"),
    pytest.param(0, {}, before_authentication(200, 1, 7, 0, 0), id="of 128..255; padding"),
    pytest.param(134, {}, before_authentication(101, 0), id="list of length 0"),
    pytest.param(134, {}, before_authentication(101, 5, 1, 2, 3, 4, 5), id="list of length 5"),
    pytest.param(134, {}, before_authentication(100, 25, *bytes(25)), id="binding of length 25"),
    pytest.param(0, {}, at(3, 0x3F), id="reserved bits are ignored"),
]


@pytest.mark.parametrize(("code", "changes", "spoil"), CASES)
def test_checks_of_an_update(code: int | None, changes: dict[str, Any], spoil: Spoil) -> None:
    """5.2; a failed one "changes nothing at all, not one of its bindings, nor the list of
    members".
    """
    lab = Lab()
    update = lab.update(binding(), home_agents=(Q,), **changes)
    sent = lab.hear(update, spoil=spoil)
    acks = [item for item in sent if not isinstance(item[1], TableRequest)]
    assert kinds(acks) == ([] if code is None else [(P, "BindingUpdateAck")])
    assert codes(acks) == ([] if code is None else [code])
    for _, ack in acks:
        assert isinstance(ack, RedundancyMessage)
        assert (ack.sequence, ack.home_agent_id) == (update.sequence, HUT)
    assert (MN in lab.held()) == (code == 0)
    assert list(lab.agent.members) == ([P, Q] if code == 0 else [])
    assert lab.agent.counters["SecViolations"] == (code in (131, 133))


@pytest.mark.parametrize(("code", "changes", "spoil"), CASES)
def test_checks_of_a_reply(code: int | None, changes: dict[str, Any], spoil: Spoil) -> None:
    """The same for a Table Reply, which a failure leaves unanswered for the joiner."""
    lab, request = joiner()
    if spoil is not keep and code is None and spoil(bytes(80)) == bytes(23):
        spoil = keep_32
    sent = lab.hear(lab.reply(request, binding(), home_agents=(P,), **changes), spoil=spoil)
    assert kinds(sent) == ([] if code is None else [(P, "TableReplyAck")])
    assert codes(sent) == ([] if code is None else [code])
    assert lab.agent.initialized == (code == 0)
    assert list(lab.agent.members) == ([Q, P] if code == 0 else [Q])


def keep_32(payload: bytes) -> bytes:
    """A Table Reply cut short in its fixed part, behind the header of 24 octets."""
    return payload[:31]


@pytest.mark.parametrize(("code", "changes", "spoil"), CASES)
def test_any_other_failed_message_is_dropped(
    code: int | None, changes: dict[str, Any], spoil: Spoil
) -> None:
    lab = Lab()
    sent = lab.hear(lab.request(**changes), spoil=spoil)
    assert any(isinstance(message, TableReply) for _, message in sent) == (code == 0)
    assert code == 0 or sent == []
    assert (P in lab.agent.members) == (code == 0)


CONTENTS = [
    pytest.param((binding(lifetime_remaining=0),), 134, id="X = 0 with remaining 0"),
    pytest.param((binding(lifetime_granted=299),), 134, id="more than granted"),
    pytest.param((), 134, id="no binding in an update"),
    pytest.param((binding(), binding("10.64.0.10", lifetime_remaining=0)), 134, id="the second"),
    pytest.param((binding(), deletion("10.64.0.10")), 0, id="several"),
    pytest.param((binding(age=1), binding()), 0, id="several of one, in order"),
]


@pytest.mark.parametrize(("bindings", "code"), CONTENTS)
def test_contents_of_an_update(bindings: tuple[Any, ...], code: int) -> None:
    lab = Lab()
    assert codes(lab.hear(lab.update(*bindings)))[0] == code
    assert len(lab.agent.table) == (
        len({item.home_address for item in bindings}) if not code else 0
    )


@pytest.mark.parametrize(
    ("changes", "bindings", "code"),
    [
        pytest.param({"part": 0}, (), 134, id="Part 0"),
        pytest.param({"code": 2}, (), 134, id="a Code other than 0 and 1"),
        pytest.param({"code": 1}, (binding(),), 134, id="Code 1 and bindings"),
        pytest.param({"code": 1}, (), 0, id="Code 1"),
        pytest.param({}, (), 0, id="no bindings"),
    ],
)
def test_contents_of_a_reply(changes: dict[str, Any], bindings: tuple[Any, ...], code: int) -> None:
    lab, request = joiner()
    assert codes(lab.hear(lab.reply(request, *bindings, **changes))) == [code]
    assert lab.held() == {}


def test_our_own_words_are_ignored() -> None:
    """1: "or that carries the receiver's own HA id, is ignored"."""
    lab = Lab()
    own = replace(lab.update(binding()), home_agent_id=HUT)
    assert lab.hear(own) == []
    assert lab.held() == {}


def test_messages_to_the_virtual_ip_are_ignored() -> None:
    """1: receivers "ignore MIPHAR messages sent to the virtual IP address"."""
    lab = Lab()
    assert lab.hear(lab.update(binding()), destination=VIRTUAL_IP) == []
    assert lab.held() == {}


def test_neither_source_port_nor_destination_is_checked() -> None:
    """1; the answer goes to "the protocol port, whatever port its message came from"."""
    lab = Lab()
    assert kinds(lab.hear(lab.update(binding()), destination=HUT))[0] == (P, "BindingUpdateAck")
    from mipconf.codec import STANDARD  # noqa: PLC0415

    payload = STANDARD.encode(lab.update(binding()), GROUP_KEY)
    lab.agent.outgoing()
    from mipconf.net.host import Datagram  # noqa: PLC0415

    lab.agent.receive(Datagram(Endpoint(P, 9999), Endpoint(HUT, 434), payload, 1), lab.now)
    assert {str(datagram.destination) for datagram in lab.agent.outgoing()} == {f"{P}:434"}


def test_every_association_is_accepted_and_the_first_is_used() -> None:
    """4.3: "An HA sends with its first association and accepts all"."""
    second = GroupSecurity(spi=1001, algorithm="hmac-sha1", key=SECOND_KEY.key.hex())
    lab = Lab(group_security=(*CONFIG.group_security, second))
    assert codes(lab.hear(lab.update(binding()), SECOND_KEY))[0] == 0
    assert codes(lab.hear(lab.update(binding("10.64.0.10")), STRANGE)) == [131]
    lab.run(1000)
    assert codes(lab.hear(lab.update(binding("10.64.0.10")), WRONG)) == [131]


def test_131_at_most_once_a_second_for_each_source() -> None:
    """5.2."""
    lab = Lab()

    def complaints(sender: str) -> list[int]:
        return codes(lab.hear(lab.update(binding(), sender=sender), WRONG))

    assert complaints(P) == [131]
    assert complaints(P) == []
    assert complaints(Q) == [131]
    lab.run(999)
    assert complaints(P) == []
    lab.run(1)
    assert complaints(P) == [131]


def test_a_flood_of_sources_is_not_answered_for_ever() -> None:
    """5.2: "a receiver MAY drop instead"; no source may fill our memory."""
    limit = RateLimit(SECOND, size=3)
    assert [limit.allows(f"10.0.0.{n}", n) for n in range(5)] == [True] * 3 + [False] * 2
    assert limit.allows("10.0.0.9", SECOND + 1)


DUPLICATE_CASES = [
    pytest.param({"retransmission": True}, True, id="R = 1"),
    pytest.param({"retransmission": True, "identification": 1}, True, id="R = 1, another time"),
    pytest.param({}, True, id="the same Identification"),
    pytest.param({"identification": 1}, False, id="R = 0, another time"),
    pytest.param({"retransmission": True, "sequence": 1}, False, id="another Sequence Number"),
]


@pytest.mark.parametrize(("changes", "is_duplicate"), DUPLICATE_CASES)
def test_duplicates(changes: dict[str, Any], is_duplicate: bool) -> None:
    """5.1, claim 36: "acknowledged again and not applied"."""
    lab = Lab()
    update = lab.update(binding())
    lab.hear(update)
    if "identification" in changes:
        changes = changes | {"identification": update.identification + 1}
    again = replace(update, bindings=(binding("10.64.0.10"),), **changes)
    sent = lab.hear(again)
    assert codes(sent) == [0]
    assert sent[0][1].sequence == again.sequence  # type: ignore[union-attr]
    assert ("10.64.0.10" in lab.held()) != is_duplicate


def test_the_same_number_of_another_sender_is_no_duplicate() -> None:
    lab = Lab()
    lab.hear(lab.update(binding(), sequence=5))
    lab.hear(lab.update(binding("10.64.0.10"), sender=Q, sequence=5, retransmission=True))
    assert "10.64.0.10" in lab.held()


def test_a_retransmission_of_what_never_came_is_new() -> None:
    lab = Lab()
    assert codes(lab.hear(lab.update(binding(), retransmission=True)))[0] == 0
    assert MN in lab.held()


def test_what_was_refused_is_not_remembered() -> None:
    """5.1: "what it accepted (Code 0)"."""
    lab = Lab(capacity=1)
    lab.hear(lab.update(binding(lifetime_granted=1, lifetime_remaining=1)))
    refused = lab.update(binding("10.64.0.10"))
    assert codes(lab.hear(refused)) == [130]
    lab.run(1000)
    assert codes(lab.hear(replace(refused, retransmission=True))) == [0]


def test_duplicates_are_known_for_30_s() -> None:
    """5.1: "remembers what it accepted (Code 0) for 30 s or more"."""
    lab = Lab()
    update = lab.update(binding())
    lab.hear(update)
    lab.run(30_000)
    other = replace(
        update,
        retransmission=True,
        identification=lab.update(binding()).identification,
        bindings=(binding("10.64.0.10"),),
    )
    lab.hear(other)
    assert "10.64.0.10" not in lab.held()


def test_what_cannot_be_remembered_is_not_accepted() -> None:
    """Else its duplicate would be applied again; a duplicate of what was accepted is known."""
    lab = Lab()
    first = lab.update(binding())
    lab.hear(first)
    lab.agent.receiving._memory.most = 1
    assert codes(lab.hear(lab.update(binding("10.64.0.10")))) == [130]
    assert codes(lab.hear(first)) == [0]
    assert set(lab.held()) == {MN}
    lab.run(31_000)
    assert codes(lab.hear(lab.update(binding("10.64.0.10")))) == [0]


def test_130_applies_nothing_of_the_message() -> None:
    """6: "insufficient resources; nothing of the message was applied"."""
    lab = Lab(capacity=2)
    lab.hear(lab.update(binding()))
    two = lab.update(binding("10.64.0.10"), binding("10.64.0.11"), home_agents=(Q,))
    assert codes(lab.hear(two)) == [130]
    assert set(lab.held()) == {MN}
    assert Q not in lab.agent.members
    assert codes(lab.hear(lab.update(binding(age=-1), binding("10.64.0.10")))) == [0]


def test_a_registration_reply_is_nothing_to_a_home_agent() -> None:
    lab = Lab()
    payload = bytes.fromhex("0300012c0a4000090a000002e93c7a0000000000")
    assert lab.deliver(payload, Endpoint(P, 434), Endpoint(HUT, 434)) == []


def test_counters() -> None:
    """facts.md, 0: the names and meanings of the vendor's MIB."""
    lab = Lab()
    sent: list[Sent] = lab.hear(lab.update(binding()))
    assert kinds(sent)[0] == (P, "BindingUpdateAck")
    counters = lab.agent.counters
    assert list(counters) == [
        "SentBUs", "FailedBUs", "ReceivedBUAcks", "TotalSentBUs", "ReceivedBUs", "SentBUAcks",
        "SentBIReqs", "FailedBIReqs", "TotalSentBIReqs", "ReceivedBIReps", "DroppedBIReps",
        "SentBIAcks", "ReceivedBIReqs", "SentBIReps", "FailedBIReps", "TotalSentBIReps",
        "ReceivedBIAcks", "DroppedBIAcks", "SecViolations",
    ]  # fmt: skip
    assert {name: value for name, value in counters.items() if value} == {
        "ReceivedBUs": 1,
        "SentBUAcks": 1,
        "SentBIReqs": 1,
        "TotalSentBIReqs": 1,
    }
