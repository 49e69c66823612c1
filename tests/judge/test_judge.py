"""The judge itself: whom it asks, what it says where it cannot see, and where it fails itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mipconf.judge import judge as judging
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judge import UNICAST_UNSEEN, judge, judge_functions, prevailing
from mipconf.judge.verdict import Verdict
from mipconf.profile.contract import FhrpConfig, GroupConfig
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

from .story import parse

(STORY,) = parse("""* a registration
  0.00  MN1 registers #1
  1.00  P asks #7 MN1
""")
SEEN = STORY.findings
SAME = {str(number) for number in range(50, 56)}


def test_each_requirement_that_has_a_judge_is_judged_in_order() -> None:
    assert list(SEEN) == list(judge_functions())
    assert set(REQUIREMENTS) - set(SEEN) == SAME


def test_without_unicast_what_needs_it_is_unclear_and_the_rest_is_judged() -> None:
    trace, _ = STORY.recorded
    found = judge(trace, replace(STORY.setting, unicast=False))
    unclear = (Finding.unclear("", (), UNICAST_UNSEEN),)
    judged = {each.id for each in REQUIREMENTS.values() if each.multicast_only}
    assert {each: found[each] for each in judged} == {each: SEEN[each] for each in judged}
    assert all(found[each] == unclear for each in set(found) - judged)


def test_a_judge_that_fails_says_where_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(history: History) -> Iterator[Finding]:
        yield Finding.met("registers", 1)
        history.setting.never_member("P")

    functions = judge_functions() | {"1": broken}
    monkeypatch.setattr(judging, "judge_functions", lambda: functions)
    trace, _ = STORY.recorded
    found = judge(trace, STORY.setting)
    (finding,) = found["1"]
    assert finding == Finding("", Verdict.ERROR, (), finding.reason)
    assert re.fullmatch(
        r"the judge of 1 failed: ValueError: .* \(mipconf.trace.setting, line \d+\)",
        finding.reason,
    )
    assert finding.traceback.startswith("Traceback (most recent call last)")
    assert "in never_member" in finding.traceback
    assert {name: said for name, said in found.items() if name != "1"} == {
        name: said for name, said in SEEN.items() if name != "1"
    }


def test_what_a_hut_did_of_a_duty_goes_with_the_finding() -> None:
    assert any(finding.deeds for finding in SEEN["1"])
    refrain = [name for name in judge_functions() if REQUIREMENTS[name].deed is None]
    assert not any(finding.deeds for each in refrain for finding in SEEN[each])


def test_a_claim_of_another_category_has_the_verdict_of_the_same_method() -> None:
    judged = {each.id: judged_as(each).id for each in REQUIREMENTS.values()}
    expected = {each: each for each in REQUIREMENTS} | {
        **dict.fromkeys(("50", "51", "52"), "1"),
        **dict.fromkeys(("53", "54", "55"), "26"),
    }
    assert judged == expected


MET, LATER = Finding.met("a", 1), Finding.met("b", 2)
UNCLEAR = Finding.unclear("a", (3,), "why")


@pytest.mark.parametrize(
    ("findings", "deciding"),
    [
        ([], None),
        ([MET], MET),
        ([MET, LATER], MET),
        ([MET, UNCLEAR], UNCLEAR),
        ([UNCLEAR, MET], UNCLEAR),
    ],
)
def test_the_first_of_the_prevailing_verdict_decides(
    findings: list[Finding], deciding: Finding | None
) -> None:
    assert prevailing(findings) is deciding


def test_without_unicast_only_what_is_multicast_can_be_judged() -> None:
    group = GroupConfig(number=7, address="224.0.0.254", virtual_ip="127.4.1.1")
    setting = Setting(
        "127.4.1.10", 434, group, FhrpConfig(protocol="hsrp", port=1985), unicast=False
    )
    found = judge(Trace((), ()), setting)
    unjudged = {
        name
        for name, findings in found.items()
        if [(f.verdict, f.reason) for f in findings] == [(Verdict.INCONCLUSIVE, UNICAST_UNSEEN)]
    }
    by_multicast = {name for name, known in REQUIREMENTS.items() if known.multicast_only}
    assert by_multicast == {"6", "7", "11", "13", "24", "25", "30", "32", "40", "41"}
    assert unjudged == found.keys() - by_multicast
