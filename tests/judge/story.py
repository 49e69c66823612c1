"""Stories: traces written as timelines, and what the judge must say of them.

A story is a few lines of text (`stories/*.story`), packets and remarks in order of time:

    * an update that comes a second too late
      = 1 FAIL registers
      ! 0.00  MN1 > HUT  register
      ! 0.01  HUT > MN1  reply
      ! 1.10  HUT > all  update #1 MN1
        1.11  P > HUT    ack #1

`=` says of some requirements what verdict prevails, and in which situation; NONE is a situation
that never arose. `!` marks the frames that the finding rests on, all of them. `:` changes the
HUT's configuration, which has P as its only peer.

Times are seconds. A mobile node's state is `MN1`, as it last registered with the HUT, or `MN1/-5`:
as of that time, registered with the HUT if it sent a request then, else with P; `MN1/-5,coa=9`
differs in that. `MN1..3` are three. `#7` is a Sequence Number, `R` a retransmission.

A line without `>` stands for a whole exchange: `MN1 registers #1` (request, reply, update,
acknowledgements), `P tells #5 MN2/-5` (update, acknowledgement), `P asks #7 MN1` (request, one
part, acknowledgement), `HUT joins MN3/-5` (start, request, part, acknowledgement), `P hellos
until=1.5 Active` (a hello every hello time; `until=end`
is as long as the case lasts). A mark there is for all of it but the
acknowledgements. `--` is a remark of the tester. In the end the HUT answers
something, five seconds later, and the case is over, except in stories that end otherwise.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

import pytest

from mipconf.judge.finding import Finding
from mipconf.judge.judge import judge, prevailing
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.network import Direction
from mipconf.profile.contract import HutConfig
from mipconf.profile.profile import Profile
from mipconf.profile.security import Keys
from mipconf.trace.recorder import Recorder
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting, describe_setting, read_setting
from mipconf.trace.trace import Trace

from .hellos import HELLOS_PORT, hello
from .wording import GROUP, HUT, PARTIES, PEERS, SECOND, ZERO, Speaker, address, at, expand_range

ENDED_AFTER = 5.0
_REMARK = re.compile(r"-- (?P<kind>\S+)(?P<rest>.*)")
_SAYS = re.compile(r"(?P<who>\w+) > (?P<whom>\w+)\s+(?P<what>\S+)(?P<rest>.*)")
_DOES = re.compile(r"(?P<who>[\w.]+) (?P<what>registers|tells|asks|joins|hellos)(?P<rest>.*)")
_FHRP = ("version", "priority", "hello_ms", "hold_ms")
_LINE = re.compile(r"(?P<mark>!?)\s*(?P<time>-?\d+(\.\d+)?)\s+(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline: its time (ns), its text, and whether the finding rests on it."""

    time: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the judge must say of one requirement."""

    requirement: str
    verdict: Verdict
    situation: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A line as it was recorded."""

    number: int
    line: Line


