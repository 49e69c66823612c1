"""Claims 24, 25, 40 and 41: the HUT takes part in its group's FHRP, in well-formed messages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mipconf.judge.duties.applicability import needs_fhrp
from mipconf.judge.duties.notification import elapsed
from mipconf.judge.fhrp.announcement import Announcement
from mipconf.judge.fhrp.election import Run, first_after
from mipconf.judge.finding import Dated, Finding
from mipconf.judge.history.history import History
from mipconf.judge.history.hut_states import HOLD_TIMES_TO_BE_ACTIVE
from mipconf.judge.history.incarnations import Incarnation
from mipconf.judge.history.joins import Join
from mipconf.judge.history.losses import EQUAL_STIMULI
from mipconf.judge.judges import judges
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import Opcode
from mipconf.protocol.messages import RedundancyMessage
from mipconf.requirements.catalogue import REQUIREMENTS

SPEAKS, YIELDS, TAKES_OVER = REQUIREMENTS["24"].situations
(WELL_FORMED,) = REQUIREMENTS["25"].situations

_TWICE = 2
"""How much longer the bound is for one whose other messages show that it lives."""
SPEAKS_CLAUSE = (
    "docs/hut-contract.md#becoming-active: an initialized HUT that knows its virtual IP address "
    "and hears neither an "
    "active nor a better router is active within 3 hold times after the listen time"
)


@judges("24")
@needs_fhrp
def claim_24(history: History) -> Iterator[Finding]:
    """The HUT says hello, yields to a better active router and takes over from a silent one."""
    yield from (dated.finding for dated in _takes_part(history))


@judges("25")
@needs_fhrp
def claim_25(history: History) -> Iterator[Finding]:
    """The HUT's FHRP messages are well-formed."""
    yield from (dated.finding for dated in _well_formed(history))


@judges("40")
@needs_fhrp
def claim_40(history: History) -> Iterator[Finding]:
    """Claim 24 of a HUT that has joined."""
    yield from (d.finding for d in _takes_part(history) if history.joins.has_joined(d.time))


@judges("41")
@needs_fhrp
def claim_41(history: History) -> Iterator[Finding]:
    """Claim 25 of a HUT that has joined."""
    yield from (d.finding for d in _well_formed(history) if history.joins.has_joined(d.time))


# Claim 24.


def _takes_part(history: History) -> Iterator[Dated]:
    if history.setting.external:
        yield from _takes_part_unconfigured(history)
        return
    yield from _addresses(history)
    for joining in history.joins:
        yield from _keeps_talking(history, joining.incarnation)
        yield from _yields_to_better(history, joining.incarnation)
        yield from _becomes_active(history, joining)


def _takes_part_unconfigured(history: History) -> Iterator[Dated]:
    """The same of one that the suite did not configure: by what its own messages promise.

    That it is silent tells something only of a Home Agent that is seen to live.
    """
    yield from history.participation.takes_part(history.joins.has_joined)
    if history.setting.fhrp_routers and history.traffic.sent(RedundancyMessage):
        yield from history.participation.falls_silent(partial(_is_seen_to_live, history))
        for joining in history.joins:
            yield from _becomes_active(history, joining)


def _is_seen_to_live(history: History, start: int, end: int) -> bool:
    return history.incarnations.surely_ran(start, end) and _is_seen(history, start, end)


def _addresses(history: History) -> Iterator[Dated]:
    """The virtual IP address in each hello; where it is not known, no hello can be wrong."""
    seen = set()
    for said in history.election.of_hut():
        known = history.election.virtual_ips(said.time)
        key = (known, said.virtual_ip, history.joins.has_joined(said.time))
        if not known or said.cut_off or said.opcode is not Opcode.HELLO or key in seen:
            continue
        seen.add(key)
        if said.virtual_ip in known:
            yield Dated(said.time, Finding.met(SPEAKS, said.frame))
            continue
        observed = f"virtual IP address {said.virtual_ip or '0.0.0.0'}"
        expected = " or ".join(sorted(known))
        finding = Finding.missed(
            SPEAKS,
            (said.frame,),
            f"a hello of the HUT has {observed}, not {expected}",
            clause=history.election.reading.clauses.address,
            expected=f"virtual IP address {expected}",
            observed=observed,
        )
        yield Dated(said.time, finding)


def _own(history: History, incarnation: Incarnation) -> list[Announcement]:
    return [a for a in history.election.of_hut() if incarnation.covers(a.time)]


