"""Lets pytest run the cases by itself: `pytest testcases -k purging`, or a click in an editor.

They then run against the reference Home Agent in virtual time; `mipconf run` brings a session of
its own, for any Home Agent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.plugin import CasePlugin
from mipconf.campaign.runner import known_cases
from mipconf.campaign.session import Session
from mipconf.profile.profile import Profile


def pytest_configure(config: pytest.Config) -> None:
    """Bring a session where nobody else did."""
    if any(isinstance(plugin, CasePlugin) for plugin in config.pluginmanager.get_plugins()):
        return
    options = CampaignOptions(
        profile=Profile(),
        driver="builtin",
        command=(),
        network="simulated",
        cases=tuple(plan.id for plan in known_cases(Profile())),
        requirements=frozenset(),
        out=Path("mipconf-out"),
        seed=1,
        jobs=None,
    )
    config.pluginmanager.register(CasePlugin(Session(options, Unseen())))
