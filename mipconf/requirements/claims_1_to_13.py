"""Claims 1 to 13: a Home Agent tells the group of its registrations, and starts in the group.

P, Q and R are Home Agents that the tester plays; the HUT is the Home Agent under test. A probe is a
Table Request that asks to be shown the table; a binding is shown in the series that answers it.
"""

from __future__ import annotations

from mipconf.requirements.requirement import Deed, Means, Requirement

CLAIMS: tuple[Requirement, ...] = (
    Requirement(
        id="1",
        title="a registration is multicast to the group and shown",
        asks="A Home Agent that accepts a registration tells all other Home Agents of the group.",
        situation=(
            "P is a member. A mobile node registers, refreshes, moves, asks for more than the "
            "longest lifetime, and is once refused for a wrong authenticator."
        ),
        must=(
            "Within the time of an answer, in either order: the accepting reply, and one Binding "
            "Update, multicast from the HUT's id, with the home address, the Identification, the "
            "care-of address and the granted lifetime of the registration. A probe shows the "
            "binding."
        ),
        must_not="An update for the refused registration; a second first sending to the group.",
        clause="docs/protocol.md#5-4-update",
        situations=(
            "registers",
            "refreshes",
            "moves",
            "asks for more than the longest lifetime",
            "is refused",
            "shown",
        ),
        deed=Deed.UPDATE,
        feature="binding_updates",
    ),
    Requirement(
        id="2",
        title="claim 1 while another HA is active",
        asks="A Home Agent that is not active tells of the registrations at its own address, too.",
        situation="P is active; a mobile node registers at the HUT's own address.",
        must="All that claim 1 asks.",
        must_not="What claim 1 forbids.",
        clause="docs/protocol.md#1-own-address, docs/protocol.md#5-4-update",
        situations=(
            "registers while another HA is active",
            "shown",
        ),
        deed=Deed.UPDATE,
        feature="binding_updates",
        needs=("1",),
    ),
    Requirement(
        id="3",
        title="claim 1 in every passive state",
        asks="A passive Home Agent tells of its registrations in whatever FHRP state it is.",
        situation=(
            "As claim 2 with the HUT in Standby and in Listen (HSRP), or in Backup (VRRP); and "
            "with the HUT in Learn, which knows no virtual IP address yet. A silent state is "
            "inferred from what the HUT does afterwards: it takes over."
        ),
        must="All that claim 1 asks, in each of the states that its protocol has.",
        must_not="What claim 1 forbids.",
        clause="docs/protocol.md#1-own-address",
        situations=(
            "in Standby",
            "in Listen",
            "in Learn",
            "in Backup",
            "shown",
        ),
        deed=Deed.UPDATE,
        feature="binding_updates",
        needs=("1", "24"),
    ),
    Requirement(
        id="4",
        title="claim 1 at the virtual IP while active",
        asks=(
            "The active Home Agent takes registrations at the virtual IP address and tells of them."
        ),
        situation=(
            "The HUT says that it is active; a mobile node registers at the virtual IP address."
        ),
        must="All that claim 1 asks, and the reply comes from the virtual IP address.",
        must_not="A reply from another address.",
        clause="docs/protocol.md#1-virtual-ip",
        situations=("registers at the virtual IP",),
        deed=Deed.UPDATE,
        feature="binding_updates",
        needs=("1", "24"),
    ),
    Requirement(
        id="5",
        title="claim 1 with a better HA active for long",
        asks=(
            "Beside a better active router a Home Agent stays passive and tells of its "
            "registrations."
        ),
        situation=(
            "P, better than the HUT, has been active for more than 3 hold times; a mobile node "
            "registers at the HUT's own address."
        ),
        must="All that claim 1 asks.",
        must_not="An active hello or advertisement of the HUT meanwhile.",
        clause="docs/protocol.md#1-own-address, docs/protocol.md#5-4-update, RFC 2281 5.7",
        situations=(
            "registers when a better HA has been active for long",
            "shown",
        ),
        deed=Deed.UPDATE,
        feature="binding_updates",
        needs=("1",),
    ),
    Requirement(
        id="6",
        title="updates come after their requests, and only then",
        asks="An update follows a Registration Request, and nothing else causes one.",
        situation="Mobile nodes send Registration Requests.",
        must="Each update comes after the request that it belongs to.",
        must_not=(
            "An update without a request. Catching up does not count: it is unicast, R = 0, to a "
            "member for which an update was given up."
        ),
        clause="docs/protocol.md#5-4-update, docs/protocol.md#5-6-catching-up",
        situations=("an update after its request",),
        deed=Deed.UPDATE,
        feature="binding_updates",
        needs=("1",),
        multicast_only=True,
    ),
    Requirement(
        id="7",
        title="no updates until another HA is heard",
        asks="A Home Agent that is alone sends no updates; once it knows another one, it does.",
        situation="At first only mobile nodes are heard; later P is.",
        must="Updates for the registrations that come after P was heard.",
        must_not="Any Binding Update before.",
        clause="docs/protocol.md#5-4-update",
        situations=(
            "only mobile nodes were heard",
            "another HA was heard",
        ),
        deed=Deed.UPDATE,
        feature="binding_updates",
        needs=("1",),
        multicast_only=True,
    ),
    Requirement(
        id="8",
        title="an unacknowledged update is sent again, to that member alone",
        asks=(
            "A member that does not acknowledge an update is sent it again, alone, until it does "
            "or is given up."
        ),
        situation=(
            "P, Q and R are members. Q withholds an acknowledgement: once until a retransmission "
            "came, once for ever. Meanwhile it acknowledges another update, and a Sequence Number "
            "that nobody sent."
        ),
        must=(
            "To Q the same update again: unicast, R = 1, the same Sequence Number and bindings, a "
            "fresh Identification; max retransmissions times, unless Q acknowledges it or the HUT "
            "gets newer state for all that is in it."
        ),
        must_not="A retransmission to P or R, one too many, or one after the acknowledgement.",
        clause="docs/protocol.md#5-1-retransmission, docs/protocol.md#5-4-retransmission",
        situations=(
            "acknowledged after a retransmission",
            "never acknowledged",
            "acknowledges another meanwhile",
            "acknowledges an unknown Sequence Number",
        ),
        deed=Deed.UPDATE_AGAIN,
        feature="retransmission",
        needs=("1",),
        relies_on=(Means.RETRANSMISSION,),
    ),
    Requirement(
        id="9",
        title="no registration is accepted before the table is asked for",
        asks="A Home Agent that starts asks for the table before it takes any registration.",
        situation=(
            "P is known. Mobile nodes register all the time, from before the start. P answers only "
            "the last repeat of the request, and late; in another run it never answers."
        ),
        must=(
            "A multicast Table Request before the first accepting reply, and such a reply later on."
        ),
        must_not=(
            "An accepting reply before P's last part was sent; where P never answers, before as "
            "many reply timeouts as there are requests have passed."
        ),
        clause="docs/protocol.md#5-6-request, docs/protocol.md#5-6-until-then",
        situations=(
            "the last repeat is answered",
            "no request is answered",
        ),
        feature="joining",
        needs=("26",),
    ),
    Requirement(
        id="10",
        title="not active before the table is asked for",
        asks="A Home Agent that starts does not become active before it has asked for the table.",
        situation=(
            "As claim 9, with nobody else active or better, and hold times so short that the HUT "
            "could be active before its requests are over."
        ),
        must=(
            "A multicast Table Request before the first active hello or advertisement, and that "
            "hello later on."
        ),
        must_not=(
            "An active hello, or any answer at the virtual IP address, before the times of claim 9."
        ),
        clause="docs/protocol.md#5-6-until-then",
        situations=(
            "the last repeat is answered",
            "no request is answered",
        ),
        further=("a silent group",),
        feature="joining",
        needs=("24", "26"),
    ),
    Requirement(
        id="11",
        title="the Table Request names its sender",
        asks="A Table Request says who asks.",
        situation="The HUT starts and asks for the table.",
        must="The Home Agent Identifier is the address that the request comes from.",
        must_not="Any other identifier.",
        clause="docs/protocol.md#2-home-agent-identifier",
        situations=("requests the table",),
        deed=Deed.REQUEST,
        feature="joining",
        needs=("26",),
        multicast_only=True,
    ),
    Requirement(
        id="12",
        title="every part is acknowledged and every binding shown",
        asks="A Home Agent takes all that an answer tells, part by part.",
        situation=(
            "P answers the HUT's request: with bindings with and without sub-options, in one part, "
            "in many, out of order, and with a part that was lost and is repeated."
        ),
        must=(
            "An acknowledgement for every part; a probe shows every binding with all that was told."
        ),
        clause="docs/protocol.md#5-6-request, docs/protocol.md#5-5-acknowledgement",
        situations=(
            "one part",
            "many parts",
            "parts out of order",
            "a part repeated",
            "sub-options",
            "shown",
        ),
        deed=Deed.REPLY_ACK,
        feature="joining",
        needs=("26",),
    ),
    Requirement(
        id="13",
        title="no Table Request in a silent group",
        asks="A Home Agent asks for the table only when it knows another Home Agent.",
        situation=(
            "The HUT starts in a silent group, and in groups where P is configured, says hello, or "
            "sends an update."
        ),
        must="A Table Request in each group where P is known.",
        must_not="One in the silent group before the listen time is over.",
        clause="docs/protocol.md#5-6-request, docs/protocol.md#5-6-initialized",
        situations=(
            "a silent group",
            "another is heard by its hello",
            "another is heard by its update",
            "another is configured",
        ),
        further=("another is heard otherwise",),
        deed=Deed.REQUEST,
        feature="joining",
        needs=("26",),
        multicast_only=True,
    ),
)
