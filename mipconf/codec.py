"""Octets to messages and back: where a vendor's own format plugs in.

`Codec` is what the reference Home Agent, the played roles and the judge need of a wire format, and
all that they know of it. `STANDARD` is the format of wire-format.md and RFC 5944; its layout is
that of the layers, by `mipconf.records`, so it knows no widths and offsets of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from socket import inet_ntoa
from typing import Any, Protocol

from mipconf.layers import extension as extensions
from mipconf.layers import miphar, mobileip
from mipconf.layers.extension import LAST_NON_SKIPPABLE, Span
from mipconf.layers.layer import fixed_part, type_of
from mipconf.layers.security import Association, Authentication, Authenticity, KeyRing
from mipconf.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Extension,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.records import Record, parse_address

__all__ = [
    "STANDARD",
    "Authentication",
    "Authenticity",
    "Codec",
    "Decoded",
    "Defect",
    "StandardCodec",
]


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with a message, found first, and the offset of the octet where it is.

    `code` is what a receiver acknowledges it with (wire-format.md, section 5.2), or None where it
    drops the message: because it cannot be read, or because RFC 5944 says so.
    """

    reason: str
    offset: int
    code: Code | None


@dataclass(frozen=True, slots=True)
class Decoded:
    """What octets mean; with a defect, `message` has what could be read all the same, or is None.

    A receiver looks at a `defect` without code first, then at `authentication`, then at a defect
    with one: that is the order of wire-format.md, section 5.2.
    """

    message: Message | None
    authentication: Authentication
    defect: Defect | None


class Codec(Protocol):
    """A wire format.

    What depends on the receiver is not checked here: group, source address, whose id it is, and
    whether the Identification is in the window.
    """

    def encode(self, message: Message, association: Association | None) -> bytes:
        """The UDP payload of a message, authenticated with `association`.

        Without one it has no authentication extension. Raises ValueError naming what does not fit
        its field.
        """

    def decode(self, payload: bytes, keys: KeyRing) -> Decoded:
        """What a UDP payload means; never raises, for any octets.

        Where the keys depend on the message, as with mobile nodes, decode with `KeyRing()` and
        then `authenticate` with those of its home address.
        """

    def authenticate(self, payload: bytes, keys: KeyRing) -> Authentication:
        """The `authentication` that `decode` would give with these keys."""

    def binding_size(self, binding: Binding) -> int:
        """Octets that a binding takes in a message."""

    def room(self, message_type: type[Message], association: Association, limit: int) -> int:
        """Octets left for bindings, lists or extensions in a message of at most `limit` octets."""


class StandardCodec:
    """The format of wire-format.md and, for registrations, of RFC 5944."""

    def encode(self, message: Message, association: Association | None) -> bytes:
        """See `Codec`. Home Agent Lists go before bindings, as many as the addresses need."""
        kind = _KINDS[type(message)]
        octets = kind.record.pack(kind.values(message))
        if isinstance(message, RegistrationRequest | RegistrationReply):
            octets += b"".join(map(_pack_extension, message.extensions))
        else:
            octets += b"".join(_pack_lists(message.home_agents))
            octets += b"".join(map(_pack_binding, getattr(message, "bindings", ())))
        if association is None:
            return octets
        length = kind.authentication.size - kind.layer.authentication.header_size
        octets += kind.authentication.pack((length + association.size, association.spi))
        return octets + association.authenticator(octets)

    def decode(self, payload: bytes, keys: KeyRing) -> Decoded:
        """See `Codec`."""
        kind = _kind_of(payload)
        if isinstance(kind, Defect):
            return Decoded(None, Authentication(None, Authenticity.ABSENT, kind.reason), kind)
        spans, stop = kind.layer.space.walk(payload, kind.record.size, len(payload))
        authentication = kind.layer.authenticate(payload, spans, stop, keys)
        header = dict(zip(kind.record.names, kind.record.unpack(payload), strict=True))
        read = _read_redundancy if kind.layer.space is miphar.EXTENSIONS else _read_registration
        message, defect = read(kind, header, payload, spans)
        if stop != len(payload):
            reason = f"the extension at octet {stop} does not end within the message"
            defect = Defect(reason, stop, None)
        return Decoded(message, authentication, defect)

    def authenticate(self, payload: bytes, keys: KeyRing) -> Authentication:
        """See `Codec`."""
        kind = _kind_of(payload)
        if isinstance(kind, Defect):
            return Authentication(None, Authenticity.ABSENT, kind.reason)
        spans, stop = kind.layer.space.walk(payload, kind.record.size, len(payload))
        return kind.layer.authenticate(payload, spans, stop, keys)

    def binding_size(self, binding: Binding) -> int:
        """See `Codec`."""
        sizes = (_SUB_OPTION.size + len(option.value) for option in binding.sub_options)
        return _BINDING.size + sum(sizes)

    def room(self, message_type: type[Message], association: Association, limit: int) -> int:
        """See `Codec`; negative where `limit` is less than the message takes without any."""
        kind = _KINDS[message_type]
        return limit - kind.record.size - kind.authentication.size - association.size


