"""The other vendor's Home Agent as a program: the process contract, and each kind of exchange."""

from __future__ import annotations

import signal
from time import monotonic
from typing import Any

import pytest

from .lab import ACTIVE, KEY, SPEAK, WAIT, Lab, binding, deleted, wire

pytestmark = pytest.mark.live


def test_a_registration_is_told_before_it_is_answered_and_until_it_is_acknowledged(
    lab: Lab,
) -> None:
    lab.start()
    lab.join(binding("10.64.0.7", sub_options=b"\x09\x01\x2a"))
    identification = lab.register("10.64.0.8", lifetime=65535)
    assert lab.reply() == 0
    update = lab.hear(wire.UPDATE, lab.group)
    assert not update.repeated
    (told,) = update.bindings
    assert told.identification == identification
    assert (told.granted, told.agent) == (1800, lab.ha)
    again = [lab.hear(wire.UPDATE) for _ in range(2)]
    assert all(part.repeated and part.sequence == update.sequence for part in again)
    assert again[0].bindings[0]._replace(expires=told.expires) == told
    lab.acknowledge(update)
    table = lab.table()
    assert set(table) == {"10.64.0.7", "10.64.0.8"}
    assert table["10.64.0.7"].sub_options == b"\x09\x01\x2a"
    assert {agent for part in lab.parts.values() for agent in part.agents} == {lab.ha, lab.p}


def test_registrations_that_come_together_share_an_update(lab: Lab) -> None:
    lab.max_datagram = 1400
    process = lab.start(max_datagram=1400)
    lab.join()
    process.send_signal(signal.SIGSTOP)
    for n in range(3):
        lab.register(f"10.64.1.{n}")
    process.send_signal(signal.SIGCONT)
    assert len(lab.hear(wire.UPDATE, lab.group).bindings) == 3
    assert [lab.reply() for _ in range(3)] == [0, 0, 0]


def test_a_deregistration_is_told_and_leaves_no_mark_behind(lab: Lab) -> None:
    lab.start()
    lab.join()
    for lifetime in (300, 0):
        identification = lab.register("10.64.0.8", lifetime)
        assert lab.reply() == 0
        (told,) = lab.hear(wire.UPDATE, lab.group).bindings
    assert told.deleted
    assert told.identification == identification
    assert lab.table() == {}
    assert not lab.parts[1].bindings


def test_a_replayed_registration_is_refused_with_our_time(lab: Lab) -> None:
    lab.start()
    lab.join(binding("10.64.0.8", wire.timestamp() + (1 << 32)))
    lab.register("10.64.0.8")
    assert lab.reply() == wire.MISMATCH
    lab.register("10.64.0.9", agent="10.9.9.9")
    assert lab.reply() == wire.UNKNOWN_HA


def test_marks_of_the_unknown_hold_off_older_bindings_until_purged(lab: Lab) -> None:
    lab.start(timers=lab.config()["timers"] | {"deleted_entry_ms": 300})
    lab.join()
    older = wire.Message(wire.UPDATE, bindings=(binding("10.64.3.1"),))
    marked = monotonic()
    for message in (older._replace(bindings=(deleted(older.bindings[0]),)), older):
        sent = lab.send(message)
        assert lab.hear(wire.UPDATE_ACK).sequence == sent
    assert lab.table() == {}
    while not lab.table():
        assert monotonic() < marked + WAIT
        lab.send(older)
        lab.hear(wire.UPDATE_ACK)
    assert monotonic() > marked + 0.3


def test_a_duplicate_is_acknowledged_and_not_applied(lab: Lab) -> None:
    lab.start()
    lab.join()
    sent = lab.send(wire.Message(wire.UPDATE, bindings=(binding("10.64.3.1"),)))
    assert lab.hear(wire.UPDATE_ACK).sequence == sent
    other = wire.Message(wire.UPDATE, repeated=True, bindings=(binding("10.64.3.2"),))
    lab.send(other, sequence=sent)
    assert lab.hear(wire.UPDATE_ACK).sequence == sent
    assert set(lab.table()) == {"10.64.3.1"}


