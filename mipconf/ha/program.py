"""The reference Home Agent as a program, by the `process` contract (docs/hut-contract.md)."""

from __future__ import annotations

import os
import random
import signal
import stat
import sys
from pathlib import Path

import trio

from mipconf.codec import STANDARD, Codec
from mipconf.errors import ConfigError, NetworkError
from mipconf.ha.agent import HomeAgent
from mipconf.net.steady import SteadyNetwork
from mipconf.profile.contract import HutConfig, read_config

_STANDARD_INPUT = 0


def run(path: Path, kind: type[HomeAgent] = HomeAgent, codec: Codec = STANDARD) -> int:
    """Be the Home Agent that the file describes, until told to end; returns the exit status.

    A configuration that cannot be served is one line on standard error, and status 2. `kind` may
    be a variant of the reference Home Agent, `codec` a vendor's format.
    """
    try:
        trio.run(serve, read_config(path), kind, codec)
    except (ConfigError, NetworkError) as error:
        said = str(error)
        where = "" if said.startswith(f"{path}:") else f"{path}: "
        print(f"mipconf: {where}{said}", file=sys.stderr)
        return 2
    return 0


async def serve(
    config: HutConfig, kind: type[HomeAgent] = HomeAgent, codec: Codec = STANDARD
) -> None:
    """Serve until SIGTERM, SIGINT or the end of a standard input that is a pipe; stop in order.

    READY is printed when the sockets are open. SIGHUP resynchronises. Raises `ConfigError` or
    `NetworkError` before that.
    """
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    # What comes after the signal that ends it finds no receiver any more, and must not kill it.
    for each in numbers:
        signal.signal(each, signal.SIG_IGN)
    # The signals first: once READY is out, none may find its handler missing.
    with trio.open_signal_receiver(*numbers) as signals:
        async with SteadyNetwork(_complain) as network:
            agent = kind(config, random.Random(), network.now(), codec)
            await network.join(agent)
            print("READY\n", end="", flush=True)  # in one piece, also where output is unbuffered
            async with trio.open_nursery() as nursery:
                nursery.start_soon(_end_with_standard_input, nursery.cancel_scope)
                async for number in signals:
                    if number != signal.SIGHUP:
                        nursery.cancel_scope.cancel()
                        break
                    agent.resynchronise(network.now())
                    network.flush(agent)
            agent.stop(network.now())
            network.flush(agent)


def _complain(reason: str) -> None:
    print(
        f"mipconf: {reason}; staying passive, and trying again later", file=sys.stderr, flush=True
    )


async def _end_with_standard_input(scope: trio.CancelScope) -> None:
    """No Home Agent outlives the tester that holds the other end of the pipe."""
    try:
        is_pipe = stat.S_ISFIFO(os.fstat(_STANDARD_INPUT).st_mode)
    except OSError:
        is_pipe = False
    while is_pipe:
        await trio.lowlevel.wait_readable(_STANDARD_INPUT)
        if not os.read(_STANDARD_INPUT, 65536):
            scope.cancel()
            return
