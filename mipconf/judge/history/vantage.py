"""What a missing answer proves where a trace was taken (docs/claims.md, "Vantage").

"Where datagrams may be lost between that place and the HUT, a missing answer is FAIL only after
four equal stimuli went unanswered." Equal stimuli are sendings of one message, requests of one Home
Agent, registrations of one mobile node. And the place must be one at which the answer would have
been seen: not every host hears what is sent to another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mipconf.judge.history.view import Event, M_co, View

STIMULI = 4


def doubt(
    view: View,
    stimulus: Event[M_co],
    equal: Sequence[Event[M_co]],
    answered: Callable[[Event[M_co]], bool],
    to: str | None,
) -> str | None:
    """Why a missing answer to `stimulus` may be the network's doing; None: it is the HUT's.

    `equal` are all stimuli like it, in order of time, and `to` is who would get the answer, None
    for the group.
    """
    if not view.setting.lossy:
        return None
    incarnation = view.incarnation_at(stimulus.time)
    unanswered = 0
    for earlier in equal:
        if (
            earlier.time > stimulus.time
            or incarnation is None
            or not incarnation.covers(earlier.time)
        ):
            continue
        if answered(earlier):
            unanswered = 0
        elif view.surely_ran(earlier.time, stimulus.time):
            unanswered += 1
    if unanswered < STIMULI:
        return f"it may have been lost: {unanswered} of {STIMULI} equal stimuli went unanswered"
    if not _sees(view, stimulus, to):
        where = "the group" if to is None else to
        return f"nothing that the HUT sends to {where} is seen where the capture was taken"
    return None


def made_good(
    view: View,
    stimulus: Event[M_co],
    equal: Sequence[Event[M_co]],
    answered: Callable[[Event[M_co]], bool],
) -> bool:
    """Whether the stimulus was lost, as far as one can tell: an equal one was answered later."""
    return view.setting.lossy and any(
        later.time > stimulus.time and answered(later) for later in equal
    )


def _sees(view: View, stimulus: Event[M_co], to: str | None) -> bool:
    """Whether the answer would have been seen: others of the HUT on the same way were.

    Who sees what is sent to the HUT alone, and what the HUT sends to one other, is near the HUT.
    """
    sent = {
        packet.datagram.destination
        for packet in view.trace.packets
        if packet.datagram.source.address == view.setting.hut
    }
    if to is None:
        return any(destination.is_multicast for destination in sent)
    return any(destination.address == to for destination in sent) or (
        not stimulus.destination.is_multicast
        and any(not destination.is_multicast for destination in sent)
    )
