"""Judges captures: those of a run by the setting they hold, others by what can be inferred."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mipconf.campaign.outcome import CaseOutcome, outcome_of
from mipconf.campaign.result import CampaignResult
from mipconf.campaign.summary import case_result, summarise
from mipconf.codec import STANDARD
from mipconf.contract import FhrpConfig, GroupConfig
from mipconf.judge.setting import SECOND, Setting, read_setting
from mipconf.judge.trace import Packet, Remark, RemarkKind, Trace
from mipconf.layers.security import KeyRing
from mipconf.messages import RedundancyMessage
from mipconf.net.capture import CaptureError, read_capture
from mipconf.net.frame import CapturedFrame, datagram_of, remark_of
from mipconf.net.host import Datagram
from mipconf.profile import Profile


@dataclass(frozen=True, slots=True)
class _Judged:
    """One capture: its outcomes, one for each Home Agent judged, and what cannot be read of it."""

    outcomes: tuple[CaseOutcome, ...]
    settings: tuple[Setting, ...]
    of_a_run: bool
    error: str | None


def check_captures(
    paths: Sequence[Path], profile: Profile | None, hut: str | None, required: Collection[str]
) -> CampaignResult:
    """Judge captures and combine their verdicts.

    `hut` limits it to one Home Agent. A capture that breaks off is judged as far as it goes, and
    `unreadable` says where. Raises `CaptureError` where nothing can be judged at all.
    """
    judged = [_judge(path, profile, hut) for path in paths]
    outcomes = [outcome for capture in judged for outcome in capture.outcomes]
    unreadable = tuple(capture.error for capture in judged if capture.error is not None)
    settings = [setting for capture in judged for setting in capture.settings]
    if not outcomes:
        raise CaptureError("; ".join(unreadable))
    return CampaignResult(
        driver="capture",
        address=settings[0].hut,
        network="capture",
        seed=0,
        seconds=round(sum(outcome.seconds for outcome in outcomes), 3),
        requirements=summarise(
            outcomes,
            required,
            campaign=all(capture.of_a_run for capture in judged),
            unselected=None,
        ),
        cases=tuple(case_result(outcome) for outcome in outcomes),
        notes=tuple(_notes(judged)),
        unreadable=unreadable,
    )


def _notes(judged: Sequence[_Judged]) -> Iterator[str]:
    for capture in judged:
        if capture.of_a_run:
            continue
        for setting, outcome in zip(capture.settings, capture.outcomes, strict=True):
            yield (
                f"{outcome.capture}: judged {setting.hut} of group {setting.group.number} with "
                f"inferred addresses, default timers, and authenticators unverified"
            )


def _judge(path: Path, profile: Profile | None, hut: str | None) -> _Judged:
    frames: list[CapturedFrame] = []
    error = None
    try:
        for frame in read_capture(path):
            frames.append(frame)
    except CaptureError as broken:
        error = str(broken)
    trace = _trace(path, frames)
    try:
        settings = list(_settings(path, trace, profile, hut))
    except CaptureError as nothing:
        return _Judged((), (), False, error or str(nothing))
    of_a_run = any(remark.kind == RemarkKind.SETTING for remark in trace.remarks)
    times = [packet.time for packet in trace.packets] + [r.time for r in trace.remarks]
    seconds = round((max(times) - min(times)) / SECOND, 3)
    outcomes = tuple(
        outcome_of(
            trace,
            setting,
            capture=str(path),
            seconds=seconds,
            offline=f"mipconf check {shlex.quote(str(path))}",
        )
        for setting in settings
    )
    return _Judged(outcomes, tuple(settings), of_a_run, error)


def _trace(path: Path, frames: Sequence[CapturedFrame]) -> Trace:
    packets, remarks = [], []
    for frame in frames:
        remark = remark_of(frame)
        if remark is not None:
            remarks.append(Remark(frame.number, frame.time, remark.kind, remark.data))
            continue
        datagram = datagram_of(frame)
        if isinstance(datagram, Datagram):
            packets.append(Packet(frame.number, frame.time, datagram))
    return Trace(tuple(packets), tuple(remarks), path.name)


def _settings(
    path: Path, trace: Trace, profile: Profile | None, hut: str | None
) -> Iterator[Setting]:
    for remark in trace.remarks:
        if remark.kind == RemarkKind.SETTING:
            try:
                setting = read_setting(remark.data)
            except (KeyError, ValueError) as error:
                raise CaptureError(
                    f"{path}: frame {remark.frame}: not a setting of a run: {error}"
                ) from None
            if hut not in (None, setting.hut):
                raise CaptureError(f"{path}: the HUT in it is {setting.hut}, not {hut}")
            yield setting
            return
    yield from _inferred(path, trace, profile, hut)


def _inferred(
    path: Path, trace: Trace, profile: Profile | None, hut: str | None
) -> Iterator[Setting]:
    """A setting for each Home Agent that speaks in a capture which is not of a run."""
    nobody = KeyRing()
    groups: Counter[tuple[int, int, str]] = Counter()
    speakers: dict[str, int] = {}
    for packet in trace.packets:
        datagram = packet.datagram
        message = STANDARD.decode(datagram.payload, nobody).message
        if not isinstance(message, RedundancyMessage):
            continue
        speakers.setdefault(datagram.source.address, message.group)
        address = datagram.destination.address if datagram.destination.is_multicast else ""
        groups[message.group, datagram.destination.port, address] += 1
    if not speakers:
        raise CaptureError(f"{path}: no message between Home Agents in it, so nothing to judge")
    if hut is not None and hut not in speakers:
        known = ", ".join(sorted(speakers))
        raise CaptureError(f"{path}: {hut} sends nothing in it; those that do: {known}")
    known_profile = profile or Profile()
    (number, port, _), _ = groups.most_common(1)[0]
    multicast = next((key[2] for key in groups if key[2]), known_profile.group.address)
    for address in speakers if hut is None else (hut,):
        yield Setting(
            hut=address,
            port=port,
            group=GroupConfig(number=number, address=multicast),
            fhrp=FhrpConfig(protocol="none"),
            tolerances=known_profile.tolerances,
            lossy=True,
        )
