"""What the HUT was told, as the judge takes it in: facts, and the marks that they meet."""

from __future__ import annotations

import pytest

from mipconf.judge.history.reference_table import Mark, Standing
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import SubOption

from .standings import MN1, NS, reference_of
from .wording import at

MARKS = [
    (
        "the last deletion purges later, and the newest counts",
        """
        0.0  P tells #5 MN1/-5,X
        0.5  P tells #6 MN1/-9,X
        1.0  P tells #7 MN1/-20
        """,
        Mark(from_time(at(-5)), at(0.501)),
    ),
    (
        "a newer deletion",
        """
        0.0  P tells #5 MN1/-9,X
        0.5  P tells #6 MN1/-5,X
        1.0  P tells #7 MN1/-20
        """,
        Mark(from_time(at(-5)), at(0.501)),
    ),
    (
        "what was told in another incarnation is of no matter",
        """
        0.0  P tells #5 MN1/-30
        0.1  -- hut-killed
        0.2  -- hut-starting
        0.3  -- hut-ready
        0.5  P tells #6 MN1/-5,X
        1.0  P tells #7 MN1/-20
        """,
        Mark(from_time(at(-5)), at(0.501)),
    ),
    (
        "a deletion of what was bound makes no mark that counts",
        """
        0.0  P tells #5 MN1/-9
        0.5  P tells #6 MN1/-5,X
        1.0  P tells #7 MN1/-20
        """,
        None,
    ),
    (
        "a newer binding takes the place of the mark",
        """
        0.0  P tells #5 MN1/-9,X
        0.5  P tells #6 MN1/-5
        1.0  P tells #7 MN1/-20
        """,
        None,
    ),
]


@pytest.mark.parametrize(("name", "lines", "mark"), MARKS)
def test_the_mark_that_a_binding_meets(name: str, lines: str, mark: Mark | None) -> None:
    reference = reference_of(lines)
    assert reference.mark_before(reference.facts[MN1][-1]) == mark


@pytest.mark.parametrize(("second", "facts"), [(30 - NS, 1), (30.0, 2)])
def test_a_number_is_remembered_for_thirty_seconds(second: float, facts: int) -> None:
    lines = f"""
        0.0  P > all  update #5 MN1/-5
        0.1  HUT > P  ack #5
        {second:.9f}  P > all  update #5 R MN1/-5
    """
    assert len(reference_of(lines).facts[MN1]) == facts


@pytest.mark.parametrize(
    ("lines", "lifetime", "options"),
    [
        ("0.0  MN1 > HUT  register", 300, ()),
        ("0.0  MN1 > HUT  register life=0", 0, ()),
        ("0.0  MN1 > HUT  register nai=me@home", 300, (SubOption(1, b"me@home"),)),
        # "An NAI that does not fit is left out" (docs/protocol.md#4-1).
        (f"0.0  MN1 > HUT  register nai={'x' * 240}", 300, ()),
    ],
)
def test_what_a_registration_binds(
    lines: str, lifetime: int, options: tuple[SubOption, ...]
) -> None:
    told = reference_of(f"-9 P tells #5 MN1/-9\n{lines}\n0.1  HUT > MN1  reply")
    binding = (*told.facts[MN1], *told.idle.get(MN1, ()))[-1].binding
    assert (binding.lifetime_granted, binding.lifetime_remaining) == (lifetime, lifetime)
    assert (binding.sub_options, binding.deleted) == (options, not lifetime)


@pytest.mark.parametrize(
    ("moment", "standing"), [(0.5, Standing.UNCERTAIN), (0.5 + NS, Standing.HELD)]
)
def test_what_was_shown_just_before(moment: float, standing: Standing) -> None:
    reference = reference_of("0.0 P > all update #5 MN1/-5\n0.5 HUT > P ack #5")
    assert reference.before(MN1, at(moment)).standing is standing
