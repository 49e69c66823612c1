"""Wire-format dissector and conformance test suite for Mobile IP Home Agent redundancy.

The names of `__all__` are for users; docs/api.md tells of them. All else is private, modules and
packages too, and may change without notice.
"""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mipconf.api import (
        REQUIREMENTS,
        DecodedMessage,
        Finding,
        MipconfError,
        Profile,
        Result,
        Setting,
        Trace,
        Verdict,
        check,
        decode,
        judge,
        read_profile,
        read_traces,
        run,
    )

__version__ = "0.1.0"

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

# Started from a checkout (`python -m mipconf`), this folder shadows an installed package and has
# no `layers` and `testcases` inside: they stand beside it. Installed, there is nothing beside.
_beside = Path(__file__).resolve().parent.parent
if (_beside / "layers" / "miphar.py").is_file() and (_beside / "pyproject.toml").is_file():
    __path__.append(str(_beside))


def __getattr__(name: str) -> object:
    """A public name, imported when it is first used (PEP 562): `import mipconf` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("mipconf.api"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


class _Face(ModuleType):
    """This module, in which a package never hides the public function that has its name.

    The import system makes `mipconf.judge` an attribute when something imports that package.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
