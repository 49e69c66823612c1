"""Each faulty Home Agent is FAILed at the claims that it breaks, and at no other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from mipconf.faults.catalogue import catalogue

from .campaigns import (
    EVERYWHERE,
    PROGRAMS,
    Campaign,
    Results,
    evidence,
    failed,
    too_slow_for,
    verdicts,
)

pytestmark = pytest.mark.live

REQUEST, UPDATE, ASKED, PART = "RegistrationRequest", "BindingUpdate", "TableRequest", "TableReply"

NOTHING = ""

BROKEN: Mapping[str, Mapping[int, str]] = {
    "no-update": {1: REQUEST, 4: REQUEST, 6: REQUEST, 23: REQUEST},
    "no-retransmission": {8: UPDATE, 18: PART, 23: UPDATE},
    "no-mark": {38: PART, 39: PART},
    "wrong-sequence": {12: PART, 26: PART, 36: UPDATE, 37: UPDATE, 38: UPDATE},
    "unicast-updates": {1: UPDATE, 4: UPDATE, 6: UPDATE, 23: UPDATE},
    "tells-of-refusals": {1: UPDATE},
    "wrong-source": {4: "RegistrationReply"},
    "no-retransmission-flag": {8: UPDATE, 23: UPDATE},
    "never-gives-up": {8: UPDATE},
    "no-reply-ack": {12: PART, 26: PART},
    "unicast-request": {26: ASKED},
    "one-part": {1: PART, 16: PART},
    "omits-requester": {20: PART},
    "answers-too-early": {22: PART},
    "no-deletion-update": {23: REQUEST},
    "latest-wins": {33: PART, 38: PART, 39: PART},
    "no-memory": {36: PART},
    "ignores-deletions": {37: PART, 38: PART, 39: PART},
    "never-purges": {39: PART},
    "drops-options": {12: PART, 26: PART},
    "gossips": {6: UPDATE},
    "deregisters-at-home-only": {23: REQUEST},
    "says-twice": {1: UPDATE, 4: UPDATE, 23: UPDATE},
    "wrong-name": {11: ASKED, 26: NOTHING},
    "silent-on-duplicates": {12: PART, 36: UPDATE},
}
"""What must be in evidence where a fault breaks a claim: the message that is wrong, or the one that
misses its answer. Only the claims of the first issue.
"""

SAME = {50: 1, 51: 1, 52: 1, 53: 26, 54: 26, 55: 26}
"""Claims that have the verdict of another."""


@pytest.mark.parametrize(
    "campaign",
    [each for each in EVERYWHERE if each.fault in BROKEN and each.driver == "builtin"],
    ids=lambda c: f"{c.fault}-{c.network}",
)
def test_a_verdict_rests_on_the_message_that_is_wrong(campaign: Campaign, results: Results) -> None:
    out, result = results[campaign]
    assert campaign.fault is not None
    broken = BROKEN[campaign.fault]
    expected = {str(claim): kind for claim, kind in broken.items()}
    expected |= {str(claim): broken[same] for claim, same in SAME.items() if same in broken}
    found = failed(result)
    assert found.keys() == (expected.keys() & verdicts(result).keys()) - too_slow_for(result)
    for claim, requirement in found.items():
        assert {expected[claim]} - {NOTHING} <= evidence(out, requirement), claim


@pytest.mark.parametrize("campaign", PROGRAMS, ids=lambda c: c.fault)
def test_a_fault_is_caught_over_sockets_too(campaign: Campaign, results: Results) -> None:
    _, result = results[campaign]
    assert campaign.fault is not None
    found = failed(result).keys()
    assert found
    assert found <= catalogue()[campaign.fault].trips | catalogue()[campaign.fault].follows


def test_the_tester_never_fails(results: Results) -> None:
    found = {verdict for _, result in results.values() for verdict in verdicts(result).values()}
    assert "ERROR" not in found


def test_a_healthy_home_agent_passes_everything(results: Results) -> None:
    _, result = results[Campaign(None)]
    assert set(verdicts(result).values()) == {"PASS"}
