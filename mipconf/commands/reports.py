"""The files that `mipconf run` and `check` leave."""

from __future__ import annotations

from pathlib import Path

from mipconf.campaign.exit import Policy
from mipconf.campaign.result import Result
from mipconf.report.junit import write_junit
from mipconf.report.results import write_results


def write_reports(folder: Path, result: Result, policy: Policy) -> None:
    """Write what was found to `results.json` and `junit.xml` of a folder."""
    write_results(folder / "results.json", result)
    write_junit(folder / "junit.xml", result, policy)
