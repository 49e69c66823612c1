"""The reference captures, made from the simulated network: the same octets every time."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tabulate import tabulate

from captures.claims import CLAIMS
from captures.families import families, write
from mipconf.campaign.outcome import CaseOutcome
from mipconf.campaign.summary import display_filter
from mipconf.check.check import judge_run
from mipconf.decode.document import document
from mipconf.decode.messages import Decoder
from mipconf.faults.catalogue import catalogue
from mipconf.faults.fault import Fault, Protocol
from mipconf.faults.trial import Plan, played
from mipconf.judge.finding import Finding
from mipconf.profile.security import Keys
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.capture import read_capture

FOLDER = Path(__file__).parent
SEED = 1

HEALTHY, FAULTY = "healthy", "faulty"


def make(folder: Path) -> Iterator[Path]:
    """Make all reference captures in a folder, each with what belongs beside it."""
    for name, datagrams in families().items():
        path = folder / "families" / f"{name}.pcapng"
        write(path, datagrams)
        path.with_suffix(".jsonl").write_text(decoded(path))
        yield path
    faults = catalogue()
    for claim, shown in CLAIMS.items():
        fault = faults[shown.fault]
        for condition, present in ((HEALTHY, None), (FAULTY, fault)):
            path = folder / "claims" / f"{int(claim):02}-{condition}.pcapng"
            path.parent.mkdir(parents=True, exist_ok=True)
            _record(path, shown.case, present, fault.fhrp)
            verdicts_of(path).write_text(_document(verdicts(path, present)))
            path.with_suffix(".jsonl").write_text(decoded(path))
            yield path
    (folder / "claims" / "README.md").write_text(index(folder))


_INDEX = """# What to look at in the capture of each claim

Made by `make captures`. The filter shows in Wireshark what led to the FAIL in `NN-faulty.pcapng`;
lay `NN-healthy.pcapng` beside it. `mipconf claims NN` says what the claim asks.

"""


def index(folder: Path) -> str:
    """A page of all claims: the fault, and a display filter of what is to be seen of it."""
    rows = []
    for claim in CLAIMS:
        capture = folder / "claims" / f"{int(claim):02}-{FAULTY}.pcapng"
        said = json.loads(verdicts_of(capture).read_text())
        judged = said["requirements"][claim]
        failed = next(each for each in judged["findings"] if each["verdict"] == "FAIL")
        told = map(int, _FRAME.findall("\n".join(judged["timeline"])))
        frames = sorted({*told, *failed.get("frames", ())})
        rows.append(
            {
                "claim": f"{claim}: {REQUIREMENTS[claim].title}",
                "the fault": said["fault"]["sentence"],
                "filter": f"`{display_filter(frames)}`" if frames else "",
                "what is wrong there": failed["reason"].replace("|", "\\|"),
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


def verdicts(capture: Path, fault: Fault | None = None) -> dict[str, Any]:
    """What the judge says of a capture: every finding of each requirement, and what led to it."""
    outcome = judge_run(capture)
    return {
        "case": outcome.id,
        "fault": fault and {"name": fault.name, "sentence": fault.sentence},
        "requirements": {
            name: {
                "verdict": min((each.verdict for each in found), key=lambda v: v.rank).value,
                "findings": [_finding(each) for each in found],
                "timeline": _timeline(outcome, name),
            }
            for name, found in outcome.findings.items()
            if found
        },
    }


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


def _document(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1) + "\n"


def _record(path: Path, case: str, fault: Fault | None, fhrp: Protocol) -> None:
    """Run one case in virtual time and keep its capture."""
    plan = Plan(fault, fhrp, SEED, full=True)
    jobs = [job for job in plan.jobs() if job.id == case]
    with tempfile.TemporaryDirectory(prefix="mipconf-captures-") as out:
        played(plan, jobs, Path(out))
        (made,) = (Path(out) / "captures").iterdir()
        shutil.move(made, path)
