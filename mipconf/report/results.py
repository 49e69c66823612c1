"""`results.json`: what a campaign found, for programs (its form: design.md, "The commands").

Three keys are ours beyond that form: `interrupted`; `selected` of each requirement, by which the
file can serve as the baseline of a later run; and `captures`, the files of this run with their
SHA-256.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mipconf.campaign.result import CaseResult, RequirementResult, Result
from mipconf.report.atomic import write_atomically

SCHEMA = 1


def write_results(path: Path, result: Result) -> None:
    """Write the result; readers never see half a file."""
    write_atomically(path, (json.dumps(results_document(result), indent=1) + "\n").encode())


def results_document(result: Result) -> dict[str, Any]:
    """The result as JSON values."""
    return {
        "schema": SCHEMA,
        "hut": {"driver": result.driver, "address": result.address},
        "network": result.network,
        "seed": result.seed,
        "seconds": round(result.seconds, 3),
        "interrupted": result.interrupted,
        "requirements": [_requirement(requirement) for requirement in result.requirements],
        "cases": [_case(case) for case in result.cases],
        "captures": [asdict(capture) for capture in result.captures],
    }


def _requirement(requirement: RequirementResult) -> dict[str, Any]:
    return {
        "id": requirement.id,
        "group": requirement.group,
        "verdict": requirement.verdict.value,
        "selected": requirement.selected,
        "reason": requirement.reason,
        "cases": list(requirement.cases),
        "evidence": [asdict(evidence) for evidence in requirement.evidence],
    }


def _case(case: CaseResult) -> dict[str, Any]:
    return {"id": case.id, "verdict": case.verdict.value, "seconds": round(case.seconds, 3)}
