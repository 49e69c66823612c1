"""Each faulty Home Agent is FAILed at the claims that it breaks, and at no other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from .campaigns import EVERYWHERE, Campaign, Results, evidence, failed, too_slow_for, verdicts
from .faults import FAULTS

REQUEST, UPDATE, ASKED, PART = "RegistrationRequest", "BindingUpdate", "TableRequest", "TableReply"

NOTHING = ""

BROKEN: Mapping[str, Mapping[int, str]] = {
    "HomeAgent": {},
    "NoUpdate": {1: REQUEST, 4: REQUEST, 6: REQUEST, 23: REQUEST},
    "NoRetransmission": {8: UPDATE, 18: PART, 23: UPDATE},
    "NoMark": {38: PART, 39: PART},
    "WrongSequence": {12: PART, 26: PART, 36: UPDATE, 37: UPDATE, 38: UPDATE},
    "UnicastUpdates": {1: UPDATE, 4: UPDATE, 6: UPDATE, 23: UPDATE},
    "TellsOfRefusals": {1: UPDATE},
    "WrongSource": {4: "RegistrationReply"},
    "NoRetransmissionFlag": {8: UPDATE, 23: UPDATE},
    "NeverGivesUp": {8: UPDATE},
    "NoReplyAck": {12: PART, 26: PART},
    "UnicastRequest": {26: ASKED},
    "OnePart": {1: PART, 16: PART},
    "OmitsRequester": {20: PART},
    "AnswersTooEarly": {22: PART},
    "NoDeletionUpdate": {23: REQUEST},
    "LatestWins": {33: PART, 38: PART, 39: PART},
    "NoMemory": {36: PART},
    "IgnoresDeletions": {37: PART, 38: PART, 39: PART},
    "NeverPurges": {39: PART},
    "DropsOptions": {12: PART, 26: PART},
    "Gossips": {6: UPDATE},
    "SaysTwice": {1: UPDATE, 4: UPDATE, 23: UPDATE},
    "WrongName": {11: ASKED, 26: NOTHING},
    "SilentOnDuplicates": {12: PART, 36: UPDATE},
}
"""The claims that each fault breaks, and what must be in evidence: the message that is wrong, or
the one that misses its answer. `faults.py` says why.
"""

SAME = {50: 1, 51: 1, 52: 1, 53: 26, 54: 26, 55: 26}
"""Claims that have the verdict of another."""


def test_every_fault_is_in_the_table() -> None:
    assert BROKEN.keys() == FAULTS.keys()


@pytest.mark.parametrize("campaign", EVERYWHERE, ids=lambda c: f"{c.fault}-{c.network}-{c.driver}")
def test_a_fault_fails_the_claims_that_it_breaks(campaign: Campaign, results: Results) -> None:
    out, result = results[campaign]
    broken = BROKEN[campaign.fault]
    expected = {str(claim): kind for claim, kind in broken.items()}
    expected |= {str(claim): broken[same] for claim, same in SAME.items() if same in broken}
    found = failed(result)
    assert found.keys() == (expected.keys() & verdicts(result).keys()) - too_slow_for(result)
    for claim, requirement in found.items():
        assert {expected[claim]} - {NOTHING} <= evidence(out, requirement), claim


def test_the_tester_never_fails(results: Results) -> None:
    found = {verdict for _, result in results.values() for verdict in verdicts(result).values()}
    assert "ERROR" not in found


def test_a_healthy_home_agent_passes_everything(results: Results) -> None:
    _, result = results[Campaign("HomeAgent")]
    assert set(verdicts(result).values()) == {"PASS"}
