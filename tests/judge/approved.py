"""What the judge says of every story, as somebody read and approved it (`approved/`).

`verdicts.txt` has each story with the situations that it brings up, by verdict: `24.2` is the
second situation of claim 24 as `mipconf claims 24` lists them. `reasons.txt` has every sentence
that the judge says when it does not say PASS, once.

    python -m tests.judge.approved

makes both anew; what that changes is to be read before it is committed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mipconf.judge.finding import Finding
from mipconf.judge.requirements import REQUIREMENTS
from mipconf.judge.verdict import Verdict

from .story import Story, told
from .wording import SECOND, ZERO

FOLDER = Path(__file__).parent / "approved"
VERDICTS, REASONS = FOLDER / "verdicts.txt", FOLDER / "reasons.txt"
_NUMBER = re.compile(r"\d+(\.\d+)?")


def outcome(story: Story) -> list[str]:
    """The situations of all requirements in a story, a line for each verdict."""
    by_verdict: dict[Verdict, dict[str, None]] = {}
    for requirement, findings in story.findings.items():
        for finding in findings:
            arose = by_verdict.setdefault(finding.verdict, {})
            arose[f"{requirement}.{_index(requirement, finding.situation)}"] = None
    return [
        f"{verdict.value}: {' '.join(by_verdict[verdict])}"
        for verdict in Verdict
        if verdict in by_verdict
    ]


def _index(requirement: str, situation: str) -> str:
    """Which of the requirement's situations it is; 0 for none of them in particular."""
    situations = REQUIREMENTS[requirement].situations
    return str(situations.index(situation) + 1) if situation in situations else situation or "0"


def approved() -> Mapping[str, list[str]]:
    """The outcomes that are written down, by the title of the story."""
    blocks = VERDICTS.read_text().removeprefix("* ").split("\n* ")
    return {lines[0]: lines[1:] for lines in (block.splitlines() for block in blocks)}


def verdicts() -> str:
    """The text of `verdicts.txt`."""
    return "".join("\n".join([f"* {story}", *outcome(story)]) + "\n" for story in told())


def reasons() -> str:
    """The text of `reasons.txt`: each sentence, who uses it, and the first story that tells it."""
    users: dict[tuple[str, ...], list[str]] = {}
    first: dict[tuple[str, ...], tuple[Story, Finding]] = {}
    for story in told():
        for requirement, findings in story.findings.items():
            for finding in findings:
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


def _rank(requirement: str) -> tuple[int, str]:
    return (int(requirement) if requirement.isdigit() else sys.maxsize), requirement


def _kind(finding: Finding) -> tuple[str, ...]:
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


if __name__ == "__main__":
    VERDICTS.write_text(verdicts())
    REASONS.write_text(reasons())
