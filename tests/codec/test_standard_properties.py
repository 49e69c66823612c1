"""The codec on messages that Hypothesis makes: reversible, equal to the layers, never raising."""

import dataclasses
from typing import Any, cast

from hypothesis import example, given
from hypothesis import strategies as st
from scapy.packet import Packet

from mipconf.codec import STANDARD, Authenticity, Decoded
from mipconf.layers import extension, miphar, mobileip
from mipconf.layers.security import Algorithm, Association, KeyRing
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Extension,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
)

KEYS = KeyRing([Association(1000, Algorithm.HMAC_SHA256, b"key")])
UPDATE = b"\xff\1\1" + bytes(21)
REQUEST = b"\1" + bytes(23)
_BINDING_NAMES = [field.name for field in dataclasses.fields(Binding)][:-1]


def _unsigned(bits: int) -> st.SearchStrategy[int]:
    return st.integers(0, 2**bits - 1)


addresses = st.ip_addresses(v=4).map(str)
sub_options = st.builds(SubOption, type=_unsigned(8), value=st.binary(max_size=20))
bindings = st.builds(
    Binding,
    home_address=addresses,
    home_agent=addresses,
    care_of_address=addresses,
    flags=_unsigned(8),
    deleted=st.booleans(),
    lifetime_granted=_unsigned(16),
    lifetime_remaining=_unsigned(16),
    identification=_unsigned(64),
    sub_options=st.lists(sub_options, max_size=4).map(tuple),
)
HEADERS: dict[str, st.SearchStrategy[Any]] = {
    "group": _unsigned(16),
    "home_agent_id": addresses,
    "sequence": _unsigned(32),
    "identification": _unsigned(64),
    "code": _unsigned(8),
    "retransmission": st.booleans(),
    "home_agents": st.lists(addresses, max_size=5).map(tuple),
}
several_bindings = st.lists(bindings, max_size=4).map(tuple)
long_types = sorted(mobileip.EXTENSIONS.long_form)
tlv_types = sorted(set(range(1, 256)) - mobileip.EXTENSIONS.long_form - {32})
values = st.binary(max_size=20)
# A short one of a drawn type whose Length is a Subtype of the long form is read as that.
short_extensions = st.builds(Extension, type=st.sampled_from(tlv_types), value=values).filter(
    lambda short: not mobileip.EXTENSIONS.is_long(bytes((short.type, len(short.value))))
)
some_extensions = st.lists(
    short_extensions
    | st.builds(Extension, type=st.sampled_from(long_types), value=values, subtype=_unsigned(8)),
    max_size=4,
).map(tuple)
messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(BindingUpdate, bindings=several_bindings, **HEADERS),
    st.builds(BindingUpdateAck, **HEADERS),
    st.builds(TableRequest, **HEADERS),
    st.builds(
        TableReply,
        bindings=several_bindings,
        request_sequence=_unsigned(32),
        part=_unsigned(32),
        more=st.booleans(),
        **HEADERS,
    ),
    st.builds(TableReplyAck, **HEADERS),
    st.builds(
        RegistrationRequest,
        flags=_unsigned(8),
        lifetime=_unsigned(16),
        home_address=addresses,
        home_agent=addresses,
        care_of_address=addresses,
        identification=_unsigned(64),
        extensions=some_extensions,
    ),
    st.builds(
        RegistrationReply,
        code=_unsigned(8),
        lifetime=_unsigned(16),
        home_address=addresses,
        home_agent=addresses,
        identification=_unsigned(64),
        extensions=some_extensions,
    ),
)
associations = st.builds(
    Association, spi=_unsigned(32), algorithm=st.sampled_from(Algorithm), key=st.binary(min_size=1)
)


@given(messages, some_extensions, associations)
def test_decoding_gives_back_what_was_encoded(
    message: Message, trailing: tuple[Extension, ...], association: Association
) -> None:
    if isinstance(message, RegistrationRequest | RegistrationReply):
        message = dataclasses.replace(message, trailing=trailing)
    payload = STANDARD.encode(message, association)
    decoded = STANDARD.decode(payload, KeyRing([association]))
    assert decoded.message == message
    assert decoded.authentication.authenticity is Authenticity.VALID


