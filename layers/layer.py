"""What every layer of this suite has in common: a fixed part, there in full or not at all.

Scapy itself raises on a header cut short, and shows the octets as Raw where it catches that. Here
the octets decide beforehand, so that dissecting never raises, for any octets.
"""

from __future__ import annotations

from functools import cache
from sys import modules
from typing import Any, ClassVar, TypeVar

from scapy.fields import AnyField, StrField, StrFixedLenField
from scapy.packet import Packet, Raw

L = TypeVar("L", bound=Packet)


class Layer(Packet):
    """A layer whose input, when shorter than the layer's fixed part, becomes Raw."""

    dispatch_hook: ClassVar[Any]
    source: ClassVar[str] = ""
    """Where the layer is specified: RFC and section, or page of docs/protocol.md."""
    scapys_own: ClassVar[tuple[str, str]] = ("", "")
    """Module and name of Scapy's own layer of the protocol, where it has one."""
    match_subclass = True
    """`HSRP in packet` holds of the layer of any version of HSRP."""

    def __init_subclass__(cls) -> None:
        """Give each class the hook that Scapy calls before dissecting; it isn't inherited."""
        super().__init_subclass__()
        if "dispatch_hook" not in vars(cls):
            cls.dispatch_hook = classmethod(_whole_or_raw)

    def haslayer(self, cls: Any, _subclass: bool | None = None) -> int:
        """Whether this layer or one within or after it is a `cls`, given as class or by name.

        Scapy's own layer of the protocol counts, for programs that were written with it.
        """
        by_scapy = self._by_scapy(cls)
        if by_scapy is not None:
            return by_scapy.haslayer(cls)
        return super().haslayer(self._named(cls), _subclass)

    def getlayer(
        self,
        cls: Any,
        nb: int = 1,
        _track: list[int] | None = None,
        _subclass: bool | None = None,
        **flt: Any,
    ) -> Packet | None:
        """The layer that `haslayer` finds; of Scapy's own class it is a copy, to be read."""
        by_scapy = self._by_scapy(cls)
        if by_scapy is not None:
            return by_scapy.getlayer(cls, nb, _track, None, **flt)
        return super().getlayer(self._named(cls), nb, _track, _subclass, **flt)

    def _by_scapy(self, cls: Any) -> Packet | None:
        """The octets as Scapy's own layers dissect them, if `cls` is of those; they are loaded."""
        module, name = self.scapys_own
        if not isinstance(cls, type) or not module or cls.__module__ != module:
            return None
        carrier = _Carrier()
        carrier.payload_layer = getattr(modules[module], name)
        carrier.do_dissect_payload(self.do_build())
        dissected: Packet = carrier.payload
        return dissected

    def _named(self, cls: Any) -> Any:
        """The class of that name which this layer is of, or else what was given."""
        if not isinstance(cls, str):
            return cls
        return next((each for each in type(self).__mro__ if each.__name__ == cls), cls)


class _Carrier(Packet):
    """What holds one layer, of which Scapy makes Raw where it is cut short."""

    payload_layer: type[Packet] = Raw

    def guess_payload_class(self, payload: bytes) -> type[Packet]:
        return self.payload_layer


def _whole_or_raw(cls: type[Packet], octets: bytes = b"", *_: Any, **__: Any) -> type[Packet]:
    return Raw if octets and len(octets) < fixed_size(cls) else cls


def fixed_part(layer: type[Packet]) -> list[AnyField]:
    """The fields before the first one of open length, such as a value or a list."""
    fields: list[AnyField] = []
    for field in layer.fields_desc:
        is_open = field.islist or isinstance(field, StrField)
        if is_open and not isinstance(field, StrFixedLenField):
            break
        fields.append(field)
    return fields


@cache
def fixed_size(layer: type[Packet]) -> int:
    """Octets of the fixed part."""
    # Scapy gives a bit field the fraction of an octet that it takes; the sum is whole.
    return int(sum(field.sz for field in fixed_part(layer)))


def type_of(layer: type[Packet]) -> int:
    """The Type that marks a message or extension as this layer: what its first field is set to."""
    return number_of(layer, layer.fields_desc[0].name)


@cache
def number_of(layer: type[Packet], name: str) -> int:
    """The number that one of the layer's fields is set to where nobody says otherwise."""
    default: Any = next(field.default for field in layer.fields_desc if field.name == name)
    return int(default)


def with_checksum(octets: bytes, at: int, value: int) -> bytes:
    """A message with its checksum of 16 bits put in, at an offset."""
    return octets[:at] + value.to_bytes(2) + octets[at + 2 :]


def renumbered(layer: type[L], **attributes: object) -> type[L]:
    """The same layer with other defaults of its fields, or other attributes of its class.

    Scapy does not list it among its layers, which have one of that name.
    """
    metaclass: Any = type(layer)
    made: type[L] = metaclass(f"_{layer.__name__}", (layer,), {"name": layer._name, **attributes})
    return made
