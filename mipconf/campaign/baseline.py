"""The baseline of a run: which requirements are known to fail, and why.

A file by hand is `{"known_failures": {"8": "vendor's ticket 123"}}`; the `results.json` of an
earlier run serves as well.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mipconf.errors import ConfigError
from mipconf.judge.verdict import Verdict
from mipconf.profile.contract import describe

_FAILURES = {Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.NOT_EXERCISED}


class _Requirement(BaseModel):
    """What a baseline needs of a requirement in results.json."""

    id: str
    verdict: Verdict
    selected: bool
    reason: str


class _Document(BaseModel):
    model_config = ConfigDict(extra="ignore")

    known_failures: dict[str, str] | None = None
    requirements: tuple[_Requirement, ...] | None = None


def read_baseline(path: Path, requirements: Container[str]) -> dict[str, str]:
    """The known failures in a file: requirement ids and why they fail.

    Raises `ConfigError` for a file that is no baseline, or that names an id which is not among
    `requirements`: an entry that can never match would hide a mistake.
    """
    try:
        document = _Document.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise ConfigError(f"{path}: {describe(error)}") from None
    if (document.known_failures is None) is (document.requirements is None):
        raise ConfigError(
            f'{path}: not a baseline: give {{"known_failures": {{"8": "why"}}}} or the '
            f"results.json of an earlier run"
        )
    known = document.known_failures or {
        requirement.id: requirement.reason
        for requirement in document.requirements or ()
        if requirement.selected and requirement.verdict in _FAILURES
    }
    for name in known:
        if name not in requirements:
            raise ConfigError(f'{path}: no requirement "{name}" exists')
    return known
