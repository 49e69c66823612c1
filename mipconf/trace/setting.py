"""What the judge is told besides the trace: whom it judges, and by which numbers.

A run writes its setting into the capture as the first remark, so that a saved capture can be
judged again by the same numbers. Keys never get there: only SPI, algorithm and a fingerprint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import ValidationError

from mipconf.codec import STANDARD_FORMAT, Format
from mipconf.errors import ConfigError
from mipconf.profile.contract import FhrpConfig, GroupConfig, HutConfig, TimerConfig, describe
from mipconf.profile.keys import Tolerances
from mipconf.profile.profile import fingerprint
from mipconf.protocol.durations import FOREVER, MILLISECOND, SECOND
from mipconf.trace.remark_data import SettingData

WITHOUT_FHRP_DROP_S = 60
HOLD_TIMES_TO_DROP = 10


@dataclass(frozen=True, slots=True)
class Setting:
    """The HUT, its configuration without keys, its format, tolerances, and point of observation.

    `lossy`: datagrams may be lost between the place of the trace and the HUT (docs/claims.md,
    "Point of observation"). `unicast`: what Home Agents say to each other alone was seen.
    `accompanied`: a Home Agent of the group is not played, and may be the one that answers at the
    virtual IP address. `external`: the trace is not of a run, so that nothing tells when the HUT
    started, what it had learned before, and what was meant by a request. `assumes_timers`: nobody
    told its timers either.
    `fhrp_number` and `fhrp_routers` are then the number of its FHRP's group and those who speak for
    it on the HUT's LAN. `fhrp_unknown`: there is an FHRP, but which of its routers the HUT is, if
    any, nothing tells. `only_router`: it says nothing else that a Home Agent says.
    `latency_ns` is how long a datagram to itself took on the tester's host.
    `supports` is what its profile says of that (`mipconf.requirements.features`).
    """

    hut: str
    port: int
    group: GroupConfig
    fhrp: FhrpConfig
    peers: tuple[str, ...] = ()
    timers: TimerConfig = field(default_factory=TimerConfig)
    responder: str = "active"
    window: int = 32
    max_datagram: int = 1400
    max_lifetime_s: int = 65535
    tolerances: Tolerances = field(default_factory=Tolerances)
    lossy: bool = False
    unicast: bool = True
    accompanied: bool = False
    external: bool = False
    assumes_timers: bool = False
    fhrp_number: int = 0
    fhrp_routers: frozenset[str] = frozenset()
    fhrp_unknown: bool = False
    only_router: bool = False
    latency_ns: int = 0
    format: Format = STANDARD_FORMAT
    supports: Mapping[str, bool] = field(default_factory=dict)

    @property
    def shares_virtual_ip(self) -> bool:
        """Whether others than the HUT may answer at the virtual IP address."""
        return self.external or self.accompanied

    @property
    def answer_ns(self) -> int:
        """How long a duty that answers a datagram may take."""
        return self.tolerances.answer_ms * MILLISECOND

    @property
    def crossing_ns(self) -> int:
        """How late an acknowledgement may be that crosses a retransmission."""
        return self.tolerances.crossing_ms * MILLISECOND

    @property
    def hold_ns(self) -> int:
        """The hold time, or the master down interval; 0 without an FHRP (docs/hut-contract.md)."""
        return self.fhrp.hold_ns

    @property
    def mark_lasts_ns(self) -> int:
        """How long at least a mark is kept; where nobody told, as long as an answer may take."""
        if self.assumes_timers:
            return self.answer_ns
        return self.timers.deleted_entry_ms * MILLISECOND

    @property
    def mark_purged_ns(self) -> int:
        """How long at most a mark is kept; where nobody told, for ever."""
        if self.assumes_timers:
            return FOREVER
        return int(self.timers.deleted_entry_ms * MILLISECOND * self.tolerances.purge_late)

    @property
    def joining_ns(self) -> int:
        """How long at most a HUT takes, from its start, to initialize its table (5.6)."""
        timers = self.timers
        sendings = 1 + timers.max_retransmissions
        asking = timers.listen_ms + sendings * timers.reply_timeout_ms
        return asking * MILLISECOND + self.answer_ns

    @property
    def kept_ns(self) -> int:
        """How long a member that was not configured must be kept after it was last heard."""
        return HOLD_TIMES_TO_DROP * self.hold_ns or WITHOUT_FHRP_DROP_S * SECOND

    def is_hut(self, address: str) -> bool:
        """Whether the HUT may send from this address: its own, or the virtual IP address."""
        return address in (self.hut, self.group.virtual_ip)

    def never_member(self, address: str) -> bool:
        """Whether the address can be no member of the group (docs/protocol.md#5-3)."""
        first = int(address.partition(".")[0])
        return (
            address in (self.hut, self.group.virtual_ip, "0.0.0.0", "255.255.255.255")
            or 224 <= first <= 239
        )


def describe_setting(
    config: HutConfig,
    tolerances: Tolerances,
    *,
    lossy: bool,
    unicast: bool = True,
    accompanied: bool = False,
    latency_ns: int = 0,
    format: Format = STANDARD_FORMAT,
    supports: Mapping[str, bool] = MappingProxyType({}),
) -> dict[str, object]:
    """The data of the setting remark: plain JSON values, no keys."""
    document = config.model_dump(mode="json")
    for section in ("group_security", "mobile_nodes"):
        for association in document[section]:
            association["fingerprint"] = fingerprint(association.pop("key"))
    return {
        "hut": document,
        "format": format.model_dump(exclude_defaults=True),
        "tolerances": tolerances.model_dump(),
        "supports": dict(supports),
        "lossy": lossy,
        "unicast": unicast,
        "accompanied": accompanied,
        "latency_ns": latency_ns,
    }


def read_setting(data: Mapping[str, object], codec: str | None = None) -> Setting:
    """The setting that a remark holds; raises ValueError when it is not one of ours.

    `codec` is the one that the person names who has it read: another that is no entry point of
    `mipconf.codecs` is refused, for whoever made the remark may have chosen any module. That, or a
    codec that cannot be had, is a `ConfigError`.
    """
    try:
        told = SettingData.model_validate_json(json.dumps(dict(data)))
    except ValidationError as error:
        raise ValueError(describe(error)) from None
    if not (told.format.is_installed or told.format.codec == codec):
        raise ConfigError(
            f'codec "{told.format.codec}" is named by the capture alone, and no entry point of '
            f"mipconf.codecs; if you trust it, name it with --codec or --profile"
        )
    told.format.load()
    return Setting(
        hut=told.hut.ha_id,
        port=told.hut.port,
        group=told.hut.group,
        fhrp=told.hut.fhrp,
        peers=told.hut.peers,
        timers=told.hut.timers,
        responder=told.hut.responder,
        window=told.hut.window,
        max_datagram=told.hut.max_datagram,
        max_lifetime_s=told.hut.max_lifetime_s,
        tolerances=told.tolerances,
        lossy=told.lossy,
        unicast=told.unicast,
        accompanied=told.accompanied,
        latency_ns=told.latency_ns,
        format=told.format,
        supports=dict(told.supports),
    )
