"""Claims 14 to 25: a Home Agent answers Table Requests, de-registers, and is a router of its group.

P, Q and R are Home Agents that the tester plays; the HUT is the Home Agent under test.
"""

from __future__ import annotations

from mipconf.requirements.requirement import Deed, Means, Requirement

CLAIMS: tuple[Requirement, ...] = (
    Requirement(
        id="14",
        title="a Table Request is answered",
        asks="A Home Agent answers whoever asks for the table.",
        situation="P multicasts a Table Request.",
        must="A Table Reply to P, of Code 0 or 1, in time.",
        clause="docs/protocol.md#5-7-not-initialized, docs/protocol.md#5-7-designated",
        situations=("a Table Request",),
        deed=Deed.REPLY,
        feature="table_replies",
    ),
    Requirement(
        id="15",
        title="a requester becomes a member",
        asks="A Home Agent that asks for the table is a member from then on.",
        situation=(
            "P sends a Table Request and nothing else, no acknowledgement either; also where the "
            "HUT is not the designated responder."
        ),
        must=(
            "P is in the Home Agent List that another one is shown, and an update that P does not "
            "acknowledge is sent to it again."
        ),
        clause="docs/protocol.md#5-7-requester",
        situations=(
            "is in the list shown to another",
            "is sent an update again",
            "is sent an update again by a HUT that does not answer",
        ),
        situation_needs={
            "is in the list shown to another": "19",
            "is sent an update again": "8",
            "is sent an update again by a HUT that does not answer": "8",
        },
        deed=Deed.LIST_OR_UPDATE_AGAIN,
        feature="membership_by_request",
    ),
    Requirement(
        id="16",
        title="the table is sent whole, to the requester alone",
        asks="An answer holds the whole table and goes to the requester.",
        situation=(
            "The HUT holds no binding, one, many, more than a datagram holds, more than a window "
            "of parts; P asks."
        ),
        must="Table Replies to P; in their series every binding that was held all the time, once.",
        must_not=(
            "A missing binding, a binding told twice or that nobody registered or told, or a reply "
            "to anybody else."
        ),
        clause="docs/protocol.md#5-7-series",
        situations=(
            "no binding",
            "one binding",
            "many bindings",
            "more than a datagram",
            "more than a window",
        ),
        deed=Deed.TABLE,
        feature="table_replies",
        needs=("14",),
        relies_on=(Means.RESPONDER,),
    ),
    Requirement(
        id="17",
        title="only a designated responder answers",
        asks="Only a designated responder answers a Table Request.",
        situation=(
            "The HUT, configured as `active`, is initialized. R asks: while the HUT is active, "
            "while it is passive and R the only active one, and while another one is active."
        ),
        must=(
            "A series in the first two; in the third silence, and then an acknowledgement for an "
            "update of R, which shows that the HUT lives."
        ),
        must_not="An answer in the third.",
        clause="docs/protocol.md#5-7-designated",
        situations=(
            "the HUT is active",
            "it is passive, and the requester is the only active",
            "another than the requester is active",
        ),
        further=("it is never a responder",),
        situation_needs={"the HUT is active": "24"},
        feature="table_replies",
        needs=("14", "16"),
    ),
    Requirement(
        id="18",
        title="an unacknowledged part is sent again",
        asks="A part of the table that is not acknowledged is sent again.",
        situation=(
            "P asks, and withholds the acknowledgement of one part: for a while, or for ever."
        ),
        must="That part again, as an update is by claim 8.",
        must_not="A retransmission of a part that was acknowledged.",
        clause="docs/protocol.md#5-7-series",
        situations=("acknowledged after a retransmission", "never acknowledged"),
        deed=Deed.PART_AGAIN,
        feature="retransmission",
        needs=("16",),
        relies_on=(Means.RETRANSMISSION, Means.RESPONDER),
    ),
    Requirement(
        id="19",
        title="a series with bindings has a Home Agent List",
        asks="The table comes with the list of the group's Home Agents.",
        situation="A member asks a HUT that holds bindings.",
        must="A Home Agent List somewhere in the series.",
        clause="docs/protocol.md#5-7-series",
        situations=("a Home Agent List in a series with bindings",),
        deed=Deed.LIST,
        feature="home_agent_lists",
        needs=("16",),
        relies_on=(Means.RESPONDER,),
    ),
    Requirement(
        id="20",
        title="the list has every member, the requester too",
        asks="The list names every member that the Home Agent knows.",
        situation="P and Q are known to the HUT; R asks.",
        must="The HUT itself and every member that it may not have dropped yet, R among them.",
        must_not="A Home Agent of which the HUT never heard anything.",
        clause="docs/protocol.md#4-2, docs/protocol.md#5-3-entering, docs/protocol.md#5-3-dropping",
        situations=("the members in the list",),
        deed=Deed.LIST,
        feature="home_agent_lists",
        needs=("15", "19"),
        relies_on=(Means.RESPONDER,),
    ),
    Requirement(
        id="21",
        title="the part with the list is sent again like any other",
        asks="The part that has the list is sent again, too, if it is not acknowledged.",
        situation="R asks, and withholds the acknowledgement of the part that has the list.",
        must="That part again, as by claim 18.",
        must_not="What claim 18 forbids.",
        clause="docs/protocol.md#5-7-series",
        situations=("acknowledged after a retransmission", "never acknowledged"),
        deed=Deed.LIST_AGAIN,
        feature="home_agent_lists",
        needs=("18", "19"),
        relies_on=(Means.RETRANSMISSION, Means.RESPONDER),
    ),
    Requirement(
        id="22",
        title="Code 1 before the table is initialized, Code 0 after",
        asks="A Home Agent that does not have the table yet says so.",
        situation=(
            "The HUT has asked and P has not answered, or not with all parts; Q asks the HUT. "
            "Later, when the table is initialized, Q asks again."
        ),
        must=(
            "Before: one part of Code 1. After: Code 0. Within one reply timeout of initialization "
            "either Code will do."
        ),
        must_not="Code 0, or bindings, before; Code 1 after.",
        clause="docs/protocol.md#5-7-not-initialized",
        situations=(
            "requested, and nothing came yet",
            "requested, and not all parts came",
            "initialized",
        ),
        deed=Deed.NOT_INITIALIZED,
        feature="table_replies",
        needs=("14", "16", "26"),
    ),
    Requirement(
        id="23",
        title="a de-registration is multicast and ends the binding",
        asks="A Home Agent tells of a de-registration as it does of a registration.",
        situation=(
            "Several mobile nodes are registered. One of them, with neither the lowest nor the "
            "highest home address, de-registers; Q acknowledges late."
        ),
        must=(
            "The accepting reply, and one multicast Binding Update with X = 1, sent again as by "
            "claim 8. A probe no longer shows that binding, and shows all others."
        ),
        must_not="The binding shown again.",
        clause="docs/protocol.md#5-4-update",
        situations=(
            "de-registers between others",
            "is retransmitted",
            "shown",
        ),
        further=("de-registers",),
        situation_needs={"is retransmitted": "8"},
        deed=Deed.DELETION,
        feature="deregistration",
        needs=("1",),
    ),
    Requirement(
        id="24",
        title="the HA takes part in HSRP or VRRP",
        asks="A Home Agent is a router of a redundancy group.",
        situation=(
            "The tester listens; then it plays a better active router, and lets it fall silent."
        ),
        must=(
            "Messages of the group with its virtual IP address; the HUT yields to the better one "
            "and takes over from the silent one."
        ),
        must_not="The HUT still active beside the better one.",
        clause="docs/hut-contract.md#becoming-active, RFC 2281 5.7, RFC 3768 6.4, RFC 9568 6.4",
        situations=(
            "says hello with the group's virtual IP address",
            "yields to a better active",
            "takes over from a silent active",
        ),
        deed=Deed.HELLO,
        feature="router_redundancy",
        relies_on=(Means.FHRP,),
        multicast_only=True,
    ),
    Requirement(
        id="25",
        title="its HSRP or VRRP messages are well-formed",
        asks="A Home Agent speaks HSRP or VRRP as they are defined.",
        situation="As claim 24.",
        must="Every message is well-formed: HSRP version 1 or 2, or VRRP version 2 or 3.",
        must_not="A malformed message.",
        clause="docs/hut-contract.md#hsrp-2, RFC 2281 5.1, RFC 3768 5.1, RFC 9568 5.1",
        situations=("well-formed",),
        deed=Deed.HELLO,
        feature="router_redundancy",
        needs=("24",),
        relies_on=(Means.FHRP,),
        multicast_only=True,
    ),
)
