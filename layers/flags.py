"""Flags in the order in which the RFCs draw them: the first bit on the wire first."""

from __future__ import annotations

from typing import Any

from scapy.fields import FlagsField as ScapyFlagsField
from scapy.fields import FlagValue


class _FlagsInOrder(FlagValue):
    """What a flags field is set to; as text, the letters of its flags in the order of the wire."""

    def __str__(self) -> str:
        # Scapy names the last bit first.
        return super().__str__()[::-1]


class FlagsField(ScapyFlagsField):
    """Flags of one letter each. `letters` has one for each bit, the first on the wire first."""

    __slots__ = ()

    def __init__(self, name: str, letters: str) -> None:
        super().__init__(name, 0, len(letters), letters[::-1])

    def _fixup_val(self, x: Any) -> FlagValue | None:
        value = super()._fixup_val(x)
        return _FlagsInOrder(int(value), self.names) if type(value) is FlagValue else value
