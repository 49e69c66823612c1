"""Which Registration Reply answers which request (RFC 5944, section 5.7; RFC 2794, section 3)."""

from __future__ import annotations

from mipconf.protocol.identification import LOW_HALF
from mipconf.protocol.messages import UNASSIGNED, RegistrationReply, RegistrationRequest


def answers(reply: RegistrationReply, request: RegistrationRequest) -> bool:
    """Whether a reply may be that of a request, by what they say.

    The low half of the Identification comes back in any reply, the high one may be the home agent's
    own. The home address is that of the request, unless that asked for one.
    """
    is_of_node = request.home_address in (reply.home_address, UNASSIGNED)
    return is_of_node and (request.identification ^ reply.identification) & LOW_HALF == 0
