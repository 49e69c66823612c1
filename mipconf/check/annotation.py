"""A copy of captures with the verdicts as packet comments, which Wireshark shows at the frames."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mipconf.campaign.outcome import CaseOutcome
from mipconf.check.merging import Source, merge
from mipconf.errors import CaptureError
from mipconf.judge.finding import Finding
from mipconf.judge.verdict import Verdict
from mipconf.report.atomic import write_atomically
from mipconf.trace.copying import CopyWriter
from mipconf.trace.pcapng import APPLICATION

_LONGEST = 200
"""Characters of a reason, of what was expected and of what was observed."""

Place = tuple[str, int]
"""A capture, and the number of a frame in it."""


def annotate(path: Path, sources: Sequence[Source], outcomes: Sequence[CaseOutcome]) -> None:
    """Write all frames to `path`, in order of time, with the verdicts at those they rest on.

    Frames keep their octets, times, interfaces and comments. Raises `CaptureError` where the copy
    would overwrite one of the captures, or cannot be written.
    """
    for source in sources:
        if path.exists() and source.path.exists() and path.samefile(source.path):
            raise CaptureError(f"{path}: --annotate would overwrite a capture that is checked")
    comments = _comments(outcomes)
    content = io.BytesIO()
    readings = (reading for source in sources for reading in source.readings)
    is_suites = all(reading.frame.application == APPLICATION for reading in readings)
    writer = CopyWriter(content, is_suites=is_suites)
    for merged in merge([source for source in sources if source.readings]):
        frame = merged.reading.frame
        place = (str(merged.source.path), frame.number)
        writer.frame(place[0], frame, comments.get(place, ()))
    try:
        write_atomically(path, content.getvalue())
    except OSError as error:
        raise CaptureError(f"{path}: cannot be written: {error.strerror}") from None


def _comments(outcomes: Sequence[CaseOutcome]) -> Mapping[Place, Sequence[str]]:
    """The comments of each frame: what went wrong, each on its own, and then what went well."""
    wrong: dict[Place, dict[str, None]] = {}
    well: dict[Place, dict[str, None]] = {}
    for outcome in outcomes:
        for name, findings in outcome.findings.items():
            for finding in findings:
                for place in _places(outcome, finding):
                    if finding.verdict is Verdict.PASS:
                        well.setdefault(place, {})[name] = None
                    else:
                        wrong.setdefault(place, {})[_described(name, finding)] = None
    return {
        place: (
            *wrong.get(place, ()),
            *([f"mipconf: PASS {', '.join(well[place])}"] if place in well else []),
        )
        for place in {**wrong, **well}
    }


def _places(outcome: CaseOutcome, finding: Finding) -> Iterator[Place]:
    for capture, frames in outcome.frames_by_capture(finding.frames).items():
        for frame in frames:
            yield capture, frame


def _described(name: str, finding: Finding) -> str:
    said = [f"mipconf: {name} {finding.verdict.value}: {_short(finding.reason)}"]
    if finding.expected:
        said.append(f"expected: {_short(finding.expected)}")
    if finding.observed:
        said.append(f"observed: {_short(finding.observed)}")
    return "; ".join(said)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
