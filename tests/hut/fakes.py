"""A configuration, and small programs that keep the `process` contract or break it."""

from __future__ import annotations

import sys
from pathlib import Path

from mipconf.contract import HutConfig

CONFIG = HutConfig.model_validate_json("""
{
  "ha_id": "127.77.2.10",
  "port": 20435,
  "group": {"number": 7, "address": "224.0.0.254", "ttl": 1, "virtual_ip": "127.77.2.1"},
  "fhrp": {"protocol": "hsrp", "version": 2, "port": 21985, "priority": 100, "preempt": true,
           "hello_ms": 20, "hold_ms": 70},
  "timers": {"retransmit_ms": 50, "max_retransmissions": 1, "reply_timeout_ms": 50,
             "listen_ms": 50, "deleted_entry_ms": 500, "replay_window_s": 7},
  "responder": "always",
  "group_security": [{"spi": 1000, "key": "00112233445566778899aabbccddeeff"}]
}
""")


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
