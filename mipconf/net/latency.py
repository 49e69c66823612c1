"""How fast the tester's own host is: "datagrams to itself" (docs/claims.md, Time)."""

from __future__ import annotations

import time

import trio

_ROUNDS = 50


async def measure_latency(rounds: int = _ROUNDS) -> int:
    """The longest time, in nanoseconds, that a datagram took from this program to itself."""
    with trio.socket.socket(trio.socket.AF_INET, trio.socket.SOCK_DGRAM) as own:
        await own.bind(("127.0.0.1", 0))
        await own.connect(own.getsockname())
        longest = 0
        for _ in range(rounds):
            began = time.monotonic_ns()
            await own.send(b"mipconf")
            await own.recv(16)
            longest = max(longest, time.monotonic_ns() - began)
        return longest
