"""The command line: what it passes on, what it writes, and how each mishap ends.

What runs a campaign is replaced here by what tells how it was called; the real thing has tests of
its own.
"""

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from mipconf import __version__
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.options import CampaignOptions, CasePlan, Progress
from mipconf.campaign.result import CaseResult, RequirementResult, Result
from mipconf.check.trust import NO_TRUST, Trust
from mipconf.cli import main
from mipconf.errors import AddressInUseError, CaptureError, ConfigError, HutUnavailable
from mipconf.judge.verdict import Verdict
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.profile.profile import Profile, read_profile
from mipconf.requirements.catalogue import REQUIREMENTS

CHECKOUT = Path(__file__).parent.parent
PLANS = (
    CasePlan("test_updates::test_simple", ("1", "6"), 1.0, "A mobile node registers."),
    CasePlan("test_updates::test_mute_peer", ("8",), 2.0, "Q withholds an acknowledgement."),
)


@dataclass
class Stage:
    """What the replaced functions were called with, and what they return or raise."""

    verdict: Verdict = Verdict.PASS
    interrupted: bool = False
    unreadable: tuple[str, ...] = ()
    raises: BaseException | None = None
    traceback: str = ""
    preflight: tuple[bool, tuple[str, ...]] = (True, ("All is well.",))
    options: list[CampaignOptions] = field(default_factory=list)
    checked: list[tuple[Any, ...]] = field(default_factory=list)
    trusted: list[Trust] = field(default_factory=list)

    def run_campaign(self, options: CampaignOptions, progress: Progress, _: Interruption) -> Result:
        self.options.append(options)
        if self.raises is not None:
            raise self.raises
        progress.planned(len(options.cases))
        for case in options.cases:
            progress.started(case)
            progress.finished(CaseResult(case, self.verdict, 1.0))
        return self.result(options.requirements)

    def look_ahead(self, options: CampaignOptions) -> tuple[bool, tuple[str, ...]]:
        self.options.append(options)
        return self.preflight

    def check_captures(
        self,
        paths: tuple[Path, ...],
        profile: Profile | None,
        hut: str | None,
        required: frozenset[str],
        annotated: Path | None,
        trust: Trust,
    ) -> Result:
        self.checked.append((paths, profile, hut, required))
        self.trusted.append(trust)
        if self.raises is not None:
            raise self.raises
        return self.result(required)

    def result(self, selected: frozenset[str]) -> Result:
        requirements = tuple(
            RequirementResult(
                requirement.id,
                requirement.group,
                requirement.title,
                verdict,
                selected=chosen,
                traceback=self.traceback if chosen else "",
            )
            for requirement in REQUIREMENTS.values()
            for chosen in (requirement.id in selected,)
            for verdict in (self.verdict if chosen else Verdict.NOT_EXERCISED,)
        )
        result = Result("builtin", "127.4.0.10", "loopback", 1, 1.0, requirements, ())
        return replace(result, interrupted=self.interrupted, unreadable=self.unreadable)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stage:
    stage = Stage()
    monkeypatch.setattr("mipconf.commands.run.known_cases", lambda profile: PLANS)
    monkeypatch.setattr("mipconf.commands.run.run_campaign", stage.run_campaign)
    monkeypatch.setattr("mipconf.commands.run.preflight", stage.look_ahead)
    monkeypatch.setattr("mipconf.commands.check.check_captures", stage.check_captures)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MIPCONF_DEBUG", raising=False)
    return stage


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command line that must fail with a status and one line; return the line."""

    def run(status: int, *arguments: str) -> str:
        assert main(arguments) == status
        said = capsys.readouterr().err
        assert said.startswith("mipconf: ")
        assert said.count("\n") == 1
        return said.removeprefix("mipconf: ").rstrip("\n")

    return run


def test_a_run_without_options_is_the_reference_ha_on_loopback(stage: Stage) -> None:
    assert main(["run"]) == 0
    assert stage.options == [
        CampaignOptions(
            profile=Profile(),
            driver="builtin",
            command=(),
            network="loopback",
            cases=tuple(plan.id for plan in PLANS),
            requirements=frozenset({"1", "6", "8"}),
            out=Path("mipconf-out"),
            seed=1,
            jobs=None,
            preflight=True,
        )
    ]


def test_a_run_prints_cases_verdicts_and_captures(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["run", "--out", "found"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"PASS {plan.id} 1.0 s" for plan in PLANS]
    assert lines[-2:] == [
        "57 requirements in 1.0 s: 3 PASS, 54 NOT EXERCISED",
        f"Captures: {Path('found/captures')}",
    ]
    document = json.loads(Path("found/results.json").read_bytes())
    ids = [requirement["id"] for requirement in document["requirements"]]
    assert ids[:55] == [str(number) for number in range(1, 56)]
    assert Path("found/junit.xml").is_file()


PROFILE = """
[hut]
driver = "process"
command = ["other_ha", "{config}"]
"""


@pytest.mark.parametrize(
    ("arguments", "profile", "driver", "command"),
    [
        ([], "", "builtin", ()),
        ([], PROFILE, "process", ("other_ha", "{config}")),
        (["--hut", "builtin"], PROFILE, "builtin", ()),
        (["--hut", "process"], PROFILE, "process", ("other_ha", "{config}")),
        (["--hut-command", "x {config}"], PROFILE, "process", ("x", "{config}")),
        (["--hut-command", "x 'a b' --c={config}"], "", "process", ("x", "a b", "--c={config}")),
        (["--hut", "process", "--hut-command", "x {config}"], "", "process", ("x", "{config}")),
    ],
)
def test_the_hut_is_that_of_the_options_else_of_the_profile(
    stage: Stage, arguments: list[str], profile: str, driver: str, command: tuple[str, ...]
) -> None:
    Path("ha.toml").write_text(profile, encoding="utf-8")
    assert main(["run", "--profile", "ha.toml", *arguments]) == 0
    assert (stage.options[0].driver, stage.options[0].command) == (driver, command)


def test_the_other_options_are_passed_on(stage: Stage) -> None:
    line = "run --network simulated --select 8,40 --out a/b --seed -3 --jobs 2"
    assert main(line.split()) == 0
    options = stage.options[0]
    assert options.network == "simulated"
    assert options.cases == ("test_updates::test_mute_peer",)
    assert options.requirements == {"8", "40"}
    assert (options.out, options.seed, options.jobs) == (Path("a/b"), -3, 2)
    assert options.impairment == UNIMPAIRED


def test_what_repeats_a_case_tells_of_the_impairment(stage: Stage) -> None:
    words = ["run", "--network", "simulated", "--seed", "3", "--impair", "loss=0.1,jitter=20ms"]
    assert main(words) == 0
    options = stage.options[0]
    assert options.impairment == Impairment(loss=0.1, jitter=20_000_000)
    assert options.live("test_x::test_y").split() == [
        *("mipconf", "run", "--select", "test_x::test_y", "--out", "mipconf-out-again"),
        *words[1:],
    ]


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("known", [False, True])
def test_the_exit_status_is_that_of_the_verdicts(
    stage: Stage, verdict: Verdict, known: bool
) -> None:
    stage.verdict = verdict
    fails = verdict in (Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.NOT_EXERCISED)
    expected = 3 if verdict is Verdict.ERROR else int(fails is not known)
    Path("known.json").write_text('{"known_failures": {"8": "ticket"}}', encoding="utf-8")
    baseline = ["--baseline", "known.json"] if known else []
    assert main(["run", "--select", "8", *baseline]) == expected


def test_the_results_of_a_run_are_the_baseline_of_the_next(stage: Stage) -> None:
    stage.verdict = Verdict.FAIL
    assert main(["run", "--out", "first"]) == 1
    again = ["run", "--out", "second", "--baseline", "first/results.json"]
    assert main(again) == 0
    stage.verdict = Verdict.PASS
    assert main(again) == 1


def test_an_interrupted_run_writes_what_was_found(stage: Stage) -> None:
    stage.interrupted = True
    assert main(["run"]) == 130
    assert json.loads(Path("mipconf-out/results.json").read_bytes())["interrupted"]
    assert Path("mipconf-out/junit.xml").is_file()


def test_the_list_runs_nothing(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--list", "--select", "8"]) == 0
    assert "test_updates::test_mute_peer  8" in capsys.readouterr().out
    assert stage.options == []
    assert not Path("mipconf-out").exists()


@pytest.mark.parametrize(("good", "status"), [(True, 0), (False, 3)])
def test_the_preflight_says_what_it_found(
    stage: Stage, capsys: pytest.CaptureFixture[str], good: bool, status: int
) -> None:
    stage.preflight = (good, ("Code 133: clocks differ by 9.2 s",))
    assert main(["run", "--preflight"]) == status
    assert capsys.readouterr().out == "Code 133: clocks differ by 9.2 s\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Missing command"),
        ("rum", "No such command 'rum'"),
        ("run --networks x", "No such option"),
        ("run --network ether", "'ether' is not one of 'loopback', 'simulated'"),
        ("run --hut wire", "'wire' is not one of 'builtin', 'process'"),
        ("run --jobs 0", "0 is not in the range x>=1"),
        ("run --seed x", "'x' is not a valid integer"),
        ("run --hut process", "--hut process needs --hut-command, or hut.command in --profile"),
        ("run --hut-command ha", "--hut-command has no {config}"),
        ("run --hut-command '", "--hut-command: No closing quotation"),
        ("run --hut builtin --hut-command {config}", "contradict each other"),
        ("run --hut-command {config} --network simulated", "runs the builtin HUT, not a process"),
        ("run" + 3 * " --hut-command {config}", "--hut-command can be given once or twice"),
        ("run --hut-command {config} --hut-command ha", "--hut-command has no {config}"),
        ("run --network simulated" + 2 * " --hut-command {config}", "run neither simulated nor"),
        ("run --preflight" + 2 * " --hut-command {config}", "nor with --preflight"),
        ("run --impair loss=0.1", "--impair needs --network simulated"),
        ("run --network simulated --impair loss=10%", "--impair: loss=10%: give a probability"),
        ("run --select 56", 'no claim "56"; claims are 1 to 55'),
        ("run --select 40", 'no case exercises "40"'),
        ("run --select=", 'empty term in ""'),
        ("run --profile none.toml", "none.toml: cannot be read: No such file or directory"),
        ("run --profile bad.toml", "bad.toml: fhrp.version: Input should be 1, 2 or 3, not 9"),
        (
            "run --profile unknown.toml",
            'unknown.toml: supports: "SEC" is no claim (1 to 55), group (LOAD)',
        ),
        ("run --baseline none.json", "none.json: cannot be read: No such file or directory"),
        ("run --baseline bad.toml", "bad.toml: document: Invalid JSON"),
        ("run --out bad.toml", "--out bad.toml: File exists"),
        ("run --out bad.toml/x", "--out bad.toml/x: Not a directory"),
        ("check", "Missing argument 'CAPTURE...'"),
        ("check none.pcapng", "File 'none.pcapng' does not exist"),
        ("check bad.toml --require test_x", '"test_x" is no claim (8)'),
        ("check bad.toml --require=", 'empty term in ""'),
        ("check bad.toml --out bad.toml", "--out bad.toml: File exists"),
        ("ha", "Missing argument 'CONFIG'"),
    ],
)
def test_what_cannot_be_used_is_status_2_and_one_line(
    stage: Stage, refused: Callable[..., str], line: str, said: str
) -> None:
    Path("bad.toml").write_text("[fhrp]\nversion = 9\n", encoding="utf-8")
    Path("unknown.toml").write_text("[supports]\nSEC = false\n", encoding="utf-8")
    assert said in refused(2, *line.split())


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ConfigError("x: y"), 2, "x: y"),
        (CaptureError("x.pcapng: cut short at octet 24"), 2, "x.pcapng: cut short at octet 24"),
        (HutUnavailable("no such command:\n  'ha'\x1b"), 3, "no such command: 'ha'\\x1b"),
        (AddressInUseError("127.4.0.10:20000 is in use"), 3, "127.4.0.10:20000 is in use"),
        (ExceptionGroup("nursery", [HutUnavailable("it died")]), 3, "it died"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_a_foreseen_error_has_its_status_and_one_line(
    stage: Stage, capsys: pytest.CaptureFixture[str], error: BaseException, status: int, said: str
) -> None:
    stage.raises = error
    assert main(["run"]) == status
    assert capsys.readouterr().err.strip() == f"mipconf: {said}"
    assert not Path("mipconf-out/traceback.txt").exists()


def test_an_unforeseen_error_keeps_its_traceback_in_a_file(
    stage: Stage, refused: Callable[..., str]
) -> None:
    stage.raises = KeyError("lost")
    said = refused(3, "run", "--out", "found")
    path = Path("found/traceback.txt")
    assert said == f"the tester itself failed: KeyError: 'lost'; see {path}"
    assert "in run_campaign" in path.read_text(encoding="utf-8")


def test_an_unforeseen_error_shows_its_traceback_where_it_is_asked_for(
    stage: Stage, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.raises = KeyError("lost")
    monkeypatch.setenv("MIPCONF_DEBUG", "1")
    assert main(["run"]) == 3
    said = capsys.readouterr().err
    assert "Traceback (most recent call last)" in said
    assert said.splitlines()[-1].startswith("mipconf: the tester itself failed: KeyError")


@pytest.mark.parametrize(("asked", "shown"), [("", False), ("1", True)])
def test_a_judge_that_fails_shows_its_traceback_where_it_is_asked_for(
    stage: Stage,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    shown: bool,
) -> None:
    stage.verdict, stage.traceback = Verdict.ERROR, "Traceback (most recent call last)\n"
    monkeypatch.setenv("MIPCONF_DEBUG", asked)
    assert main(["run"]) == 3
    assert capsys.readouterr().err.startswith(stage.traceback) is shown


def test_an_unforeseen_error_without_a_folder_is_still_one_line(
    stage: Stage, refused: Callable[..., str]
) -> None:
    stage.raises = KeyError("lost")
    Path("a.pcapng").touch()
    assert refused(3, "check", "a.pcapng") == "the tester itself failed: KeyError: 'lost'"


@pytest.mark.parametrize(
    ("verdict", "require", "status"),
    [
        (Verdict.PASS, "8", 0),
        (Verdict.FAIL, "8", 1),
        (Verdict.NOT_EXERCISED, "8", 1),
        (Verdict.NOT_EXERCISED, None, 0),
    ],
)
def test_a_check_counts_failures_and_what_is_required(
    stage: Stage, verdict: Verdict, require: str | None, status: int
) -> None:
    stage.verdict = verdict
    Path("a.pcapng").touch()
    Path("b.pcapng").touch()
    required = [] if require is None else ["--require", require]
    line = ["check", "a.pcapng", "b.pcapng", "--hut", "127.4.0.10", *required]
    assert main(line) == status
    paths, profile, hut, requirements = stage.checked[0]
    assert list(paths) == [Path("a.pcapng"), Path("b.pcapng")]
    assert (profile, hut) == (None, "127.4.0.10")
    assert requirements == ({require} if require else set())


def test_a_check_is_given_the_profile_that_is_named(stage: Stage) -> None:
    Path("a.pcapng").touch()
    Path("ha.toml").write_text("window = 4", encoding="utf-8")
    assert main(["check", "a.pcapng", "--profile", "ha.toml"]) == 0
    assert stage.checked[0][1] == Profile(window=4)


def test_a_capture_that_breaks_off_is_judged_as_far_as_it_goes(
    stage: Stage, refused: Callable[..., str]
) -> None:
    stage.unreadable = ("a.pcapng: cut short at octet 24", "b.pcapng: empty")
    Path("a.pcapng").touch()
    said = refused(2, "check", "a.pcapng", "--out", "found")
    assert said == "a.pcapng: cut short at octet 24; b.pcapng: empty"
    assert Path("found/results.json").is_file()


@pytest.mark.parametrize(
    ("words", "trust"),
    [
        ((), NO_TRUST),
        (("--codec", "acme:CODEC"), Trust(codec="acme:CODEC")),
        (("--trust-remarks",), Trust(remarks=True)),
    ],
)
def test_a_check_believes_what_it_is_told_to(
    stage: Stage, words: tuple[str, ...], trust: Trust
) -> None:
    Path("a.pcapng").touch()
    main(["check", "a.pcapng", *words])
    assert stage.trusted == [trust]


def test_a_check_writes_reports_only_where_it_is_told(stage: Stage, tmp_path: Path) -> None:
    capture = tmp_path / "a.pcapng"
    capture.touch()
    assert main(["check", "a.pcapng"]) == 0
    assert list(tmp_path.iterdir()) == [capture]
    assert main(["check", "a.pcapng", "--out", "found"]) == 0
    assert {path.name for path in Path("found").iterdir()} == {"results.json", "junit.xml"}


def mipconf(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mipconf", *arguments],
        cwd=CHECKOUT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.outside
def test_the_version_and_the_help_are_on_standard_output() -> None:
    version = mipconf("--version")
    assert (version.returncode, version.stdout) == (0, f"mipconf, version {__version__}\n")
    assert version.stderr == ""
    usage = mipconf("--help")
    assert usage.returncode == 0
    assert all(f"\n  {command} " in usage.stdout for command in ("run", "check", "ha"))


@pytest.mark.outside
def test_an_error_is_one_line_of_a_real_process_too() -> None:
    ended = mipconf("run", "--select", "56")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr == 'mipconf: no claim "56"; claims are 1 to 55\n'


@pytest.mark.outside
def test_help_does_not_wait_for_what_only_a_run_needs() -> None:
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, mipconf.cli; mipconf.cli.main(['--help']);"
            "print(*({'scapy', 'pydantic', 'trio', 'pytest', 'rich'} & set(sys.modules)))",
        ],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ended.stdout.splitlines()[-1] == ""


def test_a_new_profile_is_written_once(refused: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "ha.toml"
    assert main(["profile", "new", str(path)]) == 0
    written = path.read_text(encoding="utf-8")
    assert read_profile(path) == Profile()
    assert refused(2, "profile", "new", str(path)) == f"{path}: File exists"
    assert path.read_text(encoding="utf-8") == written


def test_a_new_profile_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["profile", "new"]) == 0
    assert tomllib.loads(capsys.readouterr().out)["window"] == Profile().window


def test_a_profile_is_shown_with_the_sources_of_its_keys(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROUP_KEY", "c0ffee")
    path = tmp_path / "ha.toml"
    path.write_text('[[group_security]]\nspi = 1000\nkey_env = "GROUP_KEY"\n', encoding="utf-8")
    assert main(["profile", "show", "--profile", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "environment variable GROUP_KEY" in shown
    assert "c0ffee" not in shown


def test_a_profile_that_contradicts_itself_is_not_shown(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    path = tmp_path / "ha.toml"
    path.write_text("supports = {14 = false, 42 = true}", encoding="utf-8")
    assert refused(2, "profile", "show", "--profile", str(path)) == (
        f"{path}: supports.42 = true contradicts supports.14 = false: claim 42 needs claim 14"
    )


def test_a_claim_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "8"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("8 an unacknowledged update is sent again")
    assert "  run        mipconf run --select 8" in lines


def test_claims_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(REQUIREMENTS) + 2


@pytest.mark.parametrize(
    ("expression", "said"),
    [("56", 'no claim "56"; claims are 1 to 55'), ("test_x", '"test_x" is no claim (8), range')],
)
def test_an_unknown_claim_is_refused(
    refused: Callable[..., str], expression: str, said: str
) -> None:
    assert refused(2, "claims", expression).startswith(said)
