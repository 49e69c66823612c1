"""Attempts on whoever reads a capture: damaged files, mutated datagrams and remarks, forged ones.

An attempt is made by its number alone. It goes well where the reader keeps what docs/trust.md
promises: exit status 0, 1 or 2; no file but the capture is opened, no module imported at its word;
nobody's word changes a verdict; it takes no longer than `LONGEST_S`.
"""

from __future__ import annotations

import copy
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from mipconf.campaign.signature import KEY, RESULTS
from mipconf.check.check import check_captures
from mipconf.decode.document import document
from mipconf.decode.messages import Decoder
from mipconf.errors import ExitStatus, MipconfError
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.profile.security import Keys
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame, remark_of
from mipconf.trace.pcapng import enhanced_packet, interface_description, section_header
from mipconf.trace.remark import RemarkKind

from ..check.captures import of_suite, pcap, remark, stripped
from ..judge.story import parse

LONGEST_S = 2.0
"""Of the processor's time."""
HEADERS = 28
"""Octets of the IPv4 and UDP headers before a payload."""
MODULES = ("this", "lib2to3.__main__", "unittest.__main__")
"""Modules that do something when they are imported, and that nothing else imports."""
CODECS = tuple(f"{module}:CODEC" for module in MODULES)
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF)
STORY = """* an exchange
  0.00  MN1 registers #1
  1.00  P asks #7 MN1
  2.00  P > all update #5 MN2
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A capture, and what its verdicts must be; None: any, as the datagrams are others."""

    number: int
    kind: str
    octets: bytes
    verdicts: dict[str, Verdict] | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What attempts are made of: a run's capture, its frames, and what these are judged to be."""

    run: bytes
    frames: tuple[CapturedFrame, ...]
    remarks: tuple[tuple[str, dict[str, Any]], ...]
    plain: bytes
    verdicts: dict[str, Verdict]


@cache
def material() -> Material:
    (story,) = parse(STORY)
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "a.pcapng", Path(folder) / "a.pcap"
        story.record(path)
        frames = tuple(stripped(path))
        said = [found for frame in read_capture(path) if (found := remark_of(frame)) is not None]
        other.write_bytes(pcap(frames))
        verdicts = check_captures([other], None, None, ()).verdicts
        remarks = tuple((one.kind.value, dict(one.data)) for one in said)
        return Material(path.read_bytes(), frames, remarks, other.read_bytes(), verdicts)


# What is done to a capture.


def damaged(octets: bytes, random: Random) -> bytes:
    """Some octets changed, taken out, put in, doubled, or all after one cut off."""
    changed = bytearray(octets)
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        at = random.randrange(len(changed) + 1)
        span = random.choice((1, 1, 2, 4, 32))
        match random.randrange(6):
            case 0:
                changed[at : at + span] = bytes(
                    random.choice((*EXTREMES, random.randrange(256))) for _ in range(span)
                )
            case 1:
                del changed[at : at + span]
            case 2:
                changed[at:at] = random.randbytes(span)
            case 3:
                changed[at:at] = changed[at : at + span]
            case 4:
                for place in range(at, min(at + span, len(changed))):
                    changed[place] ^= 1 << random.randrange(8)
            case _ if random.random() < 0.2:
                del changed[at:]
    return bytes(changed)


def mutated_datagrams(random: Random) -> list[CapturedFrame]:
    """The frames, some payloads or headers of them changed, some twice, some away, some moved."""
    frames = []
    for frame in material().frames:
        octets = bytearray(frame.octets)
        for _ in range(random.choice((0, 0, 1, 1, 2, 4))):
            at = random.randrange(0 if random.random() < 0.1 else HEADERS, len(octets))
            span = random.choice((1, 1, 2, 4, 8))
            octets[at : at + span] = bytes(random.choice(EXTREMES) for _ in octets[at : at + span])
        time = frame.time
        if random.random() < 0.05:
            time = random.choice((0, 1, (1 << 63) - 1, (1 << 64) - 1, random.getrandbits(64)))
        one = CapturedFrame(frame.number, time, None, 101, bytes(octets), len(octets))
        frames += [one] * random.choice((0, 1, 1, 1, 1, 1, 1, 2))
    if random.random() < 0.2:
        random.shuffle(frames)
    return frames


VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1 << 63, 1 << 64, 10**400, 1e308, "", "8", "999", [], {}),
    *("\x1b[2J", "10.0.0.1", "999.1.1.1", "::1", "224.0.0.254", "/etc/passwd", "x" * 5000),
    *([0] * 50, {"x": {}}, "hsrp", "never", *CODECS),
)


def mutated_value(value: Any, random: Random) -> Any:
    """JSON in which something at some depth is another, is away, or is more."""
    value = copy.deepcopy(value)
    at = value
    while isinstance(at, dict | list) and at:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = random.choice(keys)
        if isinstance(at[key], dict | list) and at[key] and random.random() < 0.7:
            at = at[key]
            continue
        match random.randrange(4):
            case 0:
                del at[key]
            case 1 if isinstance(at, dict):
                at[random.choice(("x", "codec", "key", "format"))] = random.choice(VALUES)
            case _:
                at[key] = random.choice(VALUES)
        break
    return value


def forged(random: Random) -> bytes:
    """A remark as somebody on the network would like to make it."""
    kind = random.choice([kind.value for kind in RemarkKind] + ["hut-mended"])
    setting = dict(material().remarks[0][1])
    match random.randrange(5):
        case 0:
            kind, data = "setting", json.dumps(mutated_value(setting, random))
        case 1:
            kind = "setting"
            data = json.dumps(setting | {"format": {"codec": random.choice(CODECS)}})
        case 2:
            data = json.dumps(mutated_value({"reason": "", "frame": 3, "latency_ns": 1}, random))
        case 3:
            data = random.choice("[{") * random.choice((10, 990, 5000))
        case _:
            data = random.randbytes(random.randrange(200)).decode("latin-1")
    return remark(kind, data)


def attempt(number: int) -> Attempt:
    """The attempt of that number."""
    random = Random(number)
    found = material()
    kind = KINDS[number % len(KINDS)]
    return KIND_OF[kind](Attempt(number, kind, b""), random, found)


def _of(made: Attempt, octets: bytes, verdicts: dict[str, Verdict] | None = None) -> Attempt:
    return Attempt(made.number, made.kind, octets, verdicts)


def _damaged_run(made: Attempt, random: Random, found: Material) -> Attempt:
    return _of(made, damaged(found.run, random))


def _damaged_plain(made: Attempt, random: Random, found: Material) -> Attempt:
    return _of(made, damaged(found.plain, random))


def _compressed(made: Attempt, random: Random, found: Material) -> Attempt:
    whole = random.choice((found.run, found.plain, found.run + bytes(1 << 20)))
    octets = gzip.compress(damaged(whole, random) if random.random() < 0.5 else whole, 1, mtime=0)
    return _of(made, damaged(octets, random) if random.random() < 0.5 else octets)


def _datagrams(made: Attempt, random: Random, found: Material) -> Attempt:
    frames = mutated_datagrams(random)
    if random.random() < 0.5:
        return _of(made, pcap(_within_32_bits(frames), random.choice(("raw", "ethernet", "vlan"))))
    told = [(remark(kind, json.dumps(data)), 1) for kind, data in found.remarks]
    return _of(made, of_suite(*told, *((frame.octets, 0) for frame in frames)))


def _within_32_bits(frames: list[CapturedFrame]) -> list[CapturedFrame]:
    return [frame for frame in frames if frame.time < 4_000_000_000 * 1_000_000_000]


def _remarks(made: Attempt, random: Random, found: Material) -> Attempt:
    """In a file of the suite: such a word may have any verdict, as no file tells who wrote it."""
    told = [
        (kind, mutated_value(data, random) if random.random() < 0.4 else data)
        for kind, data in found.remarks
    ]
    said = [(remark(kind, json.dumps(data)), 1) for kind, data in told]
    if random.random() < 0.3:
        said.insert(random.randrange(len(said) + 1), (forged(random), 1))
    frames = [*said[:3], *((frame.octets, 0) for frame in found.frames), *said[3:]]
    return _of(made, of_suite(*frames))


