"""Judges captures: those of a run by the setting they hold, others by what can be inferred."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mipconf.campaign.outcome import CaseOutcome, outcome_of
from mipconf.campaign.result import Result
from mipconf.campaign.signature import Signature, signature_of
from mipconf.campaign.summary import case_result, summarise
from mipconf.campaign.support import unsupported
from mipconf.check.annotation import annotate
from mipconf.check.authenticators import KnownKeys
from mipconf.check.inference import Inferred, infer
from mipconf.check.lans import lans_of
from mipconf.check.merging import MergedFrame, Source, clock_ahead, merge, moments, read_source
from mipconf.check.trust import NO_TRUST, Trust
from mipconf.errors import CaptureError, ConfigError
from mipconf.judge.routers.group import groups_of, said_in
from mipconf.judge.routers.observations import observations, passed_over
from mipconf.layers import hsrp
from mipconf.net.host import ICMP, VRRP, Datagram
from mipconf.net.layering import Unread, Unreadable
from mipconf.profile.profile import Profile
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.requirements.support import Support, lacking
from mipconf.trace.frame import Reading
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.setting import Setting, read_setting
from mipconf.trace.trace import Origin, Packet, Trace

_CLOCKS_ALIKE_NS = 10 * MILLISECOND


@dataclass(frozen=True, slots=True)
class _Moment:
    """Captures judged as one trace; those of a run stay each on their own."""

    sources: tuple[Source, ...]
    frames: tuple[MergedFrame, ...]
    trace: Trace
    is_run: bool

    @property
    def label(self) -> str:
        """The names of its captures."""
        return " + ".join(str(source.path) for source in self.sources)

    @property
    def seconds(self) -> float:
        """How long it is."""
        times = [frame.time for frame in self.frames]
        return round((max(times) - min(times)) / SECOND, 3)


@dataclass(frozen=True, slots=True)
class _Settled:
    """One moment, the setting of each Home Agent to judge in it, and how these were found."""

    moment: _Moment
    settings: tuple[Setting, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """One moment, and what became of each Home Agent in it."""

    moment: _Moment
    outcomes: tuple[CaseOutcome, ...]
    settings: tuple[Setting, ...]
    notes: tuple[str, ...]

    @property
    def is_of_campaign(self) -> bool:
        """Whether the tester had it in its hand what arose."""
        accompanied = any(setting.accompanied for setting in self.settings)
        return self.moment.is_run and not accompanied


def check_captures(
    paths: Sequence[Path],
    profile: Profile | None,
    hut: str | None,
    required: Collection[str],
    annotated: Path | None = None,
    trust: Trust = NO_TRUST,
) -> Result:
    """Judge captures and combine their verdicts.

    `hut` limits it to one Home Agent. A capture that breaks off is judged as far as it goes, and
    `unreadable` says where. `annotated` is where a copy goes, with the verdicts as comments of the
    frames that they rest on. `trust` is what of the captures is believed. Raises `CaptureError`
    where nothing can be judged at all.
    """
    trust = trust.with_codec_of(profile)
    sources = [read_source(path, trusting=trust.remarks) for path in paths]
    unreadable = [source.error for source in sources if source.error is not None]
    judged: list[_Judged] = []
    problems: list[str] = []
    for moment in _moments(sources):
        try:
            judged.append(_judge(moment, profile, hut, trust))
        except CaptureError as error:
            problems.append(str(error))
    if not judged:
        raise CaptureError("; ".join(unreadable or problems) or _nothing(sources))
    outcomes = [outcome for one in judged for outcome in one.outcomes]
    denied = unsupported(_support(judged) if profile is None else profile.support)
    if annotated is not None:
        annotate(annotated, sources, outcomes)
    return Result(
        driver="capture",
        address=judged[0].settings[0].hut,
        network="capture",
        seed=0,
        seconds=round(sum(outcome.seconds for outcome in outcomes), 3),
        requirements=summarise(
            outcomes,
            required,
            denied,
            campaign=all(one.is_of_campaign for one in judged),
            unselected=None,
        ),
        cases=tuple(case_result(outcome, denied) for outcome in outcomes),
        notes=(*(note for one in judged for note in one.notes), *_signatures(judged)),
        unreadable=(*unreadable, *problems),
    )


def traces_of(
    paths: Sequence[Path], profile: Profile | None, hut: str | None, trust: Trust = NO_TRUST
) -> tuple[tuple[Trace, Setting], ...]:
    """Each trace in captures with the setting of a Home Agent in it, as `check_captures` has them.

    Raises `CaptureError` where a capture breaks off, or nothing in it can be judged.
    """
    trust = trust.with_codec_of(profile)
    sources = [read_source(path, trusting=trust.remarks) for path in paths]
    unreadable = [source.error for source in sources if source.error is not None]
    if unreadable:
        raise CaptureError("; ".join(unreadable))
    found = [_settled(moment, profile, hut, trust) for moment in _moments(sources)]
    if not found:
        raise CaptureError(_nothing(sources))
    return tuple((one.moment.trace, setting) for one in found for setting in one.settings)


def judge_run(path: Path, codec: str | None = None) -> CaseOutcome:
    """Judge the capture of one case of a run: every finding, by the setting that it holds.

    `codec` is a module:name that may be imported where the setting names it. Raises `CaptureError`
    where the capture breaks off or holds no setting.
    """
    source = read_source(path)
    moment = _moment([source], is_run=True)
    if source.error is not None:
        raise CaptureError(source.error)
    if not _is_run(source):
        raise CaptureError(f"{path}: not the capture of a run: there is no setting in it")
    return _judge(moment, None, None, Trust(codec)).outcomes[0]


def _support(judged: Sequence[_Judged]) -> Support:
    """What the profiles of the runs say; in other captures nothing is said."""
    settings = [setting for one in judged if one.moment.is_run for setting in one.settings]
    said = {key: value for setting in settings for key, value in setting.supports.items()}
    taken = [lacking(each.timers.max_retransmissions) for each in settings]
    return Support(said, {means: why for each in taken for means, why in each.items()})


def _nothing(sources: Sequence[Source]) -> str:
    return "; ".join(f"{source.path}: {_NO_MESSAGE}" for source in sources)


_NO_MESSAGE = (
    "no message between Home Agents in it, no registration and no router of HSRP or VRRP, "
    "so nothing to judge"
)


# From captures to traces.


def _moments(sources: Sequence[Source]) -> Iterator[_Moment]:
    """Each capture of a run alone; the others together with those of the same moment."""
    runs = [source for source in sources if _is_run(source)]
    yield from (_moment([source], is_run=True) for source in runs)
    external = moments([source for source in sources if source not in runs])
    yield from (_moment(together, is_run=False) for together in external)


def _is_run(source: Source) -> bool:
    """Whether the tester remarked anything in it."""
    return any(
        isinstance(reading.content, Remark) or reading.frame.is_testers
        for reading in source.readings
    )


def _moment(sources: Sequence[Source], *, is_run: bool) -> _Moment:
    frames = merge(sources)
    packets, remarks = [], []
    lans = lans_of(frames)
    for merged in frames:
        content = merged.reading.content
        if isinstance(content, Remark):
            remarks.append(replace(content, frame=merged.number, time=merged.time))
        # A run records each datagram once: what is there twice was sent twice.
        elif isinstance(content, Datagram) and _is_judged(merged, content, is_run=is_run):
            link = replace(merged.reading.link, lan=lans[merged.number])
            packets.append(Packet(merged.number, merged.time, content, link))
    several = len(sources) > 1
    origins = {f.number: Origin(str(f.source.path), f.reading.frame.number) for f in frames}
    return _Moment(
        tuple(sources),
        frames,
        Trace(
            tuple(packets),
            tuple(remarks),
            " + ".join(source.path.name for source in sources),
            origins if several else {},
        ),
        is_run,
    )


# From traces to verdicts.


def _judge(moment: _Moment, profile: Profile | None, hut: str | None, trust: Trust) -> _Judged:
    settled = _settled(moment, profile, hut, trust)
    several = len(settled.settings) > 1
    outcomes = []
    for setting in settled.settings:
        outcome = _outcome(settled.moment, setting, hut if moment.is_run else setting.hut, trust)
        outcomes.append(_naming(outcome, setting.hut) if several else outcome)
    return _Judged(settled.moment, tuple(outcomes), settled.settings, settled.notes)


def _settled(moment: _Moment, profile: Profile | None, hut: str | None, trust: Trust) -> _Settled:
    if moment.is_run:
        return _Settled(moment, (_of_run(moment, hut, trust),), ())
    inferred = infer(moment.trace, profile)
    known = [one.setting.hut for one in inferred]
    if not inferred:
        seen = "".join(f"; {line}" for line in _unjudged(moment))
        raise CaptureError(f"{moment.label}: {_NO_MESSAGE}{seen}")
    if hut is not None:
        inferred = [one for one in inferred if one.setting.hut == hut]
    if not inferred:
        raise CaptureError(
            f"{moment.label}: {hut} sends nothing in it; those that do: "
            f"{', '.join(sorted(set(known)))}"
        )
    keys = KnownKeys.of(profile)
    ports = {one.setting.port for one in inferred}
    verified = replace(moment, trace=keys.verified(moment.trace, ports))
    notes = (
        *(_note(moment, one, keys) for one in inferred),
        *_seen(moment),
        *_clocks(moment),
        *_unread(moment),
    )
    return _Settled(verified, tuple(one.setting for one in inferred), notes)


def _of_run(moment: _Moment, hut: str | None, trust: Trust) -> Setting:
    """The setting that the capture of a run holds."""
    for source in moment.sources:
        if not trust.remarks and signature_of(source.path) is Signature.CHANGED:
            raise CaptureError(
                f"{source.path}: it is not as its run recorded it (results.json beside it has "
                f"another digest or signature); --trust-remarks judges it all the same"
            )
        for reading in source.readings:
            if isinstance(reading.content, Unreadable) and reading.content.kind is Unread.REMARK:
                raise CaptureError(
                    f"{source.path}: frame {reading.frame.number}: {reading.content.reason}"
                )
    remarks = moment.trace.remarked(RemarkKind.SETTING)
    if not remarks:
        raise CaptureError(
            f"{moment.label}: the tester's remarks in it lack the setting that a run begins with"
        )
    if len(remarks) > 1:
        raise CaptureError(
            f"{moment.label}: frame {remarks[1].frame}: a second setting: captures of several runs "
            f"in one file; check each on its own"
        )
    try:
        setting = read_setting(remarks[0].data, trust.codec)
    except ConfigError as error:  # The codec that it names.
        raise CaptureError(f"{moment.label}: frame {remarks[0].frame}: {error}") from None
    if hut not in (None, setting.hut):
        raise CaptureError(f"{moment.label}: the HUT in it is {setting.hut}, not {hut}")
    return setting


def _outcome(moment: _Moment, setting: Setting, hut: str | None, trust: Trust) -> CaseOutcome:
    words = ["mipconf", "check", *(str(source.path) for source in moment.sources)]
    words += trust.options(setting)
    if hut is not None:
        words += ["--hut", hut]
    outcome = outcome_of(
        moment.trace,
        setting,
        capture=moment.label,
        seconds=moment.seconds,
        offline=shlex.join(words),
    )
    if moment.is_run:
        return outcome
    arose = tuple(name for name, findings in outcome.findings.items() if findings)
    return replace(outcome, id=f"{moment.label}: {setting.hut}", exercises=arose)


def _naming(outcome: CaseOutcome, hut: str) -> CaseOutcome:
    """The outcome, each reason of which says whom it is about."""
    findings = {
        name: tuple(replace(f, reason=f"{hut}: {f.reason}") if f.reason else f for f in found)
        for name, found in outcome.findings.items()
    }
    return replace(outcome, findings=findings)


# Notes.


def _note(moment: _Moment, one: Inferred, keys: KnownKeys) -> str:
    setting = one.setting
    assumed = f"; assumed: {one.assumed}" if one.assumed else ""
    verified = "" if setting.only_router else f"; {keys.summary}"
    return (
        f"{moment.label}: judged {setting.hut} {one.role}; inferred: {one.told}{assumed}{verified}"
    )


def _seen(moment: _Moment) -> Iterator[str]:
    """What is to say of the routers in it beside the verdicts."""
    said = said_in(moment.trace.packets)
    yield from (f"{moment.label}: {line}" for line in observations(said, groups_of(said)))


def _unjudged(moment: _Moment) -> Iterator[str]:
    """What is there where there is nothing to judge."""
    yield from passed_over(said_in(moment.trace.packets))
    for source in moment.sources:
        yield from _unread_in(source)


def _signatures(judged: Sequence[_Judged]) -> Iterator[str]:
    """Whose the tester's remarks are, as far as signatures tell."""
    paths = [one.moment.sources[0].path for one in judged if one.moment.is_run]
    found = {path: signature_of(path) for path in paths}
    for signature, path in {signature: path for path, signature in found.items()}.items():
        count = [*found.values()].count(signature)
        which = f"{count} captures of runs" if count > 1 else str(path)
        yield f"{which}: {_MEANS[signature]}"


