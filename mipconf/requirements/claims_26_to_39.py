"""Claims 26 to 39: a Home Agent joins the group, and applies what the others tell it.

P, Q and R are Home Agents that the tester plays; the HUT is the Home Agent under test.
"""

from __future__ import annotations

from dataclasses import replace

from mipconf.requirements import claims_1_to_13
from mipconf.requirements.requirement import Deed, Requirement

(_13,) = (claim for claim in claims_1_to_13.CLAIMS if claim.id == "13")

CLAIMS: tuple[Requirement, ...] = (
    Requirement(
        id="26",
        title="a joining HA requests the table and takes it",
        asks="A Home Agent that joins a group takes over its table.",
        situation="The HUT starts; P, a member, answers its request.",
        must=(
            "A multicast Table Request; an acknowledgement for each part; a probe shows all that P "
            "sent."
        ),
        clause="docs/protocol.md#5-6-request, docs/protocol.md#5-6-initialized",
        situations=(
            "requests the table",
            "parts are acknowledged",
            "shown",
        ),
        deed=Deed.REQUEST,
        feature="joining",
    ),
    Requirement(
        id="27",
        title="claim 26 while another HA is active",
        asks="A Home Agent joins beside an active one without getting in its way.",
        situation="As claim 26, while another one is active.",
        must="All that claim 26 asks.",
        must_not="An active hello of the HUT before its table is initialized.",
        clause="docs/protocol.md#5-6-request, docs/protocol.md#5-6-until-then",
        situations=(
            "requests the table",
            "parts are acknowledged",
            "shown",
            "is not active before it is initialized",
        ),
        deed=Deed.REQUEST,
        feature="joining",
        needs=("26",),
    ),
    Requirement(
        id="28",
        title="claim 26 while passive",
        asks="A passive Home Agent joins, too.",
        situation=(
            "As claim 26; when the HUT asks, it is passive, by its own word or beside an active "
            "one."
        ),
        must="All that claim 26 asks.",
        clause="docs/protocol.md#5-6-request",
        situations=(
            "requests the table",
            "parts are acknowledged",
            "shown",
        ),
        deed=Deed.REQUEST,
        feature="joining",
        needs=("26",),
    ),
    Requirement(
        id="29",
        title="claim 26 in every passive state",
        asks="A passive Home Agent joins in whatever FHRP state it is.",
        situation=(
            "As claim 26 with the HUT in Learn and in Listen, and in Standby where it is still "
            "joining or resynchronises (VRRP: in Backup). What counts is the state at the time of "
            "the request."
        ),
        must="All that claim 26 asks, in each of the states that its protocol has.",
        clause="docs/protocol.md#5-6-request",
        situations=(
            "in Standby",
            "in Listen",
            "in Learn",
            "in Backup",
            "shown",
        ),
        deed=Deed.REQUEST,
        feature="joining",
        needs=("24", "26"),
    ),
    Requirement(
        id="30",
        title="claim 11 of a joining HA",
        asks="The Table Request of a joining Home Agent says who asks.",
        situation="As claim 26.",
        must="The Home Agent Identifier is the HUT's address.",
        must_not="Any other identifier.",
        clause="docs/protocol.md#2-home-agent-identifier",
        situations=("requests the table",),
        deed=Deed.REQUEST,
        feature="joining",
        needs=("26",),
        multicast_only=True,
    ),
    Requirement(
        id="31",
        title="members named in a list become members",
        asks="A Home Agent that a list names is a member from then on.",
        situation="P's reply to the joining HUT lists Q, of whom nothing else was ever heard.",
        must=(
            "Q is in the list that the HUT itself shows, and an update that Q does not acknowledge "
            "is sent to it again."
        ),
        clause="docs/protocol.md#5-3-entering",
        situations=(
            "is in the list shown to another",
            "is sent an update again",
        ),
        situation_needs={"is in the list shown to another": "19", "is sent an update again": "8"},
        deed=Deed.LIST_OR_UPDATE_AGAIN,
        feature="membership_by_list",
        needs=("26",),
    ),
    replace(
        _13,
        id="32",
        like="13",
        title="claim 13 of a joining HA",
        asks=f"Claim 13 of a Home Agent that joins: {_13.asks[0].lower()}{_13.asks[1:]}",
        situation="The HUT, joining, is in the situation of claim 13.",
        needs=("13",),
    ),
    Requirement(
        id="33",
        title="updates of other HAs are applied, the newest counts",
        asks="A Home Agent applies what another one tells, and the newest counts.",
        situation=(
            "P multicasts an update for a new mobile node, one for several, a newer one for the "
            "first, and then an older one."
        ),
        must="After each, a probe shows the newest binding by its Identification.",
        must_not="An older binding in place of a newer one.",
        clause="docs/protocol.md#5-5-rules",
        situations=(
            "a new MN",
            "several MNs",
            "a newer binding",
            "an older binding",
        ),
        further=("shown",),
        deed=Deed.TABLE,
        feature="learning",
    ),
    Requirement(
        id="34",
        title="claim 33 from a passive HA",
        asks="A Home Agent applies the updates of a passive one, too.",
        situation=(
            "As claim 33, while P is Standby by its hellos (VRRP: silent, with another master)."
        ),
        must="All that claim 33 asks.",
        must_not="What claim 33 forbids.",
        clause="docs/protocol.md#5-5-rules",
        situations=(
            "a new MN",
            "several MNs",
            "a newer binding",
            "an older binding",
        ),
        further=("shown",),
        deed=Deed.TABLE,
        feature="learning",
        needs=("33",),
    ),
    Requirement(
        id="35",
        title="claim 33 from the active HA",
        asks="A Home Agent applies the updates of the active one, too.",
        situation="As claim 33, while P is active by its hellos or advertisements.",
        must="All that claim 33 asks.",
        must_not="What claim 33 forbids.",
        clause="docs/protocol.md#5-5-rules",
        situations=(
            "a new MN",
            "several MNs",
            "a newer binding",
            "an older binding",
        ),
        further=("shown",),
        deed=Deed.TABLE,
        feature="learning",
        needs=("33",),
    ),
    Requirement(
        id="36",
        title="every update is acknowledged, none applied twice",
        asks="A Home Agent acknowledges every update and applies none twice.",
        situation=(
            "P's update comes; comes again; and then its Sequence Number comes with R = 1 and "
            "another mobile node's binding."
        ),
        must="Each time a Binding Update Ack to P: Code 0, the same Sequence Number.",
        must_not="An acknowledgement to anybody else; the other mobile node in the table.",
        clause="docs/protocol.md#5-1-duplicates, docs/protocol.md#5-5-acknowledgement",
        situations=(
            "an update",
            "a true duplicate",
            "the same Sequence Number, R = 1, another MN",
        ),
        deed=Deed.UPDATE_ACK,
        feature="learning",
    ),
    Requirement(
        id="37",
        title="a deletion told by another HA ends the binding",
        asks="A de-registration that another Home Agent tells of ends the binding.",
        situation=(
            "P tells of several mobile nodes, then with X = 1 of one of them, with neither the "
            "lowest nor the highest home address."
        ),
        must="An acknowledgement; a probe no longer shows that binding, and shows all others.",
        must_not="The binding shown again.",
        clause="docs/protocol.md#5-5-rules",
        situations=(
            "a deletion between others",
            "shown",
        ),
        feature="deregistration",
        needs=("33", "36"),
    ),
    Requirement(
        id="38",
        title="a deletion of an unknown binding leaves a mark",
        asks="A Home Agent remembers a deletion that comes before the binding that it deletes.",
        situation=(
            "An update with X = 1 for a mobile node unknown to the HUT; then an older binding of "
            "it, by an update and, while the HUT joins, by a part of P's table; then a newer "
            "binding."
        ),
        must=(
            "The deletion and the updates are acknowledged with Code 0; the newer binding is shown."
        ),
        must_not=(
            "The older binding shown. (After the deletion of a known binding this has no verdict.)"
        ),
        clause="docs/protocol.md#5-5-rules",
        situations=(
            "a deletion between others",
            "an older binding by update after a deletion of an unknown MN",
            "an older binding by a part while the HUT joins",
            "a newer binding after the mark",
        ),
        situation_needs={"an older binding by a part while the HUT joins": "26"},
        feature="deletion_marks",
        needs=("33", "36", "37"),
    ),
    Requirement(
        id="39",
        title="the mark is purged in time",
        asks="The mark of a deletion is purged after the deleted entry time, not before.",
        situation=(
            "As claim 38; the deleted entry time passes, and the same older binding comes in a new "
            "update."
        ),
        must="After that time, the binding is shown.",
        must_not="Before it, the binding shown.",
        clause="docs/protocol.md#5-5-marks",
        situations=(
            "before the deleted entry time",
            "after the deleted entry time",
        ),
        feature="deletion_marks",
        needs=("38",),
    ),
)