@dataclass(frozen=True)
class Story:
    """A timeline, and what it must lead to."""

    title: str
    lines: tuple[Line, ...]
    expectations: tuple[Expectation, ...]
    options: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.title

    @cached_property
    def config(self) -> HutConfig:
        """The configuration of the HUT."""
        options = dict(self.options)
        for told in ("lossy", "latency", "unicast", "accompanied"):
            options.pop(told, None)
        peers = [PARTIES[name] for name in options.pop("peers", "P").replace("-", "")]
        fhrp: dict[str, object] = {"protocol": options.pop("fhrp", "none")}
        fhrp |= {key: int(options.pop(key)) for key in _FHRP if key in options}
        timers = {
            key: int(options.pop(key))
            for key in list(options)
            if key in Profile().timers.model_dump()
        }
        return Profile().hut_config(
            ha_id=PARTIES[HUT],
            port=434,
            fhrp_port=HELLOS_PORT,
            virtual_ip=None if options.pop("learns", "no") == "yes" else PARTIES["VIP"],
            peers=tuple(peers),
            fhrp=fhrp,
            timers=timers,
            **{key: int(value) if value.isdigit() else value for key, value in options.items()},
        )

    @property
    def setting_data(self) -> dict[str, object]:
        """What the setting remark says."""
        return describe_setting(
            self.config,
            Profile().tolerances,
            lossy=self.options.get("lossy") == "yes",
            latency_ns=int(self.options.get("latency", "0")) * 1_000_000,
            unicast=self.options.get("unicast") != "no",
            accompanied=self.options.get("accompanied") == "yes",
        )

    @property
    def setting(self) -> Setting:
        """What the judge is told besides the trace."""
        return read_setting(self.setting_data)

    def record(self, path: Path = Path(os.devnull)) -> tuple[Trace, list[Frame]]:
        """The trace, recorded as in a run, and which frame each line became."""
        now = ZERO
        recorder = Recorder(path, Keys.of(self.config), 434, lambda: now)
        recorder.remark(
            RemarkKind.SETTING,
            case=self.title,
            exercises=[e.requirement for e in self.expectations],
            **self.setting_data,
        )
        speaker = Speaker(self.config)
        frames: list[Frame] = []
        for line in self._complete():
            now = line.time
            remark = _REMARK.fullmatch(line.text)
            if remark:
                kind = RemarkKind(remark["kind"])
                recorder.remark(kind, **speaker.remark(remark["rest"].split()))
            else:
                recorder.observe(Direction.SENT, said(speaker, line), line.time)
            frames.append(Frame(0, line))
        recorder.close()
        trace = recorder.trace()
        written = iter(
            sorted(
                (
                    *(p.frame for p in trace.packets),
                    *(r.frame for r in trace.remarks if _told(r.kind)),
                )
            )
        )
        return trace, [replace(frame, number=next(written)) for frame in frames]

    def _complete(self) -> list[Line]:
        lines = sorted(
            (part for line in self.lines for part in _expanded(line, self.config)),
            key=lambda line: line.time,
        )
        over = lines[-1].time + at(ENDED_AFTER) - ZERO
        lines = sorted(
            (part for line in lines for part in _without_end(line, over, self.config)),
            key=lambda line: line.time,
        )
        if lines[-1].text == "-- silent":
            lines.pop()
        elif any(line.text == "-- case-ended" for line in lines):
            return lines
        elif not any("-- hut-gone" in line.text for line in lines):
            lines.append(Line(over, "HUT > P took #0", False))
        return [*lines, Line(over + 1_000_000, "-- case-ended", False)]

    @property
    def findings(self) -> dict[str, tuple[Finding, ...]]:
        """What the judge says of every requirement.

        Not cached: mutmut forks after a first run, and each mutant is to judge for itself.
        """
        trace, _ = self.recorded
        return dict(judge(trace, self.setting))

    @cached_property
    def recorded(self) -> tuple[Trace, list[Frame]]:
        """The trace, and which frame each line became."""
        return self.record()

    def check(self, findings: Mapping[str, Sequence[Finding]]) -> None:
        """Hold what the judge says against what it must say."""
        _, frames = self.recorded
        marked = [frame.number for frame in frames if frame.line.marked]
        __tracebackhide__ = True
        for index, expectation in enumerate(self.expectations):
            found = findings.get(expectation.requirement, ())
            problem = _problem(expectation, found, marked if not index else None)
            if problem is not None:
                said = "\n".join(map(str, found))
                pytest.fail(f"{expectation}: {problem}\n{_telling(frames)}\n{said}", pytrace=False)


def _telling(frames: Iterable[Frame]) -> str:
    """A timeline with the numbers of its frames, for people."""
    return "\n".join(
        f"{frame.number:4} {(frame.line.time - ZERO) / 1e9:8.3f} {frame.line.text}"
        for frame in frames
    )


