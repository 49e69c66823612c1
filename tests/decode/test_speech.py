"""Which ports a run's setting names; one that is not as it should be names none."""

from __future__ import annotations

import pytest

from mipconf.decode.speech import ports_of

SETTINGS = [
    ({"hut": {"port": 20000, "fhrp": {"port": 20001}}}, (), {20000}),
    ({"hut": {"port": 20000, "fhrp": {"port": 20001}}}, ("fhrp",), {20001}),
    ({"hut": {"port": 20000, "fhrp": {"protocol": "none"}}}, ("fhrp",), set()),
    ({"hut": {"port": "20000"}}, (), set()),
    ({"hut": "127.0.0.1"}, (), set()),
    ({"hut": "127.0.0.1"}, ("fhrp",), set()),
    ({}, (), set()),
    ({}, ("fhrp",), set()),
]


@pytest.mark.parametrize(("setting", "sections", "expected"), SETTINGS)
def test_the_ports_of_a_setting(
    setting: dict[str, object], sections: tuple[str, ...], expected: set[int]
) -> None:
    assert ports_of(setting, *sections) == expected
