"""One entry of a mobility binding table, and what becomes of it (docs/protocol.md#5-5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from mipconf.judge.history.facts import Fact, Via
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import INFINITE_LIFETIME
from mipconf.trace.setting import Setting


class State(Enum):
    """What an entry surely is."""

    BOUND = "bound"
    MARKED = "marked as deleted"
    UNKNOWN = "one or the other"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the HUT's table as the facts make it; `fact` is the newest that counts.

    `firm`: the mark is a MUST ("X = 1 creates an entry marked as deleted"), not a SHOULD.
    """

    fact: Fact
    state: State
    firm: bool = False
    first_marked: int = 0
    last_marked: int = 0


def apply(entry: Entry | None, fact: Fact, setting: Setting) -> Entry:
    """The entry after the HUT took a fact in."""
    if entry is not None and entry.state is State.MARKED:
        return _apply_to_mark(entry, fact, setting)
    if entry is not None and entry.state is State.UNKNOWN:
        # Only what is newer than all that the entry may be makes it certain again.
        # A registration is accepted only if it is that.
        newer = fact.via is Via.REGISTRATION or _is_newer(fact, entry.fact)
        return _made_by(fact) if newer else entry
    expired = entry is not None and is_expired(entry.fact, fact.since, fact.sure)
    if entry is None or expired:
        # "No entry for the home address (an expired one is none)": a mark is a MUST here, unless
        # the HA itself accepted the de-registration (5.4).
        return _made_by(fact, firm=fact.via is not Via.REGISTRATION)
    if _is_newer(fact, entry.fact):
        return _made_by(fact)
    return replace(entry, state=State.UNKNOWN) if expired is None else entry


def apply_doubtful(entry: Entry | None, fact: Fact) -> Entry:
    """The entry after something that the HUT may have taken in, or not."""
    if entry is None:
        return Entry(fact, State.UNKNOWN)
    if _is_newer(fact, entry.fact):
        return replace(entry, fact=fact, state=State.UNKNOWN)
    # Older, it changes nothing, unless the mark is purged.
    return entry if entry.state is State.BOUND else replace(entry, state=State.UNKNOWN)


def is_expired(fact: Fact, start: int, end: int) -> bool | None:
    """Whether the binding's lifetime has ended from `start` to `end`; None: it may have."""
    if fact.binding.lifetime_remaining == INFINITE_LIFETIME:
        return False
    lifetime = fact.binding.lifetime_remaining * SECOND
    if end < fact.since + lifetime - SECOND:
        return False
    return True if start > fact.sure + lifetime + SECOND else None


def _apply_to_mark(mark: Entry, fact: Fact, setting: Setting) -> Entry:
    purged_by = mark.last_marked + setting.mark_purged_ns
    if fact.since > purged_by:
        return _made_by(fact, firm=fact.via is not Via.REGISTRATION)
    newer = _is_newer(fact, mark.fact)
    if fact.binding.deleted:
        # "A marked entry stays marked and takes the newer Identification."
        return replace(mark, fact=fact if newer else mark.fact, last_marked=fact.sure)
    if newer:
        return _made_by(fact)
    if mark.firm and fact.sure < mark.first_marked + setting.mark_lasts_ns:
        return mark
    return replace(mark, state=State.UNKNOWN)


def _made_by(fact: Fact, *, firm: bool = False) -> Entry:
    state = State.MARKED if fact.binding.deleted else State.BOUND
    return Entry(fact, state, firm, fact.since, fact.sure)


def _is_newer(fact: Fact, held: Fact) -> bool:
    return is_newer(fact.binding.identification, held.binding.identification)
