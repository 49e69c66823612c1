"""A group of three Home Agents driven at random: registrations, crashes, partitions, loss.

Whatever happens to it, the judge finds nothing to fail at any of the three, no lifetime grows, and
no de-registered binding comes back at one that keeps the mark. Once the link is well again the
tables become equal (docs/protocol.md#5-6), unless one crashed that alone knew something.

`MIPCONF_EXAMPLES=5000 pytest tests/ha/test_group_states.py` looks further than CI does.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from mipconf.judge.judge import judge
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram
from mipconf.protocol.identification import is_newer
from mipconf.trace.setting import read_setting

from .lab import SECOND, TIMERS, VIRTUAL_IP
from .link import NODE, A, B, C, Link, apart, group

HOLD_MS = 500
LONGEST_TROUBLE_MS = 9 * HOLD_MS
"""Less than 10 hold times: a member that was not configured may be dropped after that (5.3)."""

KEEPS_MARKS = TIMERS.model_copy(update={"deleted_entry_ms": 3_600_000})
AGENTS = (A, B, C)
HOMES = tuple(f"10.64.0.{number}" for number in range(1, 5))
LIFETIMES = (2, 30, 300)

_agents = st.sampled_from(AGENTS)


class Group(RuleBasedStateMachine):
    """Three reference Home Agents, four mobile nodes, and a link that may lose datagrams."""

    @initialize(seed=st.integers(0, 1 << 16), responder=st.sampled_from(["always", "active"]))
    def boot(self, seed: int, responder: str) -> None:
        self.configs = {
            item.ha_id: item for item in group(*AGENTS, responder=responder, timers=KEEPS_MARKS)
        }
        self.link = Link(self.configs.values(), seed)
        self.chance = random.Random(seed)
        self.trouble_ms = 0
        self.starts = 0
        self.troubled = False
        self.may_have_lost = False
        self.granted: dict[int, tuple[int, int]] = {}
        self.gone: dict[str, dict[str, int]] = {name: {} for name in AGENTS}
        self.link.run(5000)

    # What mobile nodes do.

    @rule(
        home=st.sampled_from(HOMES),
        at=st.sampled_from((*AGENTS, VIRTUAL_IP)),
        lifetime=st.sampled_from(LIFETIMES),
    )
    def register(self, home: str, at: str, lifetime: int) -> None:
        self._ask(home, at, lifetime)

    @rule(home=st.sampled_from(HOMES), at=st.sampled_from((*AGENTS, VIRTUAL_IP)))
    def deregister(self, home: str, at: str) -> None:
        self._ask(home, at, 0)

    def _ask(self, home: str, at: str, lifetime: int) -> None:
        self._run(1)
        identification = self.link.register(home, at, lifetime)
        self.granted[identification] = (self.link.now, lifetime)
        self._run(1)
        for name, agent in self.link.agents.items():
            mark = agent.table.get(home, self.link.now)
            # A de-registration that finds nothing bound removes nothing, and leaves no mark.
            if mark is not None and mark.deleted and mark.identification == identification:
                self.gone[name][home] = identification

    # What happens to the Home Agents and to the link.

    @rule(milliseconds=st.integers(1, 1500))
    def time_passes(self, milliseconds: int) -> None:
        self._run(milliseconds)

    @precondition(lambda self: len(self.link.agents) > 1)
    @rule(name=_agents)
    def crash(self, name: str) -> None:
        if name in self.link.agents:
            self.link.crash(name)
            self.gone[name].clear()
            # What it had told nobody yet, or could not tell, only it knew.
            self.may_have_lost = True

    @rule(name=_agents)
    def start(self, name: str) -> None:
        if name not in self.link.agents:
            self.link.start(self.configs[name])
            self.starts += 1

    @rule(name=_agents)
    def resynchronise(self, name: str) -> None:
        if name in self.link.agents:
            self.link.agents[name].resynchronise(self.link.now)

    @rule(side=st.sets(_agents, min_size=1, max_size=2))
    def part(self, side: set[str]) -> None:
        self._trouble()
        self.link.loses = apart(*side)

    @rule(probability=st.sampled_from([0.1, 0.3]))
    def lose(self, probability: float) -> None:
        def loses(datagram: Datagram, receiver: str) -> bool:
            between = datagram.source.address != NODE.address
            return between and self.chance.random() < probability

        self._trouble()
        self.link.loses = loses

    @rule()
    def heal(self) -> None:
        self.link.loses = lambda datagram, receiver: False
        self.troubled = False
        self.trouble_ms = 0

    def _trouble(self) -> None:
        self.troubled = True

    def _run(self, milliseconds: int) -> None:
        if self.troubled and self.trouble_ms + milliseconds > LONGEST_TROUBLE_MS:
            self.heal()
            self.link.run(3 * HOLD_MS)  # so that the next trouble is one of its own
        self.trouble_ms += milliseconds if self.troubled else 0
        self.link.run(milliseconds)

    # What always holds.

    @invariant()
    def no_lifetime_grows(self) -> None:
        """ "Remaining is rounded up" (4.1), and so it gains at most a second whenever it is told:
        from where it was granted to the two others, and to each that starts again.
        """
        rounded = 2 + self.starts
        for agent in self._agents():
            for binding in agent.bindings(self.link.now):
                asked, lifetime = self.granted[binding.identification]
                left = lifetime - (self.link.now - asked) / SECOND
                assert binding.lifetime_remaining <= left + rounded

    @invariant()
    def no_deregistered_binding_comes_back(self) -> None:
        for agent in self._agents():
            gone = self.gone[agent.address]
            for binding in agent.bindings(self.link.now):
                if binding.home_address in gone:
                    assert is_newer(binding.identification, gone[binding.home_address])

    def _agents(self):  # type: ignore[no-untyped-def]
        return self.link.agents.values() if hasattr(self, "link") else ()

    def teardown(self) -> None:
        if not hasattr(self, "link"):
            return
        self.heal()
        for name in AGENTS:
            self.start(name)
        self.link.run(6000)
        for number, name in enumerate(AGENTS):  # Each hears the others once more.
            self._ask(f"10.64.1.{number}", name, 300)
        self.link.run(3000)
        self._converged()
        self._nothing_to_fail()

    def _converged(self) -> None:
        assert all(agent.initialized for agent in self._agents()), "initialized"
        assert self.link.active() == [C], self.link.active()
        if not self.may_have_lost:
            tables = self.link.tables()
            assert tables[A] == tables[B] == tables[C]

    def _nothing_to_fail(self) -> None:
        self.link.end()
        for name, port in self.link.ports.items():
            trace = port.trace()
            findings = judge(trace, read_setting(trace.remarks[0].data))
            wrong = [
                (name, requirement, finding)
                for requirement, found in findings.items()
                for finding in found
                if finding.verdict in (Verdict.FAIL, Verdict.ERROR)
            ]
            assert not wrong, wrong[0]


TestGroup = pytest.mark.slow(Group.TestCase)
TestGroup.settings = settings(
    max_examples=int(os.environ.get("MIPCONF_EXAMPLES", "40")),
    stateful_step_count=30,
    deadline=None,
    derandomize="MIPCONF_EXAMPLES" not in os.environ,
)
