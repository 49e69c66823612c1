"""The reference captures, made from the simulated network: the same octets every time."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tabulate import tabulate

from captures.claims import CLAIMS
from captures.families import families, write
from captures.notation import by_verdict
from mipconf.campaign.outcome import CaseOutcome
from mipconf.campaign.summary import display_filter
from mipconf.check.check import judge_run
from mipconf.decode.document import document
from mipconf.decode.messages import Decoder
from mipconf.faults.catalogue import catalogue
from mipconf.faults.fault import Fault, Protocol
from mipconf.faults.trial import Plan, played
from mipconf.judge.finding import Finding
from mipconf.judge.verdict import Verdict
from mipconf.profile.security import Keys
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.capture import read_capture

FOLDER = Path(__file__).parent
SEED = 1
_WIDTH = 100

HEALTHY, FAULTY = "healthy", "faulty"


@dataclass(frozen=True, slots=True)
class Recording:
    """One capture: a case with a Home Agent, and the claims that it is a capture of."""

    case: str
    fault: Fault | None
    fhrp: Protocol
    claims: tuple[str, ...]

    @property
    def name(self) -> str:
        """The first of its claims, and what the Home Agent is like: `08-faulty`."""
        return f"{int(self.claims[0]):02}-{FAULTY if self.fault else HEALTHY}"

    @property
    def path(self) -> str:
        """Where it is in the folder of all captures."""
        return f"claims/{self.name}.pcapng"


def recordings() -> tuple[Recording, ...]:
    """The captures of the claims; what several claims would have alike is one."""
    found: dict[tuple[str, Fault | None, Protocol], list[str]] = {}
    for claim, shown in CLAIMS.items():
        fault = catalogue()[shown.fault]
        for present in (None, fault):
            found.setdefault((shown.case, present, fault.fhrp), []).append(claim)
    return tuple(Recording(*key, tuple(claims)) for key, claims in found.items())


def recording_of(claim: str, condition: str) -> Recording:
    """The capture of a claim, `HEALTHY` or `FAULTY`."""
    return next(
        each
        for each in recordings()
        if claim in each.claims and (each.fault is None) == (condition == HEALTHY)
    )


def make(folder: Path) -> Iterator[Path]:
    """Make all reference captures in a folder, each with what belongs beside it."""
    for name, datagrams in families().items():
        path = folder / "families" / f"{name}.pcapng"
        write(path, datagrams)
        path.with_suffix(".jsonl").write_text(decoded(path))
        yield path
    for recording in recordings():
        path = folder / recording.path
        path.parent.mkdir(parents=True, exist_ok=True)
        _record(path, recording)
        verdicts_of(path).write_text(verdicts(path, recording))
        path.with_suffix(".jsonl").write_text(decoded(path))
        yield path
    (folder / "claims" / "README.md").write_text(index(folder))


_INDEX = """# What to look at in the captures of each claim

Made by `make approve`. The filter shows in Wireshark what led to the FAIL in the faulty capture;
lay the healthy one beside it. `mipconf claims NN` says what the claim asks.

"""


def index(folder: Path) -> str:
    """A page of all claims: the fault, and a display filter of what is to be seen of it."""
    rows = []
    for claim in CLAIMS:
        healthy, faulty = (recording_of(claim, condition) for condition in (HEALTHY, FAULTY))
        outcome = judge_run(folder / faulty.path)
        failed = next(each for each in outcome.findings[claim] if each.verdict is Verdict.FAIL)
        told = map(int, _FRAME.findall("\n".join(_timeline(outcome, claim))))
        frames = sorted({*told, *failed.frames})
        rows.append(
            {
                "claim": f"{claim}: {REQUIREMENTS[claim].title}",
                "healthy": healthy.name,
                "faulty": faulty.name,
                "the fault": faulty.fault.sentence if faulty.fault else "",
                "filter": f"`{display_filter(frames)}`" if frames else "",
                "what is wrong there": failed.reason.replace("|", "\\|"),
            }
        )
    return _INDEX + tabulate(rows, headers="keys", tablefmt="pipe", disable_numparse=True) + "\n"


_FRAME = re.compile(r"\bframe (\d+) ")


def verdicts_of(capture: Path) -> Path:
    """Where the verdicts expected of a capture stand."""
    return capture.with_suffix(".verdicts.json")


def decoded(capture: Path) -> str:
    """What is said in a capture, as `mipconf decode --format json` prints it."""
    said = Decoder(Keys((), ())).messages(read_capture(capture))
    return "".join(f"{json.dumps(document(each))}\n" for each in said)


def verdicts(capture: Path, recording: Recording) -> str:
    """What the judge says of a capture, as JSON.

    Of the capture's own claims it is every finding, word for word, and what led to a FAIL; of each
    other requirement a line (`captures.notation`).
    """
    outcome, fault = judge_run(capture), recording.fault
    own = {
        name: {
            "findings": [_finding(each) for each in outcome.findings[name]],
            "timeline": _timeline(outcome, name),
        }
        for name in recording.claims
    }
    others = {
        name: by_verdict(found)
        for name, found in outcome.findings.items()
        if found and name not in recording.claims
    }
    said = {
        "case": outcome.id,
        "fault": fault and {"name": fault.name, "sentence": fault.sentence},
        "claims": own,
        "others": others,
    }
    return _laid_out(said) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    said = {
        "situation": finding.situation,
        "verdict": finding.verdict.value,
        "frames": list(finding.frames),
        "reason": finding.reason,
        "clause": finding.clause,
        "expected": finding.expected,
        "observed": finding.observed,
    }
    return {key: value for key, value in said.items() if value}


def _timeline(outcome: CaseOutcome, requirement: str) -> list[str]:
    return [str(line) for line in outcome.timelines.get(requirement, ())]


def _laid_out(value: object, indent: int = 0) -> str:
    """A value as JSON: on one line where it fits, else an entry a line."""
    text = json.dumps(value)
    if not isinstance(value, dict | list) or indent + len(text) <= _WIDTH:
        return text
    entries = (
        [f"{json.dumps(key)}: {_laid_out(each, indent + 1)}" for key, each in value.items()]
        if isinstance(value, dict)
        else [_laid_out(each, indent + 1) for each in value]
    )
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    inner = ",\n".join(" " * (indent + 1) + entry for entry in entries)
    return f"{opening}\n{inner}\n{' ' * indent}{closing}"


def _record(path: Path, recording: Recording) -> None:
    """Run the case in virtual time and keep its capture."""
    plan = Plan(recording.fault, recording.fhrp, SEED, full=True)
    jobs = [job for job in plan.jobs() if job.id == recording.case]
    with tempfile.TemporaryDirectory(prefix="mipconf-captures-") as out:
        played(plan, jobs, Path(out))
        (made,) = (Path(out) / "captures").iterdir()
        shutil.move(made, path)
