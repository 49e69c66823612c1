"""From packets to settings: who speaks in a capture, and by which numbers to judge them.

A capture that is not of a run says nothing of who was configured how. Messages tell the groups,
their Home Agents, addresses and FHRP; what nothing tells is taken from the profile or, without
one, from the defaults of docs/protocol.md#5-7. Home Agents without a group and routers that are
none are judged, too, by the requirements that their messages make possible.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from mipconf.check.fhrp import configuration, group_of, virtual_ip
from mipconf.codec import STANDARD_FORMAT, Codec
from mipconf.judge.claims.designating import claim_17
from mipconf.judge.history.history import History
from mipconf.judge.routers.group import RouterGroup, groups_of, said_in
from mipconf.judge.routers.message import PassedOver, RouterMessage, Said
from mipconf.judge.routers.timers import seconds, timers_of
from mipconf.judge.verdict import Verdict
from mipconf.layers.security import KeyRing
from mipconf.net.host import UDP, Datagram
from mipconf.profile.contract import FhrpConfig, GroupConfig, TimerConfig
from mipconf.profile.profile import Profile
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import Code, RedundancyMessage, RegistrationReply, TableReply
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

MIP_PORT = 434
_DEFAULT_ADDRESS = "224.0.0.254"
_LISTENS_LONGER_MS = 1000
_LISTENS_WITHOUT_FHRP_MS = 3000

_TOGETHER = ({"protocol", "version"}, {"hello_ms", "hold_ms"})

Datagrams = Sequence[tuple[int, Datagram]]
"""Datagrams and their times (ns)."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """The setting of one speaker, and what of it the capture told and what is assumed.

    `role` says what it is.
    """

    setting: Setting
    role: str
    told: str
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A message between Home Agents."""

    time: int
    source: str
    destination: str
    message: RedundancyMessage

    @property
    def is_multicast(self) -> bool:
        return 224 <= int(self.destination.partition(".")[0]) <= 239


@dataclass
class _Group:
    """The Home Agents that belong together, and what they said."""

    number: int
    port: int
    said: Sequence[_Said]
    replies: set[str] = field(default_factory=set)
    """Where Registration Replies came from at this port."""

    @cached_property
    def home_agents(self) -> list[str]:
        """Those that said something, in the order of their first words."""
        return list(dict.fromkeys(said.source for said in self.said))

    @property
    def address(self) -> str | None:
        """The multicast address that most of them use; None where none was seen."""
        uses = {(said.source, said.destination) for said in self.said if said.is_multicast}
        counted = Counter(address for _, address in sorted(uses)).most_common(1)
        return counted[0][0] if counted else None

    @property
    def answers(self) -> set[str]:
        """Those that answered a Table Request from an initialized table."""
        return {
            said.source
            for said in self.said
            if isinstance(said.message, TableReply) and said.message.code == Code.ACCEPTED
        }


def infer(trace: Trace, profile: Profile | None) -> list[Inferred]:
    """A setting for each that speaks in a trace: Home Agents group by group, and then routers.

    What the profile says itself counts; what it leaves out is inferred where that can be done.
    """
    datagrams = [(packet.time, packet.datagram) for packet in trace.packets]
    codec = (STANDARD_FORMAT if profile is None else profile.format).load()
    said = said_in(trace.packets)
    routers = groups_of(said)
    groups = _groups(datagrams, codec)
    if profile is not None and "number" in profile.group.model_fields_set:
        groups = [group for group in groups if group.number == profile.group.number]
        routers = tuple(group for group in routers if group.number == profile.group.number)
    for group in groups:
        group.replies = _reply_sources(datagrams, group.port, codec)
    found = [
        _inferred(trace, group, home_agent, profile, routers, said)
        for group in groups
        for home_agent in group.home_agents
    ]
    known = {one.setting.hut for one in found}
    virtual = {address for router in routers for address in router.addresses} | {
        one.setting.group.virtual_ip for one in found
    }
    found += _alone(trace, datagrams, codec, profile, known | virtual)
    known = {one.setting.hut for one in found}
    return [*found, *_routers(routers, known, profile)]


def _groups(datagrams: Datagrams, codec: Codec) -> list[_Group]:
    """The groups: of one number and port each, and apart where nothing joins their Home Agents."""
    nobody = KeyRing()
    places: dict[tuple[int, int], list[_Said]] = {}
    for time, datagram in datagrams:
        source, to = datagram.source.address, datagram.destination
        if to.protocol != UDP:
            continue
        message = codec.decode(datagram.payload, nobody).message
        if isinstance(message, RedundancyMessage) and message.home_agent_id == source:
            said = _Said(time, source, to.address, message)
            places.setdefault((message.group, to.port), []).append(said)
    return [
        _Group(*place, together)
        for place, said in places.items()
        if not _is_stray(place, places)
        for together in _joined(said)
    ]


