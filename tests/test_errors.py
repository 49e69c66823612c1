"""One tree of errors, each with the exit status of a command that ends with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mipconf
from mipconf import errors
from mipconf.errors import ExitStatus, MipconfError

SOURCES = Path(mipconf.__file__).parent
CAUGHT = {"net/layering.py": ["UnreadableError"], "trace/octets.py": ["DamageError"]}
"""What carries the end of a parser to its caller, which always catches it."""
TO_PYTEST = {"pytest_plugin.py": ["CaseFailedError"]}


def tree(root: type[MipconfError]) -> Iterator[type[MipconfError]]:
    yield root
    for branch in root.__subclasses__():
        yield from tree(branch)


def classes_of_errors(path: Path) -> list[str]:
    """The public classes of a module that are exceptions by the names of their bases."""
    return [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")
        and any(ast.unparse(base).endswith(("Error", "Exception")) for base in node.bases)
    ]


@pytest.mark.parametrize("error", list(tree(MipconfError)), ids=lambda error: error.__name__)
def test_each_error_says_how_a_command_ends_with_it(error: type[MipconfError]) -> None:
    assert error.exit_status in (ExitStatus.UNUSABLE, ExitStatus.TESTER_FAILED)
    assert error.__module__ == errors.__name__
    assert error.__doc__


def test_no_module_has_an_error_of_its_own() -> None:
    found = {
        str(path.relative_to(SOURCES)): classes_of_errors(path) for path in SOURCES.rglob("*.py")
    }
    assert found.pop("errors.py")
    assert {path: names for path, names in found.items() if names} == CAUGHT | TO_PYTEST


@pytest.mark.parametrize(("value", "wanted"), [(None, False), ("", False), ("1", True)])
def test_tracebacks_are_shown_where_they_are_wanted(
    value: str | None, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIPCONF_DEBUG", raising=False)
    if value is not None:
        monkeypatch.setenv("MIPCONF_DEBUG", value)
    assert errors.is_debugging() is wanted
