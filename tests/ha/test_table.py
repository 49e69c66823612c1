"""The mobility binding table: the rules of docs/protocol.md#5-5, lifetimes, marks."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.ha.table import BindingTable, Entry
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import INFINITE_LIFETIME, Binding

from .lab import MN, MS, SECOND, START, Q, binding, deletion

DELETED = 1200 * MS


def table(*known: Binding, capacity: int = 100) -> BindingTable:
    made = BindingTable(DELETED, capacity)
    for item in known:
        made.apply(item, START)
    return made


@pytest.mark.parametrize(
    ("known", "learned", "expected"),
    [
        pytest.param([], binding(), binding(), id="1: no entry, X = 0 creates the entry"),
        pytest.param([], deletion(), deletion(), id="1: no entry, X = 1 creates a marked one"),
        pytest.param([binding()], binding(age=1, home_agent=Q), binding(), id="2: known is newer"),
        pytest.param([binding()], binding(home_agent=Q), binding(), id="2: known is equal"),
        pytest.param([binding()], deletion(), binding(), id="2: equal, X = 1"),
        pytest.param([binding()], deletion(age=1), binding(), id="2: known is newer, X = 1"),
        pytest.param([deletion()], binding(age=1), deletion(), id="2: known is newer, marked"),
        pytest.param([deletion()], binding(), deletion(), id="2: equal, marked"),
        pytest.param(
            [binding(age=1)], binding(home_agent=Q), binding(home_agent=Q), id="3: X = 0 replaces"
        ),
        pytest.param([deletion(age=1)], binding(), binding(), id="3: X = 0 replaces a marked one"),
        pytest.param([binding(age=1)], deletion(), deletion(), id="3: X = 1 removes, marks"),
        pytest.param([deletion(age=1)], deletion(), deletion(), id="3: marked, newer X = 1"),
        pytest.param(
            [binding(identification=0)],
            binding(identification=1 << 63),
            binding(identification=0),
            id="2 of section 2: 2^63 apart is not newer",
        ),
        pytest.param(
            [binding(identification=(1 << 64) - 1)],
            binding(identification=0),
            binding(identification=0),
            id="2 of section 2: newer across the wrap",
        ),
    ],
)
def test_rules(known: list[Binding], learned: Binding, expected: Binding) -> None:
    """docs/protocol.md#5-5, rules 1 to 3."""
    made = table(*known)
    changed = made.apply(learned, START)
    entry = made.get(MN, START)
    assert entry is not None
    assert entry.binding(START) == expected
    assert (changed is not None) == ([learned] != known and expected == learned)
    assert [item.home_address for item in made.bindings(START)] == [MN][expected.deleted :]


@given(
    st.lists(
        st.tuples(st.sampled_from([MN, "10.64.0.10"]), st.integers(0, 9), st.booleans()),
        min_size=1,
        max_size=5,
        unique_by=lambda item: item[:2],
    )
)
def test_any_order_ends_in_the_newest_state(updates: list[tuple[str, int, bool]]) -> None:
    """5.5: at an HA that keeps marks, whatever the order in which updates come."""
    bindings = [(deletion if deleted else binding)(home, age=age) for home, age, deleted in updates]
    newest: dict[str, Binding] = {}
    for item in sorted(bindings, key=lambda item: item.identification):
        newest[item.home_address] = item
    for order in permutations(bindings):
        made = table(*order)
        for home, expected in newest.items():
            entry = made.get(home, START)
            assert entry is not None
            assert entry.binding(START) == expected


@given(
    granted=st.integers(1, INFINITE_LIFETIME),
    hops=st.lists(st.integers(0, 200 * SECOND), min_size=1, max_size=6),
    data=st.data(),
)
def test_lifetimes_never_grow(granted: int, hops: list[int], data: st.DataObject) -> None:
    """4.1: remaining is rounded up, at most granted, and never grows by replication."""
    told = binding(
        lifetime_granted=granted,
        lifetime_remaining=data.draw(st.integers(1, granted)),
    )
    now, first, begin = START, told.lifetime_remaining, START
    for pause in hops:
        entry = Entry.of(told, now)
        now += pause
        if entry.is_over(now):
            assert entry.remaining(now) == 0
            assert first != INFINITE_LIFETIME
            return
        again = entry.binding(now)
        assert 1 <= again.lifetime_remaining <= told.lifetime_remaining
        assert again.lifetime_granted == granted
        if first != INFINITE_LIFETIME:
            # Each hop rounds up, by less than a second.
            elapsed = (now - begin) / SECOND
            assert first - elapsed <= again.lifetime_remaining < first - elapsed + len(hops) + 1
        told = again


