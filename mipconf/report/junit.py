"""`junit.xml`: what a campaign found, for CI servers.

A group of requirements is a test suite, a requirement a test case. What makes the exit status
non-zero is a failure or an error here, and nothing else is; what says nothing for or against the
Home Agent (not applicable, not selected, known to fail) is skipped, with its reason.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from mipconf.campaign.exit import Consequence, Policy
from mipconf.campaign.result import RequirementResult, Result
from mipconf.judge.verdict import Verdict
from mipconf.report.atomic import write_atomically
from mipconf.report.text import details, printable


def write_junit(path: Path, result: Result, policy: Policy) -> None:
    """Write the result; readers never see half a file."""
    root = junit_document(result, policy)
    ET.indent(root)
    write_atomically(path, ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def junit_document(result: Result, policy: Policy) -> ET.Element:
    """The result as an XML tree."""
    root = ET.Element("testsuites", name="mipconf")
    for group, members in groupby(result.requirements, key=lambda member: member.group):
        requirements = tuple(members)
        suite = ET.SubElement(root, "testsuite", {"name": group} | _summary(requirements, policy))
        for requirement in requirements:
            suite.append(_testcase(requirement, policy))
    return root


def _testcase(requirement: RequirementResult, policy: Policy) -> ET.Element:
    testcase = ET.Element(
        "testcase",
        classname=f"mipconf.{requirement.group}",
        name=printable(f"{requirement.id} {requirement.title}"),
        time=f"{requirement.seconds:.3f}",
    )
    if tag := _tag(requirement, policy):
        outcome = ET.SubElement(testcase, tag, message=_message(requirement, policy))
        if tag != "skipped":
            outcome.set("type", requirement.verdict.value)
            outcome.text = "\n".join(details(requirement))
    return testcase


def _tag(requirement: RequirementResult, policy: Policy) -> str | None:
    match policy.standing(requirement):
        case Consequence.UNMET | Consequence.MENDED:
            return "failure"
        case Consequence.TESTER_FAILED:
            return "error"
        case Consequence.MET if requirement.verdict is Verdict.PASS:
            return None
        case _:
            return "skipped"


def _summary(requirements: tuple[RequirementResult, ...], policy: Policy) -> dict[str, str]:
    tags = [_tag(requirement, policy) for requirement in requirements]
    return {
        "tests": str(len(requirements)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "skipped": str(tags.count("skipped")),
        "time": f"{sum(requirement.seconds for requirement in requirements):.3f}",
    }


def _message(requirement: RequirementResult, policy: Policy) -> str:
    remark = policy.remark(requirement)
    verdict = requirement.verdict.value
    return printable(f"{verdict}: {remark}" if remark else verdict)
