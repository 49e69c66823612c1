"""What `import mipconf` gives, for programs: the commands as functions (docs/api.md).

All results are frozen. Whatever is wrong with what a caller gives is a `MipconfError`, whose text
is one line. Times are nanoseconds since the Unix epoch, frame numbers count from 1.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Literal

from mipconf.campaign.exit import Policy
from mipconf.campaign.folder import own_folder
from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.result import Result
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import select as selected
from mipconf.check.authenticators import KnownKeys
from mipconf.check.check import check_captures, traces_of
from mipconf.commands.failures import make_folder
from mipconf.commands.hut import hut_of
from mipconf.commands.reports import write_reports
from mipconf.decode.messages import Decoder
from mipconf.decode.speech import Protocol
from mipconf.decode.typed import DecodedMessage, typed
from mipconf.errors import MipconfError, UsageError
from mipconf.judge.finding import Finding
from mipconf.judge.judge import judge
from mipconf.judge.verdict import Verdict
from mipconf.profile.profile import Profile, read_profile
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.capture import read_capture
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

__all__ = [
    "REQUIREMENTS",
    "DecodedMessage",
    "Finding",
    "MipconfError",
    "Profile",
    "Result",
    "Setting",
    "Trace",
    "Verdict",
    "check",
    "decode",
    "judge",
    "read_profile",
    "read_traces",
    "run",
]

PathName = str | PathLike[str]
"""A file, by its name or its path."""


def check(
    *captures: PathName, profile: Profile | PathName | None = None, hut: str | None = None
) -> Result:
    """Judge recorded traffic, as `mipconf check` does.

    Each capture is pcap or pcapng, perhaps gzipped; those of one moment are judged as one. Every
    Home Agent that speaks in them is judged, or only the one at the IPv4 address `hut`. A capture
    that breaks off is judged as far as it goes, and `Result.unreadable` says where.

    Raises `MipconfError` where nothing in the captures can be judged, or the profile cannot be
    used.
    """
    return check_captures(_paths(captures), _profile(profile), hut, ())


def read_traces(
    *captures: PathName, profile: Profile | PathName | None = None, hut: str | None = None
) -> tuple[tuple[Trace, Setting], ...]:
    """What `check` judges of these captures: each trace, with the setting of a Home Agent in it.

    Raises `MipconfError` as `check` does, and where a capture breaks off.
    """
    return traces_of(_paths(captures), _profile(profile), hut)


def decode(
    capture: PathName,
    *,
    profile: Profile | PathName | None = None,
    ports: Iterable[int] = (),
) -> Iterator[DecodedMessage]:
    """The Mobile IP messages in a capture, in its order, as `mipconf decode` finds them.

    `ports` are the UDP ports where Mobile IP is spoken, and that of the Home Agent in a capture of
    a run is added; with none, it is 434, and wherever a message of Mobile IP is found. With a
    profile, authenticators are verified by its keys, and messages are read by its codec.

    Raises `MipconfError` where the capture cannot be read, or breaks off: then after all messages
    before that.
    """
    told = _profile(profile)
    codec = (told or Profile()).format.load()
    frames = read_capture(Path(capture))
    for said in Decoder(KnownKeys.of(told).keys, ports).messages(frames):
        if said.protocol is Protocol.MOBILE_IP:
            yield typed(said, codec)


def run(
    *,
    profile: Profile | PathName | None = None,
    command: str | Sequence[str] | None = None,
    select: str | None = None,
    network: Literal["loopback", "simulated"] = "loopback",
    out: PathName = "mipconf-out",
    seed: int = 1,
    jobs: int | None = None,
) -> Result:
    """Judge a Home Agent by playing the parties around it, as `mipconf run` does.

    `command` starts it, as one line for a shell or as words, one of which holds `{config}`; without
    one, what the profile says is run, or else the reference Home Agent. `select` names the claims
    and cases (`8,14-22`). `out` gets `results.json`, `junit.xml` and the captures. `jobs` bounds
    the cases that run side by side.

    Raises `MipconfError` where nothing can be run. It takes as long as the longest case, some
    seconds; over `simulated`, the reference Home Agent runs in virtual time.
    """
    told = _profile(profile) or Profile()
    line = command if command is None or isinstance(command, str) else shlex.join(command)
    driver, words = hut_of(told, None, line)
    if network == "simulated" and driver == "process":
        raise UsageError("network='simulated' runs the reference Home Agent, not a command")
    selection = selected(select, known_cases(told), REQUIREMENTS)
    folder = Path(out)
    make_folder(folder)
    options = CampaignOptions(
        profile=told,
        driver=driver,
        command=words,
        network=network,
        cases=tuple(case.id for case in selection.cases),
        requirements=selection.requirements,
        out=folder,
        seed=seed,
        jobs=jobs,
        profile_path=None if profile is None or isinstance(profile, Profile) else Path(profile),
    )
    with own_folder(folder):
        result = run_campaign(options, Unseen())
        write_reports(folder, result, Policy())
    return result


def _paths(captures: Iterable[PathName]) -> list[Path]:
    paths = [Path(capture) for capture in captures]
    if not paths:
        raise UsageError("no capture is named; name at least one")
    return paths


def _profile(told: Profile | PathName | None) -> Profile | None:
    return told if told is None or isinstance(told, Profile) else read_profile(told)
