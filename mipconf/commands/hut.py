"""Which Home Agent a command is told to judge, and how it is started."""

from __future__ import annotations

import shlex
from typing import Literal

from mipconf.errors import UsageError
from mipconf.faults.catalogue import fault_named
from mipconf.faults.fault import Fault
from mipconf.profile.profile import Profile

DriverName = Literal["builtin", "process"]


def hut_of(
    profile: Profile, driver: DriverName | None, command: str | None
) -> tuple[DriverName, tuple[str, ...]]:
    """The driver and the command of the HUT, by the options or else by the profile."""
    if command is None:
        driver = driver or profile.hut.driver
        words = profile.hut.command if driver == "process" else ()
        if driver == "process" and not words:
            raise UsageError("--hut process needs --hut-command, or hut.command in --profile")
        return driver, words
    if driver == "builtin":
        raise UsageError("--hut builtin and --hut-command contradict each other")
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"--hut-command: {error}") from None
    if not any("{config}" in word for word in words):
        raise UsageError("--hut-command has no {config}, where the configuration's path goes")
    return "process", words


def pair_of(
    profile: Profile, driver: DriverName | None, commands: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words of two commands; None where there are not two."""
    if len(commands) < 2:
        return None
    if len(commands) > 2:
        raise UsageError("--hut-command can be given once or twice")
    (_, first), (_, second) = (hut_of(profile, driver, command) for command in commands)
    return first, second


def fault_of(
    name: str, profile: Profile | None, driver: DriverName | None, commands: tuple[str, ...]
) -> Fault:
    """The fault that the reference Home Agent is to have, which is the HUT then."""
    fault = fault_named(name)
    if driver == "process" or commands:
        raise UsageError(
            f"--fault is for the builtin HUT; a program with it is "
            f"--hut-command 'mipconf ha --fault {name} {{config}}'"
        )
    if profile is not None and profile.fhrp.protocol != fault.fhrp:
        raise UsageError(
            f"--fault {name} shows with {fault.fhrp.upper()}, and the profile says "
            f'fhrp.protocol = "{profile.fhrp.protocol}"'
        )
    return fault
