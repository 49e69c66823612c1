"""The duty to acknowledge: each update and each part, once for each time that it comes (5.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mipconf.judge.duties.notification import lasting
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.judge.history.transmissions import Ack, Sent
from mipconf.net.host import Endpoint
from mipconf.protocol.messages import Code

CLAUSE = "docs/protocol.md#5-5-acknowledgement: acknowledged with Code 0 in each case"


def acknowledgements(
    history: History,
    stimuli: Sequence[Event[Sent]],
    acks: Sequence[Event[Ack]],
    situation: Callable[[Event[Sent]], str],
    *,
    alone: bool = False,
) -> Iterator[Finding]:
    """One finding for each message that had to be acknowledged; `alone`: to its sender alone."""
    free = list(acks)
    answered: list[tuple[Event[Sent], Event[Ack] | None]] = []
    for stimulus in stimuli:
        deadline = stimulus.time + history.setting.answer_ns
        incarnation = history.incarnations.at(stimulus.time)
        if incarnation is None:
            continue
        if incarnation.start is not None and (
            incarnation.ready is None or stimulus.time < incarnation.ready
        ):
            continue
        ack = _matching(history, stimulus, free, alone=alone)
        if ack is not None:
            free.remove(ack)
        elif not history.silence.is_judgeable(stimulus.time, deadline):
            continue
        answered.append((stimulus, ack))
    acknowledged = {stimulus.frame for stimulus, ack in answered if ack is not None}
    equal: dict[tuple[str, int], list[Event[Sent]]] = {}
    for stimulus in stimuli:
        equal.setdefault(_name(stimulus), []).append(stimulus)

    def is_acknowledged(stimulus: Event[Sent]) -> bool:
        return stimulus.frame in acknowledged

    for stimulus, ack in answered:
        same = equal[_name(stimulus)]
        if ack is None and history.losses.is_made_good(stimulus, same, is_acknowledged):
            continue
        sender = stimulus.message.home_agent_id
        lost = history.losses.excuse(stimulus, same, is_acknowledged, sender)
        yield _judged(history, stimulus, ack, free, situation(stimulus), lost)


def _name(stimulus: Event[Sent]) -> tuple[str, int]:
    return stimulus.message.home_agent_id, stimulus.message.sequence


def _matching(
    history: History, stimulus: Event[Sent], free: Sequence[Event[Ack]], *, alone: bool
) -> Event[Ack] | None:
    port = history.setting.port
    to = {Endpoint(stimulus.message.home_agent_id, port)}
    if not alone:
        to.add(Endpoint(history.setting.group.address, port))
    for ack in free:
        if (
            ack.message.sequence == stimulus.message.sequence
            and 0 <= ack.time - stimulus.time <= history.setting.answer_ns
            and ack.destination in to
        ):
            return ack
    return None


def _judged(
    history: History,
    stimulus: Event[Sent],
    ack: Event[Ack] | None,
    free: Sequence[Event[Ack]],
    situation: str,
    lost: str | None,
) -> Finding:
    sender, sequence = stimulus.message.home_agent_id, stimulus.message.sequence
    if ack is not None and ack.message.code == Code.ACCEPTED:
        return Finding.met(situation, stimulus.frame, ack.frame)
    frames: tuple[int, ...] = (stimulus.frame,)
    deadline = stimulus.time + history.setting.answer_ns
    if ack is not None:
        frames = (*frames, ack.frame)
        observed = f"an acknowledgement with Code {ack.message.code}"
    else:
        silent = history.silence.excuse(stimulus.time, deadline) or lost
        if silent is not None:
            return Finding.unclear(situation, frames, silent)
        observed = f"none within {lasting(history.setting.answer_ns)}"
        other = next((a for a in free if stimulus.time <= a.time <= deadline), None)
        if other is not None:
            frames = (*frames, other.frame)
            observed = (
                f"one with Sequence Number {other.message.sequence} to {other.destination.address}"
            )
    return Finding.missed(
        situation,
        frames,
        f"Sequence Number {sequence} of {sender} was not acknowledged: {observed}",
        clause=CLAUSE,
        expected=(
            f"an acknowledgement to {sender} alone, Code 0, Sequence Number {sequence}, "
            f"within {lasting(history.setting.answer_ns)}"
        ),
        observed=observed,
        due=deadline if ack is None else None,
    )
