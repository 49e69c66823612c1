"""Each faulty Home Agent is FAILed at the claims that it breaks, and at no other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mipconf.campaign.result import CampaignResult
from mipconf.judge.verdict import Verdict

from .campaigns import Campaign, evidence, failed, run_all, verdicts
from .faults import FAULTS

Evidence = tuple[str, ...]

REQUEST, REPLY = "RegistrationRequest", "RegistrationReply"
UPDATE, UPDATE_ACK = "BindingUpdate", "BindingUpdateAck"
ASKED, PART, PART_ACK = "TableRequest", "TableReply", "TableReplyAck"
REGISTERED = (REQUEST, REPLY)
TOLD = (REQUEST, REPLY, UPDATE)
SHOWN = (UPDATE, ASKED, PART)

BROKEN: Mapping[str, Mapping[int, Evidence]] = {
    "HomeAgent": {},
    "NoUpdate": {1: REGISTERED, 4: REGISTERED, 6: REGISTERED, 23: REGISTERED},
    "NoRetransmission": {8: (UPDATE,), 18: (PART,), 23: (UPDATE,)},
    "NoMark": {38: SHOWN, 39: SHOWN},
    "WrongSequence": {
        12: (PART, PART_ACK),
        26: (PART, PART_ACK),
        36: (UPDATE, UPDATE_ACK),
        37: (UPDATE, UPDATE_ACK),
        38: (UPDATE, UPDATE_ACK),
    },
    "UnicastUpdates": {1: TOLD, 4: TOLD, 6: (REQUEST, UPDATE), 23: TOLD},
    "TellsOfRefusals": {1: TOLD},
    "WrongSource": {4: REGISTERED},
    "NoRetransmissionFlag": {8: (UPDATE, UPDATE), 23: (UPDATE, UPDATE)},
    "NeverGivesUp": {8: (UPDATE, UPDATE, UPDATE)},
    "NoReplyAck": {12: (PART,), 26: (PART,)},
    "UnicastRequest": {26: (ASKED,)},
    "OnePart": {1: (REQUEST, ASKED, PART), 16: (ASKED, PART)},
    "OmitsRequester": {20: (ASKED, PART)},
    "AnswersTooEarly": {22: (ASKED, PART)},
    "NoDeletionUpdate": {23: REGISTERED},
    "LatestWins": {33: SHOWN, 38: SHOWN, 39: SHOWN},
    "NoMemory": {36: SHOWN},
    "IgnoresDeletions": {37: SHOWN, 38: SHOWN, 39: SHOWN},
    "NeverPurges": {39: SHOWN},
    "DropsOptions": {12: (PART, ASKED, PART), 26: (PART, ASKED, PART)},
    "Gossips": {6: (UPDATE,)},
    "SaysTwice": {1: (*TOLD, UPDATE), 4: (*TOLD, UPDATE), 23: (*TOLD, UPDATE)},
    "WrongName": {11: (ASKED,), 26: ()},
    "SilentOnDuplicates": {12: (PART, PART_ACK), 36: (UPDATE,)},
}
"""The claims that each fault breaks, and the messages that prove it; `faults.py` says why."""

SAME = {50: 1, 51: 1, 52: 1, 53: 26, 54: 26, 55: 26}
"""Claims that have the verdict of another."""

NAMED = ("NoUpdate", "NoRetransmission", "NoMark", "WrongSequence")
SOME_CASES = "test_mute_peer,test_deregistration,test_deletion,test_purging,test_one_part,1"
"""For programs, of which each case starts one."""

EVERYWHERE = (
    *(Campaign(fault, "loopback", "process", SOME_CASES) for fault in NAMED),
    *(Campaign(fault, "loopback") for fault in NAMED),
    *(Campaign(fault) for fault in BROKEN),
)
Results = Mapping[Campaign, tuple[Path, CampaignResult]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    out = tmp_path_factory.mktemp("faults")
    found = run_all(EVERYWHERE, out)
    return {
        campaign: (out / str(index), result)
        for index, (campaign, result) in enumerate(zip(EVERYWHERE, found, strict=True))
    }


def test_every_fault_is_in_the_table() -> None:
    assert BROKEN.keys() == FAULTS.keys()


@pytest.mark.parametrize("campaign", EVERYWHERE, ids=lambda c: f"{c.fault}-{c.network}-{c.driver}")
def test_a_fault_fails_the_claims_that_it_breaks(campaign: Campaign, results: Results) -> None:
    out, result = results[campaign]
    expected = {str(claim): frames for claim, frames in BROKEN[campaign.fault].items()}
    expected |= {str(n): expected[str(same)] for n, same in SAME.items() if str(same) in expected}
    selected = verdicts(result)
    # In real time it is open which case ends first, and decides; the proof comes last in each.
    telling = slice(None) if campaign.network == "simulated" else slice(-1, None)
    assert {claim: evidence(out, found)[telling] for claim, found in failed(result).items()} == {
        claim: frames[telling] for claim, frames in expected.items() if claim in selected
    }


def test_the_tester_never_fails(results: Results) -> None:
    found = {verdict for _, result in results.values() for verdict in verdicts(result).values()}
    assert Verdict.ERROR not in found


def test_a_healthy_home_agent_passes_everything(results: Results) -> None:
    _, result = results[Campaign("HomeAgent")]
    assert set(verdicts(result).values()) == {Verdict.PASS}
