"""How a Home Agent under test (HUT) is started and stopped, whatever it is."""

from __future__ import annotations

from typing import Protocol

from mipconf.profile.contract import HutConfig


class Driver(Protocol):
    """Starts, stops and restarts one HUT. It runs at most once at a time."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""

    @property
    def ended(self) -> str | None:
        """Why it ended, in one line, if that was not as asked; None after the next start."""

    async def start(self, config: HutConfig) -> None:
        """Start it; returns when it is ready. Raises `HutUnavailable`."""

    async def stop(self) -> None:
        """End it in good order, as by SIGTERM. Harmless if it does not run."""

    async def kill(self) -> None:
        """End it at once, as a crash does: its table is lost. Harmless if it does not run."""

    def resync(self) -> None:
        """Tell it to ask for the group's table again, as by SIGHUP. Harmless if it is gone."""
