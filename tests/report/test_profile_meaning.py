"""What a profile means, in words; and no key in any of them."""

from __future__ import annotations

import json

import pytest

from mipconf.profile.keys import FhrpKeys, TimerKeys, Tolerances
from mipconf.profile.profile import Profile, fingerprint
from mipconf.report.profile_meaning import profile_meaning

DEFAULT = Profile()


def lines(profile: Profile, **sources: str) -> list[str]:
    text = profile_meaning(profile, {key.replace("__", "."): v for key, v in sources.items()})
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("profile", "line"),
    [
        (DEFAULT, "redundancy HSRP version 2, hold time 500 ms"),
        (DEFAULT, "retransmission due 100 to 500 ms after the last sending, 3 times"),
        (DEFAULT, "purging a mark goes 1200 to 1800 ms after its deletion"),
        (DEFAULT, "joining listens for 600 ms; asks for the table 4 times at most,"),
        (DEFAULT, "300 ms apart; initialized 1800 ms after its start, or before"),
        (DEFAULT, "All claims apply."),
        (
            Profile(
                timers=TimerKeys(retransmit_ms=250, max_retransmissions=2, listen_ms=900),
                tolerances=Tolerances(retransmit_late=3, retransmit_slack_ms=50),
            ),
            "retransmission due 125 to 800 ms after the last sending, 2 times",
        ),
        (
            Profile(fhrp=FhrpKeys(protocol="none")),
            "redundancy no HSRP or VRRP: an initialized Home Agent is active",
        ),
        (
            Profile(supports={"retransmission": False}),
            "45 claim 18 of an HA that has joined supports.retransmission = false",
        ),
        (
            Profile(supports={"8": False}),
            "8 an unacknowledged update is sent again, to that member alone supports.8 = false",
        ),
        (Profile(responder="never"), "responder answers no Table Request once it is initialized"),
    ],
)
def test_what_follows_is_said(profile: Profile, line: str) -> None:
    assert line in lines(profile)


def test_keys_are_told_by_fingerprint_and_source() -> None:
    shown = lines(DEFAULT, group_security__0="environment variable GROUP_KEY")
    key, other = DEFAULT.group_security[0].key, DEFAULT.mobile_nodes[0].key
    assert key not in "".join(shown)
    assert other not in "".join(shown)
    assert (
        f"group_security.0 SPI 1000, hmac-sha256, fingerprint {fingerprint(key)}: "
        f"environment variable GROUP_KEY"
    ) in shown
    assert any(line.endswith("by default, known to all the world") for line in shown)


def test_the_document_is_that_of_the_first_case() -> None:
    text = profile_meaning(DEFAULT, {})
    document, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
    assert document["ha_id"] == "127.4.1.10"
    assert document["group"]["virtual_ip"] == "127.4.1.1"
    assert document["timers"] == DEFAULT.timers.model_dump()
