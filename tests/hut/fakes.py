"""A configuration, and small programs that keep the `process` contract or break it."""

from __future__ import annotations

import sys
from pathlib import Path

from mipconf.profile.contract import FhrpConfig, GroupConfig, GroupSecurity, HutConfig, TimerConfig

from ..net.toys import FHRP_PORT, PORT, PREFIX

CONFIG = HutConfig(
    ha_id=f"{PREFIX}.10",
    port=PORT,
    group=GroupConfig(number=7, ttl=1, virtual_ip=f"{PREFIX}.1"),
    fhrp=FhrpConfig(protocol="hsrp", port=FHRP_PORT, hello_ms=20, hold_ms=70),
    timers=TimerConfig(
        retransmit_ms=50, max_retransmissions=1, reply_timeout_ms=50, listen_ms=50,
        deleted_entry_ms=500,
    ),
    group_security=(GroupSecurity(spi=1000, key="00112233445566778899aabbccddeeff"),),
)  # fmt: skip


def command(folder: Path, body: str) -> list[str]:
    """The words that run a Python program of that body; `config` in it is the path it is given."""
    path = folder / "hut.py"
    path.write_text(
        "import os, signal, subprocess, sys\n"
        "config = sys.argv[1]\n"
        "say = lambda text: print(text, flush=True)\n"
        "complain = lambda text: print(text, file=sys.stderr, flush=True)\n"
        "on = lambda name, action: signal.signal(getattr(signal, name), action)\n" + body
    )
    return [sys.executable, "-S", "-E", str(path), "{config}"]
