"""From the findings of single cases to the verdicts of a campaign (docs/claims.md, "Verdicts")."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from types import MappingProxyType

from mipconf.campaign.outcome import CaseOutcome
from mipconf.campaign.result import CaseResult, Evidence, RequirementResult
from mipconf.campaign.support import Probed, Unsupported, hanging
from mipconf.judge.finding import Finding
from mipconf.judge.judge import prevailing
from mipconf.judge.verdict import Verdict
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as
from mipconf.requirements.requirement import Requirement

_NOTHING: Unsupported = MappingProxyType({})


def case_result(outcome: CaseOutcome, unsupported: Unsupported = _NOTHING) -> CaseResult:
    """The worst verdict among the requirements that the case was run for.

    What the HUT does not support by its profile is NOT APPLICABLE, whatever it did.
    """
    # The failure first: of equal verdicts it is the one that explains most.
    bearing = [] if outcome.failure is None else [outcome.failure]
    for name in outcome.exercises:
        bearing += _supported(outcome, REQUIREMENTS[name], unsupported)
    deciding = prevailing(bearing)
    if deciding is None:
        return CaseResult(
            outcome.id, Verdict.NOT_EXERCISED, outcome.seconds, "its situation never arose"
        )
    return CaseResult(outcome.id, deciding.verdict, outcome.seconds, deciding.reason)


def summarise(
    outcomes: Sequence[CaseOutcome],
    selected: Collection[str],
    unsupported: Unsupported = _NOTHING,
    *,
    campaign: bool = True,
    unselected: str | None = "not selected",
    interrupted: bool = False,
) -> tuple[RequirementResult, ...]:
    """The verdict of every requirement.

    `campaign`: PASS needs each of its situations. `unselected` is why those that were not selected
    are not judged; None: they are. `interrupted`: what did not arise might have.
    """
    never = "had not arisen when the run was interrupted" if interrupted else "never arose"
    return tuple(
        _requirement(requirement, outcomes, selected, unsupported, campaign, unselected, never)
        for requirement in REQUIREMENTS.values()
    )


def _requirement(
    requirement: Requirement,
    outcomes: Sequence[CaseOutcome],
    selected: Collection[str],
    unsupported: Unsupported,
    campaign: bool,
    unselected: str | None,
    never: str,
) -> RequirementResult:
    judged = judged_as(requirement)

    def result(verdict: Verdict, reason: str, **more: object) -> RequirementResult:
        return RequirementResult(
            requirement.id,
            requirement.group,
            requirement.title,
            verdict,
            requirement.id in selected,
            reason,
            **more,  # type: ignore[arg-type]
        )

    findings = [
        (outcome, finding)
        for outcome in outcomes
        for finding in _findings(outcome, judged, requirement)
    ]
    if requirement.id in unsupported:
        probed = Probed.of(judged, unsupported, findings)
        doing = list({id(case): case for case, _ in probed.deeds}.values())
        return result(
            Verdict.NOT_APPLICABLE,
            unsupported[requirement.id] + probed.words,
            cases=tuple(case.id for case in doing),
            seconds=sum(case.seconds for case in doing),
            evidence=_evidence([(case, finding.deeds) for case, finding in probed.deeds]),
        )
    if requirement.id not in selected and unselected is not None:
        return result(Verdict.NOT_EXERCISED, unselected)
    aside = hanging(judged, unsupported)
    findings = [pair for pair in findings if pair[1].situation not in aside]
    if not findings and aside >= {*judged.situations}:
        return result(Verdict.NOT_APPLICABLE, "all of it hangs on what the HUT does not support")
    if not findings:
        return result(Verdict.NOT_EXERCISED, f"its situation {never}")
    outcome, deciding = min(findings, key=lambda pair: pair[1].verdict.rank)
    verdict, reason = deciding.verdict, deciding.reason
    if verdict is Verdict.PASS:
        arisen = {finding.situation for _, finding in findings}
        missing = [name for name in judged.situations if name not in arisen | aside]
        if missing:
            verdict = Verdict.NOT_EXERCISED if campaign else verdict
            reason = f"{never}: {', '.join(missing)}"
    bearing = _bearing(findings, outcome, requirement)
    same = "" if judged is requirement or not reason else f"as claim {judged.id}: "
    return result(
        verdict,
        same + reason if reason else "",
        explanation=_explanation(outcome, judged.id, deciding),
        traceback=deciding.traceback,
        cases=tuple(case.id for case in bearing),
        evidence=_evidence(
            [(case, found.frames) for case, found in findings if found.verdict is deciding.verdict]
        ),
        seconds=sum(case.seconds for case in bearing),
    )


def _supported(
    outcome: CaseOutcome, requirement: Requirement, unsupported: Unsupported
) -> Iterator[Finding]:
    """The findings of a requirement that count; in place of those that do not, one that says so."""
    judged = judged_as(requirement)
    if requirement.id in unsupported:
        reason = unsupported[requirement.id]
        yield Finding("", Verdict.NOT_APPLICABLE, (), f"{requirement.id}: {reason}")
        return
    aside = hanging(judged, unsupported)
    for finding in outcome.findings.get(judged.id, ()):
        if finding.situation not in aside:
            yield finding


def _findings(
    outcome: CaseOutcome, judged: Requirement, requirement: Requirement
) -> tuple[Finding, ...]:
    """What a case says of a requirement: its findings, and why it could not show all it was for."""
    findings = outcome.findings.get(judged.id, ())
    if outcome.failure is not None and {judged.id, requirement.id} & {*outcome.exercises}:
        return (outcome.failure, *findings)
    return findings


def _bearing(
    findings: Sequence[tuple[CaseOutcome, Finding]],
    deciding: CaseOutcome,
    requirement: Requirement,
) -> list[CaseOutcome]:
    """The cases to name: those run for the requirement, and the one that decided.

    Any case may show something of it; where none was run for it, all that did are named.
    """
    seen = list({id(case): case for case, _ in findings}.values())
    meant = [case for case in seen if requirement.id in case.exercises or case is deciding]
    return meant if any(requirement.id in case.exercises for case in meant) else seen


def _explanation(outcome: CaseOutcome, judged: str, deciding: Finding) -> tuple[str, ...]:
    if deciding.verdict is Verdict.PASS:
        return ()
    places = outcome.frames_by_capture(deciding.frames)
    exchange = outcome.timelines.get(judged, ()) if deciding is not outcome.failure else ()
    shown = [line.frame for line in exchange if line.frame]
    duty = (
        ("clause", deciding.clause),
        ("expected", deciding.expected),
        ("observed", deciding.observed),
    )
    proof = (
        *(("frames", f"{_listed(frames)} of {capture}") for capture, frames in places.items()),
        ("filter", "" if outcome.origins else display_filter(shown or deciding.frames)),
        ("live", outcome.again),
        ("offline", outcome.offline),
    )
    told = ["timeline, ! where it first went wrong:", *map(str, exchange)] if exchange else []
    return (*_named(duty), *told, *_named(proof))


def _named(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{name}: {text}" for name, text in lines if text)


def _listed(frames: Sequence[int]) -> str:
    return ", ".join(map(str, frames))


def display_filter(frames: Sequence[int]) -> str:
    """What shows these frames alone in Wireshark; empty where there are none."""
    return f"frame.number in {{{_listed(frames)}}}" if frames else ""


def _evidence(told: Iterable[tuple[CaseOutcome, Sequence[int]]]) -> tuple[Evidence, ...]:
    """The frames of the cases, capture by capture."""
    frames: dict[str, dict[int, None]] = {}
    for outcome, rested_on in told:
        if outcome.capture:
            for capture, numbers in outcome.frames_by_capture(rested_on).items():
                frames.setdefault(capture, {}).update(dict.fromkeys(numbers))
    return tuple(Evidence(capture, tuple(numbers)) for capture, numbers in frames.items())