@pytest.mark.parametrize(
    ("remaining", "after", "expected"),
    [
        pytest.param(300, 0, 300, id="at once"),
        pytest.param(300, 1, 300, id="rounded up"),
        pytest.param(300, SECOND, 299, id="exact"),
        pytest.param(300, 299 * SECOND + 1, 1, id="the last second"),
        pytest.param(INFINITE_LIFETIME, 10**6 * SECOND, INFINITE_LIFETIME, id="infinite"),
    ],
)
def test_remaining(remaining: int, after: int, expected: int) -> None:
    told = binding(lifetime_granted=INFINITE_LIFETIME, lifetime_remaining=remaining)
    assert Entry.of(told, START).remaining(START + after) == expected


def test_a_binding_expires() -> None:
    """5.5: "Bindings expire when their lifetime ends", and "an expired one is none"."""
    made = table(binding(lifetime_remaining=2))
    assert made.deadline == START + 2 * SECOND
    assert made.get(MN, START + 2 * SECOND - 1) is not None
    assert made.get(MN, START + 2 * SECOND) is None
    assert list(made.bindings(START + 2 * SECOND)) == []
    assert made.apply(binding(age=9), START + 2 * SECOND) is not None  # older, but none is there
    made.wake(START + 400 * SECOND)
    assert (len(made), made.deadline) == (0, None)


def test_a_mark_is_purged_deleted_entry_time_after_it_was_last_marked() -> None:
    """5.5, and docs/claims.md: "1.5 times it after the last one with X = 1"."""
    made = table(deletion(age=5))
    made.apply(deletion(age=4), START + SECOND)
    made.apply(deletion(age=4), START + 2 * SECOND)  # equal: "nothing changes"
    assert made.get(MN, START + SECOND + DELETED - 1) is not None
    assert made.get(MN, START + SECOND + DELETED) is None
    made.wake(START + SECOND + DELETED)
    assert len(made) == 0


def test_a_replaced_mark_does_not_take_the_binding_with_it() -> None:
    made = table(deletion(age=1), binding())
    made.wake(START + 2 * DELETED)
    assert made.get(MN, START + 2 * DELETED) is not None


def test_capacity_counts_entries_once() -> None:
    made = table(binding(), capacity=2)
    assert made.has_room_for([MN, "10.64.0.10", "10.64.0.10"], START)
    assert not made.has_room_for(["10.64.0.10", "10.64.0.11"], START)
    assert made.has_room_for(["10.64.0.10", "10.64.0.11"], START + 300 * SECOND)


def test_refreshing_leaves_no_heap_behind() -> None:
    """A binding refreshed for days takes the memory of one."""
    made = table()
    for second in range(1000):
        now = START + second * SECOND
        made.apply(replace(binding(), identification=from_time(now)), now)
    assert len(made._ends) < 100
    assert made.deadline is not None
    made.wake(START + 1299 * SECOND)
    assert len(made) == 0


def test_a_large_table() -> None:
    """facts.md, 0: 500,000 bindings is the vendor's bound; here a tenth, and only that it ends."""
    made = BindingTable(DELETED)
    for number in range(50_000):
        home = f"10.{64 + (number >> 16)}.{number >> 8 & 255}.{number & 255}"
        made.apply(binding(home, lifetime_remaining=1 + number % 300), START)
    assert len(made) == 50_000
    made.wake(START + 150 * SECOND)
    assert len(made) == len(list(made.bindings(START + 150 * SECOND))) == 24_950
    made.wake(START + 300 * SECOND)
    assert len(made) == 0
