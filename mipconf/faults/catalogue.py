"""All faults of the suite: those that the modules of this package hold."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

import mipconf.faults
from mipconf.faults.fault import Fault


class UnknownFaultError(ValueError):
    """No fault has this name; the text is one line and says which names come near."""


@cache
def catalogue() -> Mapping[str, Fault]:
    """The faults by name, in the order of their modules and, within one, of their classes."""
    found: dict[str, Fault] = {}
    for module_info in pkgutil.iter_modules(mipconf.faults.__path__, "mipconf.faults."):
        for value in vars(importlib.import_module(module_info.name)).values():
            own = isinstance(value, type) and value.__module__ == module_info.name
            fault = vars(value).get("fault") if own else None
            if not isinstance(fault, Fault):
                continue
            if fault.name in found:
                raise ValueError(f"two faults have the name {fault.name}")
            found[fault.name] = fault
    return MappingProxyType(found)


def fault_named(name: str) -> Fault:
    """The fault of a name. Raises `UnknownFaultError`."""
    try:
        return catalogue()[name]
    except KeyError:
        near = get_close_matches(name, catalogue())
        hint = f"did you mean {' or '.join(near)}?" if near else "see: mipconf faults --list"
        raise UnknownFaultError(f"there is no fault {name}; {hint}") from None
