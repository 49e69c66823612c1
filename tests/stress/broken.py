"""A fixed sample of broken Home Agents: a bad network must not hide what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.faults.catalogue import fault_named
from mipconf.ha.agent import HomeAgent
from tests.end_to_end import hsrp_agents


@dataclass(frozen=True)
class Broken:
    """A Home Agent, the claims that it breaks, and the cases that can tell."""

    agent: type[HomeAgent]
    claims: frozenset[int]
    cases: tuple[str, ...]

    def __str__(self) -> str:
        return self.agent.__name__


UPDATES = (
    "test_updates::test_late_acknowledgement",
    "test_updates::test_mute_peer",
    "test_updates::test_deregistration",
)
PARTS = (
    "test_table::test_part_acknowledged_late",
    "test_table::test_part_never_acknowledged",
)
REGISTERS = "test_registration::test_registers_refreshes_moves"
AT_VIRTUAL_IP = "test_registration::test_at_the_virtual_ip"
DUPLICATES, LOST_PART = "test_applying::test_duplicates", "test_joining::test_lost_part"
ONE_PART, PARTS_OUT_OF_ORDER = (
    "test_joining::test_one_part",
    "test_joining::test_parts_out_of_order",
)
DELETIONS = (
    "test_applying::test_deletion_overtakes",
    "test_applying::test_deletion_overtakes_while_joining",
    "test_applying::test_purging",
)
NEWEST, DELETION = "test_applying::test_newest_counts", "test_applying::test_deletion"
IN_STANDBY, IN_LISTEN, IN_LEARN = (
    "test_states::test_in_standby",
    "test_states::test_in_listen",
    "test_states::test_in_learn",
)
JOINS_IN_STANDBY = "test_states::test_joins_in_standby"


def _broken(fault: str | type[HomeAgent], claims: set[int], *cases: str) -> Broken:
    agent = fault_named(fault).agent if isinstance(fault, str) else fault
    return Broken(agent, frozenset(claims), cases)


BROKEN = (
    _broken("no-update", {1, 4, 23}, REGISTERS, AT_VIRTUAL_IP, UPDATES[2]),
    _broken("no-retransmission", {8, 18, 23}, *UPDATES, *PARTS),
    _broken("no-mark", {38, 39}, *DELETIONS),
    _broken("wrong-sequence", {12, 36, 37, 38}, DUPLICATES, DELETION, ONE_PART, LOST_PART),
    _broken("tells-of-refusals", {1}, REGISTERS),
    _broken("wrong-source", {4}, AT_VIRTUAL_IP),
    _broken("no-retransmission-flag", {8, 23}, *UPDATES),
    _broken("never-gives-up", {8}, UPDATES[1]),
    _broken("no-reply-ack", {12, 26}, ONE_PART, PARTS_OUT_OF_ORDER, LOST_PART),
    _broken("one-part", {16, 44}, "test_table::test_sizes"),
    _broken("omits-requester", {20}, "test_table::test_members_listed"),
    _broken("answers-too-early", {22, 49}, "test_table::test_asked_while_joining"),
    _broken("latest-wins", {33, 38, 39}, NEWEST, *DELETIONS),
    _broken("no-memory", {36}, DUPLICATES),
    _broken("ignores-deletions", {37, 38, 39}, DELETION, *DELETIONS),
    _broken("silent-on-duplicates", {12, 36}, DUPLICATES, LOST_PART),
    _broken(hsrp_agents.SilentWhilePassive, {2, 3, 5}, IN_STANDBY, IN_LISTEN, IN_LEARN),
    _broken(hsrp_agents.DeafToPartsInStandby, {27, 28, 29}, JOINS_IN_STANDBY),
    _broken(hsrp_agents.ActiveTooEarly, {27}, IN_STANDBY, JOINS_IN_STANDBY),
    _broken(hsrp_agents.NeverTakesOver, {24, 40}, "test_election::test_yields_and_takes_over"),
)
