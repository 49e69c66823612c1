"""Whose a capture is: a run signs its captures, with a key of its own beside its `results.json`.

A signature (HMAC-SHA256) shows that a capture is, octet for octet, what the run recorded that made
the key: the tester's remarks in it are that run's own. Nobody without the key can change a capture,
or put another one in its place, not even together with `results.json`. It says nothing of who ran
it: whoever has the key can sign. Results and captures can be passed on without the key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from enum import Enum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from mipconf.campaign.result import Capture

RESULTS = "results.json"
KEY = "results.key"
_KEY_SIZE = 32
"""Octets, as many as SHA-256 gives."""


class Signature(Enum):
    """What stands beside a capture of it."""

    OWN = "signed by the run"
    CHANGED = "other than the run recorded it"
    UNKNOWN = "no key of a run"


class _Listed(BaseModel):
    model_config = ConfigDict(extra="ignore")

    path: str
    sha256: str
    signature: str = ""


class _Results(BaseModel):
    """As much as matters of a `results.json`, which may be anybody's."""

    model_config = ConfigDict(extra="ignore")

    captures: tuple[_Listed, ...] = ()


def new_key(folder: Path) -> bytes:
    """Make the key of a run, which only the user can read; that of an earlier one is gone."""
    path, key = folder / KEY, secrets.token_bytes(_KEY_SIZE)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{key.hex()}\n")
    return key


def signed(path: str, octets: bytes, key: bytes) -> Capture:
    """A capture of that path, relative to the output folder, with digest and signature."""
    return Capture(path, hashlib.sha256(octets).hexdigest(), _signature(key, path, octets))


def signature_of(capture: Path) -> Signature:
    """Whether a capture, in the output folder of a run, is as that run recorded it."""
    folder = capture.absolute().parent.parent
    path = f"{capture.absolute().parent.name}/{capture.name}"
    try:
        results = _Results.model_validate_json((folder / RESULTS).read_bytes())
        octets = capture.read_bytes()
    except (OSError, ValidationError):
        return Signature.UNKNOWN
    listed = next((each for each in results.captures if each.path == path), None)
    if listed is None:
        return Signature.UNKNOWN
    if listed.sha256 != hashlib.sha256(octets).hexdigest():
        return Signature.CHANGED
    key = _key(folder)
    if key is None:
        return Signature.UNKNOWN
    is_own = hmac.compare_digest(listed.signature.encode(), _signature(key, path, octets).encode())
    return Signature.OWN if is_own else Signature.CHANGED


def _key(folder: Path) -> bytes | None:
    try:
        return bytes.fromhex((folder / KEY).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _signature(key: bytes, path: str, octets: bytes) -> str:
    return hmac.new(key, f"{path}\n".encode() + octets, hashlib.sha256).hexdigest()
