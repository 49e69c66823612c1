"""The judge of each reference capture: every finding, and what led to it."""

from __future__ import annotations

import pytest

from captures.claims import CLAIMS
from captures.making import (
    FAULTY,
    FOLDER,
    HEALTHY,
    Recording,
    recording_of,
    recordings,
    verdicts,
    verdicts_of,
)
from mipconf.check.check import judge_run
from mipconf.faults.catalogue import catalogue
from mipconf.judge.judge import prevailing
from mipconf.judge.verdict import Verdict


@pytest.mark.golden
@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.name)
def test_the_verdicts_are_those_expected(recording: Recording) -> None:
    capture = FOLDER / recording.path
    said = verdicts(capture, recording).splitlines()
    assert said == verdicts_of(capture).read_text().splitlines()


@pytest.mark.parametrize("claim", CLAIMS)
def test_the_claim_passes_healthy_and_fails_faulty(claim: str) -> None:
    for condition, verdict in ((HEALTHY, Verdict.PASS), (FAULTY, Verdict.FAIL)):
        recording = recording_of(claim, condition)
        deciding = prevailing(judge_run(FOLDER / recording.path).findings[claim])
        assert deciding is not None
        assert deciding.verdict is verdict
        assert recording.case == CLAIMS[claim].case
    assert recording.fault is catalogue()[CLAIMS[claim].fault]
    assert claim in recording.fault.trips


def test_every_judged_claim_has_its_captures_and_there_is_no_other() -> None:
    assert [int(claim) for claim in CLAIMS] == list(range(1, 50))
    names = [recording.name for recording in recordings()]
    assert sorted(names) == sorted(path.stem for path in (FOLDER / "claims").glob("*.pcapng"))
    assert len({*names}) == len(names)
