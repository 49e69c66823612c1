"""The octets: MIPHAR (docs/protocol.md#2 to 4) and registration messages (section 7)."""

import hmac
import struct
from collections import namedtuple
from socket import inet_aton, inet_ntoa
from time import monotonic_ns, time_ns

UPDATE, UPDATE_ACK, REQUEST, REPLY, REPLY_ACK = range(1, 6)
ACCEPTED, UNINITIALIZED, NO_SIMULTANEOUS = 0, 1, 1
UNAUTHENTICATED, MISMATCH, POORLY_FORMED, UNKNOWN_HA = 131, 133, 134, 136
FOREVER = 1 << 63  # a moment that never comes, in nanoseconds of the monotonic clock
MALFORMED = (ValueError, LookupError, struct.error)

_HEADER, _PART = struct.Struct("!BBBBHBx4sIQ"), struct.Struct("!II")
_BINDING, _REGISTRATION = struct.Struct("!BB4s4s4sHHQ"), struct.Struct("!BBH4s4s4sQ")
_PADDING, _MOBILE_HOME, _GENERALIZED, _NAI = 0, 32, 36, 131  # types of extensions
_MOBILITY_BINDING, _AGENT_LIST = 100, 101
_DIGESTS = {"hmac-md5": "md5", "hmac-sha1": "sha1", "hmac-sha256": "sha256"}
_VENDOR = struct.pack("!BBHIH", 134, 8, 0, 32473, 1)  # an NVSE (RFC 3115), which others skip
OVERHEAD, LARGEST = _HEADER.size + _PART.size + len(_VENDOR) + 8 + 32, 257  # of an extension


def newer(this, that):
    """Serial number comparison modulo 2^64 (section 2)."""
    return 0 < (this - that) % 2**64 < 2**63