def test_a_table_of_several_windows_comes_whole_last_part_of_each_first(lab: Lab) -> None:
    lab.start()
    lab.join()
    homes = {f"10.64.4.{n}" for n in range(70)}
    for n in range(0, 70, 14):
        states = tuple(binding(f"10.64.4.{m}") for m in range(n, n + 14))
        lab.send(wire.Message(wire.UPDATE, bindings=states))
        assert lab.hear(wire.UPDATE_ACK).code == 0
    assert set(lab.table()) == homes
    assert list(lab.parts)[:4] == [2, 1, 4, 3]
    last = max(lab.parts)
    assert {part.part for part in lab.parts.values() if part.agents} == {last - 1, last}


def test_an_ha_that_is_heard_again_is_caught_up(lab: Lab) -> None:
    lab.start()
    lab.join()
    for lifetime in (300, 0):
        identification = lab.register("10.64.0.8", lifetime)
        assert lab.reply() == 0
        lab.acknowledge(lab.hear(wire.UPDATE, lab.group), code=130)
    lab.send(wire.Message(wire.REQUEST))
    caught_up = lab.hear(wire.UPDATE)
    assert not caught_up.repeated
    assert [state.deleted for state in caught_up.bindings] == [True]
    assert caught_up.bindings[0].identification == identification


def test_an_uninitialized_ha_answers_code_1_and_takes_no_registrations(lab: Lab) -> None:
    lab.start(timers=lab.config()["timers"] | {"reply_timeout_ms": 60000})
    asked = lab.hear(wire.REQUEST, lab.group)
    lab.register("10.64.0.8")
    lab.send(wire.Message(wire.REQUEST), lab.ha)
    part = lab.hear(wire.REPLY)
    assert (part.code, part.bindings, part.more) == (1, (), False)
    lab.acknowledge(part)
    sent = lab.send(wire.Message(wire.REPLY, request=asked.sequence, part=1), lab.ha)
    assert lab.hear(wire.REPLY_ACK).sequence == sent
    lab.register("10.64.0.9")
    assert lab.reply() == 0
    assert set(lab.table()) == {"10.64.0.9"}


@pytest.mark.parametrize("version", [1, 2])
def test_hsrp_takes_over_answers_at_the_virtual_ip_and_resigns(lab: Lab, version: int) -> None:
    port = lab.port + 1
    address = {1: "224.0.0.2", 2: "224.0.0.102"}[version]
    fhrp = {"protocol": "hsrp", "version": version, "port": port, "priority": 100,
            "preempt": True, "hello_ms": 30, "hold_ms": 100}  # fmt: skip
    routers = lab.open(address, port)
    process = lab.start(fhrp=fhrp, peers=[])

    def said(operation: int, state: int) -> None:
        codes = {1: 1 << state - 2, 2: state}
        offset = {1: 1, 2: 3}[version]
        wanted = bytes((operation, codes[version]))
        while routers.recv(64)[offset : offset + 2] != wanted:
            pass

    said(0, SPEAK)
    said(0, ACTIVE)
    lab.register("10.64.0.8", to=lab.vip, agent=lab.vip)
    data, (source, _) = lab.mn.recvfrom(65535)
    assert (data[1], source) == (0, lab.vip)
    process.send_signal(signal.SIGTERM)
    said(2, ACTIVE)
    assert process.wait(WAIT) == 0


def test_sighup_requests_the_table(lab: Lab) -> None:
    process = lab.start()
    lab.join()
    process.send_signal(signal.SIGHUP)
    lab.join(binding("10.64.9.9"))
    assert set(lab.table()) == {"10.64.9.9"}


def test_the_end_of_standard_input_ends_it(lab: Lab) -> None:
    process = lab.start()
    assert process.stdin
    process.stdin.close()
    process.stdin = None
    assert process.wait(WAIT) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"ha_id": "127.0.0"},
        {"ha_id": "192.0.2.200"},
        {"window": 0},
        {"group_security": []},
        {"group_security": [KEY | {"algorithm": "rot13"}]},
        {"fhrp": {"protocol": "carp"}},
        {"fhrp": {"protocol": "vrrp", "version": 3}},
        {"timers": {}},
    ],
)
def test_what_it_cannot_serve_is_one_line_and_status_2(lab: Lab, changes: dict[str, Any]) -> None:
    process = lab.start(ready=False, **changes)
    said, complaint = process.communicate(timeout=WAIT)
    assert (process.returncode, said, complaint.count("\n")) == (2, "", 1)
