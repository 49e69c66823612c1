"""In which state of its FHRP the HUT was at a moment (docs/claims.md, "States").

Active, Standby and Speak are seen in HSRP's hellos. Listen and Learn, and VRRP's Backup, are
silent: they are inferred from what the HUT heard, from its silence, and from its taking over
afterwards. Without that last step there is a doubt, and what hangs on the state is inconclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.fhrp.vrrp import VrrpState
from mipconf.judge.fhrp.announcement import Announcement, FhrpState
from mipconf.judge.fhrp.election import Election, Run, first_after
from mipconf.judge.history.history import History
from mipconf.judge.history.incarnations import Incarnation
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import Opcode, State

HOLD_TIMES_TO_BE_ACTIVE = 3
"""An initialized HUT that hears nobody is active within so many hold times (docs/hut-contract.md).
"""


@dataclass(frozen=True, slots=True)
class Inference:
    """The HUT's state, the frames that show it, and why it may be wrong."""

    state: FhrpState
    frames: tuple[int, ...]
    doubt: str | None = None


def state_at(history: History, time: int) -> Inference | None:
    """The HUT's state at `time`; None where nothing shows it."""
    incarnation = history.incarnations.at(time)
    if incarnation is None:
        return None
    own = [a for a in history.election.of_hut() if incarnation.covers(a.time)]
    if history.setting.fhrp.protocol == "vrrp":
        return _infer_backup(history, incarnation, own, time)
    before = next((a for a in reversed(own) if a.time <= time), None)
    after = first_after(own, time)
    return (
        _state_said(history, before, after)
        or _infer_learn(history, incarnation, own, time)
        or _infer_listen(history, incarnation, own, time)
    )


def _state_said(
    history: History, before: Announcement | None, after: Announcement | None
) -> Inference | None:
    """The state that the hellos before and after have in common.

    No other state lies between: whoever leaves Active, Standby or Speak comes back by way of
    another of them, and says so (RFC 2281, section 5.7).
    """
    if before is None or after is None or before.state is not after.state:
        return None
    if (before.opcode, after.opcode) != (Opcode.HELLO, Opcode.HELLO):
        return None
    longest = max(history.setting.hold_ns, history.election.silence_ns)
    if after.time - before.time > longest:
        return None
    return Inference(before.state, (before.frame, after.frame))


def _infer_learn(
    history: History, incarnation: Incarnation, own: list[Announcement], time: int
) -> Inference | None:
    """Learn: no virtual IP address was configured, and no active router heard yet."""
    if (
        history.setting.group.virtual_ip is not None
        or incarnation.ready is None
        or incarnation.start is None
    ):
        return None
    told = first_after(
        [a for a in history.election.of_others() if a.claims_active], incarnation.start
    )
    wait = history.setting.timers.listen_ms * MILLISECOND
    wait += HOLD_TIMES_TO_BE_ACTIVE * history.setting.hold_ns
    if told is None or told.time <= time or told.time < incarnation.ready + wait:
        return None
    if own and own[0].time <= told.time:
        return None
    return _confirmed_by_takeover(history, State.LEARN, (told.frame,), own, told.time)


def _infer_listen(
    history: History, incarnation: Incarnation, own: list[Announcement], time: int
) -> Inference | None:
    """Listen: another active and a better standby are heard, and the HUT is silent."""
    if not history.election.virtual_ips(time):
        return None
    heard = _actives(history.election), history.election.runs(history.election.better_standby)
    return _infer_silent_state(history, State.LISTEN, heard, incarnation, own, time)


def _infer_backup(
    history: History, incarnation: Incarnation, own: list[Announcement], time: int
) -> Inference | None:
    """Backup: another master is heard, and the HUT is silent."""
    return _infer_silent_state(
        history, VrrpState.BACKUP, (_actives(history.election),), incarnation, own, time
    )


def _actives(election: Election) -> list[Run]:
    return election.runs(lambda a: a.claims_active)


def _infer_silent_state(
    history: History,
    state: FhrpState,
    heard: tuple[list[Run], ...],
    incarnation: Incarnation,
    own: list[Announcement],
    time: int,
) -> Inference | None:
    """A state in which the HUT hears all of what is needed, and says nothing."""
    runs = [_covering(runs, time, history.setting.hold_ns) for runs in heard]
    covering = [run for run in runs if run is not None]
    if len(covering) < len(runs):
        return None
    before = next((a for a in reversed(own) if a.time <= time), None)
    after = first_after(own, time)
    enough = history.election.silence_ns
    start = max(*(run.start for run in covering), before.time if before else incarnation.begin)
    end = min(*(run.end for run in covering), after.time if after else covering[0].end)
    # Silent from its start on, it is in no other state; else it may still be on its way there.
    from_birth = before is None and incarnation.start is not None
    if end - start < enough or not (from_birth or time - start >= enough):
        return None
    frames = tuple(run.announcements[0].frame for run in covering)
    return _confirmed_by_takeover(history, state, frames, own, time)


def _covering(runs: list[Run], time: int, hold_ns: int) -> Run | None:
    return next((run for run in runs if run.covers(time, hold_ns)), None)


def _confirmed_by_takeover(
    history: History, state: FhrpState, frames: tuple[int, ...], own: list[Announcement], time: int
) -> Inference | None:
    """With the last step: when the others fell silent, the HUT took over."""
    took = first_after([a for a in own if a.claims_active], time)
    if took is not None:
        heard = [a for a in history.election.of_others() if a.time <= took.time]
        last = max(a.time for a in heard if a.claims_active)
        resigned = any(a.opcode is Opcode.RESIGN and a.time >= last for a in heard)
        if resigned or 2 * (took.time - last) >= history.setting.hold_ns:
            return Inference(state, (*frames, took.frame))
    others = [a.time for a in history.election.of_others() if history.election.hinders_hut(a)]
    enough = (1 + HOLD_TIMES_TO_BE_ACTIVE) * history.setting.hold_ns
    if took is None and not history.silence.is_judgeable(time, max(others) + enough):
        return None
    doubt = f"state {state.value} is not certain: the HUT did not take over afterwards"
    return Inference(state, frames, doubt)
