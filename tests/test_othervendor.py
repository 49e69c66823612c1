"""The other vendor's Home Agent: octets, the process contract, and one exchange of each kind."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "othervendor"
HA = FOLDER / "ha.py"
KEY = {"spi": 1000, "algorithm": "hmac-sha256", "key": "00112233445566778899aabbccddeeff"}
MN_KEY = {"spi": 256, "algorithm": "hmac-md5", "key": "0123456789abcdef0123456789abcdef"}
ACTIVE, STANDBY, SPEAK = 6, 5, 4
WAIT = 3.0  # seconds after which a test fails; none passes by waiting


def load(name: str) -> ModuleType:
    """A module of the program, under a name that no other module has."""
    spec = importlib.util.spec_from_file_location(f"othervendor_{name}", FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


wire = load("wire")
ASSOCIATION, MN_ASSOCIATION = wire.Association(KEY), wire.Association(MN_KEY)


def receiver(own: str) -> SimpleNamespace:
    """What `wire.read` asks of who reads."""
    return SimpleNamespace(own=own, group=7, keys={1000: ASSOCIATION}, replay_window=7)


# Octets

UPDATE = (
    "ff010100000700000a0000020000007eed0b6c4680000000642d00000a4002010a000002c0000209012c012ced0b6c"
    "458000000001036240630206cb007105ffff03040000000124640024000003e83ddc4be9180dd57876b9e1a9fc6295"
    "e8fe780a59acc5c2ad952bae3595f7d0ee"
)
ACK_134 = (
    "ff020100000786000a0000030000027aed0b6c508000000024640024000003e8874cb97df8f1dcd61407553f060ec2"
    "4181d2b1e9381cb7cefdafc4568b805a90"
)
REPLY = (
    "ff040140000700000a000002000000b7ed0b6c5fc00000000000232900000002641a00000a5200010a000002c00002"
    "09012c012ced0b6c5ec0000000641a00000a5200020a000002c0000209012c012ced0b6c5ec000000024640024000003"
    "e82eb85e7d0957f7a10c68ee3f936b4d84d7dace3b1144022fb3ed601f6985f56c"
)
REGISTRATION = (
    "0100012c0a4014010a000001c0000209ed0b6c884000000083076140622e636f6d2014000001009ab249ea56e5c2f2"
    "43f7e46b8c13ecd7"
)
ACCEPTED_REPLY = (
    "0300012c0a4014010a000001ed0b6c80c000000020140000010025049167f73c8f693ce89cbf10ba8cac"
)


def decoded(octets: str, source: str, clock: int | None = None) -> tuple[Any, int] | None:
    """Read a vector, at the time it was sent unless told otherwise; None: it is dropped."""
    data = bytes.fromhex(octets)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "timestamp", lambda: clock or int.from_bytes(data[16:24]))
        with contextlib.suppress(*wire.MALFORMED):
            read: tuple[Any, int] = wire.read(data, source, receiver("10.0.0.9"))
            return read
    return None


def test_an_update_with_sub_options_is_read_and_passed_on() -> None:
    read = decoded(UPDATE, "10.0.0.2")
    assert read
    assert read[1] == 0
    (binding,) = read[0].bindings
    assert (binding.home, binding.care_of) == ("10.64.2.1", "192.0.2.9")
    assert (binding.granted, binding.deleted) == (300, False)
    assert binding.encode().hex() in UPDATE


def test_a_part_and_an_acknowledgement_are_read() -> None:
    part = decoded(REPLY, "10.0.0.2")
    assert part
    assert (part[0].request, part[0].part, part[0].more) == (9001, 2, True)
    assert [binding.home for binding in part[0].bindings] == ["10.82.0.1", "10.82.0.2"]
    ack = decoded(ACK_134, "10.0.0.3")
    assert ack
    assert (ack[0].code, ack[0].sequence) == (134, 634)


@pytest.mark.parametrize(
    ("spoil", "verdict"),
    [
        (lambda octets: octets[:-2] + "ef", None),
        (lambda octets: octets + "00", None),
        (lambda octets: "ff06" + octets[4:], None),
        (lambda octets: octets[:-2], None),
        (lambda octets: "", None),
    ],
    ids=["authenticator", "padding after it", "unknown subtype", "cut off", "empty"],
)
def test_what_is_spoilt_is_dropped(spoil: Callable[[str], str], verdict: None) -> None:
    assert decoded(spoil(UPDATE), "10.0.0.2", clock=int(UPDATE[32:48], 16)) is verdict


def test_a_wrong_source_is_dropped_and_an_old_message_is_133() -> None:
    assert decoded(UPDATE, "10.0.0.9") is None
    sent = int(UPDATE[32:48], 16)
    late = decoded(UPDATE, "10.0.0.2", clock=sent + (7 << 32) + 1)
    assert late
    assert late[1] == wire.MISMATCH
    in_time = decoded(UPDATE, "10.0.0.2", clock=sent + (7 << 32))
    assert in_time
    assert in_time[1] == wire.ACCEPTED


def test_registration_octets() -> None:
    asked, proofs = wire.read_registration(bytes.fromhex(REGISTRATION))
    assert asked.sub_options == b"\x01\x07a@b.com"
    ((spi, covered, authenticator),) = proofs
    assert spi == 256
    assert MN_ASSOCIATION.sign(covered) == authenticator
    asked = asked._replace(identification=0xED0B6C80C0000000)
    assert wire.registration_reply(asked, 0, 300, MN_ASSOCIATION).hex() == ACCEPTED_REPLY


# The program


class Lab:
    """The HA as a process, and a peer P and a mobile node on addresses of the test's own."""

    def __init__(self, base: str, port: int, folder: Path) -> None:
        self.base, self.port, self.folder, self.max_datagram = base, port, folder, 548
        self.ha, self.vip, self.p = (f"{base}.{n}" for n in (10, 1, 11))
        self.sequence = 100
        self.processes: list[subprocess.Popen[str]] = []
        self.sockets: list[socket.socket] = []
        self.unicast = self.open(self.p, port)
        self.group = self.open("224.0.0.254", port)
        self.mn = self.open(f"{base}.99", 0)

    def open(self, bound: str, port: int) -> socket.socket:
        opened = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sockets.append(opened)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.IPPROTO_IP, 49, 0)  # IP_MULTICAST_ALL
        interface = socket.inet_aton(self.p)
        opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, interface)
        opened.bind((bound, port))
        if bound.startswith("224"):
            membership = socket.inet_aton(bound) + interface
            opened.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        opened.settimeout(WAIT)
        return opened

    def config(self, **changes: Any) -> dict[str, Any]:
        group = {"number": 7, "address": "224.0.0.254", "ttl": 1, "virtual_ip": self.vip}
        return {
            "ha_id": self.ha, "port": self.port, "group": group, "fhrp": {"protocol": "none"},
            "peers": [self.p], "responder": "always", "window": 2, "max_datagram": 548,
            "timers": {"retransmit_ms": 60, "max_retransmissions": 2, "reply_timeout_ms": 100,
                       "listen_ms": 100, "deleted_entry_ms": 1000, "replay_window_s": 7},
            "max_lifetime_s": 1800, "group_security": [KEY],
            "mobile_nodes": [{"network": "10.64.0.0/10"} | MN_KEY],
        } | changes  # fmt: skip

    def start(self, *words: str, ready: bool = True, **changes: Any) -> subprocess.Popen[str]:
        path = self.folder / "config.json"
        path.write_text(json.dumps(self.config(**changes)))
        process = subprocess.Popen(
            [sys.executable, str(HA), *words, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, cwd="/",
        )  # fmt: skip
        self.processes.append(process)
        if ready:
            assert process.stdout
            assert process.stdout.readline() == "READY\n"
        return process

    def send(self, message: Any, to: str | None = None, sequence: int | None = None) -> int:
        self.sequence += 1
        sequence = self.sequence if sequence is None else sequence
        data = message._replace(agent=self.p, sequence=sequence).encode(7, ASSOCIATION)
        self.unicast.sendto(data, (to or "224.0.0.254", self.port))
        return sequence

    def hear(self, subtype: int, at: socket.socket | None = None) -> Any:
        """The next message of the subtype that the HA sends to P, or to the group."""
        while True:
            data, (source, _) = (at or self.unicast).recvfrom(65535)
            if source == self.ha:
                message, code = wire.read(data, source, receiver(self.p))
                assert code == wire.ACCEPTED
                assert len(data) <= self.max_datagram
                if message.subtype == subtype:
                    return message

    def acknowledge(self, message: Any, code: int = 0) -> None:
        self.send(wire.Message(message.subtype + 1, code=code), self.ha, message.sequence)

    def join(self, *bindings: Any) -> None:
        """Answer the Table Request of the HA with one part."""
        asked = self.hear(wire.REQUEST, self.group).sequence
        reply = wire.Message(wire.REPLY, request=asked, part=1, bindings=bindings)
        sent = self.send(reply, self.ha)
        assert self.hear(wire.REPLY_ACK).sequence == sent

    def register(self, home: str, lifetime: int = 300, to: str = "", agent: str = "") -> int:
        addresses = map(socket.inet_aton, (home, agent or self.ha, "192.0.2.9"))
        identification: int = wire.timestamp()
        head = bytes((1, 0)) + lifetime.to_bytes(2) + b"".join(addresses)
        request = MN_ASSOCIATION.seal(head + identification.to_bytes(8), 32)
        self.mn.sendto(request, (to or self.ha, self.port))
        return identification

    def reply(self) -> int:
        """The code of the Registration Reply."""
        return self.mn.recv(65535)[1]

    def table(self) -> dict[str, Any]:
        """What the HA shows in a complete series, each part acknowledged."""
        asked = self.send(wire.Message(wire.REQUEST))
        parts: dict[int, Any] = {}
        while not parts or len(parts) < max(n + part.more for n, part in parts.items()):
            part = self.hear(wire.REPLY)
            if part.request == asked:
                parts[part.part] = part
                self.acknowledge(part)
        self.parts = parts
        shown = [binding for part in parts.values() for binding in part.bindings]
        return {binding.home: binding for binding in shown if not binding.deleted}

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate(timeout=WAIT)
        for opened in self.sockets:
            opened.close()


@pytest.fixture
def lab(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """A lab whose addresses and port no other test uses at the same time."""
    own = os.getpid()
    made = Lab(f"127.77.{own % 250 + 1}", 21000 + own % 9000, tmp_path)
    yield made
    made.close()


def binding(home: str, identification: int | None = None, sub_options: bytes = b"") -> Any:
    state = (home, "127.77.0.11", "192.0.2.7", 0, False, 300, wire.expiry(300))
    return wire.Binding(*state, identification or wire.timestamp(), sub_options)


def deleted(state: Any, identification: int | None = None) -> Any:
    identification = identification or wire.timestamp()
    return state._replace(deleted=True, granted=0, identification=identification)


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


# The faults

CAUGHT: Mapping[str, tuple[str, str]] = {
    "R_left_clear": ("test_updates::test_late_acknowledgement", "8"),
    "accepts_before_initialized": ("test_initializing::test_last_repeat_answered", "9"),
    "ack_wrong_sequence": ("test_applying::test_newest_counts", "36"),
    "active_before_initialized": ("test_initializing::test_last_repeat_answered", "10"),
    "answers_undesignated": ("test_designation::test_designated_responder", "17"),
    "code_0_before_initialized": ("test_table::test_asked_while_joining", "22 49"),
    "deletion_not_told": ("test_updates::test_deregistration", "23"),
    "duplicate_applied": ("test_applying::test_duplicates", "36"),
    "hello_cut_off": ("test_election::test_yields_and_takes_over", "25 41"),
    "list_ignored": ("test_membership::test_named_in_a_reply", "31 47"),
    "mark_never_purged": ("test_applying::test_purging", "39"),
    "never_yields": ("test_election::test_yields_and_takes_over", "24 40"),
    "no_mark": ("test_applying::test_deletion_overtakes", "38"),
    "no_request": ("test_joining::test_one_part", "26"),
    "no_retransmission": ("test_updates::test_late_acknowledgement", "8"),
    "no_update": ("test_registration::test_registers_refreshes_moves", "1 6"),
    "not_acknowledged": ("test_applying::test_newest_counts", "36"),
    "older_wins": ("test_applying::test_newest_counts", "33"),
    "one_binding_lost": ("test_table::test_learned_and_registered", "44"),
    "one_too_many": ("test_updates::test_mute_peer", "8"),
    "refuses_while_passive": ("test_states::test_in_standby", "2 3 5"),
    "reply_from_own": ("test_registration::test_at_the_virtual_ip", "4"),
    "reply_multicast": ("test_table::test_learned_and_registered", "44"),
    "request_at_once": ("test_initializing::test_silent_group", "13 32"),
    "request_under_virtual_ip": ("test_joining::test_one_part", "11 30"),
    "requester_no_member": ("test_membership::test_silent_requester", "15 43"),
    "requester_not_listed": ("test_table::test_members_listed", "20"),
    "update_without_members": ("test_registration::test_alone_then_in_company", "7"),
}
"""Each fault, the case that can tell it, and the claims that it must FAIL there."""


def test_the_table_has_every_fault_of_the_program() -> None:
    listed = subprocess.run(
        [sys.executable, str(HA), "--list-faults"], capture_output=True, text=True, check=True
    )
    assert set(listed.stdout.split()) == CAUGHT.keys()
    assert len(CAUGHT) >= 20


AT_ONCE = 2
"""Campaigns of one case are idle most of the time; more of them would make the host too slow."""

Found = Mapping[str, tuple[str, str]]
"""The verdict and the reason of each requirement."""


def judged(fault: str, out: Path) -> Found:
    """Run the case that can tell the fault."""
    words = [sys.executable, str(HA), "--fault", fault, "{config}"]
    subprocess.run(
        [
            *(sys.executable, "-m", "mipconf", "run", "--select", CAUGHT[fault][0]),
            *("--out", str(out), "--hut-command", shlex.join(words)),
        ],
        cwd=FOLDER.parents[1],
        capture_output=True,
        check=False,
        timeout=120,
    )
    results = json.loads((out / "results.json").read_text())["requirements"]
    return {result["id"]: (result["verdict"], result["reason"]) for result in results}


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Found]:
    """What was found in each faulty program."""
    out = tmp_path_factory.mktemp("faults")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(judged, CAUGHT, (out / fault for fault in CAUGHT))
        return dict(zip(CAUGHT, found, strict=True))


@pytest.mark.parametrize("fault", CAUGHT)
def test_a_fault_is_caught(fault: str, campaigns: Mapping[str, Found]) -> None:
    found = campaigns[fault]
    told = {claim: found[claim] for claim in CAUGHT[fault][1].split()}
    assert {verdict for verdict, _ in told.values()} == {"FAIL"}, told


def test_an_unknown_fault_is_refused(lab: Lab) -> None:
    process = lab.start("--fault", "gremlins", ready=False)
    assert process.wait(WAIT) == 2
