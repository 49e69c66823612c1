"""Messages that are meant to keep a reader busy: tens of thousands of extensions."""

from __future__ import annotations

from mipconf.layers import all as layers
from mipconf.layers.layer import fixed_size
from mipconf.layers.mobileip import AuthenticatedMessage
from mipconf.net.layering import Unread, Unreadable

MOST = 4096
"""Extensions of a message. The largest table in one datagram has half as many bindings; to make a
layer of each of 65,000 octets of padding takes seconds."""


def crowded(octets: bytes) -> Unreadable | None:
    """Why a message of Mobile IP is not to be dissected; None where it is."""
    layer = layers.MobileIP.dispatch_hook(octets)
    if len(octets) <= MOST or not issubclass(layer, AuthenticatedMessage):
        return None
    spans, _ = layer.space.walk(octets, fixed_size(layer), len(octets))
    if len(spans) <= MOST:
        return None
    return Unreadable(Unread.CROWDED, f"{len(spans)} extensions in one message")