STANDARD = StandardCodec()


@dataclass(frozen=True, slots=True)
class _Kind:
    """A message type: its layer, the class of its values, and the structs of its fixed parts."""

    layer: type[mobileip.AuthenticatedMessage]
    value: type[Any]
    record: Record
    values: Callable[[Any], tuple[Any, ...]]
    authentication: Record


def _kind(layer: type[mobileip.AuthenticatedMessage], value: type[Any]) -> _Kind:
    attributes = {field.name for field in fields(value)}
    names = [field.name for field in fixed_part(layer) if field.name in attributes]
    authentication = Record(layer.authentication, ("length", "spi"))
    return _Kind(layer, value, Record(layer, names), attrgetter(*names), authentication)


_KINDS = {
    value: _kind(layer, value)
    for layer, value in (
        (miphar.BindingUpdate, BindingUpdate),
        (miphar.BindingUpdateAck, BindingUpdateAck),
        (miphar.TableRequest, TableRequest),
        (miphar.TableReply, TableReply),
        (miphar.TableReplyAck, TableReplyAck),
        (mobileip.RegistrationRequest, RegistrationRequest),
        (mobileip.RegistrationReply, RegistrationReply),
    )
}
_BY_LAYER = {kind.layer: kind for kind in _KINDS.values()}
_BY_SUBTYPE = {subtype: _BY_LAYER[layer] for subtype, layer in miphar.MESSAGES.items()}
_BY_TYPE = {
    type_of(layer): _BY_LAYER[layer]
    for layer in (mobileip.RegistrationRequest, mobileip.RegistrationReply)
}
_WITH_BINDINGS = (BindingUpdate, TableReply)

_HEADER = Record(miphar.RedundancyMessage, ("subtype", "version"))
_BINDING = Record(
    miphar.MobilityBinding,
    [*(field.name for field in fields(Binding) if field.name != "sub_options"), "length"],
)
_binding_values = attrgetter(*_BINDING.names[:-1])
_SUB_OPTION = Record(miphar.SubOption, ("type", "length"))
_LIST = Record(miphar.HomeAgentList, ("length",))
_TLV = Record(extensions.Extension, ("type", "length"))
_LONG = Record(extensions.LongExtension, ("type", "subtype", "length"))

_BINDING_TYPE = type_of(miphar.MobilityBinding)
_LIST_TYPE = type_of(miphar.HomeAgentList)
_MOBILE_HOME_TYPE = type_of(mobileip.MobileHomeAuthentication)

_ADDRESS_SIZE = 4
_LONGEST_LIST = 255 // _ADDRESS_SIZE
"""Addresses in one Home Agent List."""

