"""What is foreseen to go wrong, in one tree; and how a command ends.

Every text is one line that says what is wrong, where, and what would be right.
"""

from __future__ import annotations

import os
from enum import IntEnum
from typing import ClassVar


class ExitStatus(IntEnum):
    """The exit statuses of `mipconf`, which scripts rely on."""

    MET = 0
    UNMET = 1
    UNUSABLE = 2
    TESTER_FAILED = 3
    INTERRUPTED = 130


class MipconfError(Exception):
    """The root of all errors that the suite raises on purpose; the text is one line.

    `exit_status` is how a command ends that meets the error: 2 where its input cannot be used, 3
    where the tester could not do its work.
    """

    exit_status: ClassVar[ExitStatus] = ExitStatus.UNUSABLE


class UsageError(MipconfError, ValueError):
    """Options of a command, or arguments of a function, that cannot be used, alone or together."""


class ConfigError(MipconfError, ValueError):
    """A configuration or profile that cannot be used; the text names file and key."""


class SelectionError(MipconfError, ValueError):
    """A selection that cannot be used, or that selects nothing."""


class CaptureError(MipconfError):
    """A capture that cannot be read, or not to its end; the text names file, frame and octet."""


class NoTsharkError(MipconfError):
    """tshark is not installed, or runs no Lua; the text says what to do."""


class TesterError(MipconfError):
    """The tester failed, or what it needs of the host or of the Home Agent was not to be had."""

    exit_status = ExitStatus.TESTER_FAILED


class NetworkError(TesterError):
    """The network cannot do what was asked; the text names the address."""


class AddressInUseError(NetworkError):
    """Another program, or another host, holds the port."""


class NamespaceError(NetworkError):
    """No network namespace can be made here."""


class HutUnavailable(TesterError):  # noqa: N818 - a finding about the HUT, not an error of ours
    """The Home Agent under test could not be started, or said nothing."""


def is_debugging() -> bool:
    """Whether tracebacks are wanted: MIPCONF_DEBUG is set, and not empty."""
    return bool(os.environ.get("MIPCONF_DEBUG"))