def _told(kind: str) -> bool:
    """Whether a story's line told of a remark; the recorder makes the others itself."""
    return kind not in (RemarkKind.SETTING, RemarkKind.UNAUTHENTIC)


def _problem(
    expectation: Expectation, found: Sequence[Finding], marked: list[int] | None
) -> str | None:
    """What is wrong with the findings; `marked` None: they may rest on any frames."""
    deciding = prevailing(found)
    verdict = Verdict.NOT_EXERCISED if deciding is None else deciding.verdict
    if verdict is not expectation.verdict:
        return f"it is {verdict}"
    situation = expectation.situation
    fitting = [
        finding
        for finding in found
        if finding.verdict is verdict and situation in ("", finding.situation)
    ]
    if deciding is not None and not fitting:
        return f"it is another situation: {deciding.situation}"
    if verdict is not Verdict.PASS:
        fitting = fitting[:1]
        if any(not finding.reason for finding in fitting):
            return "no reason is given"
    wanted = [] if verdict is Verdict.PASS and not marked else marked
    if wanted and wanted not in [sorted(finding.frames) for finding in fitting]:
        return f"it rests on {[sorted(finding.frames) for finding in fitting]}, not on {wanted}"
    return None


def _expanded(line: Line, config: HutConfig) -> Iterator[Line]:
    """The frames that a line stands for, a millisecond apart."""
    does = _DOES.fullmatch(line.text)
    if does is None:
        yield line
        return
    rest = does["rest"].split()
    if does["what"] == "hellos":
        yield from _hellos(line, does["who"], rest, config)
        return
    for step, text in enumerate(_EXCHANGES[does["what"]](does["who"], rest, config)):
        acknowledges = " ack #" in text or " took #" in text or text.startswith("--")
        yield Line(line.time + step * 1_000_000, text, line.marked and not acknowledges)


def _hellos(line: Line, who: str, rest: list[str], config: HutConfig) -> Iterator[Line]:
    """A hello every hello time until the moment that the first word tells."""
    until = rest[0].removeprefix("until=")
    if until == "end":
        yield line
        return
    for time in range(line.time, at(float(until)) + 1, config.fhrp.hello_ms * 1_000_000):
        yield Line(time, f"{who} > all hello {' '.join(rest[1:])}", line.marked)


def _without_end(line: Line, over: int, config: HutConfig) -> Iterator[Line]:
    """The line, or the hellos that go on until the case is `over`."""
    until = f"until={(over - ZERO) / SECOND}"
    yield from _expanded(replace(line, text=line.text.replace("until=end", until)), config)


def _registers(who: str, rest: list[str], config: HutConfig) -> Iterator[str]:
    number = int(rest[0].removeprefix("#"))
    peers = [name for name in PEERS if PARTIES[name] in config.peers]
    for node in expand_range(who):
        yield f"{node} > HUT register {' '.join(rest[1:])}"
        yield f"HUT > {node} reply"
        yield f"HUT > all update #{number} {node}"
        yield from (f"{peer} > HUT ack #{number}" for peer in peers)
        number += 1


def _tells(who: str, rest: list[str], config: HutConfig) -> Iterator[str]:
    yield f"{who} > all update {' '.join(rest)}"
    yield f"HUT > {who} ack {rest[0]}"


def _asks(who: str, rest: list[str], config: HutConfig) -> Iterator[str]:
    number = rest[0].removeprefix("#")
    listed = ["HUT", who, *(n for n in PEERS if PARTIES[n] in config.peers and n != who)]
    yield f"{who} > all ask #{number}"
    yield (
        f"HUT > {who} part 1/1 #1{number} ask={number} list={','.join(listed)} {' '.join(rest[1:])}"
    )
    yield f"{who} > HUT took #1{number}"


def _joins(who: str, rest: list[str], config: HutConfig) -> Iterator[str]:
    yield "-- hut-starting"
    yield "-- hut-ready"
    yield f"{who} > all ask #900"
    yield f"P > {who} part 1/1 #800 ask=900 list=P {' '.join(rest)}"
    yield f"{who} > P took #800"


