"""What a user tells of their Home Agent: addresses, timers, keys, tolerances, what it supports.

A profile is a TOML file; every key has a default, and `Profile()` is the profile of a run without
one. `Profile.hut_config` makes the document of the `process` contract from it. What the suite
chooses for each case (identifiers, ports, the virtual IP address) is not in a profile.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, get_args

from pydantic import BaseModel, ValidationError, model_validator

from mipconf.errors import ConfigError
from mipconf.profile.contract import HutConfig, describe
from mipconf.profile.contradictions import contradictions
from mipconf.profile.keys import ProfileKeys
from mipconf.requirements.support import Support, lacking

_ASSOCIATIONS = ("group_security", "mobile_nodes")


class Profile(ProfileKeys):
    """A Home Agent under test, as its user describes it, without contradictions.

    The keys are those of the contract's example, known to all the world: a key that guards
    anything belongs in the environment (`key_env`), not in a file.
    """

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        contradiction = next(contradictions(self), None)
        if contradiction is not None:
            raise ValueError(contradiction)
        return self

    @property
    def support(self) -> Support:
        """What the Home Agent supports, and what its configuration takes away."""
        return Support(self.supports, lacking(self.timers.max_retransmissions))

    def hut_config(
        self,
        *,
        ha_id: str,
        port: int,
        fhrp_port: int,
        virtual_ip: str | None,
        **overrides: object,
    ) -> HutConfig:
        """The contract's document for one Home Agent of a case.

        `overrides` are keys of the document. A mapping changes single keys of a section
        (`timers={"listen_ms": 300}`); anything else replaces what the profile says.
        """
        document: dict[str, Any] = {
            "ha_id": ha_id,
            "port": port,
            "group": self.group.model_dump() | {"virtual_ip": virtual_ip},
            "fhrp": self.fhrp.model_dump() | {"port": fhrp_port},
            "timers": self.timers.model_dump(),
            "responder": self.responder,
            "window": self.window,
            "max_datagram": self.max_datagram,
            "max_lifetime_s": self.max_lifetime_s,
            "group_security": self.group_security,
            "mobile_nodes": self.mobile_nodes,
        }
        for key, value in overrides.items():
            document[key] = document[key] | value if isinstance(value, Mapping) else value
        return HutConfig.model_validate(document, strict=False)


def read_profile(
    path: str | os.PathLike[str], environment: Mapping[str, str] = os.environ
) -> Profile:
    """Read and check a profile; raises `ConfigError` with the file, the key and what is allowed.

    A `key_env = "NAME"` of a security association is looked up in `environment`.
    """
    path = Path(path)
    document = _document(path)
    try:
        for name in _ASSOCIATIONS:
            for index, association in enumerate(_tables(document.get(name))):
                _resolve_key(association, f"{name}.{index}", environment)
        # By way of JSON, because there a list may stand for a tuple while all else stays strict.
        return Profile.model_validate_json(json.dumps(document, default=str))
    except ValidationError as error:
        raise ConfigError(f"{path}: {_explain(error)}") from None
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def key_sources(path: Path) -> dict[str, str]:
    """Where the key of each association in the file comes from, by `group_security.0`.

    An association that is not in the file is the default's. Raises `ConfigError`.
    """
    document = _document(path)
    return {
        f"{name}.{index}": (
            f"environment variable {association['key_env']}"
            if "key_env" in association
            else f"in {path}"
        )
        for name in _ASSOCIATIONS
        for index, association in enumerate(_tables(document.get(name)))
    }


def fingerprint(key: str) -> str:
    """What stands for a key (hexadecimal, as in a profile) wherever one may look."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16]


def redacted(profile: Profile) -> dict[str, Any]:
    """The profile as JSON values, each key replaced by a fingerprint, to be shown and recorded."""
    document = profile.model_dump(mode="json")
    for association in document["group_security"] + document["mobile_nodes"]:
        association["fingerprint"] = fingerprint(association.pop("key"))
    return document


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _tables(value: object) -> list[dict[str, object]]:
    """The tables in an array; whatever else stands there is left for the model to complain of."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _resolve_key(
    association: dict[str, object], location: str, environment: Mapping[str, str]
) -> None:
    """Put the key that `key_env` names into the association, in hexadecimal as in the file."""
    if "key_env" not in association:
        return
    if "key" in association:
        raise ConfigError(f"{location}.key and {location}.key_env: give one of them")
    name = association.pop("key_env")
    if not isinstance(name, str) or name not in environment:
        raise ConfigError(f"{location}.key_env: no environment variable {name!r}")
    association["key"] = environment[name]


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    location = first["loc"]
    where = ".".join(str(step) for step in location)
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown key; allowed are {', '.join(_siblings(location))}"
    if not location:  # Two keys contradict each other; the text names both.
        return first["msg"].removeprefix("Value error, ")
    if location[-1] == "key":
        # A mistyped key is still a secret: it must not reach a log.
        missing = first["type"] == "missing"
        return f"{where}: " + (
            "missing; give key or key_env" if missing else "must be octets in hexadecimal"
        )
    return describe(error)


def _siblings(location: tuple[int | str, ...]) -> list[str]:
    """The keys of the table that `location` points into."""
    table: type[BaseModel] = Profile
    for step in location[:-1]:
        if isinstance(step, str):
            annotation: Any = table.model_fields[step].annotation
            table = next(iter(get_args(annotation)), annotation)
    keys = list(table.model_fields)
    return [*keys, "key_env"] if "key" in keys else keys
