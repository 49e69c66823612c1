"""The kill matrix as text and as JSON."""

from __future__ import annotations

import json

from mipconf.faults.catalogue import fault_named
from mipconf.faults.fault import Fault
from mipconf.faults.matrix import Matrix
from mipconf.faults.trial import Plan, Trial
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.report.faults import faults_table, matrix_document, matrix_text, scores_text, summary

WHY = "10.0.0.9 was shown (test_applying::test_purging)"


def trial(name: str | None, trips: str, *failed: str) -> Trial:
    """A fault that must trip 38 and 39, or others, may trip 37, and what FAILed."""
    fault = None
    if name is not None:
        needed = frozenset(trips.split())
        fault = Fault(name, "Keeps no marks.", needed, frozenset({"37"}), HomeAgent)
    verdicts = dict.fromkeys(("12", "37", "38", "39"), Verdict.PASS)
    verdicts |= dict.fromkeys(failed, Verdict.FAIL)
    return Trial(Plan(fault, "hsrp", 7), 9, verdicts, dict.fromkeys(failed, WHY))


HEALTHY = trial(None, "")
KILLED = trial("forgets", "38 39", "37", "38", "39")
SURVIVED = trial("hides", "38 39", "38")
ALARMED = trial("alarms", "38", "38", "12")
MATRIX = Matrix((HEALTHY, KILLED, SURVIVED, ALARMED), 7, False, 61.4)
GOOD = Matrix((HEALTHY, KILLED), 7, False, 61.4)


def test_survivors_come_first_and_are_explained() -> None:
    assert matrix_text(MATRIX).splitlines() == [
        "               1333",
        "               2789",
        "healthy, HSRP  ....",
        "hides          ..X-  survived",
        "alarms         !.X.  false alarm",
        "forgets        .oXX",
        "",
        "X killed by it   o follows   - survived it   ! false alarm",
        "",
        "hides: survived",
        "  mistake     Keeps no marks.",
        "  missed      39 the mark is purged in time: PASS",
        "  again       mipconf run --fault hides --network simulated --seed 7",
        "",
        "alarms: false alarm",
        "  mistake     Keeps no marks.",
        f"  unforeseen  12 every part is acknowledged and every binding shown: {WHY}",
        "  again       mipconf run --fault alarms --network simulated --seed 7",
    ]


def test_a_healthy_home_agent_that_was_blamed_is_explained_too() -> None:
    text = matrix_text(Matrix((trial(None, "", "12"),), 7, False, 1.0))
    assert "healthy, HSRP  !  false alarm" in text
    assert "  again       mipconf run --network simulated --seed 7" in text


def test_scores_are_by_claim_and_in_all() -> None:
    lines = scores_text(MATRIX).splitlines()
    assert [" ".join(line.split()) for line in lines[2:4]] == [
        "38 a deletion of an unknown binding leaves a mark 3 3",
        "39 the mark is purged in time 2 1",
    ]
    assert lines[-1] == summary(MATRIX)


def test_the_summary_is_one_line() -> None:
    assert summary(MATRIX) == (
        "3 faults in 61 s: 1 killed by the claims they break (33%), 1 survived, "
        "1 with a false alarm"
    )
    assert summary(GOOD) == (
        "1 faults in 61 s: 1 killed by the claims they break (100%), 0 survived, "
        "0 with a false alarm"
    )


def test_json_holds_all_of_it() -> None:
    document = json.loads(json.dumps(matrix_document(MATRIX)))
    totals = ("seed", "full", "faults", "killed", "survived", "false_alarm", "interrupted")
    assert [document[key] for key in totals] == [7, False, 3, 1, 1, 1, False]
    healthy, hides, alarms, forgets = document["trials"]
    assert (healthy["fault"], healthy["ending"]) == (None, "healthy")
    assert (hides["fault"], hides["missing"], hides["unforeseen"]) == ("hides", ["39"], [])
    assert (alarms["ending"], alarms["unforeseen"]) == ("false alarm", ["12"])
    assert forgets["failed"] == {"37": WHY, "38": WHY, "39": WHY}
    assert {"id": "39", "faults": 2, "killed": 1} in document["requirements"]


def test_the_list_has_the_claims_that_are_judged_by_themselves() -> None:
    table = faults_table([fault_named("tells-of-refusals"), fault_named("no-mark")])
    assert "no-mark            38,39    Removes what is de-registered without a mark" in table
    assert "tells-of-refusals  1        Multicasts" in table
