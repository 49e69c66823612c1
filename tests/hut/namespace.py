"""Tests that have a network namespace to themselves.

There everybody may open raw sockets, which VRRP takes, and nobody else is heard: an IP protocol has
no ports that could keep two groups of one number apart.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

_INSIDE = "MIPCONF_TEST_NAMESPACE"
_UNSHARE = ["unshare", "--user", "--map-root-user", "--net"]
_WITH_LOOPBACK = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


def permitted(*options: str) -> bool:
    """Whether a namespace can be made here, by these options of `unshare`."""
    command = ["unshare", *options, "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def in_a_namespace(test: Callable[..., Any]) -> Callable[..., Any]:
    """The test, run by a pytest of its own in a new namespace whose `lo` is up."""
    if _INSIDE in os.environ:
        return test
    node = f"{inspect.getfile(test)}::{test.__name__}"

    def outside() -> None:
        if not permitted(*_UNSHARE[1:]):
            pytest.skip("no network namespace can be made here")
        inner = subprocess.run(
            [*_UNSHARE, *_WITH_LOOPBACK, sys.executable, "-m", "pytest", "-q", node],
            env=os.environ | {_INSIDE: "1"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert inner.returncode == 0, inner.stdout + inner.stderr
        assert "1 passed" in inner.stdout

    outside.__doc__ = test.__doc__
    return outside
