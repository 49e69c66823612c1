"""A capture read back gives the verdicts of its run, and says what it cannot be judged by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from captures.claims import CLAIMS
from captures.making import FOLDER
from mipconf.campaign.outcome import outcome_of
from mipconf.campaign.result import RequirementResult
from mipconf.campaign.summary import summarise
from mipconf.campaign.support import unsupported
from mipconf.check.check import check_captures, judge_run
from mipconf.errors import CaptureError
from mipconf.judge.verdict import Verdict
from mipconf.net.network import Direction
from mipconf.profile.contract import GroupConfig, GroupSecurity
from mipconf.profile.keys import Tolerances
from mipconf.profile.profile import Profile
from mipconf.requirements.support import Support, lacking
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import RemarkKind
from tests.judge.story import Story, parse, told
from tests.judge.wording import PARTIES, ZERO

from .captures import of_suite, remark

HUT, P = PARTIES["HUT"], PARTIES["P"]


def verdicts(results: Sequence[RequirementResult]) -> list[tuple[object, ...]]:
    return [
        (result.id, result.verdict, result.reason, [item.frames for item in result.evidence])
        for result in results
    ]


@pytest.mark.parametrize("story", told(), ids=str)
def test_a_capture_gives_the_verdicts_of_its_run(story: Story, tmp_path: Path) -> None:
    path = tmp_path / "story.pcapng"
    trace, _ = story.record(path)
    live = outcome_of(trace, story.setting, capture=str(path), seconds=0, again="")
    again = check_captures([path], None, None, ())
    taken = lacking(story.setting.timers.max_retransmissions)
    denied = unsupported(Support(story.setting.supports, taken))
    assert verdicts(again.requirements) == verdicts(summarise([live], (), denied, unselected=None))
    (note,) = again.notes
    assert note.startswith(f"{path}: no run's key is beside")
    assert (again.address, again.unreadable) == (HUT, ())


(EXCHANGE,) = parse("""
* an exchange
= 36 PASS
0.0  HUT joins MN1/-5
1.0  P tells #5 MN2/-5
2.0  P asks #7 MN1..2
""")
FAILING = "0.0 P > all update #5 MN1/-5"


def stripped(story: Story, path: Path) -> Path:
    """The capture as somebody else would have taken it: without the tester's remarks."""
    writer = CaptureWriter(path)
    for packet in story.record()[0].packets:
        writer.datagram(Direction.RECEIVED, packet.datagram, packet.time)
    writer.close()
    return path


def by_id(result_of: Sequence[RequirementResult], name: str) -> RequirementResult:
    return next(result for result in result_of if result.id == name)


def test_every_home_agent_in_a_external_capture_is_judged(tmp_path: Path) -> None:
    path = stripped(EXCHANGE, tmp_path / "external.pcapng")
    result = check_captures([path], None, None, ())
    assert result.notes == tuple(
        f"{path}: judged {address} of group 7; inferred: port 434, multicast address 224.0.0.254, "
        f"members {HUT}, {P}, virtual IP address none; assumed: no FHRP, the timers of "
        f"docs/protocol.md#5-7, responder active; authenticators unverified"
        for address in (HUT, P)
    )
    assert by_id(result.requirements, "36").verdict is Verdict.PASS
    assert by_id(result.requirements, "36").reason.startswith("never arose: ")
    assert len(result.cases) == 2


def test_one_of_them_may_be_named(tmp_path: Path) -> None:
    path = stripped(EXCHANGE, tmp_path / "external.pcapng")
    result = check_captures([path], None, P, ())
    assert (result.address, len(result.notes)) == (P, 1)


def test_a_profile_gives_the_tolerances(tmp_path: Path) -> None:
    (story,) = parse("* late\n0.0 P > all ask #7\n1.1 HUT > P part 1/1 #20 ask=7\n")
    path = stripped(story, tmp_path / "late.pcapng")
    patient = Profile(tolerances=Tolerances(answer_ms=1200))
    found = [
        by_id(check_captures([path], profile, HUT, ()).requirements, "14").verdict
        for profile in (None, patient)
    ]
    assert found == [Verdict.FAIL, Verdict.PASS]


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        (EXCHANGE.config.group_security[0].key, Verdict.PASS),
        ("00" * 16, Verdict.NOT_EXERCISED),
    ],
)
def test_keys_of_a_profile_verify_authenticators(
    key: str, verdict: Verdict, tmp_path: Path
) -> None:
    path = stripped(EXCHANGE, tmp_path / "external.pcapng")
    profile = Profile(group_security=(GroupSecurity(spi=1000, key=key),))
    result = check_captures([path], profile, HUT, ())
    assert by_id(result.requirements, "36").verdict is verdict
    (note,) = result.notes
    assert note.endswith("authenticators between Home Agents verified, those of mobile nodes not")


