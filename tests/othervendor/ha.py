"""A Home Agent of another vendor, written from docs/protocol.md, docs/claims.md and docs/hut-
contract.md alone.

Usage: ha.py [--fault NAME] CONFIG.json | ha.py --list-faults
"""

import asyncio
import json
import math
import os
import random
import re
import signal
import socket
import stat
import struct
import sys
from collections import defaultdict
from contextlib import suppress
from ipaddress import IPv4Address
from pathlib import Path
from socket import IPPROTO_IP, SOL_SOCKET, inet_aton, inet_ntoa
from time import monotonic

from agent import HomeAgent

HSRP_GROUPS = {1: "224.0.0.2", 2: "224.0.0.102"}
VERSION_1, VERSION_2 = struct.Struct("!8B8s4s"), struct.Struct("!6BH6s3I4s12x2B8s")
HELLO, COUP, RESIGN = range(3)
LEARN, LISTEN, SPEAK, STANDBY, ACTIVE = range(2, 7)  # as version 2 numbers them
AUTHENTICATION = b"cisco\0\0\0"
NO_FHRP = {"priority": 0, "preempt": False, "hello_ms": math.inf, "hold_ms": math.inf}
IP_MULTICAST_ALL, IP_FREEBIND = 49, 15  # socket has no names for them


class Router:
    """HSRP version 1 (RFC 2281) or 2; without an FHRP (version 0) an eligible router is active."""

    def __init__(self, raw, faults):
        fhrp, group = raw["fhrp"], raw["group"]
        self.version = {"none": 0, "hsrp": fhrp.get("version")}[fhrp["protocol"]]
        fhrp = fhrp if self.version else NO_FHRP
        self.own, self.group, self.virtual_ip = raw["ha_id"], group["number"], group["virtual_ip"]
        self.priority, self.preempt, self.faults = fhrp["priority"], fhrp["preempt"], faults
        self.hello, self.hold = fhrp["hello_ms"] / 1000, fhrp["hold_ms"] / 1000
        self.eligible = "active_before_initialized" in self.faults  # later: it is initialized (5.6)
        self.active, self.actives = False, {}  # when each router last said that it is active
        self.state = (LISTEN if self.virtual_ip else LEARN) if self.version else STANDBY
        self.hello_due, self.standby_until = monotonic() + self.hello, monotonic() + self.hold
        self.active_until = self.standby_until if self.version else 0.0

    def knows_active(self, among):
        since = monotonic() - self.hold
        return any(said > since for router, said in self.actives.items() if router in among)

    def tick(self):
        now = monotonic()
        if self.standby_until <= now and self.state in (LISTEN, SPEAK):
            self.enter(self.state + 1)
        if self.active_until <= now and self.state == STANDBY and self.eligible:
            self.enter(ACTIVE)
        if self.hello_due <= now and self.state >= SPEAK:
            self.say(HELLO)
            self.hello_due = now + self.hello * random.uniform(0.85, 1.15)

    def enter(self, state):
        self.state, self.active = state, state == ACTIVE
        self.standby_until = monotonic() + self.hold
        self.hello_due = 0.0 if self.active else self.hello_due
        self.follow()  # who hears that we are active may use the virtual IP at once

    def hear(self, data, source):
        """Take a message; ValueError or struct.error if it is none of the group."""
        operation, state, priority, virtual_ip = self.parse(data)
        until, was_active = monotonic() + self.hold, self.actives.pop(source, None)
        higher = (priority, inet_aton(source)) > (self.priority, inet_aton(self.own))
        among = self.state in (SPEAK, STANDBY)
        if operation == RESIGN and was_active:
            self.active_until = 0.0
        elif operation == COUP and higher and self.active:
            self.say(RESIGN)
            self.active_until = until
            self.enter(SPEAK)
        elif operation == HELLO and state == ACTIVE:
            self.actives[source] = monotonic()
            self.virtual_ip = self.virtual_ip or virtual_ip
            preempts = self.preempt and self.eligible and (among or self.state == LISTEN)
            if not higher and (preempts or self.active):
                self.say(COUP)
                if preempts:
                    self.enter(ACTIVE)
            else:
                self.active_until = until
                if self.active or (self.state == LEARN and self.virtual_ip):
                    self.enter(SPEAK if self.active else LISTEN)
        elif operation == HELLO and higher and among and state >= SPEAK:
            self.enter(LISTEN)
        elif operation == HELLO and state == STANDBY:
            self.standby_until = until if higher else 0.0
        self.tick()

    def say(self, operation):
        address, seconds = inet_aton(self.virtual_ip or "0.0.0.0"), (self.hello, self.hold)
        if self.version == 1:
            times = (min(math.ceil(second), 255) for second in seconds)
            head = (0, operation, 1 << self.state - 2, *times, self.priority, self.group, 0)
            self.send_hello(VERSION_1.pack(*head, AUTHENTICATION, address))
        elif self.version == 2:
            times = (round(second * 1000) for second in seconds)
            head = (1, 40, 2, operation, self.state, 4, self.group, b"\2\0" + inet_aton(self.own))
            tail = (self.priority, *times, address, 3, 8, AUTHENTICATION)
            self.send_hello(VERSION_2.pack(*head, *tail))

    def parse(self, data):
        if self.version == 1:
            version, operation, bit, _, _, priority, group, _, *rest = VERSION_1.unpack_from(data)
            (text, address), state, right = rest, bit.bit_length() + 1, version == 0
        else:
            data += b"\3\10" + AUTHENTICATION if len(data) == 42 else b""
            *head, group, _, priority, _, _, address, _, _, text = VERSION_2.unpack_from(data)
            operation, state, right = head[3], head[4], head[2] == 2
        if not right or group != self.group or text != AUTHENTICATION:
            raise ValueError("not of our group")
        return operation, state, priority, None if address == bytes(4) else inet_ntoa(address)


