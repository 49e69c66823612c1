"""The duty to name every member in the Home Agent List of a series (docs/protocol.md#5-3)."""

from __future__ import annotations

from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.history.series import Series
from mipconf.requirements.catalogue import REQUIREMENTS

(MEMBERS,) = REQUIREMENTS["20"].situations


def listing(history: History, series: Series, members: frozenset[str]) -> Finding:
    """Whether the list in a series has these members, and nobody whom the HUT was never shown."""
    listed = series.home_agents
    due = members | {history.setting.hut, series.requester}
    strangers = {
        address for address in listed - due if not history.members.may_have(address, series.end)
    }
    problem = None
    if due - listed:
        problem = f"{', '.join(sorted(due - listed))} missing"
    elif strangers:
        problem = f"{', '.join(sorted(strangers))}, which the HUT was never shown"
    if problem is None:
        return Finding.met(MEMBERS, *series.brief)
    return Finding.missed(
        MEMBERS,
        series.brief,
        f"the Home Agent List sent to {series.requester} has {problem}",
        clause=(
            "docs/protocol.md#4-2: together they are the list: the sender's own id and its members"
        ),
        expected=f"{', '.join(sorted(due))}",
        observed=f"{', '.join(sorted(listed)) or 'no list'}",
    )