def test_a_profile_says_what_is_not_applicable(tmp_path: Path) -> None:
    path = stripped(EXCHANGE, tmp_path / "external.pcapng")
    result = check_captures([path], Profile(supports={"36": False}), HUT, ())
    assert by_id(result.requirements, "36").verdict is Verdict.NOT_APPLICABLE


def test_captures_of_several_runs_in_one_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.pcapng"
    writer = CaptureWriter(path)
    for _ in range(2):
        writer.remark(RemarkKind.SETTING, EXCHANGE.setting_data, ZERO)
    writer.close()
    with pytest.raises(CaptureError, match=r"frame 2: a second setting: .*; check each on its own"):
        check_captures([path], None, None, ())


def test_what_nothing_in_a_external_capture_proves_is_no_failure(tmp_path: Path) -> None:
    (story,) = parse(f"* lost\n{FAILING}\n")
    path = stripped(story, tmp_path / "lost.pcapng")
    result = check_captures([path], None, HUT, ())
    assert by_id(result.requirements, "36").verdict is not Verdict.FAIL


def test_several_captures_are_one_campaign(tmp_path: Path) -> None:
    (failing,) = parse(f"* failing\n= 36 FAIL\n{FAILING}\n")
    paths = [tmp_path / "one.pcapng", tmp_path / "two.pcapng"]
    for path, story in zip(paths, (EXCHANGE, failing), strict=True):
        story.record(path)
    result = by_id(check_captures(paths, None, None, {"36"}).requirements, "36")
    assert (result.verdict, result.selected) == (Verdict.FAIL, True)
    assert [item.capture for item in result.evidence] == [str(paths[1])]


def test_a_capture_that_breaks_off_is_judged_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "short.pcapng"
    EXCHANGE.record(path)
    path.write_bytes(path.read_bytes()[:-10])
    result = check_captures([path], None, None, ())
    assert len(result.unreadable) == 1
    assert "damaged or cut off" in result.unreadable[0]
    assert by_id(result.requirements, "36").verdict is not Verdict.FAIL


def empty(path: Path) -> None:
    CaptureWriter(path).close()


def of_another(path: Path) -> None:
    EXCHANGE.record(path)


def remarking(kind: str, data: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(of_suite((remark(kind, data), 1)))


@pytest.mark.parametrize(
    ("write", "hut", "said"),
    [
        (lambda path: path.write_bytes(b""), None, "empty"),
        (lambda path: path.write_bytes(b"nothing"), None, "not a capture"),
        (empty, None, "no message between Home Agents in it, no registration and no router"),
        (of_another, P, f"the HUT in it is {HUT}, not {P}"),
        (remarking("setting", "{}"), None, "frame 1: remark setting: hut: Field required"),
        (remarking("setting", '{"hut":[]}'), None, "frame 1: remark setting: hut: Input should "),
        (remarking("hut-mended", "{}"), None, "frame 1: there is no remark of kind 'hut-mended'"),
        (remarking("hut-ready", "{}"), None, "lack the setting that a run begins with"),
        (
            lambda path: stripped(EXCHANGE, path),
            "10.0.0.99",
            f"10.0.0.99 sends nothing in it; those that do: {HUT}, {P}",
        ),
    ],
)
def test_what_cannot_be_judged_is_said_in_one_line(
    write,
    hut: str | None,
    said: str,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    path = tmp_path / "bad.pcapng"
    write(path)
    with pytest.raises(CaptureError, match=r"^[^\n]*$") as error:
        check_captures([path], None, hut, ())
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)


def test_a_setting_survives_its_remark() -> None:
    setting = EXCHANGE.setting
    assert (setting.hut, setting.port, setting.peers) == (HUT, 434, (P,))
    assert isinstance(setting.group, GroupConfig)
    assert EXCHANGE.config.group_security[0].key not in str(EXCHANGE.setting_data)


def test_one_case_is_judged_with_every_finding(tmp_path: Path) -> None:
    run = FOLDER / "claims" / "37-faulty.pcapng"
    outcome = judge_run(run)
    assert outcome.id == CLAIMS["37"].case
    assert Verdict.FAIL in {finding.verdict for finding in outcome.findings["37"]}
    cut = tmp_path / "cut.pcapng"
    cut.write_bytes(run.read_bytes()[:-10])
    with pytest.raises(CaptureError, match="cut"):
        judge_run(cut)