@given(messages, associations)
def test_codec_and_layers_give_the_same_octets(message: Message, association: Association) -> None:
    layer = _layer(message)
    assert bytes(layer) == STANDARD.encode(message, None)
    assert bytes(layer.sign(association)) == STANDARD.encode(message, association)


@given(messages, associations)
# The layers call the second octet `reserved` in these, not `subtype`.
@example(
    RegistrationReply(
        code=0,
        lifetime=0,
        home_address="10.1.0.5",
        home_agent="10.1.0.1",
        identification=0,
        extensions=(Extension(37, bytes(6), subtype=0), Extension(38, bytes(6), subtype=1)),
    ),
    Association(1000, Algorithm.HMAC_SHA256, b"key"),
)
def test_codec_and_layers_read_the_same(message: Message, association: Association) -> None:
    payload = STANDARD.encode(message, association)
    base = miphar.RedundancyMessage if payload[0] == miphar.TYPE else mobileip.MobileIP
    layer = cast(mobileip.AuthenticatedMessage, base(payload))
    assert _read(layer, type(message)) == message
    assert layer.verify(KeyRing([association])).authenticity is Authenticity.VALID


@given(messages, associations)
def test_sizes(message: Message, association: Association) -> None:
    payload = STANDARD.encode(message, association)
    without = dict.fromkeys({"bindings"} & set(_names(message)), ())
    rest = STANDARD.encode(dataclasses.replace(message, **cast(Any, without)), association)
    taken = sum(map(STANDARD.binding_size, getattr(message, "bindings", ())))
    assert len(payload) == len(rest) + taken


@given(st.binary() | st.binary(min_size=24).map(lambda octets: b"\xff" + octets))
def test_any_octets_are_decoded_or_refused(octets: bytes) -> None:
    for payload in (octets, UPDATE + octets, REQUEST + octets):
        decoded = STANDARD.decode(payload, KEYS)
        assert isinstance(decoded, Decoded)
        assert decoded.message is not None or decoded.defect is not None


def _names(message: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(message)]


def _values(message: Any) -> dict[str, Any]:
    lists = {"bindings", "home_agents", "extensions", "trailing", "sub_options"}
    return {name: getattr(message, name) for name in _names(message) if name not in lists}


def _layer(message: Message) -> mobileip.AuthenticatedMessage:
    """The layer that says the same, built by hand."""
    items: list[Packet] = []
    if isinstance(message, RegistrationRequest | RegistrationReply):
        module: Any = mobileip
        for item in message.extensions:
            if item.subtype is None:
                items.append(extension.Extension(type=item.type, value=item.value))
            else:
                items.append(
                    extension.LongExtension(type=item.type, subtype=item.subtype, value=item.value)
                )
    else:
        module = miphar
        if message.home_agents:
            items.append(miphar.HomeAgentList(home_agents=list(message.home_agents)))
        for binding in getattr(message, "bindings", ()):
            options = [miphar.SubOption(type=o.type, value=o.value) for o in binding.sub_options]
            items.append(miphar.MobilityBinding(sub_options=options, **_values(binding)))
    layer = getattr(module, type(message).__name__)
    return cast(mobileip.AuthenticatedMessage, layer(extensions=items, **_values(message)))


def _read(layer: Packet, kind: type[Any]) -> Any:
    """The value that says the same as a dissected layer."""
    names = {field.name for field in dataclasses.fields(kind)}
    found = {name: getattr(layer, name) for name in names & set(layer.fields)}
    items = layer.extensions[:-1]
    if "extensions" in names:
        found["extensions"] = tuple(map(_read_extension, items))
        return kind(**found)
    lists = [item.home_agents for item in items if isinstance(item, miphar.HomeAgentList)]
    found["home_agents"] = tuple(address for ids in lists for address in ids)
    if "bindings" in names:
        found["bindings"] = tuple(
            Binding(
                **{name: getattr(item, name) for name in _BINDING_NAMES},
                sub_options=tuple(
                    SubOption(option.type, bytes(option)[2:]) for option in item.sub_options
                ),
            )
            for item in items
            if isinstance(item, miphar.MobilityBinding)
        )
    return kind(**found)


def _read_extension(item: Packet) -> Extension:
    if item.type in mobileip.EXTENSIONS.long_form:
        return Extension(item.type, bytes(item)[4:], bytes(item)[1])
    return Extension(item.type, bytes(item)[2:])