def _is_stray(place: tuple[int, int], places: Mapping[tuple[int, int], Sequence[_Said]]) -> bool:
    """Whether these are no group, but unicast messages of a group's members to a wrong port."""
    said = places[place]
    speakers = {one.source for one in said}
    return not any(one.is_multicast for one in said) and any(
        number == place[0] and len(theirs) > len(said) and speakers <= {o.source for o in theirs}
        for (number, port), theirs in places.items()
        if port != place[1]
    )


def _joined(said: Sequence[_Said]) -> list[list[_Said]]:
    """Messages of one number and port, those apart whose senders nothing joins.

    Two Home Agents are of one group where one sends to the other, or both to one address.
    """
    groups: dict[str, set[str]] = {}
    for one in said:
        both = groups.get(one.source, {one.source}) | groups.get(one.destination, {one.destination})
        for name in both:
            groups[name] = both
    together: dict[int, list[_Said]] = {}
    for one in said:
        together.setdefault(id(groups[one.source]), []).append(one)
    return list(together.values())


def _reply_sources(datagrams: Datagrams, port: int, codec: Codec) -> set[str]:
    nobody = KeyRing()
    return {
        datagram.source.address
        for _, datagram in datagrams
        if datagram.source.protocol == UDP
        and datagram.source.port == port
        and isinstance(codec.decode(datagram.payload, nobody).message, RegistrationReply)
    }


def _inferred(
    trace: Trace,
    group: _Group,
    home_agent: str,
    profile: Profile | None,
    routers: Sequence[RouterGroup],
    said: Sequence[Said],
) -> Inferred:
    told = [f"port {group.port}"]
    assumed = []
    given = profile or Profile()
    explicit = profile.group.model_fields_set if profile else frozenset()
    address = given.group.address if "address" in explicit else group.address
    if address is None:
        address = _DEFAULT_ADDRESS
        assumed.append(f"multicast address {address}")
    elif "address" not in explicit:
        told.append(f"multicast address {address}")
    told.append(f"members {', '.join(group.home_agents)}")
    spoken = group_of(routers, home_agent, group.home_agents, group.number)
    others = sorted(group.replies - {*group.home_agents})
    virtual = None if spoken is None else virtual_ip(spoken, group.home_agents)
    virtual = virtual or next(iter(others), None)
    told.append(f"virtual IP address {virtual or 'none'}")
    fhrp = _fhrp(spoken, home_agent, profile)
    elsewhere = None if spoken is not None else _speaks_elsewhere(trace, home_agent, said)
    if elsewhere is not None:
        told.append(elsewhere)
    elif spoken is not None:
        told.append(_described(fhrp))
    else:
        assumed.append(_described(fhrp))
    if profile is None:
        timers = TimerConfig(listen_ms=_listens(fhrp))
        # Where no FHRP is seen, nothing is asked of one that answers nobody.
        responder = "active" if spoken or home_agent in group.answers else "never"
        assumed.append("the timers of docs/protocol.md#5-7")
    else:
        timers, responder = TimerConfig(**profile.timers.model_dump()), profile.responder
    setting = Setting(
        hut=home_agent,
        port=group.port,
        group=GroupConfig(
            number=group.number,
            address=address,
            ttl=given.group.ttl if "ttl" in explicit else 255,
            virtual_ip=virtual,
        ),
        fhrp=fhrp,
        timers=timers,
        responder=responder,
        tolerances=given.tolerances,
        lossy=True,
        external=True,
        assumes_timers=profile is None,
        fhrp_number=spoken.number if spoken else 0,
        fhrp_routers=frozenset(spoken.routers) if spoken else frozenset(),
        fhrp_unknown=elsewhere is not None,
        format=given.format,
        **(_limits(profile) if profile else {}),
    )
    if profile is None:
        if _answers_always(trace, setting):
            setting = replace(setting, responder="always")
        assumed.append(f"responder {setting.responder}")
    return Inferred(setting, f"of group {group.number}", ", ".join(told), ", ".join(assumed))


def _speaks_elsewhere(trace: Trace, home_agent: str, said: Sequence[Said]) -> str | None:
    """That an FHRP is there of which no Home Agent's address is; None: there is none.

    A Home Agent's address may be that of its loopback interface.
    """
    lans = {p.link.lan for p in trace.packets if p.datagram.source.address == home_agent}
    there = [one for one in said if one.lan in lans]
    routers = list(dict.fromkeys(one.source for one in there if isinstance(one, RouterMessage)))
    if routers:
        names = "; ".join(map(str, groups_of(there)))
        return f"{names} by {', '.join(routers)}, which are no Home Agents' addresses"
    if there:
        assert isinstance(there[0], PassedOver)
        return f"an FHRP that is not judged ({there[0].why}) by {there[0].source}"
    return None