class Host(Router):
    """The sockets of one HA."""

    def __init__(self, raw, faults):
        super().__init__(raw, faults)
        self.port, self.ttl = raw["port"], raw["group"]["ttl"]
        self.loop, self.sockets = asyncio.get_running_loop(), {}
        self.heard = defaultdict(float)  # when the last message of each router came
        self.agent = HomeAgent(raw, faults, self, self.send)
        for address in (self.own, raw["group"]["address"]):
            self.sockets[address] = self.open(address, self.port, self.ttl, self.agent.receive)
        if self.version:
            self.routers = (HSRP_GROUPS[self.version], raw["fhrp"]["port"])
            self.sockets["router"] = self.open(self.own, self.routers[1], 1, lambda *said: None)
            self.open(*self.routers, 1, self.heard_hello)

    def open(self, address, port, ttl, handle):
        """A socket at an address of our own, or at a group joined on its interface."""
        opened, own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), inet_aton(self.own)
        opened.setblocking(False)
        opened.setsockopt(SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        options = {IP_MULTICAST_ALL: 0, IP_FREEBIND: 1, socket.IP_MULTICAST_TTL: ttl}
        for option, value in (options | {socket.IP_MULTICAST_IF: own}).items():
            opened.setsockopt(IPPROTO_IP, option, value)
        opened.bind((address, port))
        if IPv4Address(address).is_multicast:
            opened.setsockopt(IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, inet_aton(address) + own)
        self.loop.add_reader(opened, lambda: handle(address, *opened.recvfrom(65535)))
        return opened

    def send(self, local, data, peer):
        with suppress(OSError):  # as good as lost on the way
            self.sockets[local].sendto(data, peer)

    def send_hello(self, data):
        size = len(data) - 4 * ("hello_cut_off" in self.faults)
        self.send("router", data[:size], self.routers)

    def heard_hello(self, local, data, peer):
        source, now = peer[0], monotonic()
        if source == self.own or (self.active and "never_yields" in self.faults):
            return
        with suppress(ValueError, struct.error):
            self.hear(data, source)
            silence, self.heard[source] = now - self.heard[source], now
            self.agent.meet(source, heard=True)
            if silence >= self.hold:
                self.agent.catch_up(source)

    def follow(self):
        address = self.virtual_ip
        if self.active and address and address not in self.sockets:
            self.sockets[address] = self.open(address, self.port, self.ttl, self.agent.receive)
        elif not self.active and address in self.sockets:
            self.agent.flush()
            self.loop.remove_reader(self.sockets[address])
            self.sockets.pop(address).close()


async def serve(raw, faults):
    """Be the Home Agent until the operator or the end of standard input ends it."""
    host, stopped = Host(raw, faults), asyncio.Event()
    host.loop.add_signal_handler(signal.SIGTERM, stopped.set)
    host.loop.add_signal_handler(signal.SIGHUP, lambda: host.agent.initialized and host.agent.ask())
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        host.loop.add_reader(0, lambda: os.read(0, 4096) or stopped.set())
    print("READY", flush=True)
    host.joining = asyncio.create_task(host.agent.join())
    while not stopped.is_set():
        host.tick()
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), min(host.hello / 8, 3600))
    host.agent.flush()
    if host.active:
        host.say(RESIGN)


def main(words):
    sources = "".join(path.read_text() for path in Path(__file__).parent.glob("*.py"))
    known = sorted(set(re.findall(r'"(\w+)" (?:not )?in self\.faults', sources)))
    faults = words[1:2] if words[:1] == ["--fault"] else []
    try:
        if words == ["--list-faults"]:
            print(*known, sep="\n")
        elif set(faults) <= set(known) and len(words) == 1 + 2 * len(faults):
            asyncio.run(serve(json.loads(Path(words[-1]).read_text()), frozenset(faults)))
        else:
            raise ValueError("usage: ha.py [--fault NAME] CONFIG.json | --list-faults")
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"ha.py: {type(error).__name__}: {error}".replace("\n", " "), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
