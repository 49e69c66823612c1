"""junit.xml: its form, and what each verdict becomes."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from mipconf.campaign.exit import Policy
from mipconf.campaign.result import Result
from mipconf.report.junit import write_junit

# What the schemas in use (Jenkins xunit plugin, Ant, GitLab's and GitHub's readers) agree on:
# of each element the attributes that it must and may have, and its children.
SCHEMA = {
    "testsuites": (set(), {"name", "tests", "failures", "errors", "time"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package"},
        {"properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": (
        {"name", "classname"},
        {"time"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": ({"type"}, {"message"}, set()),
    "error": ({"type"}, {"message"}, set()),
    "skipped": (set(), {"message", "type"}, set()),
}


@pytest.fixture
def document(tmp_path: Path, campaign: Result, policy: Policy) -> ET.Element:
    path = tmp_path / "junit.xml"
    write_junit(path, campaign, policy)
    return ET.parse(path).getroot()


def test_the_form_is_that_of_the_schema(document: ET.Element) -> None:
    assert document.tag == "testsuites"
    for element in document.iter():
        must, may, children = SCHEMA[element.tag]
        assert must <= set(element.attrib) <= must | may
        assert {child.tag for child in element} <= children
        assert float(element.get("time", "0")) >= 0


def test_a_suite_is_a_group_and_counts_right(document: ET.Element) -> None:
    for suite, name, tests in zip(document, ("CLAIM", "BASE"), (9, 2), strict=True):
        assert (suite.get("name"), suite.get("tests")) == (name, str(tests))
        assert len(suite) == tests
        for tag, attribute in (
            ("failure", "failures"),
            ("error", "errors"),
            ("skipped", "skipped"),
        ):
            assert suite.get(attribute) == str(len(list(suite.iter(tag))))


@pytest.mark.parametrize(
    ("id", "tag", "message"),
    [
        ("1", None, None),
        ("2", "skipped", "NOT EXERCISED: no case exercises this claim yet"),
        ("3", "failure", "NOT EXERCISED: its situation never arose"),
        ("4", "skipped", "NOT APPLICABLE: the profile says so"),
        ("5", "failure", "INCONCLUSIVE: the HUT is gone"),
        (
            "8",
            "failure",
            "FAIL: 127.4.34.13 did not acknowledge update 41 and was not sent it again "
            "within 0.2 s",
        ),
        ("9", "skipped", "FAIL: known failure (ticket 9): known to fail"),
        (
            "10",
            "failure",
            "PASS: a known failure that no longer fails: take it out of the baseline",
        ),
        ("11", "skipped", "FAIL: seen in passing"),
        ("BASE-1", "error", "ERROR: the tester fell over"),
        ("BASE-2", None, None),
    ],
)
def test_what_a_verdict_becomes(
    document: ET.Element, id: str, tag: str | None, message: str | None
) -> None:
    (testcase,) = document.findall(f".//testcase[@name='{id} title of {id}']")
    assert testcase.get("classname") == f"mipconf.{'BASE' if '-' in id else 'CLAIM'}"
    if tag is None:
        assert len(testcase) == 0
    else:
        (outcome,) = testcase
        assert (outcome.tag, outcome.get("message")) == (tag, message)
        if tag == "failure":
            assert outcome.get("type") == message.partition(":")[0]


def test_characters_that_xml_cannot_hold_are_shown_escaped(document: ET.Element) -> None:
    (failure,) = document.findall(".//testcase[@name='8 title of 8']/failure")
    assert failure.text.splitlines() == [
        "expected: R = 1",
        "observed: <nothing> & \\x1b[31m\\x00",
        "evidence: captures/test_updates.test_mute_peer.pcapng, frames 12, 13",
    ]
