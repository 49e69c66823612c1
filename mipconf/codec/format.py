"""Which format a Home Agent speaks, as a profile names it and a capture tells it.

A codec is named by its entry point in the group `mipconf.codecs`, or as `module:name`. It is found
where Python finds modules: installed, or in a folder of PYTHONPATH. The current folder is not
looked into. A capture may name an entry point only: whoever installed that meant it for a codec,
where any other module might do anything when it is imported.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from pydantic import BaseModel, ConfigDict

from mipconf.codec.interface import Codec
from mipconf.codec.numbers import STANDARD_NUMBERS, Numbers
from mipconf.codec.rehearsal import mistake
from mipconf.codec.standard import STANDARD, StandardCodec
from mipconf.errors import ConfigError

GROUP = "mipconf.codecs"
"""The group of entry points."""


class Format(BaseModel):
    """The codec of this name or, without one, the standard codec with these numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    codec: str | None = None
    numbers: Numbers = STANDARD_NUMBERS

    @property
    def is_installed(self) -> bool:
        """Whether it names no module, but what was installed as a codec, or no codec at all."""
        return self.codec is None or ":" not in self.codec

    def load(self) -> Codec:
        """The codec, the same each time; raises `ConfigError` where it cannot be had."""
        return _load(self)


STANDARD_FORMAT = Format()


@cache
def _load(wanted: Format) -> Codec:
    if wanted.codec is not None:
        return load_codec(wanted.codec)
    if wanted.numbers == STANDARD_NUMBERS:
        return STANDARD
    return StandardCodec(wanted.numbers)


def load_codec(name: str) -> Codec:
    """The codec of an entry point, or of `module:name`.

    Raises `ConfigError` where there is none, where it cannot be imported, and where trying it out
    finds a mistake.
    """
    point = EntryPoint(name, name, GROUP) if ":" in name else _installed(name)
    if EntryPoint.pattern.fullmatch(point.value) is None:
        raise ConfigError(f'codec "{name}": is not "module:name"')
    try:
        found = point.load()
    except (Exception, SystemExit) as error:  # Whatever somebody's module may raise.
        raise ConfigError(f'codec "{name}": {_why(point, error)}') from error
    if isinstance(found, type):
        raise ConfigError(f'codec "{name}": is a class; name an object of it')
    if not isinstance(found, Codec):
        raise ConfigError(f'codec "{name}": lacks encode, decode or binding_size')
    wrong = mistake(found)
    if wrong is not None:
        raise ConfigError(f'codec "{name}": {" ".join(wrong.split())}')
    return found


def _installed(name: str) -> EntryPoint:
    points = list(entry_points(group=GROUP, name=name))
    if not points:
        known = ", ".join(sorted(entry_points(group=GROUP).names)) or "none"
        raise ConfigError(
            f'codec "{name}": no entry point of {GROUP} (installed: {known}), nor "module:name"'
        )
    if len({point.value for point in points}) > 1:
        values = " and ".join(sorted(point.value for point in points))
        raise ConfigError(f'codec "{name}": is {values}; name one of them')
    return points[0]


def _why(point: EntryPoint, error: Exception | SystemExit) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name is not None:
        return f"no module {error.name}; install it, or put its folder into PYTHONPATH"
    said = " ".join(str(error).split())
    if isinstance(error, AttributeError) and point.module in sys.modules:
        return said
    return f"cannot be imported: {type(error).__name__}: {said}"