_MEANS = {
    Signature.OWN: "signed by their run, so the tester's remarks are that run's own",
    Signature.UNKNOWN: "no run's key is beside, so nothing tells whose the tester's remarks are",
    Signature.CHANGED: "not as their run recorded them, and judged all the same, as you say",
}


def _clocks(moment: _Moment) -> Iterator[str]:
    first = moment.sources[0]
    for source in moment.sources[1:]:
        ahead = clock_ahead(source, first)
        if abs(ahead) > _CLOCKS_ALIKE_NS:
            yield (
                f"{source.path}: its clock is {abs(ahead) / MILLISECOND:.0f} ms "
                f"{'ahead of' if ahead > 0 else 'behind'} that of {first.path}; taken into account"
            )


def _unread(moment: _Moment) -> Iterator[str]:
    """What is there and cannot be judged: what is cut off, of a link type unknown, and so on."""
    for source in moment.sources:
        yield from (f"{source.path}: {line}" for line in _unread_in(source))


def _unread_in(source: Source) -> Iterator[str]:
    """A line for each kind of reason, with the first of its frames."""
    unread: dict[str, list[tuple[int, str]]] = {}
    for reading in source.readings:
        why = _passed_over(reading)
        if why is not None:
            unread.setdefault(why[0], []).append((reading.frame.number, why[1]))
    for frame, packet in source.incomplete:
        unread.setdefault(packet.kind, []).append((frame, packet.reason))
    for found in unread.values():
        frame, reason = min(found)
        count = f"{len(found)} datagrams are" if len(found) > 1 else "a datagram is"
        yield f"{count} not judged: frame {frame}: {reason}"


def _passed_over(reading: Reading) -> tuple[str, str] | None:
    """Why what is in a frame is not judged, though it may have been said; None where it is.

    The kind of the reason, and the reason.
    """
    content = reading.content
    if isinstance(content, Unreadable):
        return content.kind, content.reason
    if not isinstance(content, Datagram) or content.source.protocol == ICMP:
        return None
    if _is_ipv4(content):
        why = "without a time (a Simple Packet Block)"
        return None if reading.frame.is_timed else (why, why)
    if content.source.protocol == VRRP or content.destination.port == hsrp.PORT_IPV6:
        return ("HSRP or VRRP over IPv6",) * 2
    return None


def _is_judged(merged: MergedFrame, datagram: Datagram, *, is_run: bool) -> bool:
    is_once = is_run or not merged.is_copy
    return is_once and merged.reading.frame.is_timed and _is_ipv4(datagram)


def _is_ipv4(datagram: Datagram) -> bool:
    """Whether it is such a one as the judge knows: in IPv4, and no message of ICMP."""
    return ":" not in datagram.source.address and datagram.source.protocol != ICMP
