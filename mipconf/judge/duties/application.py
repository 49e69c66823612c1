"""The duty to apply what the updates of other Home Agents tell (docs/protocol.md#5-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mipconf.judge.duties.showing import SHOWN_CLAUSE, never_shown, shown_findings
from mipconf.judge.finding import Finding
from mipconf.judge.history.facts import Fact, Via
from mipconf.judge.history.history import History
from mipconf.judge.history.reference_table import Standing
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import BindingUpdate
from mipconf.requirements.catalogue import REQUIREMENTS

NEW, SEVERAL, NEWER, OLDER = REQUIREMENTS["33"].situations


def newest_shown(history: History, concerns: Callable[[Fact], bool]) -> Iterator[Finding]:
    """That the HUT shows the newest of what it was told by those updates that are concerned."""

    def told(fact: Fact) -> bool:
        return fact.via is Via.UPDATE and concerns(fact)

    for shown in history.tables.of(told):
        if shown.fact.binding.deleted or history.reference.mark_before(shown.fact) is not None:
            continue
        for situation in _situations(history, shown.fact):
            yield from shown_findings([shown], situation, SHOWN_CLAUSE)
    yield from never_shown(history, told)


def _situations(history: History, fact: Fact) -> list[str]:
    before = history.reference.before(fact.binding.home_address, fact.since)
    situations = []
    if before.standing is Standing.ABSENT:
        situations.append(NEW)
    elif before.standing is Standing.HELD and before.fact is not None:
        held = before.fact.binding.identification
        situations.append(NEWER if is_newer(fact.binding.identification, held) else OLDER)
    together = sum(
        len(event.message.bindings)
        for event in history.traffic.heard(BindingUpdate)
        if event.frame == fact.frame
    )
    if together > 1:
        situations.append(SEVERAL)
    return situations
