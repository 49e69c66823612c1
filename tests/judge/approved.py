"""What the judge says of every story, as somebody read and approved it (`approved/`).

`verdicts.txt` has each story with what is found in it, by verdict:

    * a late answer
      FAIL: 14 a Table Request @2-3; 18 never acknowledged @3
      lossy FAIL: 14 a Table Request @2-3

Claim 14 FAILs in its situation "a Table Request", by frames 2 and 3. `lossy` is the same where
datagrams may be lost, `overheard` in a capture of somebody else, who knows nothing of a tester:
lines that differ from those above them. What all stories without an FHRP have in common stands once
at the beginning. `reasons.txt` has every sentence that the judge says when it does not say PASS,
once, and how a failure is told.

`make approve` makes both anew; what that changes is to be read before it is committed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from captures.notation import brief
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judge import Findings, judge
from mipconf.judge.narrative import Narrative
from mipconf.judge.verdict import Verdict

from .places import lossy, overheard
from .story import Story, edges, told
from .wording import SECOND, ZERO

FOLDER = Path(__file__).parent / "approved"
VERDICTS, REASONS = FOLDER / "verdicts.txt", FOLDER / "reasons.txt"
_NUMBER = re.compile(r"\d+(\.\d+)?")
_NOTHING = "none"
_HEAD = "NOT APPLICABLE in each story without an FHRP, and not told there:"
Kind = tuple[str, str, str, str]
"""A sentence: verdict, situation, reason without its numbers, clause."""


class Judged:
    """What the judge says of each story, asked once in one run of the tests."""

    def __init__(self) -> None:
        self._findings: dict[str, dict[str, Findings]] = {}

    def __call__(self, story: Story) -> dict[str, Findings]:
        if story.title not in self._findings:
            self._findings[story.title] = from_everywhere(story)
        return self._findings[story.title]


def outcome(judged: Mapping[str, Findings], common: str) -> list[str]:
    """What is found in a story, a line for each verdict that is found.

    `common` is what is NOT APPLICABLE in stories like it, and so is not told again.
    """
    lines: list[str] = []
    latest = dict.fromkeys(Verdict, _NOTHING)
    for place, findings in judged.items():
        for verdict in Verdict:
            parts = _saying(findings, verdict)
            if verdict is Verdict.NOT_APPLICABLE and common:
                parts = _without(common, parts)
            text = " | ".join(parts) or _NOTHING
            if text != latest[verdict]:
                lines.append(f"  {f'{place} {verdict.value}'.lstrip()}: {text}")
                latest[verdict] = text
    return lines


def _saying(findings: Findings, verdict: Verdict) -> list[str]:
    """What is found with a verdict, and of which requirements; those found alike together."""
    alike: dict[str, list[str]] = {}
    for requirement, found in findings.items():
        said = [finding for finding in found if finding.verdict is verdict]
        if said:
            alike.setdefault(brief(said), []).append(requirement)
    return [f"{','.join(names)} {text}".rstrip() for text, names in alike.items()]


def _without(common: str, parts: list[str]) -> list[str]:
    if common in parts:
        return [part for part in parts if part != common]
    return [f"not {common}", *parts]


def common_to(story: Story, not_applicable: str) -> str:
    """What is NOT APPLICABLE in stories like this one: with an FHRP nothing is."""
    return not_applicable if story.config.fhrp.protocol == "none" else ""


def from_everywhere(story: Story) -> dict[str, Findings]:
    """What the judge says of a story by where it was recorded."""
    return {
        "": story.findings,
        "lossy": judge(*lossy(story)),
        "overheard": judge(*overheard(story)),
    }


def approved() -> tuple[str, Mapping[str, list[str]]]:
    """What is written down: what stories without an FHRP have in common, and each by its title."""
    head, *blocks = VERDICTS.read_text().split("* ")
    stories = {lines[0]: lines[1:] for lines in (block.splitlines() for block in blocks)}
    return head.partition(_HEAD)[2].strip(), stories


def verdicts(judged: Judged) -> str:
    """The text of `verdicts.txt`."""
    stories = (*told(), *edges())
    said = Counter(
        part
        for each in stories
        if common_to(each, _HEAD)
        for part in _saying(judged(each)[""], Verdict.NOT_APPLICABLE)
    )
    ((common, _),) = said.most_common(1)
    lines = [f"{_HEAD} {common}", ""]
    for each in stories:
        lines += [f"* {each}", *outcome(judged(each), common_to(each, common))]
    return "\n".join(lines) + "\n"


def reasons(judged: Judged) -> str:
    """The text of `reasons.txt`: each sentence, who uses it, and the first story that tells it."""
    users: dict[Kind, list[str]] = {}
    first: dict[Kind, tuple[Story, Finding]] = {}
    for story in (*told(), *edges()):
        for requirement, finding in _findings(judged(story)):
            if finding.verdict is Verdict.PASS:
                continue
            kind = _kind(finding)
            first.setdefault(kind, (story, finding))
            if requirement not in users.setdefault(kind, []):
                users[kind].append(requirement)
    return "\n".join(
        "".join(f"{line}\n" for line in _entry(users[kind], *first[kind]))
        for kind in sorted(users, key=lambda kind: ([_rank(user) for user in users[kind]], kind))
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of `reasons.txt`: who uses it, and how the first story of it tells it."""

    users: frozenset[str]
    lines: tuple[str, ...]

    def is_of(self, story: Story) -> bool:
        """Whether this story tells it."""
        return self.lines[0] == f"  story     {story}"


