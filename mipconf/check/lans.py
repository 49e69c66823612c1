"""The LANs of captures: which frames were on one, whatever each says of itself.

An interface tells a LAN only where a capture has several. And what routers say to a LAN stays on
it: where two frames hold one such packet, both were on one LAN, as two ports of a bridge are, or an
interface and its VLAN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mipconf.check.merging import MergedFrame
from mipconf.judge.routers.group import of_routers
from mipconf.net.host import Datagram
from mipconf.net.layering import Lan
from mipconf.trace.pcapng import TESTER_INTERFACE


def lans_of(frames: Sequence[MergedFrame]) -> Mapping[int, Lan]:
    """The LAN of each frame, by its number."""
    interfaces: dict[int, set[str | None]] = {}
    for merged in frames:
        interfaces.setdefault(id(merged.source), set()).add(merged.reading.link.lan.interface)
    several = {
        source for source, names in interfaces.items() if len(names - {TESTER_INTERFACE}) > 1
    }
    told = {merged.number: _told(merged, several) for merged in frames}
    same: dict[Lan, set[Lan]] = {}
    for merged in frames:
        content = merged.reading.content
        if merged.copy_of is not None and isinstance(content, Datagram) and of_routers(content):
            pair = told[merged.number], told[merged.copy_of]
            both = set[Lan]().union(*(same.get(lan, {lan}) for lan in pair))
            same.update(dict.fromkeys(both, both))
    chosen = {lan: min(lans, key=str) for lan, lans in same.items()}
    return {number: chosen.get(lan, lan) for number, lan in told.items()}


def _told(merged: MergedFrame, several: set[int]) -> Lan:
    lan = merged.reading.link.lan
    return lan if id(merged.source) in several else replace(lan, interface=None)
