"""Octets to messages and back: where a vendor's own format plugs in.

A `Codec` is all that the reference Home Agent, the played roles and the judge know of a wire
format. What one is made of is here: what it takes and gives besides the messages themselves, which
are in `mipconf.protocol.messages`. `STANDARD` is the format of docs/protocol.md and RFC 5944.
"""

from mipconf.codec.format import STANDARD_FORMAT, Format, load_codec
from mipconf.codec.interface import Codec, Decoded, Defect, fits
from mipconf.codec.numbers import STANDARD_NUMBERS, Numbers
from mipconf.codec.standard import STANDARD, StandardCodec
from mipconf.layers.security import Association, Authentication, Authenticity, KeyRing

__all__ = [
    "STANDARD",
    "STANDARD_FORMAT",
    "STANDARD_NUMBERS",
    "Association",
    "Authentication",
    "Authenticity",
    "Codec",
    "Decoded",
    "Defect",
    "Format",
    "KeyRing",
    "Numbers",
    "StandardCodec",
    "fits",
    "load_codec",
]