_Exchange = Callable[[str, list[str], HutConfig], Iterator[str]]
_EXCHANGES: dict[str, _Exchange] = {
    "registers": _registers,
    "tells": _tells,
    "asks": _asks,
    "joins": _joins,
}


def said(speaker: Speaker, line: Line) -> Datagram:
    """The datagram that a line tells of."""
    says = _SAYS.fullmatch(line.text)
    if says is None:
        raise ValueError(f"not a line of a story: {line.text}")
    who, whom, words = says["who"], says["whom"], says["rest"].split()
    if says["what"] == "hello":
        return hello(speaker.config, who, whom, words)
    payload, port = speaker.say(who, whom, says["what"], words, line.time)
    destination = GROUP if whom == "all" else Endpoint(address(whom), port)
    return Datagram(Endpoint(address(who), 434), replace(destination, port=port), payload)


def parse(text: str, bases: Iterable[Story] = ()) -> list[Story]:
    """The stories of a text, and the variants of them or of other stories."""
    known = {story.title: story for story in bases}
    told = []
    for kind, block in re.findall(r"^([*~]) (.*\n(?:(?![*~] ).*\n?)*)", text, flags=re.M):
        story = _story(block) if kind == "*" else _variant(known[block.splitlines()[0]], block)
        known.setdefault(story.title, story)
        told.append(story)
    return told


def _variant(base: Story, block: str) -> Story:
    """The story that a block starting with its title changes in some lines."""
    rest = block.splitlines()[1:]
    changes = [text.strip() for text in rest if text.strip()[:1] in ("+", "-")]
    told = _story("\n".join(text for text in block.splitlines() if text.strip() not in changes))
    options = base.options | told.options
    plain = replace(base, options=options)
    lines = [replace(p, marked=False) for line in base.lines for p in _expanded(line, plain.config)]
    for change in changes:
        line = parse_line(change[1:].strip())
        if change[0] == "+":
            lines.append(line)
        else:
            lines.remove(replace(line, marked=False))
    described = "; ".join([*changes, *(f"{k}={v}" for k, v in told.options.items())])
    marked = {(line.time, line.text) for line in told.lines}
    lines = [replace(line, marked=(line.time, line.text) in marked) for line in lines]
    return Story(f"{base.title}, but {described}", tuple(lines), told.expectations, options)


def _story(block: str) -> Story:
    title, *rest = block.splitlines()
    lines: list[Line] = []
    expectations: list[Expectation] = []
    options: dict[str, str] = {}
    for text in (line.strip() for line in rest):
        if text.startswith(":"):
            options.update(word.split("=") for word in text[1:].split())
        elif text.startswith("="):
            claims, verdict, *situation = text[1:].split(maxsplit=2)
            judged = Verdict.NOT_EXERCISED if verdict == "NONE" else Verdict[verdict]
            expectations += [
                Expectation(claim, judged, "".join(situation)) for claim in claims.split(",")
            ]
        elif text and not text.startswith("("):
            lines.append(parse_line(text))
    return Story(title, tuple(lines), tuple(expectations), options)


def parse_line(text: str) -> Line:
    """One line of a timeline."""
    match = _LINE.fullmatch(text)
    if match is None:
        raise ValueError(f"not a line of a story: {text}")
    return Line(at(float(match["time"])), " ".join(match["text"].split()), bool(match["mark"]))


FOLDER = Path(__file__).parent / "stories"


@cache
def told(name: str = "*") -> list[Story]:
    """The stories of a file; of all without its name."""
    files = sorted(FOLDER.glob(f"{name}.story"))
    return [story for file in files for story in parse(file.read_text())]


@cache
def edges() -> list[Story]:
    """Variants that differ from another one by little, and in what the judge says of them."""
    files = sorted((FOLDER / "edges").glob("*.story"))
    return [story for file in files for story in parse(file.read_text(), told())]