_RECOGNIZED = frozenset({0, 32, 33, 34, 36})
"""The types up to 127 in registrations that a home agent here acts on or may leave alone: padding
and authentication. The layers know more of them; knowing a name is not honouring it."""


def _kind_of(payload: bytes) -> _Kind | Defect:
    """What a message is by its first octets, if all of its fixed part is there."""
    if not payload:
        return Defect("the message is empty", 0, None)
    if payload[0] == miphar.TYPE:
        if len(payload) < _HEADER.size:
            return _cut_short(payload, _HEADER)
        subtype, version = _HEADER.unpack(payload)
        if version != miphar.VERSION:
            return Defect(f"Version {version} is unknown", _HEADER.offsets["version"], None)
        kind = _BY_SUBTYPE.get(subtype)
        if kind is None:
            return Defect(f"Subtype {subtype} is unknown", _HEADER.offsets["subtype"], None)
    else:
        kind = _BY_TYPE.get(payload[0])
        if kind is None:
            return Defect(f"Type {payload[0]} is unknown", 0, None)
    return kind if len(payload) >= kind.record.size else _cut_short(payload, kind.record)


def _cut_short(payload: bytes, record: Record) -> Defect:
    reason = f"the message ends at octet {len(payload)}, its fixed part takes {record.size}"
    return Defect(reason, len(payload), None)


def _read_redundancy(
    kind: _Kind, header: dict[str, Any], payload: bytes, spans: list[Span]
) -> tuple[Message, Defect | None]:
    """The message, and the first thing in it that is answered 134 (wire-format.md, 5.2)."""
    bindings: list[Binding] = []
    home_agents: list[str] = []
    defect = _fixed_part_defect(kind, header)
    misplaced = _why_no_bindings(kind, header)
    for type_, start, end in spans:
        reason = ""
        if type_ == _BINDING_TYPE:
            binding, reason = _read_binding(payload, start, end)
            reason = misplaced or reason
            if binding is not None:
                bindings.append(binding)
        elif type_ == _LIST_TYPE:
            reason = _read_list(payload, start + _LIST.size, end, home_agents)
        elif type_ <= LAST_NON_SKIPPABLE and type_ not in miphar.EXTENSIONS.classes:
            reason = f"an unknown extension of type {type_}, not one to skip"
        if reason and defect is None:
            defect = Defect(f"{reason}, at octet {start}", start, Code.POORLY_FORMED)
    if kind.value is BindingUpdate and not bindings and defect is None:
        reason = "a Binding Update without a Mobility Binding"
        defect = Defect(reason, kind.record.size, Code.POORLY_FORMED)
    if kind.value in _WITH_BINDINGS:
        header["bindings"] = tuple(bindings)
    return kind.value(**header, home_agents=tuple(home_agents)), defect


def _fixed_part_defect(kind: _Kind, header: dict[str, Any]) -> Defect | None:
    if kind.value is not TableReply:
        return None
    offsets = kind.record.offsets
    if header["code"] not in (Code.ACCEPTED, Code.NOT_INITIALIZED):
        reason = f"a Table Reply of Code {header['code']}"
        return Defect(reason, offsets["code"], Code.POORLY_FORMED)
    if header["part"] == 0:
        return Defect("a Table Reply of Part 0", offsets["part"], Code.POORLY_FORMED)
    return None


def _why_no_bindings(kind: _Kind, header: dict[str, Any]) -> str:
    """What is wrong with any binding in this message, or nothing."""
    if kind.value not in _WITH_BINDINGS:
        return "a Mobility Binding in a message that has none"
    if kind.value is TableReply and header["code"] == Code.NOT_INITIALIZED:
        return "a Mobility Binding in a Table Reply of Code 1"
    return ""


