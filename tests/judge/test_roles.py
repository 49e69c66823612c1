"""What the HUT is to who asks for the table, at a moment that hellos may miss by nanoseconds."""

from __future__ import annotations

import pytest

from mipconf.judge.history.designation import Role, role_for
from mipconf.judge.history.history import History
from mipconf.protocol.messages import TableRequest

from .story import parse

ACTIVE, ONLY, ANOTHER, NEVER = Role
HSRP = ": fhrp=hsrp responder=active\n"
ASKS = "2.0 P > all ask #7\n"
GOES_ON = "2.1 HUT hellos until=4 Active\n"
P_ACTIVE = "0.6 P hellos until=4 Active\n"
Q_SPOKE = "0.1 Q tells #30 MN5/-5\n"
SELDOM = f"{HSRP}: hello_ms=400\n0.4 P hellos until=4 Active\n"

ROWS = [
    (f"{HSRP}0.8 HUT hellos until=4 Active\n{ASKS}", ACTIVE),
    # Its word is younger than the hold time, less what crosses.
    (f"{HSRP}1.550000001 HUT > all hello Active\n{GOES_ON}{ASKS}", ACTIVE),
    (f"{HSRP}1.55 HUT > all hello Active\n{GOES_ON}{ASKS}", None),
    (f"{HSRP}1.5 HUT > all hello Active\n{GOES_ON}{ASKS}", None),
    # It was said surely before the request.
    (f"{HSRP}1.949999999 HUT > all hello Active\n{GOES_ON}{ASKS}", ACTIVE),
    (f"{HSRP}1.95 HUT > all hello Active\n{GOES_ON}{ASKS}", None),
    # What it said before that, or will be, is of no matter.
    (f"{HSRP}1.2 HUT > all hello Speak\n1.7 HUT > all hello Active\n{GOES_ON}{ASKS}", ACTIVE),
    (f"{HSRP}1.7 HUT > all hello Active\n1.8 HUT > all hello Speak coup\n{GOES_ON}{ASKS}", ACTIVE),
    # What it said at about the same time is.
    (f"{HSRP}1.7 HUT > all hello Active\n1.95 HUT > all hello Speak\n{GOES_ON}{ASKS}", None),
    (f"{HSRP}1.7 HUT > all hello Active\n1.97 HUT > all hello Speak\n{GOES_ON}{ASKS}", None),
    (f"{HSRP}1.7 HUT > all hello Active\n2.0 HUT > all hello Speak\n{GOES_ON}{ASKS}", None),
    # And it goes on saying so; what it says later than that is of no matter.
    (f"{HSRP}1.7 HUT > all hello Active\n{ASKS}", None),
    (f"{HSRP}1.7 HUT > all hello Active\n2.1 HUT > all hello Speak\n{ASKS}", None),
    (
        f"{HSRP}1.7 HUT > all hello Active\n2.0 HUT > all hello Active\n"
        f"2.1 HUT > all hello Speak\n{ASKS}",
        None,
    ),
    (
        f"{HSRP}1.7 HUT > all hello Active\n2.1 HUT > all hello Active\n"
        f"2.2 HUT > all hello Speak\n{ASKS}",
        ACTIVE,
    ),
    # It is passive: an active word of it is older than a hold time and what crosses.
    (f"{HSRP}{P_ACTIVE}{ASKS}", ONLY),
    (f"{HSRP}{P_ACTIVE}1.449999999 HUT > all hello Active\n{ASKS}", ONLY),
    (f"{HSRP}{P_ACTIVE}1.45 HUT > all hello Active\n{ASKS}", None),
    (f"{HSRP}{P_ACTIVE}1.5 HUT > all hello Active\n1.9 HUT > all hello Speak\n{ASKS}", ONLY),
    (f"{HSRP}{P_ACTIVE}1.6 HUT > all hello Speak\n1.95 HUT > all hello Active\n{ASKS}", None),
    (f"{HSRP}{P_ACTIVE}1.6 HUT > all hello Active\n1.95 HUT > all hello Speak\n{ASKS}", None),
    (f"{HSRP}{P_ACTIVE}1.9 HUT > all hello Active coup\n{ASKS}", ONLY),
    # And stays so until it answers, or should have.
    (f"{HSRP}{P_ACTIVE}3.0 HUT > all hello Active\n{ASKS}", None),
    (f"{HSRP}{P_ACTIVE}3.000000001 HUT > all hello Active\n{ASKS}", ONLY),
    (
        f"{HSRP}{P_ACTIVE}{ASKS}2.1 HUT > P part 1/1 #20 ask=7\n2.100000001 HUT > all hello Active",
        ONLY,
    ),
    (f"{HSRP}{P_ACTIVE}{ASKS}2.1 HUT > P part 1/1 #20 ask=7\n2.1 HUT > all hello Active", None),
    # Where hellos are seldom, two hello times count.
    (
        f"{SELDOM}1.149999999 HUT > all hello Active\n{ASKS}",
        ONLY,
    ),
    (
        f"{HSRP}: hello_ms=400\n0.4 P hellos until=4 Active\n1.15 HUT > all hello Active\n{ASKS}",
        None,
    ),
    # A third one is active, or may be.
    (f"{HSRP}{Q_SPOKE}0.6 Q hellos until=4 Active\n{ASKS}", ANOTHER),
    (f"{HSRP}{Q_SPOKE}{P_ACTIVE}0.6 Q hellos until=4 Active\n{ASKS}", ANOTHER),
    (f"{HSRP}0.6 Q hellos until=4 Active\n{ASKS}", None),
    (f"{HSRP}{P_ACTIVE}1.449999999 Q > all hello Active\n{ASKS}", ONLY),
    (f"{HSRP}{P_ACTIVE}1.45 Q > all hello Active\n{ASKS}", None),
    (f"{HSRP}0.6 Q hellos until=2.4 Active\n{ASKS}", None),
    (f"{HSRP}{ASKS}", None),
    # What was said before the HUT was ready it has not heard.
    (
        f"{HSRP}1.0 -- hut-starting\n1.6 -- hut-ready\n1.6 Q > all hello Active\n"
        f"1.7 Q tells #30 MN5/-5\n1.95 Q hellos until=4 Active\n{ASKS}",
        ANOTHER,
    ),
    (
        f"{HSRP}1.0 -- hut-starting\n1.600000001 -- hut-ready\n1.6 Q > all hello Active\n"
        f"1.7 Q tells #30 MN5/-5\n1.95 Q hellos until=4 Active\n{ASKS}",
        None,
    ),
    # It does not run at all, and others are what they are.
    (
        f"{HSRP}{Q_SPOKE}0.6 Q hellos until=4 Active\n{ASKS}5.0 -- hut-starting\n5.1 -- hut-ready",
        ANOTHER,
    ),
    # By its configuration, or for want of an FHRP.
    (f": responder=never\n{ASKS}", NEVER),
    (f": fhrp=hsrp responder=always\n{ASKS}", ACTIVE),
    (f": responder=active\n{ASKS}", ACTIVE),
]


@pytest.mark.parametrize(("lines", "role"), ROWS)
def test_the_role_of_the_hut(lines: str, role: Role | None) -> None:
    (story,) = parse(f"* a request\n{lines}\n")
    trace, _ = story.recorded
    history = History(trace, story.setting)
    (request,) = history.traffic.heard(TableRequest)
    assert role_for(history, request) is role
