"""What the HUT must show equals a plain model of docs/protocol.md#5-5, for random histories.

Where several tables are possible it may be uncertain for longer than the model; it is never wrongly
certain.

The model keeps every table that a right HUT may have: a mark after the deletion of a held binding
is kept or not, and each mark is purged at any time from the deleted entry time after the update
that created it to 1.5 times it after the last one with X = 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mipconf.judge.history.history import History
from mipconf.judge.history.reference_table import Standing

from .story import Story, parse
from .wording import at, home

DELETED_ENTRY_MS, PURGED_MS = 1200, 1800
STEP_MS = 250
"""Longer than anything takes to be acknowledged, so that nothing happens at the same time."""


@dataclass(frozen=True)
class Told:
    """One update of P about one mobile node; `age` stands for its Identification: less is newer."""

    after: int
    age: int
    deleted: bool

    def line(self, time: int, number: int) -> str:
        state = ",X" if self.deleted else f",coa={10 + self.age}"
        return f"{time / 1000:.3f} P tells #{number} MN1/-{self.age}{state}"


@dataclass(frozen=True)
class Entry:
    """An entry of a table, as a right HUT may have it; a mark has no care-of address."""

    age: int
    created: int | None = None
    last: int | None = None

    @property
    def is_mark(self) -> bool:
        return self.created is not None


Table = Entry | None


def applied(table: Table, told: Told, now: int) -> set[Table]:
    """The tables that a right HUT may have after an update (docs/protocol.md#5-5)."""
    if table is not None and told.age >= table.age:
        return {replace(table, last=now)} if told.deleted and table.is_mark else {table}
    if not told.deleted:
        return {Entry(told.age)}
    if table is None:
        return {Entry(told.age, now, now)}
    if table.is_mark:
        return {replace(table, age=told.age, last=now)}
    return {Entry(told.age, now, now), None}


def lapsed(tables: set[Table], now: int) -> set[Table]:
    """The tables after some time: marks may be purged, and then must be."""
    after: set[Table] = set()
    for table in tables:
        if table is None or table.created is None or table.last is None:
            after.add(table)
            continue
        if now < table.last + PURGED_MS:
            after.add(table)
        if now >= table.created + DELETED_ENTRY_MS:
            after.add(None)
    return after


def standing(tables: set[Table]) -> tuple[Standing, int | None]:
    """What a complete table must show, and the age of what it holds."""
    shown = {None if table is None or table.is_mark else table.age for table in tables}
    if len(shown) > 1:
        return Standing.UNCERTAIN, None
    (age,) = shown
    return (Standing.ABSENT, None) if age is None else (Standing.HELD, age)


histories = st.lists(
    st.builds(Told, st.integers(1, 8), st.integers(1, 6), st.booleans()), min_size=1, max_size=6
)


def story(history: list[Told]) -> Story:
    lines, time = [], 0
    for number, told in enumerate(history):
        lines.append(told.line(time, number))
        time += told.after * STEP_MS
    (made,) = parse("* a history\n" + "\n".join(lines))
    return made


@settings(max_examples=300)
@given(histories)
def test_the_table_is_that_of_the_model(history: list[Told]) -> None:
    made = story(history)
    reference = History(made.record()[0], made.setting).reference
    tables: set[Table] = {None}
    certain = True
    now = 0
    for told in history:
        tables = {after for table in lapsed(tables, now) for after in applied(table, told, now)}
        moment = at((now + STEP_MS - 1) / 1000)
        expectation = reference.expect(home(1), moment, moment)
        wanted, age = standing(lapsed(tables, now + STEP_MS - 1))
        if certain or expectation.standing is not Standing.UNCERTAIN:
            assert expectation.standing is wanted, told
        if expectation.standing is Standing.HELD:
            assert expectation.fact is not None
            assert age is not None
            assert expectation.fact.binding.care_of_address == f"192.0.2.{10 + age}"
        certain = certain and len(tables) == 1
        now += told.after * STEP_MS
