"""What a Home Agent counts: the objects cmiHaRedun 1 to 19 of CISCO-MOBILE-IP-MIB.

That MIB is the only public trace of the vendor's implementation; the names are its own, without
the prefix, in its order. A message of several bindings counts once, and one to several members
counts FailedBUs once for each that did not answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class Counter(Enum):
    """A counter; the value is the MIB's name for it."""

    SENT_UPDATES = "SentBUs"
    """updates sent, first send"""
    FAILED_UPDATES = "FailedBUs"
    """updates for which no ack came"""
    RECEIVED_UPDATE_ACKS = "ReceivedBUAcks"
    """acks received"""
    TOTAL_SENT_UPDATES = "TotalSentBUs"
    """updates sent, retransmissions included"""
    RECEIVED_UPDATES = "ReceivedBUs"
    """updates received"""
    SENT_UPDATE_ACKS = "SentBUAcks"
    """acks sent"""
    SENT_REQUESTS = "SentBIReqs"
    """table requests sent, first send"""
    FAILED_REQUESTS = "FailedBIReqs"
    """requests without any reply"""
    TOTAL_SENT_REQUESTS = "TotalSentBIReqs"
    """requests, repeats included"""
    RECEIVED_REPLIES = "ReceivedBIReps"
    """replies received"""
    DROPPED_REPLIES = "DroppedBIReps"
    """replies dropped: no request outstanding"""
    SENT_REPLY_ACKS = "SentBIAcks"
    """acks sent for replies"""
    RECEIVED_REQUESTS = "ReceivedBIReqs"
    """requests received"""
    SENT_REPLIES = "SentBIReps"
    """replies sent"""
    FAILED_REPLIES = "FailedBIReps"
    """replies never acknowledged"""
    TOTAL_SENT_REPLIES = "TotalSentBIReps"
    """replies, retransmissions included"""
    RECEIVED_REPLY_ACKS = "ReceivedBIAcks"
    """reply acks received"""
    DROPPED_REPLY_ACKS = "DroppedBIAcks"
    """reply acks dropped: no matching reply"""
    SECURITY_VIOLATIONS = "SecViolations"
    """bad authenticator or Identification from a peer"""


class Counters:
    """The counters of one Home Agent, all from 0."""

    def __init__(self) -> None:
        self._values = {counter.value: 0 for counter in Counter}

    def count(self, counter: Counter) -> None:
        """One more."""
        self._values[counter.value] += 1

    @property
    def values(self) -> Mapping[str, int]:
        """Name and value of each counter, in the order of the MIB; read-only, and live."""
        return MappingProxyType(self._values)