def _alone(
    trace: Trace,
    datagrams: Datagrams,
    codec: Codec,
    profile: Profile | None,
    known: Collection[str | None],
) -> Iterator[Inferred]:
    """Home Agents that answer mobile nodes and say nothing to each other."""
    given = profile or Profile()
    nobody = KeyRing()
    found: dict[str, int] = {}
    for _, datagram in datagrams:
        source = datagram.source
        if source.protocol != UDP or source.address in known:
            continue
        message = codec.decode(datagram.payload, nobody).message
        # A foreign agent that relays a reply sends it from its own address.
        if isinstance(message, RegistrationReply) and message.home_agent == source.address:
            found.setdefault(source.address, source.port)
    for home_agent, port in found.items():
        setting = Setting(
            hut=home_agent,
            port=port,
            group=GroupConfig(number=given.group.number, address=_DEFAULT_ADDRESS),
            fhrp=FhrpConfig(protocol="none", preempt=False),
            responder="never",
            tolerances=given.tolerances,
            lossy=True,
            external=True,
            assumes_timers=profile is None,
            format=given.format,
            **(_limits(profile) if profile else {}),
        )
        told = f"port {port}, registrations alone"
        yield Inferred(setting, "of no group", told, "no other Home Agent")


def _routers(
    groups: Sequence[RouterGroup], known: Collection[str], profile: Profile | None
) -> Iterator[Inferred]:
    """Routers that are no Home Agents, as far as the capture tells."""
    given = profile or Profile()
    for router in dict.fromkeys(name for group in groups for name in group.routers):
        if router in known:
            continue
        own = [group for group in groups if router in group.routers]
        setting = Setting(
            hut=router,
            port=MIP_PORT,
            group=GroupConfig(number=own[0].number, virtual_ip=virtual_ip(own[0], ())),
            fhrp=_fhrp(own[0], router, None),
            tolerances=given.tolerances,
            lossy=True,
            external=True,
            assumes_timers=True,
            fhrp_number=own[0].number,
            fhrp_routers=frozenset(own[0].routers),
            only_router=True,
            format=given.format,
        )
        told = "; ".join(f"{group}, {_timed(group, router)}" for group in own)
        yield Inferred(setting, "as a router", told)


def _timed(group: RouterGroup, router: str) -> str:
    timers = timers_of(group.of(router))
    name = "hello time" if group.protocol == "hsrp" else "advertisement interval"
    said = "" if timers.is_told else ", by the gaps between its messages"
    return f"{name} {seconds(timers.hello_ns)}{said}"


def _answers_always(trace: Trace, setting: Setting) -> bool:
    """Whether it answers Table Requests though no designated responder: so it is configured to.

    Or it is broken; without its configuration nobody can tell.
    """
    judged = claim_17(History(trace, setting))
    return any(finding.verdict is Verdict.FAIL for finding in judged)


def _limits(profile: Profile) -> dict[str, Any]:
    return {
        "window": profile.window,
        "max_datagram": profile.max_datagram,
        "max_lifetime_s": profile.max_lifetime_s,
    }


def _fhrp(group: RouterGroup | None, router: str, profile: Profile | None) -> FhrpConfig:
    """What the messages tell, but for what the profile says; that one preempts, only it can say."""
    section: dict[str, Any] = {"protocol": "none", "preempt": False}
    if group is not None:
        section |= configuration(group, router)
    if profile is not None:
        stated = set(profile.fhrp.model_fields_set)
        for together in _TOGETHER:  # What contradicts what, where one is told and one inferred.
            stated |= together if stated & together else set()
        section |= profile.fhrp.model_dump(include=stated)
    return FhrpConfig.model_validate(section)


def _described(fhrp: FhrpConfig) -> str:
    if fhrp.protocol == "none":
        return "no FHRP"
    return (
        f"{fhrp.protocol.upper()} version {fhrp.version} with hello time {fhrp.hello_ms} ms "
        f"and hold time {fhrp.hold_ns // MILLISECOND} ms"
    )


def _listens(fhrp: FhrpConfig) -> int:
    """The listen time of docs/protocol.md#5-7."""
    if fhrp.protocol == "none":
        return _LISTENS_WITHOUT_FHRP_MS
    return fhrp.hold_ns // MILLISECOND + _LISTENS_LONGER_MS
