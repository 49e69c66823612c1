"""Tables of 100 and of 20,000 bindings are replicated both ways, and in a few seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.campaign.result import Result
from mipconf.campaign.runner import known_cases
from mipconf.campaign.selection import select
from mipconf.protocol.messages import TableReply
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.load import FEW, MANY

from .campaigns import Campaign, Workers, messages, verdicts

pytestmark = pytest.mark.live

SECONDS = 30
"""Some five times of what a host takes that does nothing else."""


Ran = tuple[Path, Result]
NETWORKS = ("simulated", "loopback")


@pytest.fixture(scope="module")
def ran(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    out = tmp_path_factory.mktemp("load")
    campaigns = [Campaign(None, network, expression="LOAD") for network in NETWORKS]
    found = workers.run(campaigns, out)
    return {name: (out / str(i), found[i]) for i, name in enumerate(NETWORKS)}


@pytest.mark.parametrize("network", NETWORKS)
def test_large_tables_are_replicated(network: str, ran: dict[str, Ran]) -> None:
    out, result = ran[network]
    assert verdicts(result) == {"LOAD-1": "PASS", "LOAD-2": "PASS"}
    assert result.seconds < SECONDS
    for name, count in (("hundred", FEW), ("twenty_thousand", MANY)):
        told: dict[str, set[str]] = {}
        for _, message in messages(out / f"captures/test_load.test_{name}.pcapng"):
            if isinstance(message, TableReply):
                homes = (binding.home_address for binding in message.bindings)
                told.setdefault(message.home_agent_id, set()).update(homes)
        by_p, by_hut = told.values()
        assert len(by_p) == count
        assert by_p <= by_hut


def test_heavy_cases_run_only_when_they_are_selected() -> None:
    cases = {case.id for case in select(None, known_cases(), REQUIREMENTS).cases}
    assert not any(case.startswith("test_load::") for case in cases)
