"""Features: named sets of claims, so that a profile can deny several in one line.

`retransmission = false` stands for three claims. Which feature a claim belongs to is in its record.
"""

from __future__ import annotations

from collections.abc import Mapping

from mipconf.requirements.catalogue import REQUIREMENTS

FEATURES: Mapping[str, str] = {
    "binding_updates": "tells the group of the registrations that it takes",
    "retransmission": "sends again what was not acknowledged",
    "deregistration": "tells of de-registrations, and takes those of others",
    "learning": "applies and acknowledges the updates of others",
    "deletion_marks": "keeps deletions of bindings that it never had",
    "joining": "asks for the table when it starts",
    "table_replies": "answers Table Requests",
    "home_agent_lists": "lists the members in its table",
    "membership_by_request": "takes a Home Agent that asks for the table as a member",
    "membership_by_list": "takes a Home Agent that a list names as a member",
    "router_redundancy": "takes part in HSRP or VRRP",
}
"""What a Home Agent does that has a feature, by its name: a key of a profile's `[supports]`."""


def members(feature: str) -> tuple[str, ...]:
    """The ids of the requirements that belong to a feature, in order."""
    return tuple(each.id for each in REQUIREMENTS.values() if each.feature == feature)