def _forged(made: Attempt, random: Random, found: Material) -> Attempt:
    """On the network, in somebody's file: the verdicts stay."""
    frames = list(found.frames)
    for _ in range(random.choice((1, 1, 3))):
        at = random.randrange(1, len(frames))
        packet = forged(random)
        if random.random() < 0.3:
            host = Endpoint("10.9.9.9", 40_000)
            packet = pack(Datagram(host, Endpoint("10.9.9.255", 514), packet[HEADERS:]))
        frames.insert(at, CapturedFrame(0, frames[at - 1].time, None, 101, packet, len(packet)))
    if random.random() < 0.7:
        octets = pcap(frames, random.choice(("raw", "ethernet", "cooked", "null")))
        return _of(made, octets, found.verdicts)
    octets = section_header(random.choice(("dumpcap", "mipconf-like", "")))
    octets += interface_description(random.choice(("tester", None, "mip0")))
    for frame in frames:
        octets += enhanced_packet(0, frame.octets, len(frame.octets), frame.time)
    return _of(made, octets, found.verdicts)


KIND_OF: dict[str, Callable[[Attempt, Random, Material], Attempt]] = {
    "damaged run": _damaged_run,
    "damaged plain file": _damaged_plain,
    "compressed": _compressed,
    "datagrams": _datagrams,
    "remarks": _remarks,
    "forged remarks": _forged,
}
KINDS = tuple(KIND_OF)


# What came of it.


class Watch:
    """Notes what a reader of a capture has no business to do, by Python's audit events."""

    _CODE = (".py", ".pyc", ".so")

    def __init__(self) -> None:
        self.path: Path | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, words: tuple[Any, ...]) -> None:
        if self.path is None:
            return
        if event == "open" and not self._may_be_read(str(words[0])):
            self.seen.append(f"it opens {words[0]}")
        elif event.startswith(("subprocess.", "os.system", "os.exec", "os.posix_spawn", "socket.")):
            self.seen.append(event)

    def _may_be_read(self, path: str) -> bool:
        """The capture, what its run signed it with, and Python's own files."""
        assert self.path is not None
        beside = [self.path.parent.parent / name for name in (RESULTS, KEY)]
        return path in map(str, (self.path, *beside)) or path.endswith(self._CODE)


@cache
def watch() -> Watch:
    return Watch()


def wrong(number: int) -> str | None:
    """What goes wrong with an attempt; None: nothing."""
    made = attempt(number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "captures" / "attempt"
        path.parent.mkdir()
        path.write_bytes(made.octets)
        began = time.process_time()
        said = _outcome(made, path)
        took = time.process_time() - began
    if said is None and took > LONGEST_S:
        said = f"it takes {took:.1f} s"
    return None if said is None else f"{number} ({made.kind}): {said}"


def _outcome(made: Attempt, path: Path) -> str | None:
    ears = watch()
    ears.seen.clear()
    ears.path = path
    verdicts: dict[str, Verdict] | None
    try:
        # Each takes as long as the other, and the judge has more to do wrong.
        is_read = made.number // len(KINDS) % 4 == 0
        verdicts = _decoded(path) if is_read else _checked(path)
    except MipconfError as error:
        verdicts = {}
        if error.exit_status != ExitStatus.UNUSABLE:
            return f"exit status {error.exit_status:d}: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        ears.path = None
    told = verdicts or {}
    failed = [name for name, verdict in told.items() if verdict is Verdict.ERROR]
    changed = verdicts is not None and made.verdicts not in (None, verdicts)
    doing = [f"the judge of {name} fails" for name in failed]
    doing += [f"it imports {name}" for name in MODULES if sys.modules.pop(name, None)]
    return next(iter(ears.seen + doing + ["somebody's word changes verdicts"] * changed), None)


def _decoded(path: Path) -> None:
    for said in Decoder(Keys((), ()), [434]).messages(read_capture(path)):
        json.dumps(document(said))


def _checked(path: Path) -> dict[str, Verdict]:
    return check_captures([path], None, None, ()).verdicts
