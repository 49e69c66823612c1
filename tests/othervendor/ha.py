"""A Home Agent of another vendor, written from wire-format.md and hut-contract.md alone.

Usage: ha.py [--fault NAME] CONFIG.json | ha.py --list-faults
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import stat
import sys
from pathlib import Path
from typing import Any

import wire
from agent import Config, HomeAgent
from fhrp import Settings
from wire import Association, address, is_multicast

# One mistake of an implementer each: what it does, and the claims (or groups) that it breaks.
FAULTS = {
    "no_update": ("Accepts registrations and sends no Binding Update.", "1 2 3 4 5 7 23"),
    "dereg_no_update": ("Sends no Binding Update for a de-registration.", "23"),
    "update_for_refused": ("Sends a Binding Update for a refused registration too.", "1"),
    "update_without_members": ("Multicasts updates before it knows any member.", "7"),
    "update_wrong_care_of": ("Tells the home address as the care-of address.", "1 2 3 4 5"),
    "update_wrong_granted": ("Tells the lifetime asked for as the one granted.", "1"),
    "refuses_while_passive": ("Accepts registrations only while active.", "2 3 5"),
    "vip_reply_from_own": ("Answers at the virtual IP from its own address.", "4"),
    "accepts_replay": ("Accepts an Identification equal to the last one.", "BASE"),
    "no_retransmission": ("Never sends an update or a part again.", "8 15 18 21 31 43 45 48"),
    "one_retransmission_too_many": ("Counts its retransmissions from 0.", "8 18 21 45 48"),
    "one_retransmission_too_few": ("Counts the first sending as one of them.", "8 18 21 45 48"),
    "retransmits_to_all": ("Multicasts the retransmissions of an update.", "8"),
    "retransmission_without_R": ("Leaves R clear when it retransmits.", "8 18 21 45 48"),
    "retransmission_new_sequence": ("Numbers each retransmission anew.", "8 18 21 45 48"),
    "retransmission_old_identification": ("Repeats the Identification.", "8 18 21 45 48"),
    "first_ack_ends_all": ("Takes the first acknowledgement as everybody's.", "8"),
    "no_catching_up": ("Forgets the updates that it gave up.", "BASE"),
    "no_deleted_mark": ("Forgets an X = 1 for an unknown home address.", "38 39"),
    "mark_never_purged": ("Keeps a mark for ever.", "39"),
    "older_binding_wins": ("Lets the last one to arrive win.", "33 34 35 38 39"),
    "dereg_update_ignored": ("Acknowledges X = 1 and keeps the binding.", "37"),
    "sub_options_lost": ("Drops the sub-options of what it learns.", "12"),
    "update_not_acknowledged": ("Applies updates and does not acknowledge.", "36 37 38"),
    "duplicate_not_acknowledged": ("Ignores duplicates.", "36"),
    "duplicate_seq_applied": ("Applies an R = 1 that repeats a Sequence Number.", "36"),
    "ack_wrong_sequence": ("Acknowledges by its own counter.", "12 26 27 28 36 37 38"),
    "ack_multicast": ("Multicasts its acknowledgements.", "36"),
    "reply_multicast": ("Multicasts Table Replies.", "16 44"),
    "last_part_lost": ("Loses the last of several parts.", "16 44"),
    "first_part_lost": ("Loses the first of several parts.", "16 44"),
    "one_binding_lost": ("Leaves the newest home address out of its tables.", "16 44"),
    "code0_before_initialized": ("Answers Code 0 before it is initialized.", "22 49"),
    "silent_before_initialized": ("Answers no request before it is initialized.", "22 49"),
    "responds_undesignated": ("Answers whether designated or not.", "17"),
    "no_list": ("Puts no Home Agent List in its replies.", "15 19 20 31 43 46 47"),
    "list_misses_requester": ("Leaves the requester out of the list.", "20 47"),
    "list_ignored": ("Takes no members from a Home Agent List.", "31 47"),
    "part_not_retransmitted": ("Sends a part once only.", "18 21 45 48"),
    "part_not_acknowledged": ("Applies parts and does not acknowledge.", "12 26 27 28"),
    "parts_in_order_only": ("Ignores the bindings of a part out of order.", "12"),
    "request_at_once": ("Asks for the table before it knows a member.", "13 32"),
    "no_request": ("Never asks for the table.", "9 13 26 27 28 32"),
    "request_unicast": ("Asks one member by unicast.", "26 27 28"),
    "request_wrong_id_field": ("Puts the virtual IP into the HA id of requests.", "11 30"),
    "active_before_initialized": ("Becomes active before it is initialized.", "10"),
    "accepts_before_initialized": ("Accepts registrations before it is initialized.", "9"),
    "never_yields": ("Ignores other routers while it is active.", "24 40"),
    "hello_cut_off": ("Sends FHRP messages four octets short.", "25 41"),
}
KINDS = {"1": "50 51 52", "26": "53 54 55"}  # claims that have the verdict of another


def number(raw: Any, name: str, low: float = 0, high: float = 2**31) -> int:
    """A number of the configuration within its bounds."""
    value = raw[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")
    return value


def association(raw: Any) -> Association:
    """An entry of group_security or mobile_nodes."""
    key = Association(number(raw, "spi", 0, 2**32 - 1), raw["algorithm"], bytes.fromhex(raw["key"]))
    if key.size:  # an unknown algorithm shows now
        return key
    raise ValueError("no authenticator")


def router_settings(raw: Any) -> Settings:
    """The part of the configuration that the FHRP needs."""
    fhrp, group, protocol = raw["fhrp"], raw["group"], raw["fhrp"]["protocol"]
    if protocol not in ("hsrp", "none"):
        raise ValueError(f"FHRP {protocol!r} is not implemented, only 'hsrp' and 'none'")
    virtual_ip = None if group["virtual_ip"] is None else address(group["virtual_ip"])
    own = address(raw["ha_id"])
    if virtual_ip == own or (virtual_ip is None and protocol == "none"):
        raise ValueError("virtual_ip must be given and differ from ha_id")
    if protocol == "none":
        return Settings(own, number(group, "number", 0, 65535), virtual_ip)
    version = number(fhrp, "version", 1, 2)
    hello = number(fhrp, "hello_ms", 1)
    return Settings(
        own, number(group, "number", 0, 255 if version == 1 else 4095), virtual_ip, version,
        port=number(fhrp, "port", 1, 65535),
        priority=number(fhrp, "priority", 0, 255 if version == 1 else 2**32 - 1),
        preempt=bool(fhrp["preempt"]), hello=hello / 1000,
        hold=number(fhrp, "hold_ms", hello + 1) / 1000,
    )  # fmt: skip


def load(path: str) -> Config:
    """Read the file; an exception tells what is wrong with it."""
    raw: Any = json.loads(Path(path).read_text(encoding="utf-8"))
    group, timers = raw["group"], raw["timers"]
    if raw["responder"] not in ("always", "active", "never") or not raw["group_security"]:
        raise ValueError("responder is unknown, or group_security is empty")
    if not is_multicast(address(group["address"])):
        raise ValueError("group address must be multicast")
    nodes = []
    for node in raw["mobile_nodes"]:
        network, _, length = node["network"].partition("/")
        mask = -1 << (32 - int(length or 32)) & 0xFFFFFFFF
        nodes.append((mask, address(network) & mask, association(node)))
    return Config(
        router=router_settings(raw),
        port=number(raw, "port", 1, 65535),
        group_address=group["address"],
        ttl=number(group, "ttl", 0, 255),
        peers=tuple(address(peer) for peer in raw["peers"]),
        retransmit=number(timers, "retransmit_ms", 1) / 1000,
        max_retransmissions=number(timers, "max_retransmissions"),
        reply_timeout=number(timers, "reply_timeout_ms", 1) / 1000,
        listen=number(timers, "listen_ms") / 1000,
        deleted_entry=number(timers, "deleted_entry_ms") / 1000,
        replay_window=number(timers, "replay_window_s", 1),
        responder=raw["responder"],
        window=number(raw, "window", 1),
        max_datagram=number(raw, "max_datagram", 548, 65507),
        max_lifetime=min(number(raw, "max_lifetime_s", 1), wire.INFINITY),
        keys=tuple(association(key) for key in raw["group_security"]),
        nodes=tuple(nodes),
    )


def attend_operator(agent: HomeAgent) -> None:
    """Signals, and the end of the tester at the other end of standard input."""
    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(signum, lambda signum, frame: None)

    def signalled() -> None:
        for signum in os.read(woken, 64):
            if signum == signal.SIGHUP:
                agent.resynchronise()
            else:
                agent.stopping = True

    def told() -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            agent.stopping = True

    agent.selector.register(woken, selectors.EVENT_READ, signalled)
    if sys.stdin and stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        agent.selector.register(sys.stdin, selectors.EVENT_READ, told)


def main(words: list[str]) -> int:
    """Run the program; its exit status."""
    if words == ["--list-faults"]:
        for name, (sentence, broken) in FAULTS.items():
            claims = " ".join((broken, *(KINDS[n] for n in KINDS if n in broken.split())))
            print(name, sentence, claims, sep="\t")
        return 0
    faults = frozenset(words[1:2] if words[:1] == ["--fault"] else ())
    try:
        if not faults <= FAULTS.keys() or len(words) != 1 + 2 * len(faults):
            raise ValueError("usage: ha.py [--fault NAME] CONFIG.json | --list-faults")
        agent = HomeAgent(load(words[-1]), faults)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"ha.py: {type(error).__name__}: {error}".replace("\n", " "), file=sys.stderr)
        return 2
    attend_operator(agent)
    print("READY", flush=True)
    agent.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
