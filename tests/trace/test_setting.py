"""The setting: what is written into a capture, what is read from it, and the times that follow."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mipconf.codec import STANDARD, STANDARD_FORMAT, Format
from mipconf.errors import ConfigError
from mipconf.profile.contract import FhrpConfig, TimerConfig
from mipconf.profile.keys import Tolerances
from mipconf.profile.profile import Profile, fingerprint
from mipconf.trace.setting import FOREVER, Setting, describe_setting, read_setting

MS, S = 1_000_000, 1_000_000_000
CONFIG = Profile().hut_config(
    ha_id="127.4.1.10",
    port=20434,
    fhrp_port=21985,
    virtual_ip="127.4.1.1",
    peers=("127.4.1.21", "127.4.1.22"),
    fhrp={"protocol": "hsrp", "version": 2, "hello_ms": 150, "hold_ms": 500},
    responder="always",
    window=5,
    max_datagram=900,
    max_lifetime_s=1234,
)


def told(**said: Any) -> dict[str, Any]:
    data: dict[str, Any] = describe_setting(CONFIG, Tolerances(), **({"lossy": False} | said))
    return data


def test_what_is_said_where_nothing_is_given() -> None:
    data = told()
    assert {key: value for key, value in data.items() if key not in ("hut", "tolerances")} == {
        "format": {},
        "supports": {},
        "lossy": False,
        "unicast": True,
        "accompanied": False,
        "latency_ns": 0,
    }
    assert data["tolerances"] == Tolerances().model_dump(mode="json")


def test_the_configuration_is_there_but_for_its_keys() -> None:
    """docs/claims.md, "Point of observation": keys only as SPI, algorithm and fingerprint."""
    document = CONFIG.model_dump(mode="json")
    hut = told()["hut"]
    assert hut.keys() == document.keys()
    for section in ("group_security", "mobile_nodes"):
        for written, configured in zip(hut[section], document[section], strict=True):
            assert "key" not in written
            assert written["fingerprint"] == fingerprint(configured["key"])
            rest = {key: value for key, value in configured.items() if key != "key"}
            assert {key: value for key, value in written.items() if key != "fingerprint"} == rest
    assert configured["key"] not in json.dumps(told())
    assert json.loads(json.dumps(told())) == told()


GIVEN = [
    ("lossy", True),
    ("unicast", False),
    ("accompanied", True),
    ("latency_ns", 12_345),
    ("supports", {"19": False, "deletion_marks": True}),
]


@pytest.mark.parametrize(("key", "value"), GIVEN)
def test_each_thing_that_is_told_is_read_again(key: str, value: object) -> None:
    data = told(**{key: value})
    assert data[key] == value
    assert read_setting(json.loads(json.dumps(data))) == replace(
        read_setting(told()),
        **{key: value},  # type: ignore[arg-type]
    )


def test_a_format_of_a_vendors_own_is_read_again() -> None:
    spoken = Format.model_validate({"numbers": {"type": 254}})
    assert told(format=spoken)["format"] == {"numbers": {"type": 254}}
    assert read_setting(told(format=spoken)).format == spoken
    assert read_setting(told()).format == STANDARD_FORMAT


def test_all_of_the_configuration_is_read_again() -> None:
    tolerances = Tolerances(answer_ms=1500, purge_late=2.0)
    data = describe_setting(CONFIG, tolerances, lossy=False)
    assert read_setting(data) == Setting(
        hut="127.4.1.10",
        port=20434,
        group=CONFIG.group,
        fhrp=CONFIG.fhrp,
        peers=("127.4.1.21", "127.4.1.22"),
        timers=CONFIG.timers,
        responder="always",
        window=5,
        max_datagram=900,
        max_lifetime_s=1234,
        tolerances=tolerances,
    )


def test_an_older_remark_says_less() -> None:
    data = {"hut": told()["hut"]}
    assert read_setting(data) == read_setting(told())


BAD = [
    ({"hut": None}, "hut: Input should be an object"),
    ({"hut": "127.0.0.1"}, "hut: Input should be an object, not '127.0.0.1'"),
    ({"hut": {"ha_id": "127.0.0.1"}}, "hut.group: Field required"),
    ({"supports": 1}, "supports: Input should be an object, not 1"),
    ({"supports": {"flying": False}}, "supports: 'flying' is no requirement, group or feature"),
    ({"exercises": ["8", "99"]}, "exercises: there is no requirement '99'"),
    ({"tolerances": {"answer_ms": "soon"}}, "tolerances.answer_ms: Input should be a valid int"),
    ({"latency_ns": -1}, "latency_ns: Input should be greater than or equal to 0, not -1"),
    ({"surprise": 1}, "surprise: Extra inputs are not permitted, not 1"),
]


@pytest.mark.parametrize(("said", "text"), BAD)
def test_what_is_no_setting_is_refused(said: dict[str, object], text: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$") as refused:
        read_setting(told() | said)
    assert str(refused.value).startswith(text)


HUT = [
    ("ha_id", "10.0.0.1\x1b[2J", "hut.ha_id: not an IPv4 address"),
    ("port", [1], "hut.port: Input should be a valid integer"),
    ("peers", [1], "hut.peers.0: Input should be a valid string, not 1"),
    ("window", "32", "hut.window: Input should be a valid integer, not '32'"),
    ("mobile_nodes", [{"key": "00"}], "hut.mobile_nodes.0.network: Field required"),
]


@pytest.mark.parametrize(("key", "value", "text"), HUT)
def test_what_is_no_configuration_is_refused(key: str, value: object, text: str) -> None:
    data = told()
    data["hut"] |= {key: value}
    with pytest.raises(ValueError, match=r"^.*$") as refused:
        read_setting(data)
    assert str(refused.value).startswith(text)


def test_a_codec_that_is_not_installed_is_not_imported_at_a_captures_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("builtins.__import__", lambda *names: pytest.fail(f"imports {names[0]}"))
    data = told() | {"format": {"codec": "this:CODEC"}}
    for codec in (None, "that:CODEC"):
        with pytest.raises(ConfigError, match='codec "this:CODEC" is named by the capture alone'):
            read_setting(data, codec)


def test_a_codec_that_the_person_names_is_loaded() -> None:
    data = told() | {"format": {"codec": "mipconf.codec:STANDARD"}}
    assert read_setting(data, "mipconf.codec:STANDARD").format.load() is STANDARD


def test_a_codec_that_nobody_installed_cannot_be_had() -> None:
    with pytest.raises(ConfigError, match=r'codec "nobodys": no entry point of mipconf.codecs'):
        read_setting(told() | {"format": {"codec": "nobodys"}})


BASE = Setting(
    hut="127.4.1.10",
    port=20434,
    group=CONFIG.group,
    fhrp=FhrpConfig(protocol="hsrp", hello_ms=150, hold_ms=500),
    timers=TimerConfig(
        max_retransmissions=3, reply_timeout_ms=300, listen_ms=600, deleted_entry_ms=1200
    ),
)
NO_FHRP = FhrpConfig(protocol="none")

TIMES = [
    (BASE, "answer_ns", 1 * S),
    (BASE, "crossing_ns", 50 * MS),
    (BASE, "hold_ns", 500 * MS),
    (BASE, "mark_lasts_ns", 1200 * MS),
    (BASE, "mark_purged_ns", 1800 * MS),
    (BASE, "joining_ns", (600 + 4 * 300) * MS + 1 * S),
    (BASE, "kept_ns", 5 * S),
    (replace(BASE, fhrp=NO_FHRP), "hold_ns", 0),
    (replace(BASE, fhrp=NO_FHRP), "kept_ns", 60 * S),
    (replace(BASE, assumes_timers=True), "mark_lasts_ns", 1 * S),
    (replace(BASE, assumes_timers=True), "mark_purged_ns", FOREVER),
]


@pytest.mark.parametrize(("setting", "name", "expected"), TIMES)
def test_the_times_that_follow(setting: Setting, name: str, expected: int) -> None:
    """docs/protocol.md#5-3, docs/protocol.md#5-6; docs/claims.md, "Time"."""
    assert getattr(setting, name) == expected


SHARED = [
    (BASE, False),
    (replace(BASE, external=True), True),
    (replace(BASE, accompanied=True), True),
]


@pytest.mark.parametrize(("setting", "expected"), SHARED)
def test_who_may_answer_at_the_virtual_ip(setting: Setting, expected: bool) -> None:
    assert setting.shares_virtual_ip is expected


MEMBERS = [
    ("127.4.1.10", True),
    ("127.4.1.1", True),
    ("0.0.0.0", True),
    ("255.255.255.255", True),
    ("224.0.0.0", True),
    ("239.255.255.255", True),
    ("223.255.255.255", False),
    ("240.0.0.1", False),
    ("127.4.1.21", False),
]


@pytest.mark.parametrize(("address", "expected"), MEMBERS)
def test_who_is_never_a_member(address: str, expected: bool) -> None:
    """docs/protocol.md#5-3."""
    assert BASE.never_member(address) is expected
