"""The texts of a result as every report shows them.

Reasons quote what a Home Agent sent or printed, which may be any octets at all: nothing of it may
reach a terminal as a control sequence, or make an XML file that no reader takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mipconf.campaign.result import RequirementResult

_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """The text, with each control and other character that cannot be shown as Python escapes it."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


def details(requirement: RequirementResult) -> Iterator[str]:
    """What is said below the verdict: the explanation, and where the evidence is, by lines."""
    yield from map(printable, requirement.explanation)
    for evidence in requirement.evidence:
        frames = ", ".join(str(frame) for frame in evidence.frames)
        yield f"evidence: {evidence.capture}" + (f", frames {frames}" if frames else "")
