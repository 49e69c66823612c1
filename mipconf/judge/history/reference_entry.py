"""One entry of a mobility binding table, and what becomes of it (docs/protocol.md#5-5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from mipconf.judge.history.facts import Fact, Via
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import INFINITE_LIFETIME
from mipconf.trace.setting import Setting


class EntryState(Enum):
    """What an entry surely is."""

    BOUND = "bound"
    MARKED = "marked as deleted"
    UNKNOWN = "one or the other"


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """An entry of the HUT's table as the facts make it; `fact` is the newest that counts.

    `firm`: the mark is a MUST ("X = 1 creates an entry marked as deleted"), not a SHOULD.
    """

    fact: Fact
    state: EntryState
    firm: bool = False
    first_marked: int = 0
    last_marked: int = 0


def apply(entry: ReferenceEntry | None, fact: Fact, setting: Setting) -> ReferenceEntry:
    """The entry after the HUT took a fact in."""
    if entry is not None and entry.state is EntryState.MARKED:
        return _apply_to_mark(entry, fact, setting)
    if entry is not None and entry.state is EntryState.UNKNOWN:
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
    return replace(entry, state=EntryState.UNKNOWN) if expired is None else entry


def apply_doubtful(entry: ReferenceEntry | None, fact: Fact) -> ReferenceEntry:
    """The entry after something that the HUT may have taken in, or not."""
    if entry is None:
        return ReferenceEntry(fact, EntryState.UNKNOWN)
    if _is_newer(fact, entry.fact):
        return replace(entry, fact=fact, state=EntryState.UNKNOWN)
    # Older, it changes nothing, unless the mark is purged.
    return entry if entry.state is EntryState.BOUND else replace(entry, state=EntryState.UNKNOWN)


def is_expired(fact: Fact, start: int, end: int) -> bool | None:
    """Whether the binding's lifetime has ended from `start` to `end`; None: it may have."""
    if fact.binding.lifetime_remaining == INFINITE_LIFETIME:
        return False
    lifetime = fact.binding.lifetime_remaining * SECOND
    if end < fact.since + lifetime - SECOND:
        return False
    return True if start > fact.sure + lifetime + SECOND else None


def _apply_to_mark(mark: ReferenceEntry, fact: Fact, setting: Setting) -> ReferenceEntry:
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
    return replace(mark, state=EntryState.UNKNOWN)


def _made_by(fact: Fact, *, firm: bool = False) -> ReferenceEntry:
    state = EntryState.MARKED if fact.binding.deleted else EntryState.BOUND
    return ReferenceEntry(fact, state, firm, fact.since, fact.sure)


def _is_newer(fact: Fact, held: Fact) -> bool:
    return is_newer(fact.binding.identification, held.binding.identification)