def _keeps_talking(history: History, incarnation: Incarnation) -> Iterator[Dated]:
    """An active HUT that nobody told to yield goes on saying so."""
    reading = history.election.reading
    patience = history.setting.hold_ns + history.setting.answer_ns
    own = _own(history, incarnation)
    for index, said in enumerate(own):
        following = own[index + 1] if index + 1 < len(own) else None
        deadline = said.time + patience
        if not said.claims_active or (following is not None and following.time <= deadline):
            continue
        told = any(
            history.election.beats_hut(a)
            for a in history.election.of_others()
            if said.time - history.setting.answer_ns <= a.time <= deadline
        )
        if told or not history.silence.is_judgeable(said.time, deadline):
            continue
        silent = history.silence.excuse(said.time, deadline)
        if history.setting.lossy and not _is_seen(history, said.time, deadline):
            silent = silent or "its hellos may have been lost"
        if silent is not None:
            finding = Finding.unclear(SPEAKS, (said.frame,), silent)
        else:
            finding = Finding.missed(
                SPEAKS,
                (said.frame,),
                f"after an {reading.active_hello} none followed within "
                f"{elapsed(said.time, deadline)}",
                clause=reading.clauses.hello,
                expected="hellos 0.4 to 1.7 hello times apart",
                observed="silence of more than the hold time",
                due=deadline,
            )
        yield Dated(said.time, finding)


def _is_seen(history: History, start: int, end: int) -> bool:
    """Whether anything that the HUT sent to many was seen between two of its hellos."""
    return any(
        start < event.time < end and event.destination.is_multicast
        for event in history.traffic.all_sent
    )


def _yields_to_better(history: History, incarnation: Incarnation) -> Iterator[Dated]:
    """An active HUT that hears a better active router stops being active."""
    own = _own(history, incarnation)
    for run in history.election.runs(history.election.better_active):
        for hello in run.announcements:
            # Frames of one instant have no order: what the HUT says then may be its answer.
            before = [a for a in own if a.time < hello.time]
            if not before or not before[-1].claims_active or not incarnation.covers(hello.time):
                continue
            if hello.time - before[-1].time <= history.setting.hold_ns:
                finding = _yielding(history, own, run, hello)
                if finding is not None:
                    yield Dated(hello.time, finding)
                break


def _yielding(
    history: History, said: list[Announcement], run: Run, hello: Announcement
) -> Finding | None:
    """Whether the HUT, active when `hello` came, is not active any more while the run lasts."""
    reading = history.election.reading
    deadline = hello.time + history.setting.answer_ns
    own = [a for a in said if hello.time <= a.time <= run.end]
    if history.setting.lossy:
        own = _until_it_yields(history, hello, own)
    late = first_after([a for a in own if a.claims_active], deadline)
    if late is not None:
        heard = [a for a in run.announcements if hello.time <= a.time <= late.time]
        if history.setting.lossy and len(heard) < EQUAL_STIMULI:
            return Finding.unclear(YIELDS, (hello.frame, late.frame), "it may have been lost")
        return Finding.missed(
            YIELDS,
            (hello.frame, late.frame),
            f"the HUT, active, heard that {hello.source} is active with priority "
            f"{hello.priority}, and still said that it is active "
            f"{elapsed(hello.time, late.time)} later",
            clause=reading.clauses.yields,
            expected=f"no {reading.active_hello} after {elapsed(hello.time, deadline)}",
            observed=f"an {reading.active_hello}",
        )
    if own and own[-1].claims_passive:
        return Finding.met(YIELDS, hello.frame, own[-1].frame)
    listened = deadline + history.election.silence_ns
    if run.end < listened or not history.silence.is_judgeable(hello.time, run.end):
        return None
    silent = history.silence.excuse(hello.time, run.end)
    if silent is not None:
        return Finding.unclear(YIELDS, (hello.frame,), silent)
    return Finding.met(YIELDS, hello.frame)


def _until_it_yields(
    history: History, hello: Announcement, own: list[Announcement]
) -> list[Announcement]:
    """What the HUT says without a pause for which it was not active.

    Where hellos may be lost it may be active again after such a pause, for it heard nobody.
    """
    kept: list[Announcement] = []
    for said in own:
        before = kept[-1] if kept else hello
        if said.time - before.time > history.setting.hold_ns or (kept and before.claims_passive):
            break
        kept.append(said)
    return kept


def _becomes_active(history: History, joining: Join) -> Iterator[Dated]:
    """A HUT that hears neither an active nor a better router is active in time.

    After its start that shows that it takes part; after an active router, that it takes over.
    """
    incarnation, election = joining.incarnation, history.election
    resigns = [a for a in election.of_others() if a.opcode is Opcode.RESIGN]
    runs = election.runs(lambda a: incarnation.covers(a.time) and election.hinders_hut(a))
    if incarnation.ready is not None:
        first = runs[0].start if runs else None
        yield from _active_when_alone(history, joining, SPEAKS, incarnation.ready, first, ())
    for index, run in enumerate(runs):
        actives = [a for a in run.announcements if a.claims_active]
        if not actives or not election.hut_is_passive(incarnation.begin, run.end):
            continue
        resigned = first_after(resigns, run.end)
        quiet = run.end + history.setting.hold_ns
        if resigned is not None and resigned.source == actives[-1].source:
            quiet = min(quiet, resigned.time)
        until = runs[index + 1].start if index + 1 < len(runs) else None
        yield from _active_when_alone(
            history, joining, TAKES_OVER, quiet, until, (run.announcements[-1],)
        )


