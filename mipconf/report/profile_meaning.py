"""What a profile means: the configuration that a Home Agent gets, and in words what is due when."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterator, Mapping

from tabulate import tabulate

from mipconf.profile.contract import HutConfig
from mipconf.profile.profile import Profile, fingerprint
from mipconf.protocol.durations import MILLISECOND
from mipconf.requirements.catalogue import REQUIREMENTS

_RESPONDERS = {
    "always": "answers every Table Request",
    "active": "answers while it is active, or knows of no other active member",
    "never": "answers no Table Request once it is initialized",
}
_BY_DEFAULT = "by default, known to all the world"


def profile_meaning(profile: Profile, key_sources: Mapping[str, str]) -> str:
    """The text; `key_sources` says where the key of an association comes from, if not by default.

    Keys are told by their fingerprints only.
    """
    config = _of_first_case(profile)
    rows = [*_fhrp(config), *_timers(profile), *_table(config), *_keys(profile, key_sources)]
    return "\n".join(
        (
            "The configuration of a Home Agent under test, here of the first case; keys by their",
            "fingerprints:",
            "",
            json.dumps(_without_keys(config), indent=2),
            "",
            "What follows from it:",
            "",
            tabulate(rows, tablefmt="plain", disable_numparse=True),
            "",
            *_not_applicable(profile),
        )
    )


def _of_first_case(profile: Profile) -> HutConfig:
    first = ipaddress.IPv4Network(profile.network.base).network_address + 256
    port = profile.network.port_base
    return profile.hut_config(
        ha_id=str(first + 10), port=port, fhrp_port=port + 1, virtual_ip=str(first + 1)
    )


def _without_keys(config: HutConfig) -> dict[str, object]:
    document = config.model_dump(mode="json")
    for association in document["group_security"] + document["mobile_nodes"]:
        association["key"] = f"(fingerprint {fingerprint(association['key'])})"
    return document


def _fhrp(config: HutConfig) -> Iterator[tuple[str, str]]:
    fhrp, hold_ms = config.fhrp, config.fhrp.hold_ns // MILLISECOND
    if fhrp.protocol == "none":
        yield "redundancy", "no HSRP or VRRP: an initialized Home Agent is active"
        yield "members", "one that is not configured may be dropped after 60 s of silence"
        return
    name = "hold time" if fhrp.protocol == "hsrp" else "master down interval"
    active = config.timers.listen_ms + 3 * hold_ms
    yield "redundancy", f"{fhrp.protocol.upper()} version {fhrp.version}, {name} {hold_ms} ms"
    yield (
        "active",
        f"at most {active} ms after its start, if it is initialized and nobody is better",
    )
    yield "members", f"one that is not configured may be dropped after {10 * hold_ms} ms of silence"


def _timers(profile: Profile) -> Iterator[tuple[str, str]]:
    timers, tolerances = profile.timers, profile.tolerances
    times = f"{timers.max_retransmissions} times"
    early = timers.retransmit_ms * tolerances.retransmit_early
    late = timers.retransmit_ms * tolerances.retransmit_late + tolerances.retransmit_slack_ms
    sendings = 1 + timers.max_retransmissions
    joined = timers.listen_ms + sendings * timers.reply_timeout_ms
    purged = timers.deleted_entry_ms * tolerances.purge_late
    yield "answers", f"due within {tolerances.answer_ms} ms of what they answer"
    yield "retransmission", f"due {early:.0f} to {late:.0f} ms after the last sending, {times}"
    yield "", f"not due where an acknowledgement crosses it within {tolerances.crossing_ms} ms"
    yield (
        "joining",
        f"listens for {timers.listen_ms} ms; asks for the table {sendings} times at most,",
    )
    yield (
        "",
        f"{timers.reply_timeout_ms} ms apart; initialized {joined} ms after its start, or before",
    )
    yield "purging", f"a mark goes {timers.deleted_entry_ms} to {purged:.0f} ms after its deletion"
    yield "clocks", f"may differ by {timers.replay_window_s} s"


def _table(config: HutConfig) -> Iterator[tuple[str, str]]:
    parts = f"in parts of {config.max_datagram} octets at most, {config.window} unacknowledged"
    yield "responder", _RESPONDERS[config.responder]
    yield "table", parts
    yield "lifetimes", f"granted up to {config.max_lifetime_s} s"


def _keys(profile: Profile, sources: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in ("group_security", "mobile_nodes"):
        for index, association in enumerate(getattr(profile, name)):
            where = sources.get(f"{name}.{index}", _BY_DEFAULT)
            yield (
                f"{name}.{index}",
                f"SPI {association.spi}, {association.algorithm}, fingerprint "
                f"{fingerprint(association.key)}: {where}",
            )


def _not_applicable(profile: Profile) -> Iterator[str]:
    support = profile.support
    denied = [
        (requirement.id, requirement.title, why)
        for requirement in REQUIREMENTS.values()
        if (why := support.why_not(requirement)) is not None
    ]
    if not denied:
        yield "All claims apply."
        return
    yield "NOT APPLICABLE:"
    yield ""
    align = ("right", "left", "left")
    yield tabulate(denied, tablefmt="plain", disable_numparse=True, colalign=align)
