"""The other vendor's Home Agent with a fault: each is caught by the claims that it breaks."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .lab import FOLDER, HA, WAIT, Lab

pytestmark = pytest.mark.live

CAUGHT: Mapping[str, tuple[str, str]] = {
    "R_left_clear": ("test_updates::test_late_acknowledgement", "8"),
    "accepts_before_initialized": ("test_initializing::test_last_repeat_answered", "9"),
    "ack_wrong_sequence": ("test_applying::test_newest_counts", "36"),
    "active_before_initialized": ("test_initializing::test_last_repeat_answered", "10"),
    "answers_undesignated": ("test_designation::test_designated_responder", "17"),
    "code_0_before_initialized": ("test_table::test_asked_while_joining", "22 49"),
    "deletion_not_told": ("test_updates::test_deregistration", "23"),
    "duplicate_applied": ("test_applying::test_duplicates", "36"),
    "hello_cut_off": ("test_election::test_yields_and_takes_over", "25 41"),
    "list_ignored": ("test_membership::test_named_in_a_reply", "31 47"),
    "mark_never_purged": ("test_applying::test_purging", "39"),
    "never_yields": ("test_election::test_yields_and_takes_over", "24 40"),
    "no_mark": ("test_applying::test_deletion_overtakes", "38"),
    "no_request": ("test_joining::test_one_part", "26"),
    "no_retransmission": ("test_updates::test_late_acknowledgement", "8"),
    "no_update": ("test_registration::test_registers_refreshes_moves", "1 6"),
    "not_acknowledged": ("test_applying::test_newest_counts", "36"),
    "older_wins": ("test_applying::test_newest_counts", "33"),
    "one_binding_lost": ("test_table::test_learned_and_registered", "44"),
    "one_too_many": ("test_updates::test_mute_peer", "8"),
    "refuses_while_passive": ("test_states::test_in_standby", "2 3 5"),
    "reply_from_own": ("test_registration::test_at_the_virtual_ip", "4"),
    "reply_multicast": ("test_table::test_learned_and_registered", "44"),
    "request_at_once": ("test_initializing::test_silent_group", "13 32"),
    "request_under_virtual_ip": ("test_joining::test_one_part", "11 30"),
    "requester_no_member": ("test_membership::test_silent_requester", "15 43"),
    "requester_not_listed": ("test_table::test_members_listed", "20"),
    "update_without_members": ("test_registration::test_alone_then_in_company", "7"),
}
"""Each fault, the case that can tell it, and the claims that it must FAIL there."""


def test_the_table_has_every_fault_of_the_program() -> None:
    listed = subprocess.run(
        [sys.executable, str(HA), "--list-faults"], capture_output=True, text=True, check=True
    )
    assert set(listed.stdout.split()) == CAUGHT.keys()
    assert len(CAUGHT) >= 20


AT_ONCE = 2
"""Campaigns of one case are idle most of the time; more of them would make the host too slow."""

Found = Mapping[str, tuple[str, str]]
"""The verdict and the reason of each requirement."""


def judged(fault: str, out: Path) -> Found:
    """Run the case that can tell the fault."""
    words = [sys.executable, str(HA), "--fault", fault, "{config}"]
    subprocess.run(
        [
            *(sys.executable, "-m", "mipconf", "run", "--select", CAUGHT[fault][0]),
            *("--out", str(out), "--hut-command", shlex.join(words)),
        ],
        cwd=FOLDER.parents[1],
        capture_output=True,
        check=False,
        timeout=120,
    )
    results = json.loads((out / "results.json").read_text())["requirements"]
    return {result["id"]: (result["verdict"], result["reason"]) for result in results}


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Found]:
    """What was found in each faulty program."""
    out = tmp_path_factory.mktemp("faults")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(judged, CAUGHT, (out / fault for fault in CAUGHT))
        return dict(zip(CAUGHT, found, strict=True))


@pytest.mark.parametrize("fault", CAUGHT)
def test_a_fault_is_caught(fault: str, campaigns: Mapping[str, Found]) -> None:
    found = campaigns[fault]
    told = {claim: found[claim] for claim in CAUGHT[fault][1].split()}
    assert {verdict for verdict, _ in told.values()} == {"FAIL"}, told


def test_an_unknown_fault_is_refused(lab: Lab) -> None:
    process = lab.start("--fault", "gremlins", ready=False)
    assert process.wait(WAIT) == 2
