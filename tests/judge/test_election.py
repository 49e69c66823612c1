"""Who says what of itself in the group's FHRP, and what that means to the HUT at a moment."""

from __future__ import annotations

import pytest

from mipconf.fhrp.vrrp import VrrpState
from mipconf.judge.fhrp.election import Election
from mipconf.judge.history.history import History
from mipconf.judge.history.hut_states import Inference, state_at
from mipconf.protocol.fhrp_messages import State

from .story import Story, parse
from .wording import PARTIES, at

NS = 1e-9
P, Q = PARTIES["P"], PARTIES["Q"]


def told(lines: str) -> Story:
    (story,) = parse(f"* an election\n{lines}\n")
    return story


def election_of(lines: str) -> Election:
    story = told(lines)
    trace, _ = story.recorded
    return Election(trace, story.setting)


HSRP = ": fhrp=hsrp\n"
WORD = f"{HSRP}1.0  HUT > all  hello {{}}"


@pytest.mark.parametrize(
    ("word", "active", "passive"),
    [
        ("Active", True, False),
        ("Standby", False, True),
        ("Listen", False, True),
        # What will be is said by a coup, and a resign is no hello.
        ("Active coup", False, False),
        ("Active resign", False, False),
    ],
)
@pytest.mark.parametrize(
    ("moment", "holds"), [(1 - NS, False), (1.0, True), (1.5, True), (1.5 + NS, False)]
)
def test_the_last_word_of_the_hut_holds_for_the_hold_time(
    word: str, active: bool, passive: bool, moment: float, holds: bool
) -> None:
    election = election_of(WORD.format(word))
    assert election.hut_says_active(at(moment)) is (active and holds)
    assert election.hut_says_passive(at(moment)) is (passive and holds)


def test_a_word_from_before_its_start_is_none() -> None:
    election = election_of(f"{WORD.format('Active')}\n1.1 -- hut-starting\n1.2 -- hut-ready")
    assert election.hut_says_active(at(1.1 - NS))
    assert not election.hut_says_active(at(1.1))


@pytest.mark.parametrize(
    ("lines", "moment", "others"),
    [
        ("1.0 P > all hello Active", 1 - NS, set()),
        ("1.0 P > all hello Active", 1.0, {P}),
        ("1.0 P > all hello Active", 1.5, {P}),
        ("1.0 P > all hello Active", 1.5 + NS, set()),
        ("1.0 P > all hello Active\n1.0 Q > all hello Active", 1.2, {P, Q}),
        ("1.0 P > all hello Active\n1.1 P > all hello Standby", 1.2, set()),
        ("1.0 P > all hello Active\n1.1 P > all hello Active resign", 1.2, set()),
        # A coup says what will be.
        ("1.0 P > all hello Active\n1.1 P > all hello Speak coup", 1.2, {P}),
        # What came before the HUT's start it has not heard.
        ("1.0 P > all hello Active\n1.0 -- hut-starting", 1.2, {P}),
        ("1.0 P > all hello Active\n1.000000001 -- hut-starting", 1.2, set()),
    ],
)
def test_who_else_is_active(lines: str, moment: float, others: set[str]) -> None:
    assert election_of(f"{HSRP}{lines}").other_actives(at(moment)) == others


@pytest.mark.parametrize(
    ("lines", "moment", "passive"),
    [
        (f"{HSRP}1.0 P > all hello Standby", 1.5, True),
        (f"{HSRP}1.0 P > all hello Standby", 1.5 + NS, False),
        (f"{HSRP}1.0 P > all hello Speak", 1.0, True),
        (f"{HSRP}1.0 P > all hello Listen", 1.0, False),
        (f"{HSRP}1.0 P > all hello Active", 1.0, False),
        (f"{HSRP}1.0 P > all hello Standby resign", 1.0, False),
        (f"{HSRP}1.0 Q > all hello Active", 1.0, False),
        (": fhrp=vrrp\n1.0 Q > all hello Master", 1.0, True),
        (": fhrp=vrrp\n1.0 P > all hello Master", 1.0, False),
        (": fhrp=vrrp\n1.0 HUT > all hello Master", 1.0, False),
    ],
)
def test_who_must_be_taken_for_passive(lines: str, moment: float, passive: bool) -> None:
    assert election_of(lines).tells_passive(P, at(moment)) is passive


