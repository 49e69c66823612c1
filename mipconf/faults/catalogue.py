"""All faults of the suite: those that the modules of this package hold."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache
from types import MappingProxyType

import mipconf.faults
from mipconf.campaign.selection import names_requirements, requirements_named, terms
from mipconf.errors import SelectionError
from mipconf.faults.fault import Fault
from mipconf.requirements.catalogue import REQUIREMENTS


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
    """The fault of a name. Raises `SelectionError`."""
    try:
        return catalogue()[name]
    except KeyError:
        raise SelectionError(f'no fault has the name "{name}"{_hint(name)}') from None


def faults_selected(expression: str | None) -> tuple[Fault, ...]:
    """The faults that an expression stands for, in the order of all; None: all.

    Its terms, separated by commas, are names (`no-update`, `no-*`), and claims or other
    requirements (`8`, `14-22`), which stand for the faults that must trip one of them. Raises
    `SelectionError` where a term selects nothing.
    """
    if expression is None:
        return tuple(catalogue().values())
    chosen: set[str] = set()
    for term in terms(expression):
        if names_requirements(term):
            tripped = requirements_named(term, REQUIREMENTS)
            found = {name for name, fault in catalogue().items() if fault.trips & tripped}
        else:
            found = {name for name in catalogue() if fnmatchcase(name, term)}
        if not found:
            raise SelectionError(f'no fault matches "{term}"{_hint(term)}')
        chosen |= found
    return tuple(fault for name, fault in catalogue().items() if name in chosen)


def _hint(name: str) -> str:
    near = get_close_matches(name, catalogue())
    return f"; did you mean {' or '.join(near)}?" if near else "; see `mipconf faults --list`"