def approved_sentences() -> Mapping[Kind, Sentence]:
    """The sentences that are written down."""
    found: dict[Kind, Sentence] = {}
    for block in REASONS.read_text().rstrip("\n").split("\n\n"):
        head, *lines = block.splitlines()
        users, said = head.split(" ", 1)
        verdict = next(each for each in Verdict if said.startswith(each.value))
        told = {line[2:11].rstrip(): line[12:] for line in lines if line[2:3].isalpha()}
        situation = said.removeprefix(verdict.value).strip()
        reason = _NUMBER.sub("N", told["reason"])
        kind = verdict.value, situation, reason, told.get("clause", "")
        found[kind] = Sentence(frozenset(users.split(",")), tuple(lines))
    return found


def unapproved(
    story: Story, judged: Mapping[str, Findings], sentences: Mapping[Kind, Sentence]
) -> list[str]:
    """What is said in a story that is not written down, or not as this story tells it there."""
    wrong: list[str] = []
    seen: set[Kind] = set()
    for requirement, finding in _findings(judged):
        if finding.verdict is Verdict.PASS:
            continue
        kind = _kind(finding)
        sentence = sentences.get(kind)
        if sentence is None or requirement not in sentence.users:
            wrong.append(f"{requirement}: {finding}")
        elif kind not in seen and sentence.is_of(story):
            _, *lines = _entry([], story, finding)
            wrong += [line for line in lines if line not in sentence.lines]
            wrong += [f"- {line}" for line in sentence.lines if line not in lines]
        seen.add(kind)
    return wrong


def _findings(judged: Mapping[str, Findings]) -> Iterator[tuple[str, Finding]]:
    for findings in judged.values():
        for requirement, found in findings.items():
            for finding in found:
                yield requirement, finding


def _rank(requirement: str) -> tuple[int, str]:
    return (int(requirement) if requirement.isdigit() else sys.maxsize), requirement


def _kind(finding: Finding) -> Kind:
    """What findings have in common that differ in their numbers alone."""
    reason = _NUMBER.sub("N", finding.reason)
    return finding.verdict.value, finding.situation, reason, finding.clause


def _entry(users: list[str], story: Story, finding: Finding) -> Iterator[str]:
    yield f"{','.join(users)} {finding.verdict.value} {finding.situation}".rstrip()
    yield f"  story     {story}"
    yield f"  reason    {finding.reason}"
    for name in ("clause", "expected", "observed"):
        value = getattr(finding, name)
        if value:
            yield f"  {name:9} {value}"
    if finding.due is not None:
        yield f"  due       {(finding.due - ZERO) / SECOND:.9f} s"
    yield f"  frames    {' '.join(map(str, finding.frames)) or 'none'}"
    if finding.verdict is Verdict.FAIL:
        trace, _ = story.recorded
        for line in Narrative(History(trace, story.setting)).timeline(finding):
            yield f"  {line}"