@pytest.mark.parametrize(
    ("who", "priority", "beats"),
    [
        ("P", 101, True),
        ("P", 99, False),
        ("P", 100, True),  # Its address is the higher one.
        ("VIP", 100, False),
        ("HUT", 100, False),
    ],
)
def test_who_wins_against_the_hut(who: str, priority: int, beats: bool) -> None:
    election = election_of(f"{HSRP}1.0 {who} > all hello Active priority={priority}")
    (said,) = election.announcements
    assert election.beats_hut(said) is beats


RUNS = [
    # 400 ms without one are no pause, for the hold time less the slack is that long.
    ("1.0 P > all hello Active\n1.4 P > all hello Active", [(1.0, 1.4)]),
    (
        "1.0 P > all hello Active\n1.400000001 P > all hello Active",
        [(1.0, 1.0), (1.4 + NS, 1.4 + NS)],
    ),
    ("1.0 P > all hello Active\n1.1 P > all hello Active resign", [(1.0, 1.0)]),
    (
        "1.0 P > all hello Active\n1.1 Q > all hello Active resign\n1.2 P > all hello Active",
        [(1.0, 1.0), (1.2, 1.2)],
    ),
    (
        "1.0 P > all hello Active\n1.3 P > all hello Standby\n1.6 P > all hello Active",
        [(1.0, 1.0), (1.6, 1.6)],
    ),
    ("1.0 HUT > all hello Active", []),
    # A short hold time is not eaten up by the slack.
    (": hold_ms=180\n1.0 P > all hello Active\n1.09 P > all hello Active", [(1.0, 1.09)]),
    (
        ": hold_ms=180\n1.0 P > all hello Active\n1.090000001 P > all hello Active",
        [(1.0, 1.0), (1.09 + NS, 1.09 + NS)],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), RUNS)
def test_how_long_others_were_active(lines: str, expected: list[tuple[float, float]]) -> None:
    runs = election_of(f"{HSRP}{lines}").runs(lambda said: said.claims_active)
    assert [(run.start, run.end) for run in runs] == [(at(a), at(b)) for a, b in expected]


@pytest.mark.parametrize(
    ("moment", "covered"), [(1 - NS, False), (1.0, True), (1.9 - NS, True), (1.9, False)]
)
def test_what_a_run_says_holds_for_a_hold_time_more(moment: float, covered: bool) -> None:
    (run,) = election_of(f"{HSRP}{RUNS[0][0]}").runs(lambda said: said.claims_active)
    assert run.covers(at(moment), 500_000_000) is covered


@pytest.mark.parametrize(
    ("lines", "moment", "known"),
    [
        (HSRP, 0.0, {"10.0.0.1"}),
        (f"{HSRP}: learns=yes\n1.0 P > all hello Active", 1 - NS, set()),
        (f"{HSRP}: learns=yes\n1.0 P > all hello Active", 1.0, {"10.0.0.1"}),
        (f"{HSRP}: learns=yes\n1.0 P > all hello Standby", 1.0, set()),
        (f"{HSRP}: learns=yes\n1.0 P > all hello Active vip=none", 1.0, set()),
        (f"{HSRP}: learns=yes\n1.0 HUT > all hello Active", 1.0, set()),
    ],
)
def test_what_the_virtual_ip_address_can_be(lines: str, moment: float, known: set[str]) -> None:
    assert election_of(f"{lines}\n0 P > all update #5 MN1/-5").virtual_ips(at(moment)) == known


