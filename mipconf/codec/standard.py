"""The codec of docs/protocol.md and RFC 5944, or of the same layout with other numbers.

Its layout is that of the layers, by `mipconf.codec.fixed_layout`: it knows no widths and offsets
of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from socket import inet_ntoa
from typing import Any

from mipconf.codec.fixed_layout import Record, parse_address
from mipconf.codec.interface import Decoded, Defect
from mipconf.codec.numbers import STANDARD_NUMBERS, Numbers
from mipconf.layers import extension as extensions
from mipconf.layers import miphar, mobileip
from mipconf.layers.authentication_extensions import MobileHomeAuthentication
from mipconf.layers.extension import LAST_NON_SKIPPABLE, Span, TypeSpace
from mipconf.layers.layer import fixed_part, renumbered, type_of
from mipconf.layers.registration_extensions import EXTENSIONS
from mipconf.layers.security import Association, Authentication, Authenticity, KeyRing
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Extension,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    SubOptionType,
    TableReply,
    TableReplyAck,
    TableRequest,
)


class StandardCodec:
    """The format of docs/protocol.md, with these numbers, and of RFC 5944 for registrations."""

    def __init__(self, numbers: Numbers = STANDARD_NUMBERS) -> None:
        given = numbers.extensions
        self._type = numbers.type
        self._version = numbers.version
        binding = renumbered(miphar.MobilityBinding, type=given.mobility_binding)
        home_agents = renumbered(miphar.HomeAgentList, type=given.home_agent_list)
        ha_ha = renumbered(
            miphar.HaHaAuthentication,
            type=given.authentication,
            subtype=given.authentication_subtype,
        )
        self._binding_type, self._list_type = type_of(binding), type_of(home_agents)
        self._known = frozenset({0, type_of(ha_ha), self._binding_type, self._list_type})
        self._space = TypeSpace({}, long_form=frozenset({type_of(ha_ha)}))
        self._binding = Record(binding, (*_BINDING_NAMES, "length"))
        self._list = Record(home_agents, ("length",))
        self._kinds = dict(_REGISTRATIONS)
        self._by_subtype: dict[int, _Kind] = {}
        for layer, value, subtype in (
            (miphar.BindingUpdate, BindingUpdate, numbers.subtypes.binding_update),
            (miphar.BindingUpdateAck, BindingUpdateAck, numbers.subtypes.binding_update_ack),
            (miphar.TableRequest, TableRequest, numbers.subtypes.table_request),
            (miphar.TableReply, TableReply, numbers.subtypes.table_reply),
            (miphar.TableReplyAck, TableReplyAck, numbers.subtypes.table_reply_ack),
        ):
            numbered = renumbered(
                layer,
                type=numbers.type,
                subtype=subtype,
                version=numbers.version,
                authentication=ha_ha,
            )
            self._kinds[value] = self._by_subtype[subtype] = _kind(numbered, value)
        codes = {code.value: getattr(numbers.codes, code.name.lower()) for code in Code}
        types = {t.value: getattr(numbers.sub_options, t.name.lower()) for t in SubOptionType}
        self._codes, self._codes_read = _both_ways(codes)
        self._options, self._options_read = _both_ways(types)

    def encode(self, message: Message, association: Association | None, /) -> bytes:
        """See `Codec`. Home Agent Lists go before bindings, as many as the addresses need."""
        kind = self._kinds[type(message)]
        if isinstance(message, RegistrationRequest | RegistrationReply):
            octets = kind.record.pack(kind.values(message))
            octets += b"".join(map(_pack_extension, message.extensions))
        else:
            if message.code in self._codes:
                message = replace(message, code=self._codes[message.code])
            octets = kind.record.pack(kind.values(message))
            octets += b"".join(self._pack_lists(message.home_agents))
            octets += b"".join(map(self._pack_binding, getattr(message, "bindings", ())))
        if association is not None:
            length = kind.authentication.size - kind.layer.authentication.header_size
            octets += kind.authentication.pack((length + association.size, association.spi))
            octets += association.authenticator(octets)
        return octets + b"".join(map(_pack_extension, getattr(message, "trailing", ())))

    def decode(self, payload: bytes, keys: KeyRing, /) -> Decoded:
        """See `Codec`."""
        kind = self._kind_of(payload)
        if isinstance(kind, Defect):
            return Decoded(None, Authentication(None, Authenticity.ABSENT, kind.reason), kind)
        is_registration = kind.value in _REGISTRATIONS
        space = kind.layer.space if is_registration else self._space
        spans, stop = space.walk(payload, kind.record.size, len(payload))
        authentication = kind.layer.authenticate(payload, spans, stop, keys)
        header = dict(zip(kind.record.names, kind.record.unpack(payload), strict=True))
        read = _read_registration if is_registration else self._read_redundancy
        message, defect = read(kind, header, payload, spans)
        if stop != len(payload):
            reason = f"the extension at octet {stop} does not end within the message"
            defect = Defect(reason, stop, None)
        return Decoded(message, authentication, defect)

    def binding_size(self, binding: Binding, /) -> int:
        """See `Codec`."""
        sizes = (_SUB_OPTION.size + len(option.value) for option in binding.sub_options)
        size = self._binding.size + sum(sizes)
        if size > _LARGEST_EXTENSION:
            raise ValueError(f"a Mobility Binding of {size} octets, more than {_LARGEST_EXTENSION}")
        return size

    # The Home Agents' messages.

    def _kind_of(self, payload: bytes) -> _Kind | Defect:
        """What a message is by its first octets, if all of its fixed part is there."""
        if not payload:
            return Defect("the message is empty", 0, None)
        if payload[0] == self._type:
            if len(payload) < _HEADER.size:
                return _cut_short(payload, _HEADER)
            subtype, version = _HEADER.unpack(payload)
            if version != self._version:
                return Defect(f"Version {version} is unknown", _HEADER.offsets["version"], None)
            kind = self._by_subtype.get(subtype)
            if kind is None:
                return Defect(f"Subtype {subtype} is unknown", _HEADER.offsets["subtype"], None)
        else:
            kind = _BY_TYPE.get(payload[0])
            if kind is None:
                return Defect(f"Type {payload[0]} is unknown", 0, None)
        return kind if len(payload) >= kind.record.size else _cut_short(payload, kind.record)

    def _read_redundancy(
        self, kind: _Kind, header: dict[str, Any], payload: bytes, spans: list[Span]
    ) -> tuple[Message, Defect | None]:
        """The message, and the first thing in it that is answered 134 (docs/protocol.md#5-2)."""
        bindings: list[Binding] = []
        home_agents: list[str] = []
        header["code"] = self._codes_read.get(header["code"], header["code"])
        defect = _fixed_part_defect(kind, header)
        misplaced = _why_no_bindings(kind, header)
        for type_, start, end in spans:
            reason = ""
            if type_ == self._binding_type:
                binding, reason = self._read_binding(payload, start, end)
                reason = misplaced or reason
                if binding is not None:
                    bindings.append(binding)
            elif type_ == self._list_type:
                reason = _read_list(payload, start + self._list.size, end, home_agents)
            elif type_ <= LAST_NON_SKIPPABLE and type_ not in self._known:
                reason = f"an unknown extension of type {type_}, not one to skip"
            if reason and defect is None:
                defect = Defect(f"{reason}, at octet {start}", start, Code.POORLY_FORMED)
        if kind.value is BindingUpdate and not bindings and defect is None:
            reason = "a Binding Update without a Mobility Binding"
            defect = Defect(reason, kind.record.size, Code.POORLY_FORMED)
        if kind.value in _WITH_BINDINGS:
            header["bindings"] = tuple(bindings)
        return kind.value(**header, home_agents=tuple(home_agents)), defect

    def _read_binding(self, payload: bytes, start: int, end: int) -> tuple[Binding | None, str]:
        """The binding, if its fixed part is there, and what is wrong with it, or nothing."""
        if end - start < self._binding.size:
            return None, f"a Mobility Binding of Length {payload[start + 1]}"
        options, reason = self._read_sub_options(payload, start + self._binding.size, end)
        values = self._binding.unpack(payload, start)
        values[-1] = options  # in place of the Length
        binding = Binding(*values)
        granted, remaining = binding.lifetime_granted, binding.lifetime_remaining
        if not reason and not binding.deleted and not 0 < remaining <= granted:
            reason = f"a Mobility Binding with {remaining} s remaining of {granted} s granted"
        return binding, reason

    def _read_sub_options(
        self, payload: bytes, at: int, end: int
    ) -> tuple[tuple[SubOption, ...], str]:
        if at == end:
            return (), ""
        spans, stop = miphar.SUB_OPTIONS.walk(payload, at, end)
        size = _SUB_OPTION.size
        options = tuple(
            SubOption(self._options_read.get(type_, type_), payload[start + size : to])
            for type_, start, to in spans
        )
        if stop == end:
            return options, ""
        return options, f"a sub-option at octet {stop} that does not fit its Mobility Binding"

    def _pack_binding(self, binding: Binding) -> bytes:
        options = b"".join(
            _SUB_OPTION.pack((self._options.get(option.type, option.type), len(option.value)))
            + option.value
            for option in binding.sub_options
        )
        length = self._binding.size - miphar.MobilityBinding.header_size + len(options)
        return self._binding.pack((*_binding_values(binding), length)) + options

    def _pack_lists(self, home_agents: Sequence[str]) -> Iterator[bytes]:
        for first in range(0, len(home_agents), _LONGEST_LIST):
            addresses = home_agents[first : first + _LONGEST_LIST]
            yield self._list.pack((len(addresses) * _ADDRESS_SIZE,))
            yield b"".join(map(parse_address, addresses))


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


def _both_ways(assigned: Mapping[int, int]) -> tuple[dict[int, int], dict[int, int]]:
    """What is another number on the wire, and the way back.

    A number that is nobody's keeps its own, unless that was given away: then it takes one that
    became free. So nothing becomes the same, neither way.
    """
    given = sorted(set(assigned.values()) - set(assigned))
    free = sorted(set(assigned) - set(assigned.values()))
    whole = dict(assigned) | dict(zip(given, free, strict=True))
    moved = {ours: theirs for ours, theirs in whole.items() if ours != theirs}
    return moved, {theirs: ours for ours, theirs in moved.items()}


_REGISTRATIONS: dict[type[Any], _Kind] = {
    value: _kind(layer, value)
    for layer, value in (
        (mobileip.RegistrationRequest, RegistrationRequest),
        (mobileip.RegistrationReply, RegistrationReply),
    )
}
_BY_TYPE = {type_of(kind.layer): kind for kind in _REGISTRATIONS.values()}
_WITH_BINDINGS = (BindingUpdate, TableReply)

_HEADER = Record(miphar.RedundancyMessage, ("subtype", "version"))
_BINDING_NAMES = tuple(field.name for field in fields(Binding) if field.name != "sub_options")
_binding_values = attrgetter(*_BINDING_NAMES)
_SUB_OPTION = Record(miphar.SubOption, ("type", "length"))
_TLV = Record(extensions.Extension, ("type", "length"))
_LONG = Record(extensions.LongExtension, ("type", "subtype", "length"))
_LARGEST_EXTENSION = _TLV.size + 255

_MOBILE_HOME_TYPE = type_of(MobileHomeAuthentication)

_ADDRESS_SIZE = 4
_LONGEST_LIST = 255 // _ADDRESS_SIZE
"""Addresses in one Home Agent List."""

_RECOGNIZED = frozenset({0, 32, 33, 34, 36})
"""The types up to 127 in registrations that a home agent here acts on or may leave alone: padding
and authentication. The layers know more of them; knowing a name is not honouring it."""


def _cut_short(payload: bytes, record: Record) -> Defect:
    reason = f"the message ends at octet {len(payload)}, its fixed part takes {record.size}"
    return Defect(reason, len(payload), None)


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


def _read_list(payload: bytes, at: int, end: int, home_agents: list[str]) -> str:
    """Append the whole addresses of a Home Agent List; returns what is wrong with it."""
    whole = end - (end - at) % _ADDRESS_SIZE
    home_agents += [inet_ntoa(payload[i : i + 4]) for i in range(at, whole, _ADDRESS_SIZE)]
    return "" if at < whole == end else f"a Home Agent List of Length {end - at}"


def _read_registration(
    kind: _Kind, header: dict[str, Any], payload: bytes, spans: list[Span]
) -> tuple[Message, Defect | None]:
    """The message with the extensions before its Mobile-Home Authentication, and those after it.

    These are for the foreign agent, or from it (RFC 5944, sections 3.6.1.3 and 3.8.3.3).
    """
    defect: Defect | None = None
    protected: list[Extension] = []
    trailing: list[Extension] = []
    extensions = protected
    for type_, start, end in spans:
        if type_ == _MOBILE_HOME_TYPE:
            extensions = trailing
        elif type_ <= LAST_NON_SKIPPABLE and type_ not in _RECOGNIZED and defect is None:
            # "the message containing that extension MUST be silently discarded" (RFC 5944, 1.8).
            reason = f"an unknown extension of type {type_}, not one to skip"
            defect = Defect(f"{reason}, at octet {start}", start, None)
        if type_ not in (0, _MOBILE_HOME_TYPE):
            extensions.append(_read_extension(type_, payload[start:end]))
    message = kind.value(**header, extensions=tuple(protected), trailing=tuple(trailing))
    return message, defect


def _read_extension(type_: int, octets: bytes) -> Extension:
    if EXTENSIONS.is_long(octets):
        _, subtype, _ = _LONG.unpack(octets)
        return Extension(type_, octets[_LONG.size :], subtype)
    return Extension(type_, octets[_TLV.size :])


def _pack_extension(extension: Extension) -> bytes:
    if extension.type == 0:
        raise ValueError("extension 0 is padding, which holds no value")
    length = len(extension.value)
    is_drawn_long = extension.type in EXTENSIONS.drawn_long and extension.subtype is not None
    is_long = extension.type in EXTENSIONS.long_form or is_drawn_long
    if is_long != (extension.subtype is not None):
        raise ValueError(f"extension {extension.type} has {'a' if is_long else 'no'} subtype")
    if is_long:
        return _LONG.pack((extension.type, extension.subtype, length)) + extension.value
    return _TLV.pack((extension.type, length)) + extension.value


STANDARD = StandardCodec()
"""docs/protocol.md and RFC 5944, with their own numbers."""
