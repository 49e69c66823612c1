"""What each requirement asks, in plain words: for who reads a verdict, or writes a Home Agent.

P, Q and R are Home Agents that the tester plays, HUT is the Home Agent under test. A probe is a
Table Request that asks to be shown the table; what the HUT shows is what answers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Explanation:
    """One requirement: what it asks of whom, how that arises, and what decides.

    `must` is what has to be seen, `must_not` what may not, empty where nothing is forbidden;
    `clause` is where the duty is written.
    """

    asks: str
    situation: str
    must: str
    must_not: str = ""
    clause: str = ""


_CLAIMS: dict[int, Explanation] = {
    1: Explanation(
        "Whoever accepts a mobile node's registration tells all other Home Agents of the group.",
        "P is a member. A mobile node registers, refreshes, moves, asks for more than the longest "
        "lifetime, and is once refused for a wrong authenticator.",
        "Within the time of an answer, in either order: the accepting reply, and one Binding "
        "Update, multicast from the HUT's id, with the home address, the Identification, the "
        "care-of address and the granted lifetime of the registration. A probe shows the binding.",
        "An update for the refused registration; a second first sending to the group.",
        "docs/protocol.md#5-4",
    ),
    2: Explanation(
        "A Home Agent that is not the active one tells of registrations at its own address, too.",
        "P is active; a mobile node registers at the HUT's own address.",
        "All that claim 1 asks.",
        "What claim 1 forbids.",
        "docs/protocol.md#1, docs/protocol.md#5-4",
    ),
    3: Explanation(
        "The state of the router redundancy protocol does not matter for that.",
        "As claim 2 with the HUT in Standby and in Listen (HSRP), or in Backup (VRRP); and with "
        "the HUT in Learn, which knows no virtual IP address yet. Silent states are told by what "
        "the HUT does afterwards: it takes over.",
        "All that claim 1 asks, in each of the states that its protocol has.",
        "What claim 1 forbids.",
        "docs/protocol.md#1: in whatever FHRP state it is",
    ),
    4: Explanation(
        "The active Home Agent takes registrations at the virtual IP address, and tells of them.",
        "The HUT says that it is active; a mobile node registers at the virtual IP address.",
        "All that claim 1 asks, and the reply comes from the virtual IP address.",
        "A reply from another address.",
        "docs/protocol.md#1: answered by the active HA alone, from that address",
    ),
    5: Explanation(
        "Beside a better active router the HUT stays passive and goes on telling of registrations.",
        "P, better than the HUT, has been active for more than 3 hold times; a mobile node "
        "registers at the HUT's own address.",
        "All that claim 1 asks.",
        "An active hello or advertisement of the HUT meanwhile.",
        "docs/protocol.md#1, docs/protocol.md#5-4; RFC 2281 5.7",
    ),
    6: Explanation(
        "Updates follow requests, and nothing else makes them.",
        "Mobile nodes send Registration Requests.",
        "Each update comes after the request that it belongs to.",
        "An update without a request. Catching up is none: it is unicast, R = 0, to a member for "
        "which an update was given up.",
        "docs/protocol.md#5-4, docs/protocol.md#5-6",
    ),
    7: Explanation(
        "A Home Agent that is alone tells nobody; as soon as it knows another one it does.",
        "At first nothing but mobile nodes is heard; later P is.",
        "Updates for the registrations that come after P was heard.",
        "Any Binding Update before.",
        "docs/protocol.md#5-4: if its list has other members",
    ),
    8: Explanation(
        "Who does not acknowledge an update gets it again, alone, until it does or is given up.",
        "P, Q and R are members. Q withholds an acknowledgement: once until a retransmission came, "
        "once for ever; meanwhile it acknowledges another update, and a Sequence Number that "
        "nobody sent.",
        "To Q the same update again: unicast, R = 1, the same Sequence Number and bindings, a "
        "fresh Identification; max retransmissions times, unless Q acknowledges it or the HUT "
        "gets newer state for all that is in it.",
        "A retransmission to P or R, one too many, or one after the acknowledgement.",
        "docs/protocol.md#5-1, docs/protocol.md#5-4",
    ),
    9: Explanation(
        "A Home Agent that starts asks for the table before it takes any registration.",
        "P is known. Mobile nodes register all the time, from before the start. P answers the last "
        "repeat of the request only, and late; in another run it never answers.",
        "A multicast Table Request before the first accepting reply, and such a reply later on.",
        "An accepting reply before P's last part was sent; where P never answers, before as many "
        "reply timeouts as there are requests have passed.",
        "docs/protocol.md#5-6",
    ),
    10: Explanation(
        "Nor does it become the active router before.",
        "As claim 9, with nobody else active or better, and hold times so short that the HUT "
        "could be active before its requests are over.",
        "A multicast Table Request before the first active hello or advertisement, and that later.",
        "An active hello, or any answer at the virtual IP address, before the times of claim 9.",
        "docs/protocol.md#5-6: until then the HA may not become active",
    ),
    11: Explanation(
        "The Table Request says who asks.",
        "The HUT starts and asks for the table.",
        "The Home Agent Identifier is the address that the request comes from.",
        "Any other.",
        "docs/protocol.md#2",
    ),
    12: Explanation(
        "All that an answer tells is taken, part by part.",
        "P answers the HUT's request: with bindings with and without sub-options, in one part, in "
        "many, out of order, and with a part that was lost and is repeated.",
        "An acknowledgement for every part; a probe shows every binding with all that was told.",
        "",
        "docs/protocol.md#5-5, docs/protocol.md#5-6",
    ),
    13: Explanation(
        "Only who knows another Home Agent asks for the table.",
        "The HUT starts in a silent group; and where P is configured, says hello, or sends an "
        "update.",
        "A Table Request in each group where P is known.",
        "One in the silent group before the listen time is over.",
        "docs/protocol.md#5-6",
    ),
    14: Explanation(
        "Whoever asks for the table gets an answer.",
        "P multicasts a Table Request.",
        "A Table Reply to P, of Code 0 or 1, in time.",
        "",
        "docs/protocol.md#5-7",
    ),
    15: Explanation(
        "Whoever asks for the table is a member from then on.",
        "P sends a Table Request and nothing else, no acknowledgement either; also where the HUT "
        "is not the one to answer.",
        "P is in the Home Agent List that another one is shown, and an update that P does not "
        "acknowledge is sent to it again.",
        "",
        "docs/protocol.md#5-7: the requester becomes a member",
    ),
    16: Explanation(
        "An answer holds the whole table, and goes to who asked.",
        "The HUT holds no binding, one, many, more than a datagram holds, more than a window of "
        "parts; P asks.",
        "Table Replies to P; in their series every binding that was held all the time, once.",
        "A missing binding, one that stands there twice, or a reply to anybody else.",
        "docs/protocol.md#5-7",
    ),
    17: Explanation(
        "Only the designated responder answers.",
        "The HUT, configured as `active`, is initialized. R asks: while the HUT is active, while "
        "it is passive and R the only active one, and while another one is active.",
        "A series in the first two; in the third silence, and then an acknowledgement for an "
        "update of R, which shows that the HUT lives.",
        "An answer in the third.",
        "docs/protocol.md#5-7",
    ),
    18: Explanation(
        "A part of the table that is not acknowledged is sent again.",
        "P asks, and withholds the acknowledgement of one part: for a while, or for ever.",
        "That part again, as an update is by claim 8.",
        "A retransmission of a part that was acknowledged.",
        "docs/protocol.md#5-7",
    ),
    19: Explanation(
        "The table comes with the list of the group's Home Agents.",
        "A member asks a HUT that holds bindings.",
        "A Home Agent List somewhere in the series.",
        "",
        "docs/protocol.md#5-7",
    ),
    20: Explanation(
        "The list names whom the HUT knows.",
        "P and Q are known to the HUT; R asks.",
        "The HUT itself and every member that it may not have dropped yet, R among them.",
        "Anybody of whom the HUT was never shown anything.",
        "docs/protocol.md#4-2, docs/protocol.md#5-3",
    ),
    21: Explanation(
        "The part with the list is no exception: not acknowledged, it is sent again.",
        "R asks, and withholds the acknowledgement of the part that has the list.",
        "That part again, as by claim 18.",
        "What claim 18 forbids.",
        "docs/protocol.md#5-7",
    ),
    22: Explanation(
        "Who does not have the table yet says so.",
        "The HUT has asked and P has not answered, or not with all parts; Q asks the HUT. Later, "
        "when the table is initialized, Q asks again.",
        "Before: one part of Code 1. After: Code 0. Within one reply timeout of initialization "
        "either will do.",
        "Code 0, or bindings, before; Code 1 after.",
        "docs/protocol.md#5-7",
    ),
    23: Explanation(
        "A de-registration is told as a registration is.",
        "Of several registered mobile nodes, one whose home address is neither the lowest nor the "
        "highest de-registers; Q acknowledges late.",
        "The accepting reply, and one multicast Binding Update with X = 1, sent again as by claim "
        "8. A probe no longer shows that binding, and shows all others.",
        "The binding shown again.",
        "docs/protocol.md#5-4",
    ),
    24: Explanation(
        "A Home Agent is a router of a redundancy group.",
        "The tester listens; then it plays a better active router, and lets it fall silent.",
        "Messages of the group with its virtual IP address; the HUT yields to the better one and "
        "takes over from the silent one.",
        "A HUT that goes on being active beside the better one.",
        "RFC 2281 5.7; RFC 3768, RFC 9568; docs/hut-contract.md",
    ),
    25: Explanation(
        "It speaks HSRP or VRRP as those are defined.",
        "As claim 24.",
        "Every message is well-formed: HSRP version 1 or 2, or VRRP version 2 or 3.",
        "A message that is not.",
        "RFC 2281 5.1; RFC 3768, RFC 9568; docs/hut-contract.md",
    ),
    26: Explanation(
        "A Home Agent that joins a group takes over its table.",
        "The HUT starts; P, a member, answers its request.",
        "A multicast Table Request; an acknowledgement for each part; a probe shows all that P "
        "sent.",
        "",
        "docs/protocol.md#5-6",
    ),
    27: Explanation(
        "It joins beside an active Home Agent without getting in its way.",
        "As claim 26, while another one is active.",
        "All that claim 26 asks.",
        "An active hello of the HUT before its table is initialized.",
        "docs/protocol.md#5-6",
    ),
    28: Explanation(
        "It joins also while it is passive.",
        "As claim 26; when the HUT asks, it is passive, by its own word or beside an active one.",
        "All that claim 26 asks.",
        "",
        "docs/protocol.md#5-6",
    ),
    29: Explanation(
        "It joins in whatever passive state it is.",
        "As claim 26 with the HUT in Learn and in Listen, and in Standby where it is still joining "
        "or resynchronises (VRRP: in Backup). What counts is the state at the time of the request.",
        "All that claim 26 asks, in each of the states that its protocol has.",
        "",
        "docs/protocol.md#5-6",
    ),
    30: Explanation(
        "The Table Request of a joining Home Agent says who asks.",
        "As claim 26.",
        "The Home Agent Identifier is the HUT's address.",
        "Any other.",
        "docs/protocol.md#2",
    ),
    31: Explanation(
        "Whom a list names is a member from then on.",
        "P's reply to the joining HUT lists Q, of whom nothing else was ever heard.",
        "Q is in the list that the HUT itself shows, and an update that Q does not acknowledge is "
        "sent to it again.",
        "",
        "docs/protocol.md#5-3",
    ),
    33: Explanation(
        "What another Home Agent tells is applied, and the newest counts.",
        "P multicasts an update for a new mobile node, one for several, a newer one for the first, "
        "and then an older one.",
        "After each, a probe shows the newest binding by its Identification.",
        "An older binding in place of a newer one.",
        "docs/protocol.md#5-5",
    ),
    34: Explanation(
        "It does not matter whether that one is active: it may be passive,",
        "As claim 33, while P is Standby by its hellos (VRRP: silent, with another master).",
        "All that claim 33 asks.",
        "What claim 33 forbids.",
        "docs/protocol.md#5-5",
    ),
    35: Explanation(
        "and it may be active.",
        "As claim 33, while P is active by its hellos or advertisements.",
        "All that claim 33 asks.",
        "What claim 33 forbids.",
        "docs/protocol.md#5-5",
    ),
    36: Explanation(
        "Every update is acknowledged, and none is applied twice.",
        "P's update comes; comes again; and then its Sequence Number comes with R = 1 and another "
        "mobile node's binding.",
        "Each time a Binding Update Ack to P: Code 0, the same Sequence Number.",
        "An acknowledgement to anybody else; the other mobile node in the table.",
        "docs/protocol.md#5-1, docs/protocol.md#5-5",
    ),
    37: Explanation(
        "A de-registration that another Home Agent tells of ends the binding here.",
        "P tells of several mobile nodes, then with X = 1 of one of them, whose home address is "
        "neither the lowest nor the highest.",
        "An acknowledgement; a probe no longer shows that binding, and shows all others.",
        "The binding shown again.",
        "docs/protocol.md#5-5",
    ),
    38: Explanation(
        "A deletion that comes before the binding that it deletes is remembered.",
        "An update with X = 1 for a mobile node unknown to the HUT; then an older binding of it, "
        "by an update and, while the HUT joins, by a part of P's table; then a newer binding.",
        "The deletion and the updates are acknowledged with Code 0; the newer binding is shown.",
        "The older binding shown. (After the deletion of a known binding that has no verdict.)",
        "docs/protocol.md#5-5: X = 1 creates an entry marked as deleted",
    ),
    39: Explanation(
        "The mark is purged after the deleted entry time, not before.",
        "As claim 38; the deleted entry time passes, and the same older binding comes in a new "
        "update.",
        "After that time, the binding is shown.",
        "Before it, the binding shown.",
        "docs/protocol.md#5-5",
    ),
}

_JOINED = {32: 13, 40: 24, 41: 25, 42: 14, 43: 15, 44: 16, 45: 18, 46: 19, 47: 20, 48: 21, 49: 22}
"""Claims that ask of a joining or joined Home Agent what another claim asks of any."""

_WITH_MORE = {
    32: "The HUT, joining, is in the situation of claim 13.",
    44: "As claim 16, once the HUT has joined: counted is what it learned and what registered.",
    47: "As claim 20, once the HUT has joined; some members it knows only by P's list.",
    49: "As claim 22.",
}

_KINDS = {50: "a program", 51: "an apparatus", 52: "means", 53: "a program", 54: "an apparatus"}
_KINDS[55] = "means"


def _explanations() -> dict[str, Explanation]:
    found = dict(_CLAIMS)
    for number, like in _JOINED.items():
        situation = _WITH_MORE.get(number, f"As claim {like}, once the HUT has joined (claim 26).")
        asks = f"Claim {like} of a Home Agent that joins: {_CLAIMS[like].asks}"
        found[number] = replace(_CLAIMS[like], asks=asks, situation=situation)
    for number, kind in _KINDS.items():
        like = 1 if number <= 52 else 26
        asks = f"The method of claim {like} as {kind}: its verdict is that of claim {like}."
        found[number] = replace(_CLAIMS[like], asks=asks)
    bulk = Explanation(
        "A table of {} bindings, as is met in practice, is replicated whole.",
        "P's table is so large when the HUT joins; then P asks for the HUT's.",
        "Every part acknowledged, as by claim 12; every binding shown, once, as by claim 44.",
        "",
        "docs/protocol.md#5-6, docs/protocol.md#5-7",
    )
    for name, size in (("LOAD-1", "100"), ("LOAD-2", "20,000")):
        found[name] = replace(bulk, asks=bulk.asks.format(size))  # type: ignore[index]
    return {str(name): explanation for name, explanation in found.items()}


EXPLANATIONS: Mapping[str, Explanation] = _explanations()
"""The explanation of each requirement, by its id."""