def timestamp():
    return ((time_ns() << 32) // 10**9 + (2208988800 << 32)) % 2**64


def is_fresh(identification, window):
    """Whether an Identification is within the replay window of so many seconds."""
    return (identification - timestamp() + (window << 32)) % 2**64 <= window << 33


def expiry(seconds):
    return FOREVER if seconds == 65535 else monotonic_ns() + int(seconds * 10**9)


class Association:
    """A security association (sections 4.3 and 7), as docs/hut-contract.md configures it."""

    def __init__(self, raw):
        self.spi, self.digest = raw["spi"], _DIGESTS[raw["algorithm"]]
        self.key = bytes.fromhex(raw["key"])

    def sign(self, covered):
        return hmac.digest(self.key, covered, self.digest)

    def seal(self, data, *kind):
        """The message and its authentication; with a subtype, the length has two octets too."""
        size = 4 + len(self.sign(b""))
        data += bytes(kind) + size.to_bytes(len(kind)) + self.spi.to_bytes(4)
        return data + self.sign(data)


def walk(data, offset):
    """Type, start and value of each extension (section 4); ValueError if one does not fit."""
    while offset < len(data):
        kind = data[offset]
        length = {_PADDING: 0, _GENERALIZED: 2}.get(kind, 1)  # octets of it
        start = offset + max(1, 2 * length)
        offset = start + int.from_bytes(data[start - length : start])
        if offset > len(data):
            raise ValueError("extension does not fit")
        yield kind, start, data[start:offset]


_STATE = "home agent care_of flags deleted granted expires identification sub_options"
_FIELDS = "subtype agent sequence code identification repeated more request part bindings agents"
_DEFAULTS = ("", 0, 0, 0, False, False, 0, 0, (), ())


class Binding(namedtuple("Binding", _STATE)):
    """The Mobility Binding extension (4.1); sub-options stay octets, to be passed on."""

    @property
    def alive(self):
        return self.expires > monotonic_ns()  # also a mark that is kept

    def encode(self):
        seconds = -((monotonic_ns() - self.expires) // 10**9)
        remaining = 0 if self.deleted else max(1, min(seconds, self.granted))
        addresses = map(inet_aton, (self.home, self.agent, self.care_of))
        first = (self.flags, self.deleted << 7, *addresses, self.granted, remaining)
        value = _BINDING.pack(*first, self.identification) + self.sub_options
        return bytes((_MOBILITY_BINDING, len(value))) + value


def read_binding(value):
    """Read a Mobility Binding; MALFORMED for what section 5.2 answers with Code 134."""
    flags, x, *addresses, granted, remaining, identification = _BINDING.unpack_from(value)
    offset = _BINDING.size
    while offset < len(value):
        offset += 2 + value[offset + 1]
    deleted = x >= 0x80
    if offset > len(value) or not (deleted or 0 < remaining <= granted):
        raise ValueError("a sub-option does not fit, or remaining is 0 or more than granted")
    lifetimes = (0, FOREVER) if deleted else (granted, expiry(remaining))
    first = (*map(inet_ntoa, addresses), flags, deleted, *lifetimes)
    return Binding(*first, identification, value[_BINDING.size :])


class Message(namedtuple("Message", _FIELDS, defaults=_DEFAULTS)):
    """A message of section 3; Identification 0 is that of the moment of sending."""

    def encode(self, group, key):
        flags = self.repeated << 7 | self.more << 6
        names = (inet_aton(self.agent), self.sequence, self.identification or timestamp())
        data = _HEADER.pack(255, self.subtype, 1, flags, group, self.code, *names)
        if self.subtype == REPLY:
            data += _PART.pack(self.request, self.part)
        data += b"".join(binding.encode() for binding in self.bindings)
        data += b"".join(bytes((_AGENT_LIST, 4)) + inet_aton(agent) for agent in self.agents)
        return key.seal(data + _VENDOR, _GENERALIZED, 100)


def read(data, source, to):
    """The message and the Code that it deserves from us; MALFORMED if it is to be dropped (5.2)."""
    kind, subtype, version, flags, group, code, agent, *names = _HEADER.unpack_from(data)
    part = _PART.unpack_from(data, _HEADER.size) if subtype == REPLY else ()
    right = (kind, version, group, inet_ntoa(agent)) == (255, 1, to.group, source)
    if not right or source == to.own or not UPDATE <= subtype <= REPLY_ACK:
        raise ValueError("not of our group, or not of its sender")
    *walked, (kind, start, value) = walk(data, _HEADER.size + 4 * len(part))
    proof = to.keys[int.from_bytes(value[:4])].sign(data[: start + 4])
    if (kind, data[start - 3], data[start + 4 :]) != (_GENERALIZED, 100, proof):
        raise ValueError("not authenticated")
    message = Message(subtype, source, names[0], code, names[1], flags >> 7, flags >> 6 & 1, *part)
    if not is_fresh(message.identification, to.replay_window):
        return message, MISMATCH
    try:
        return _with_contents(message, walked), ACCEPTED
    except MALFORMED:
        return message, POORLY_FORMED


def _with_contents(message, walked):
    """The message with what its extensions carry; MALFORMED as section 5.2 lists it."""
    bindings, agents = [], []
    for kind, _, value in walked:
        if kind == _MOBILITY_BINDING:
            bindings.append(read_binding(value))
        elif kind == _AGENT_LIST and value and len(value) % 4 == 0:
            agents += (inet_ntoa(value[n : n + 4]) for n in range(0, len(value), 4))
        elif kind < 128 and kind not in (_PADDING, _GENERALIZED):
            raise ValueError("an unknown extension, or a Home Agent List of a wrong length")
    if message.subtype == REPLY:
        right = message.part > 0 and message.code <= (ACCEPTED if bindings else UNINITIALIZED)
    else:
        right = bool(bindings) == (message.subtype == UPDATE)
    if not right:
        raise ValueError("bindings are where none may be, or missing; or no such Part or Code")
    return message._replace(bindings=tuple(bindings), agents=tuple(agents))


def read_registration(data):
    """The binding that a Registration Request asks for; SPI, octets and authenticator of proofs."""
    _, flags, lifetime, *addresses, identification = _REGISTRATION.unpack_from(data)
    nai, proofs = b"", []
    for kind, start, value in walk(data, _REGISTRATION.size):
        if kind == _MOBILE_HOME:
            proofs.append((int.from_bytes(value[:4]), data[: start + 4], value[4:]))
        elif kind == _NAI and not proofs:  # what follows the proof is not the MN's word
            nai = bytes((1, len(value))) + value
        elif 0 < kind < 128:
            raise ValueError("unknown, or of a foreign agent")
    fits = _BINDING.size + len(nai) <= 255  # "an NAI that does not fit is left out"
    first = (*map(inet_ntoa, addresses), flags, lifetime == 0, lifetime, FOREVER)
    return Binding(*first, identification, nai if fits else b""), proofs


def registration_reply(asked, code, lifetime, key):
    """The Registration Reply; a mismatch tells our time of day (RFC 5944 section 5.7.1)."""
    identification = asked.identification
    if code == MISMATCH:
        identification = timestamp() >> 32 << 32 | identification & 0xFFFFFFFF
    names = (inet_aton(asked.home), inet_aton(asked.agent), identification)
    return key.seal(struct.pack("!BBH4s4sQ", 3, code, lifetime, *names), _MOBILE_HOME)
