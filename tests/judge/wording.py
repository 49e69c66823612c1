"""The words of a story: who is who, what a mobile node's state is, what a message says."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from mipconf.codec import STANDARD
from mipconf.layers.security import Association
from mipconf.net.host import Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.profile.security import Keys
from mipconf.protocol.identification import LOW_HALF, from_time
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Extension,
    Flags,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
)

SECOND = 1_000_000_000
ZERO = 1_795_467_600 * SECOND
HUT = "HUT"
PEERS = ("P", "Q", "R")
PARTIES = {
    HUT: "10.0.0.10",
    "VIP": "10.0.0.1",
    "P": "10.0.0.21",
    "Q": "10.0.0.22",
    "R": "10.0.0.23",
    "STRANGER": "10.0.0.24",
    "ELSEWHERE": "224.0.0.253",
}
GROUP = Endpoint("224.0.0.254", 434)
NAI = 131


def at(seconds: float) -> int:
    """A moment of a story, in nanoseconds since the Unix epoch."""
    return ZERO + round(seconds * SECOND)


def address(name: str) -> str:
    """Where somebody sends from."""
    if name == "all":
        return GROUP.address
    return PARTIES.get(name) or care_of(int(name.removeprefix("MN")))


def care_of(number: int) -> str:
    """The care-of address of a mobile node, unless it has moved."""
    return f"192.0.2.{number}"


def home(number: int) -> str:
    """The home address of a mobile node; it rises with the number."""
    return f"10.64.0.{number}"


def expand_range(names: str) -> list[str]:
    """`MN1..3` as MN1, MN2, MN3."""
    first, dots, last = names.partition("..")
    if not dots:
        return [first]
    return [f"MN{number}" for number in range(int(first[2:]), int(last) + 1)]


class Words:
    """The words of one line: numbers, flags, `key=value`, and bindings."""

    def __init__(self, words: list[str]) -> None:
        self.sequence = next((int(word[1:]) for word in words if word.startswith("#")), 0)
        self.bindings = [word for word in words if word.startswith("MN")]
        self.part = next(
            (word.split("/") for word in words if "/" in word and word[0].isdigit()), ("1", "1")
        )
        others = [word for word in words if word not in self.bindings]
        self.values = dict(word.split("=", 1) for word in others if "=" in word)
        self.flags = {word for word in others if "=" not in word}

    def number(self, key: str, default: int) -> int:
        """The number that a key has."""
        return int(self.values.get(key, default))

    def moment(self, key: str, default: int) -> int:
        """The Identification of the time that a key has."""
        return from_time(at(float(self.values[key])) if key in self.values else default)


class Speaker:
    """Makes the datagrams of one story, and knows what registered with the HUT in it."""

    def __init__(self, config: HutConfig) -> None:
        self.config = config
        self._keys = Keys.of(config)
        self._requests: list[tuple[int, RegistrationRequest]] = []

    def say(self, who: str, whom: str, what: str, text: list[str], time: int) -> tuple[bytes, int]:
        """The octets of a message, and the port it goes to."""
        words = Words(text)
        port = words.number("port", self.config.port)
        if what == "junk":
            return b"\xff\x01\x01" + bytes(3), port
        if what in ("register", "reply"):
            return self._registration(who, whom, words, time), port
        message = self._redundancy(who, what, words, time)
        key = self._keys.group[0]
        if "bad" in words.flags:
            key = _forged(key)
        if "bare" in words.flags:
            return STANDARD.encode(message, None), port
        more = bytes.fromhex(words.values.get("ext", ""))
        return _with_extensions(message, more, key) if more else STANDARD.encode(message, key), port

    def _registration(self, who: str, whom: str, words: Words, time: int) -> bytes:
        message: RegistrationRequest | RegistrationReply
        if who.startswith("MN"):
            message = self._request(int(who.removeprefix("MN")), words, time)
            self._requests.append((time, message))
        else:
            request = self._request_of(int(whom.removeprefix("MN")), words.values.get("to"))
            message = RegistrationReply(
                code=words.number("code", 0),
                lifetime=words.number("life", self._granted(request)),
                home_address=request.home_address,
                home_agent=request.home_agent,
                identification=request.identification & (LOW_HALF if "half" in words.flags else -1),
            )
        key = next(iter(self._keys.of_mobile_node(message.home_address)))
        return STANDARD.encode(message, _forged(key) if "bad" in words.flags else key)

    def _request(self, number: int, words: Words, time: int) -> RegistrationRequest:
        coa = care_of(words.number("coa", number))
        nai = words.values.get("nai")
        return RegistrationRequest(
            flags=Flags.D,
            lifetime=words.number("life", 300),
            home_address=home(number),
            home_agent=PARTIES[HUT],
            care_of_address=home(number) if "home" in words.flags else coa,
            identification=words.moment("id", time),
            extensions=() if nai is None else (Extension(NAI, nai.encode()),),
        )

    def _request_of(self, number: int, moment: str | None) -> RegistrationRequest:
        for time, request in reversed(self._requests):
            asked = moment is None or time == at(float(moment))
            if asked and request.home_address == home(number):
                return request
        raise ValueError(f"no request of MN{number} at {moment}")

    def _granted(self, request: RegistrationRequest) -> int:
        return min(request.lifetime, self.config.max_lifetime_s)

    def _redundancy(self, who: str, what: str, words: Words, time: int) -> Message:
        listed = words.values.get("list", "")
        header: dict[str, object] = {
            "group": words.number("group", self.config.group.number),
            "home_agent_id": PARTIES[words.values.get("as", who)],
            "sequence": words.sequence,
            "identification": words.moment("id", time),
            "code": words.number("code", 0),
            "retransmission": "R" in words.flags,
            "home_agents": tuple(PARTIES[name] for name in listed.split(",") if name),
        }
        bindings = tuple(b for word in words.bindings for b in self.bindings(word))
        match what:
            case "update":
                return BindingUpdate(**header, bindings=bindings)  # type: ignore[arg-type]
            case "ack":
                return BindingUpdateAck(**header)  # type: ignore[arg-type]
            case "ask":
                return TableRequest(**header)  # type: ignore[arg-type]
            case "part":
                number, last = map(int, words.part)
                return TableReply(
                    **header,  # type: ignore[arg-type]
                    request_sequence=words.number("ask", 0),
                    part=number,
                    more=number != last,
                    bindings=bindings,
                )
            case "took":
                return TableReplyAck(**header)  # type: ignore[arg-type]
        raise ValueError(f"nobody says {what!r}")

    def bindings(self, word: str) -> Iterator[Binding]:
        """The states of mobile nodes that a word like `MN1..3/-5,coa=9` stands for."""
        names, *changes = word.split(",")
        nodes, _, moment = names.partition("/")
        for node in expand_range(nodes):
            binding = self._binding(int(node.removeprefix("MN")), moment)
            for change in changes:
                binding = _changed(binding, change)
            yield binding

    def _binding(self, number: int, moment: str) -> Binding:
        try:
            request = self._request_of(number, moment or None)
        except ValueError:
            return _told(number, float(moment or -5))
        granted = self._granted(request)
        return Binding(
            home(number),
            PARTIES[HUT],
            request.care_of_address,
            request.flags,
            granted == 0,
            granted,
            granted,
            request.identification,
            tuple(SubOption(1, extension.value) for extension in request.extensions),
        )

    def remark(self, words: list[str]) -> dict[str, object]:
        """The data of a remark."""
        said = Words(words)
        if not said.bindings:
            return dict(said.values)
        (binding,) = self.bindings(said.bindings[0])
        return {
            "home_address": binding.home_address,
            "identification": binding.identification,
            **said.values,
        }


def _told(number: int, moment: float) -> Binding:
    identification = from_time(at(moment))
    return Binding(
        home(number), PARTIES["P"], care_of(number), Flags.D, False, 600, 600, identification
    )


def _changed(binding: Binding, change: str) -> Binding:
    """The binding with one thing changed."""
    key, _, value = change.partition("=")
    return replace(binding, **_CHANGES[key](value, binding))


def _lifetime(granted: int, left: int, *, deleted: bool = False) -> dict[str, Any]:
    return {"lifetime_granted": granted, "lifetime_remaining": left, "deleted": deleted}


_CHANGES: dict[str, Callable[[str, Binding], dict[str, Any]]] = {
    "X": lambda _, __: _lifetime(0, 0, deleted=True),
    "bound": lambda _, __: _lifetime(300, 300),
    "life": lambda value, _: _lifetime(int(value), int(value)),
    "granted": lambda value, _: {"lifetime_granted": int(value)},
    "left": lambda value, _: {"lifetime_remaining": int(value)},
    "coa": lambda value, _: {"care_of_address": care_of(int(value))},
    "ha": lambda value, _: {"home_agent": PARTIES[value]},
    "id": lambda value, _: {"identification": from_time(at(float(value)))},
    "flags": lambda value, _: {"flags": int(value)},
    "opt": lambda value, held: {
        "sub_options": (*held.sub_options, SubOption(int(value), b"value"))
    },
    "plain": lambda _, __: {"sub_options": ()},
}


def _with_extensions(message: Message, more: bytes, key: Association) -> bytes:
    """The octets of a message with further extensions before its authentication."""
    octets = STANDARD.encode(message, None) + more
    octets += struct.pack("!BBHI", 36, 100, 4 + key.size, key.spi)
    return octets + key.authenticator(octets)


def _forged(key: Association) -> Association:
    return Association(key.spi, key.algorithm, bytes(len(key.key)))