STARTS = "0.0 -- hut-starting\n0.1 -- hut-ready\n"
ALONE = f"{HSRP}{STARTS}"
LEARNING = f"{HSRP}: learns=yes\n{STARTS}"
P_UNTIL_3 = "0.5 P hellos until=3.05 Active\n"
BOTH_UNTIL_3 = f"{P_UNTIL_3}0.51 Q hellos until=3.06 Standby\n"
CERTAIN, DOUBTFUL = True, False

STATES = [
    # Two hellos that say the same.
    (
        f"{HSRP}1.0 HUT > all hello Standby\n1.5 HUT > all hello Standby",
        1.2,
        State.STANDBY,
        CERTAIN,
    ),
    (f"{HSRP}1.0 HUT > all hello Standby\n1.500000001 HUT > all hello Standby", 1.2, None, CERTAIN),
    (f"{HSRP}1.0 HUT > all hello Standby\n1.5 HUT > all hello Speak", 1.2, None, CERTAIN),
    (f"{HSRP}1.0 HUT > all hello Standby coup\n1.5 HUT > all hello Standby", 1.2, None, CERTAIN),
    (f"{HSRP}1.0 HUT > all hello Standby\n1.5 HUT > all hello Standby resign", 1.2, None, CERTAIN),
    (
        f"{HSRP}1.0 HUT > all hello Standby\n1.5 HUT > all hello Standby",
        1.0,
        State.STANDBY,
        CERTAIN,
    ),
    (f"{HSRP}1.0 HUT > all hello Standby\n1.5 HUT > all hello Standby", 1.5, None, CERTAIN),
    # Hellos so seldom that the hold time is no measure: twice the hello time is one.
    (
        ": fhrp=hsrp hello_ms=400\n1.0 HUT > all hello Standby\n1.8 HUT > all hello Standby",
        1.2,
        State.STANDBY,
        CERTAIN,
    ),
    # Listen: both are heard, and it takes over when they fall silent.
    (f"{ALONE}{BOTH_UNTIL_3}4.0 HUT > all hello Active", 2.0, State.LISTEN, CERTAIN),
    (f"{ALONE}{P_UNTIL_3}4.0 HUT > all hello Active", 2.0, None, CERTAIN),
    (f"{ALONE}{BOTH_UNTIL_3}", 2.0, State.LISTEN, DOUBTFUL),
    (f"{ALONE}{BOTH_UNTIL_3}", 0.5, None, CERTAIN),
    (f"{ALONE}{BOTH_UNTIL_3}", 0.51, State.LISTEN, DOUBTFUL),
    # The last active hello was 250 ms before, half the hold time.
    (f"{ALONE}{BOTH_UNTIL_3}3.3 HUT > all hello Active", 2.0, State.LISTEN, CERTAIN),
    (f"{ALONE}{BOTH_UNTIL_3}3.299999999 HUT > all hello Active", 2.0, State.LISTEN, DOUBTFUL),
    (
        f"{ALONE}{BOTH_UNTIL_3}3.05 P > all hello Active resign\n3.1 HUT > all hello Active",
        2.0,
        State.LISTEN,
        CERTAIN,
    ),
    (
        f"{ALONE}{BOTH_UNTIL_3}3.04 P > all hello Active resign\n3.1 HUT > all hello Active",
        2.0,
        State.LISTEN,
        DOUBTFUL,
    ),
    # It spoke: until it has been silent for two hello times it may be on its way.
    (f"{ALONE}1.0 HUT > all hello Speak\n{BOTH_UNTIL_3}", 1.3 - NS, None, CERTAIN),
    (f"{ALONE}1.0 HUT > all hello Speak\n{BOTH_UNTIL_3}", 1.3, State.LISTEN, DOUBTFUL),
    # It speaks: it was silent for too short a time.
    (
        f"{ALONE}1.0 HUT > all hello Speak\n1.3 HUT > all hello Speak coup\n{BOTH_UNTIL_3}",
        1.2,
        None,
        CERTAIN,
    ),
    (f"{ALONE}{BOTH_UNTIL_3}0.8 HUT > all hello Speak", 0.6, None, CERTAIN),
    (f"{ALONE}{BOTH_UNTIL_3}0.81 HUT > all hello Speak", 0.6, State.LISTEN, DOUBTFUL),
    (f"{ALONE}{BOTH_UNTIL_3}2.0 HUT > all hello Speak coup", 2.0, None, CERTAIN),
    # Nobody was silent long enough afterwards: the trace ended too early.
    (f"{ALONE}{BOTH_UNTIL_3}5.06 -- case-ended", 2.0, State.LISTEN, DOUBTFUL),
    (f"{ALONE}{BOTH_UNTIL_3}5.05 -- case-ended", 2.0, None, CERTAIN),
    # Learn: it is silent until it learns of the address, and takes over afterwards.
    (
        f"{LEARNING}3.0 P hellos until=4 Active\n5.0 HUT > all hello Active",
        2.0,
        State.LEARN,
        CERTAIN,
    ),
    (f"{LEARNING}3.0 P hellos until=4 Active", 2.0, State.LEARN, DOUBTFUL),
    (f"{LEARNING}3.0 P hellos until=4 Active", 3 - NS, State.LEARN, DOUBTFUL),
    (f"{LEARNING}3.0 P hellos until=4 Active", 3.0, None, CERTAIN),
    (f"{LEARNING}2.2 P hellos until=4 Active", 2.0, State.LEARN, DOUBTFUL),
    (f"{LEARNING}2.199999999 P hellos until=4 Active", 2.0, None, CERTAIN),
    (f"{LEARNING}3.0 P hellos until=4 Active\n3.0 HUT > all hello Speak", 2.0, None, CERTAIN),
    (
        f"{LEARNING}3.0 P hellos until=4 Active\n3.000000001 HUT > all hello Speak",
        2.0,
        State.LEARN,
        DOUBTFUL,
    ),
    (LEARNING, 2.0, None, CERTAIN),
    (f"{ALONE}3.0 P hellos until=4 Active", 2.0, None, CERTAIN),
    (f"{HSRP}: learns=yes\n3.0 P hellos until=4 Active", 2.0, None, CERTAIN),
    # Backup.
    (
        ": fhrp=vrrp\n0.5 P hellos until=3 Master\n4.0 HUT > all hello Master",
        2.0,
        VrrpState.BACKUP,
        CERTAIN,
    ),
    (": fhrp=vrrp\n0.5 P hellos until=3 Master", 2.0, VrrpState.BACKUP, DOUBTFUL),
    ("0.5 P > all update #5 MN1/-5", 0.5, None, CERTAIN),
]


@pytest.mark.parametrize(("lines", "moment", "state", "certain"), STATES)
def test_the_state_of_the_hut(
    lines: str, moment: float, state: State | VrrpState | None, certain: bool
) -> None:
    story = told(lines)
    trace, _ = story.recorded
    inference = state_at(History(trace, story.setting), at(moment))
    found = inference or Inference(State.INITIAL, ())
    expected = (State.INITIAL if state is None else state, certain)
    assert (found.state, found.doubt is None) == expected


def test_the_frames_that_tell_of_a_state() -> None:
    story = told(
        f"""
        {ALONE}
        ! 0.5 P > all hello Active
        0.6   P hellos until=3 Active
        ! 0.7 Q > all hello Standby
        0.8   Q hellos until=3 Standby
        ! 4.0 HUT > all hello Active
        """
    )
    trace, frames = story.recorded
    inference = state_at(History(trace, story.setting), at(2.0))
    assert inference is not None
    assert list(inference.frames) == [frame.number for frame in frames if frame.line.marked]
