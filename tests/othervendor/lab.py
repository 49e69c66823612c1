"""What drives the other vendor's Home Agent: a peer, a mobile node, and its own modules."""

from __future__ import annotations

import importlib.util
import json
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

FOLDER = Path(__file__).parent
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


def binding(home: str, identification: int | None = None, sub_options: bytes = b"") -> Any:
    state = (home, "127.77.0.11", "192.0.2.7", 0, False, 300, wire.expiry(300))
    return wire.Binding(*state, identification or wire.timestamp(), sub_options)


def deleted(state: Any, identification: int | None = None) -> Any:
    identification = identification or wire.timestamp()
    return state._replace(deleted=True, granted=0, identification=identification)