def _active_when_alone(
    history: History,
    joining: Join,
    situation: str,
    since: int,
    until: int | None,
    after: tuple[Announcement, ...],
) -> Iterator[Dated]:
    """The duty to be active, where no other router hinders the HUT from `since` on.

    `until` is when another router did so again, `after` the last word of the one before.
    """
    if not history.election.virtual_ips(since):
        return
    began = after[-1].time if after else since
    took = first_after([a for a in _own(history, joining.incarnation) if a.claims_active], began)
    if took is not None and (until is None or took.time < until):
        if situation == TAKES_OVER:
            yield from _took_over(history, joining, situation, since, after, took)
        return
    deadline = _deadline(history, joining, since)
    if deadline is None or (until is not None and until <= deadline):
        return
    if not history.silence.is_judgeable(began, deadline):
        return
    frames = tuple(a.frame for a in after)
    slack = history.setting.tolerances.retransmit_slack_ms * MILLISECOND
    silent = history.why_too_slow(slack) or history.silence.excuse(began, deadline)
    unrecorded = _why_unrecorded(history, began, deadline)
    if silent is not None and history.setting.external and unrecorded is None:
        return  # Whoever is not seen to live is asked nothing.
    silent = unrecorded or silent
    if silent is not None:
        finding = Finding.unclear(situation, frames, silent)
    else:
        finding = _not_active(history, situation, began, deadline, frames)
    yield Dated(began, finding)


def _took_over(
    history: History,
    joining: Join,
    situation: str,
    since: int,
    after: tuple[Announcement, ...],
    took: Announcement,
) -> Iterator[Dated]:
    frames = (*(a.frame for a in after), took.frame)
    began = after[-1].time
    deadline = _deadline(history, joining, since)
    if deadline is None or took.time <= deadline:
        yield Dated(began, Finding.met(situation, *frames))
        return
    slack = history.setting.tolerances.retransmit_slack_ms * MILLISECOND
    slow = _why_unrecorded(history, began, took.time) or history.why_too_slow(slack)
    if slow is not None:
        yield Dated(began, Finding.unclear(situation, frames, slow))
    else:
        yield Dated(began, _not_active(history, situation, began, took.time, frames))


def _why_unrecorded(history: History, start: int, end: int) -> str | None:
    """Why nothing is known of a time: a capture of somebody else's may have a hole in it."""
    gap = history.participation.gap_within(start, end) if history.setting.external else None
    return None if gap is None else gap.reason


def _deadline(history: History, joining: Join, since: int) -> int | None:
    """When a HUT that is hindered by nobody since then is active; None: it cannot be told.

    The bound is 3 hold times, from the end of the listen time or of what was heard last.
    """
    setting = history.setting
    if joining.initialized_by is None:
        return None
    listens = joining.incarnation.ready_from + setting.timers.listen_ms * MILLISECOND
    able = max(since, listens, joining.initialized_by)
    slack = setting.tolerances.retransmit_slack_ms * MILLISECOND
    # Where hellos may be lost, what the HUT heard may not be in the trace.
    lost = (_TWICE if setting.external else EQUAL_STIMULI) if setting.lossy else 1
    patience = HOLD_TIMES_TO_BE_ACTIVE * lost
    return able + patience * setting.hold_ns + slack


def _not_active(
    history: History, situation: str, began: int, end: int, frames: tuple[int, ...]
) -> Finding:
    waited = elapsed(began, end)
    deed = "become active in time" if history.election.of_hut() else "send any message of the group"
    active_hello = history.election.reading.active_hello
    return Finding.missed(
        situation,
        frames,
        f"no active or better router was heard for {waited}, and the HUT did not {deed}",
        clause=SPEAKS_CLAUSE,
        expected=f"an {active_hello} within {HOLD_TIMES_TO_BE_ACTIVE} hold times",
        observed=f"none within {waited}",
        due=end,
    )


# Claim 25.


def _well_formed(history: History) -> Iterator[Dated]:
    """A finding for each message that differs from those before it."""
    if history.setting.external:
        yield from history.participation.is_well_formed(history.joins.has_joined)
        return
    reading, setting = history.election.reading, history.setting
    packets = history.election.datagrams_of_hut
    ours = [packet for packet in packets if reading.concerns_group(packet.datagram, setting)]
    seen = set()
    for packet in ours or packets:
        known = history.election.virtual_ips(packet.time)
        key = (packet.datagram, known, history.joins.has_joined(packet.time))
        if key in seen:
            continue
        seen.add(key)
        wrong = tuple(reading.defects(packet.datagram, setting, known))
        if not wrong:
            yield Dated(packet.time, Finding.met(WELL_FORMED, packet.frame))
            continue
        observed = "; ".join(wrong)
        finding = Finding.missed(
            WELL_FORMED,
            (packet.frame,),
            f"a message of {reading.name} from the HUT has {observed}",
            clause=reading.clauses.form,
            expected=f"a well-formed message of {reading.name} version {setting.fhrp.version}",
            observed=observed,
        )
        yield Dated(packet.time, finding)
