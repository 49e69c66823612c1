"""The Lua dissector for Wireshark: tables that the layers give, and the code that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from scapy.packet import Packet

from mipconf.layers import advertisement, hsrp, messages, miphar, numbers
from mipconf.layers import all as layers
from mipconf.layers.extension import LAST_NON_SKIPPABLE, TypeSpace
from mipconf.layers.layer import number_of, type_of
from mipconf.layers.registration_extensions import EXTENSIONS
from mipconf.wireshark.labels import label
from mipconf.wireshark.outline import Kind, Outline, WireField, layer_name, outlines, spaces

BUILT_IN_MESSAGES = frozenset({1, 3, 4, 7, 15})
"""The message types that Wireshark 4.0 dissects itself; it takes all others for malformed."""

MISREAD_EXTENSIONS = frozenset({0, 37, 40, 41, 42, 43, 48, 50, 127, 139, 154})
"""The extensions that it reads by another form than they have, and all that follows with them."""

_PARTS = ("fields", "walk", "exchanges", "defects", "telling", "messages", "beside", "ports")
"""The code that reads the tables, in the order in which each part needs those before it."""

_TABLES = "--@TABLES@"

_MESSAGES = (
    layers.MobileIP,
    layers.HSRP,
    layers.VRRP,
    layers.RouterAdvertisement,
    layers.RouterSolicitation,
)
"""What no other layer holds."""


def dissector() -> str:
    """The whole text: Lua 5.1 to 5.4, for one file in Wireshark's folder of plugins."""
    folder = files("mipconf.wireshark").joinpath("dissector")
    parts = (folder.joinpath(f"{name}.lua").read_text(encoding="utf-8") for name in _PARTS)
    return "\n".join(parts).replace(_TABLES, _tables())


def _tables() -> str:
    found = outlines()
    all_spaces = spaces(found)
    names: dict[str, int] = {}
    described = {
        each.filter_name: _field(each, names, all_spaces)
        for outline in found.values()
        for each in outline.fields
    }
    tables: dict[str, Any] = {
        "NAMES": [dict(_items(text)) for text in names],
        "FIELDS": list(described.values()),
        "LAYERS": {
            name: _layer(outline, names, all_spaces) for name, outline in sorted(found.items())
        },
        "SPACES": [_space(space) for space in all_spaces],
        "MESSAGES": {number: layer.__name__ for number, layer in messages.MESSAGES.items()},
        "SUBTYPES": {number: layer.__name__ for number, layer in miphar.MESSAGES.items()},
        "SPACE": {
            name: all_spaces.index(space) + 1
            for name, space in (
                ("registration", EXTENSIONS),
                ("redundancy", miphar.EXTENSIONS),
                ("binding", miphar.SUB_OPTIONS),
            )
        },
        "VERSION": number_of(miphar.RedundancyMessage, "version"),
        "SUBTYPE": {
            "update": number_of(miphar.BindingUpdate, "subtype"),
            "reply": number_of(miphar.TableReply, "subtype"),
        },
        "HA_HA": miphar.HA_HA,
        "BINDING": type_of(miphar.MobilityBinding),
        "LIST": type_of(miphar.HomeAgentList),
        "LAST_NON_SKIPPABLE": LAST_NON_SKIPPABLE,
        "ANSWERS": _answers(messages.MESSAGES.values()),
        "HSRP_OPS": {
            number: "HSRPAdvertisement" if number == 3 else "HSRPv1" for number in hsrp.OP_CODES
        },
        "VRRP_VERSIONS": {2: layers.VRRPv2.__name__, 3: layers.VRRPv3.__name__},
        "BUILT_IN": dict.fromkeys(BUILT_IN_MESSAGES, True),
        "MISREAD": dict.fromkeys(MISREAD_EXTENSIONS, True),
    }
    return "\n".join(f"local {name} = {_lua(table)}" for name, table in tables.items())


def _items(text: str) -> Iterable[tuple[int, str]]:
    lines = (line.split("\t") for line in text.split("\n"))
    return ((int(number), name) for number, name in lines)


def _field(each: WireField, names: dict[str, int], all_spaces: list[TypeSpace]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "abbr": each.filter_name,
        "name": each.name,
        "title": label(each.name),
        "kind": str(each.kind),
        "octets": each.octets,
    }
    if each.names:
        # Tables of names are shared by all fields that have the same ones.
        text = "\n".join(f"{number}\t{name}" for number, name in sorted(each.names.items()))
        content["names"] = names.setdefault(text, len(names) + 1)
    if each.mask:
        lowest = each.mask & -each.mask
        content |= {"mask": each.mask, "lowest": lowest, "span": each.mask // lowest + 1}
    if each.last:
        content["last"] = True
    if each.is_hexadecimal:
        content["hex"] = True
    if each.flags:
        content["flags"] = [[flag, mask] for flag, mask in reversed(each.flags)]
    if each.counted_by:
        content["counted_by"] = each.counted_by
    if each.kind is Kind.EXTENSIONS:
        content["of"] = all_spaces.index(each.of) + 1
    elif each.kind is Kind.LAYERS:
        content["of"] = each.of.__name__
    return content


def _layer(outline: Outline, names: dict[str, int], all_spaces: list[TypeSpace]) -> dict[str, Any]:
    layer = outline.layer
    content: dict[str, Any] = {
        "title": str(layer._name if hasattr(layer, "_name") else layer.name),
        "size": outline.size,
        "fields": [_field(each, names, all_spaces) for each in outline.fields],
    }
    if not issubclass(layer, _MESSAGES):
        content["abbr"] = layer_name(layer)
    reading = getattr(layer, "reading", "")
    if isinstance(reading, str) and reading:
        content["reading"] = reading
    at, told_by = getattr(layer, "told_by", (0, b""))
    if told_by:
        content["told_by"] = {"at": at, "octets": list(told_by)}
    if issubclass(layer, layers.RedundancyMessage):
        content["miphar"] = True
    return content


def _space(space: TypeSpace) -> dict[str, Any]:
    types: dict[int, list[str]] = {}
    subtypes: dict[int, list[str]] = {}
    for key, value in space.classes.items():
        candidates = [each.__name__ for each in (value if isinstance(value, tuple) else (value,))]
        if isinstance(key, tuple):
            subtypes[256 * key[0] + key[1]] = candidates
        else:
            types[key] = candidates
    known = {kind: True for kind in range(256) if space.knows(kind)}
    if space is EXTENSIONS:
        known |= dict.fromkeys(numbers.OTHER_EXTENSION_NAMES, True)
    return {
        "types": types,
        "subtypes": subtypes,
        "long": dict.fromkeys(sorted(space.long_form), True),
        "drawn": {
            kind: {subtype: layer.__name__ for subtype, layer in by_subtype.items()}
            for kind, by_subtype in space.drawn_long.items()
        },
        "named": known,
        "padding": space.padding,
        "only_known": space.only_known,
        "plain": space.plain.__name__,
        "skips": space.padding and space is not advertisement.EXTENSIONS,
    }


def _answers(all_messages: Iterable[type[Packet]]) -> dict[str, str]:
    found = {}
    for layer in all_messages:
        request = getattr(layer, "request", None)
        if request is not None:
            found[layer.__name__] = request.__name__
    return found


def _lua(value: Any) -> str:
    """A value as Lua writes it; dictionaries and lists become tables."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_lua(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if value else "{}"
    return "{\n" + "".join(f"  {_lua(each)},\n" for each in value) + "}"


def _key(key: int | str) -> str:
    return f"[{key}]" if isinstance(key, int) else key
