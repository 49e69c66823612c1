"""Which case shows each claim best, and which fault breaks it there.

The captures of a claim are of one case, once with the healthy Home Agent and once with the faulty
one, so that the two can be laid side by side. Claims 50 to 55 have the verdicts of 1 and 26.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """A case by its id, and a fault of the catalogue by its name."""

    case: str
    fault: str


CLAIMS = {
    "1": Shown("test_registration::test_registers_refreshes_moves", "keeps-the-lifetime-asked-for"),
    "2": Shown("test_states::test_in_listen", "silent-while-passive"),
    "3": Shown("test_states::test_in_learn", "refuses-its-own-address"),
    "4": Shown("test_registration::test_at_the_virtual_ip", "wrong-source"),
    "5": Shown("test_states::test_in_standby", "tells-itself-as-care-of"),
    "6": Shown("test_states::test_in_learn", "gossips"),
    "7": Shown("test_registration::test_alone_then_in_company", "tells-when-alone"),
    "8": Shown("test_updates::test_newer_state", "backs-off-too-fast"),
    "9": Shown("test_initializing::test_never_answered", "ready-once-it-has-asked"),
    "10": Shown("test_initializing::test_never_answered", "waits-for-answers-too-shortly"),
    "11": Shown("test_joining::test_one_part", "asks-under-no-name"),
    "12": Shown("test_joining::test_lost_part", "silent-on-duplicates"),
    "13": Shown("test_initializing::test_heard_by_update", "asks-nobody"),
    "14": Shown("test_table::test_sizes", "answers-while-joining-only"),
    "15": Shown("test_membership::test_silent_requester_of_passive", "members-only-by-answering"),
    "16": Shown("test_table::test_sizes", "tells-the-first-binding-twice"),
    "17": Shown("test_designation::test_designated_responder", "always-designated"),
    "18": Shown("test_table::test_part_never_acknowledged", "any-part-acknowledgement-will-do"),
    "19": Shown("test_table::test_sizes", "no-home-agent-list"),
    "20": Shown("test_table::test_members_listed", "omits-itself"),
    "21": Shown("test_table::test_part_acknowledged_late", "no-retransmission-of-the-list"),
    "22": Shown("test_table::test_asked_while_joining", "answers-too-early"),
    "23": Shown("test_updates::test_deregistration", "keeps-deregistered"),
    "24": Shown("test_election::test_yields_and_takes_over", "never-advertises"),
    "25": Shown("test_election::test_yields_and_takes_over", "advertises-with-the-ttl-of-unicast"),
    "26": Shown("test_joining::test_one_part", "drops-options"),
    "27": Shown("test_states::test_joins_in_standby", "unicast-request"),
    "28": Shown("test_states::test_in_listen", "takes-no-parts-while-passive"),
    "29": Shown("test_states::test_resynchronises_in_standby", "never-resynchronises"),
    "30": Shown("test_joining::test_one_part", "wrong-name"),
    "31": Shown("test_membership::test_named_in_a_reply", "takes-no-lists"),
    "32": Shown("test_initializing::test_heard_by_update", "never-asks"),
    "33": Shown("test_applying::test_sequence_wraps", "deaf-after-the-wrap"),
    "34": Shown("test_states::test_told_by_a_passive_one", "first-wins"),
    "35": Shown("test_states::test_told_by_the_active_one", "latest-wins"),
    "36": Shown("test_applying::test_duplicates", "acknowledges-to-all"),
    "37": Shown("test_applying::test_deletion", "ignores-deletions"),
    "38": Shown("test_applying::test_deletion_overtakes_while_joining", "no-mark"),
    "39": Shown("test_applying::test_purging", "never-purges"),
    "40": Shown("test_election::test_yields_and_takes_over", "waits-for-the-master-too-long"),
    "41": Shown("test_election::test_yields_and_takes_over", "advertises-without-checksum"),
    "42": Shown("test_table::test_sizes", "never-answers"),
    "43": Shown("test_membership::test_silent_requester", "requesters-are-no-members"),
    "44": Shown("test_table::test_learned_and_registered", "sends-one-window"),
    "45": Shown("test_table::test_part_acknowledged_late", "hurries-parts"),
    "46": Shown("test_table::test_learned_and_registered", "lists-only-without-bindings"),
    "47": Shown("test_membership::test_named_in_a_reply", "omits-requester"),
    "48": Shown("test_table::test_part_acknowledged_late", "keeps-identification-of-parts"),
    "49": Shown("test_table::test_asked_while_joining", "ready-after-the-first-part"),
}
"""By the number of the claim."""