def _read_binding(payload: bytes, start: int, end: int) -> tuple[Binding | None, str]:
    """The binding, if its fixed part is there, and what is wrong with it, or nothing."""
    if end - start < _BINDING.size:
        return None, f"a Mobility Binding of Length {payload[start + 1]}"
    options, reason = _read_sub_options(payload, start + _BINDING.size, end)
    values = _BINDING.unpack(payload, start)
    values[-1] = options  # in place of the Length
    binding = Binding(*values)
    granted, remaining = binding.lifetime_granted, binding.lifetime_remaining
    if not reason and not binding.deleted and not 0 < remaining <= granted:
        reason = f"a Mobility Binding with {remaining} s remaining of {granted} s granted"
    return binding, reason


def _read_sub_options(payload: bytes, at: int, end: int) -> tuple[tuple[SubOption, ...], str]:
    if at == end:
        return (), ""
    spans, stop = miphar.SUB_OPTIONS.walk(payload, at, end)
    size = _SUB_OPTION.size
    options = tuple(SubOption(type_, payload[start + size : to]) for type_, start, to in spans)
    if stop == end:
        return options, ""
    return options, f"a sub-option at octet {stop} that does not fit its Mobility Binding"


def _read_list(payload: bytes, at: int, end: int, home_agents: list[str]) -> str:
    """Append the whole addresses of a Home Agent List; returns what is wrong with it."""
    whole = end - (end - at) % _ADDRESS_SIZE
    home_agents += [inet_ntoa(payload[i : i + 4]) for i in range(at, whole, _ADDRESS_SIZE)]
    return "" if at < whole == end else f"a Home Agent List of Length {end - at}"


def _read_registration(
    kind: _Kind, header: dict[str, Any], payload: bytes, spans: list[Span]
) -> tuple[Message, Defect | None]:
    """The message with the extensions before its Mobile-Home Authentication.

    What follows that is for the foreign agent (RFC 5944, sections 3.6.1.3 and 3.8.3.3).
    """
    defect: Defect | None = None
    extensions: list[Extension] = []
    for_home_agent = True
    for type_, start, end in spans:
        if type_ == _MOBILE_HOME_TYPE:
            for_home_agent = False
        elif type_ <= LAST_NON_SKIPPABLE and type_ not in _RECOGNIZED and defect is None:
            # "the message containing that extension MUST be silently discarded" (RFC 5944, 1.8).
            reason = f"an unknown extension of type {type_}, not one to skip"
            defect = Defect(f"{reason}, at octet {start}", start, None)
        if for_home_agent and type_ != 0:
            extensions.append(_read_extension(type_, payload[start:end]))
    return kind.value(**header, extensions=tuple(extensions)), defect


def _read_extension(type_: int, octets: bytes) -> Extension:
    if type_ in mobileip.EXTENSIONS.long_form:
        _, subtype, _ = _LONG.unpack(octets)
        return Extension(type_, octets[_LONG.size :], subtype)
    return Extension(type_, octets[_TLV.size :])


def _pack_extension(extension: Extension) -> bytes:
    if extension.type == 0:
        raise ValueError("extension 0 is padding, which holds no value")
    length = len(extension.value)
    is_long = extension.type in mobileip.EXTENSIONS.long_form
    if is_long != (extension.subtype is not None):
        raise ValueError(f"extension {extension.type} has {'a' if is_long else 'no'} subtype")
    if is_long:
        return _LONG.pack((extension.type, extension.subtype, length)) + extension.value
    return _TLV.pack((extension.type, length)) + extension.value


def _pack_binding(binding: Binding) -> bytes:
    options = b"".join(
        _SUB_OPTION.pack((option.type, len(option.value))) + option.value
        for option in binding.sub_options
    )
    length = _BINDING.size - miphar.MobilityBinding.header_size + len(options)
    return _BINDING.pack((*_binding_values(binding), length)) + options


def _pack_lists(home_agents: Sequence[str]) -> Iterator[bytes]:
    for first in range(0, len(home_agents), _LONGEST_LIST):
        addresses = home_agents[first : first + _LONGEST_LIST]
        yield _LIST.pack((len(addresses) * _ADDRESS_SIZE,))
        yield b"".join(map(parse_address, addresses))
