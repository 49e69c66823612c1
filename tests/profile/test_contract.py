"""The contract's document: what a Home Agent can be told, and what is refused, in one line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mipconf.errors import ConfigError
from mipconf.profile.contract import HutConfig, read_config

SMALLEST: Mapping[str, Any] = {
    "ha_id": "10.0.0.2",
    "group": {"number": 7},
    "fhrp": {"protocol": "none"},
    "group_security": [{"spi": 1000, "key": "00FF"}],
}


def written(document: object, path: Path) -> Path:
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def merged(**changes: object) -> dict[str, object]:
    """The smallest document, changed; `None` takes a key away."""
    document = dict(SMALLEST) | changes
    return {key: value for key, value in document.items() if value is not None}


def test_the_smallest_document_has_the_defaults_of_the_pages(tmp_path: Path) -> None:
    config = read_config(written(SMALLEST, tmp_path / "ha.json"))
    assert (config.port, config.group.address, config.group.ttl) == (434, "224.0.0.254", 255)
    assert config.timers.model_dump() == {
        "retransmit_ms": 1000,
        "max_retransmissions": 3,
        "reply_timeout_ms": 2000,
        "listen_ms": 11000,
        "deleted_entry_ms": 60000,
        "replay_window_s": 7,
    }
    assert (config.responder, config.window, config.max_datagram) == ("active", 32, 1400)
    assert config.group_security[0].algorithm == "hmac-sha256"
    assert config.group_security[0].key == "00ff"


HSRP = {"protocol": "hsrp"}
SPI_256 = {"network": "10.0.0.0/8", "spi": 256, "key": "00"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ha_id": None}, "ha_id: Field required"),
        ({"ha_id": "10.0.0"}, "ha_id: not an IPv4 address"),
        ({"ha_id": "10.0.0.02"}, "ha_id: not an IPv4 address"),
        ({"port": 0}, "port: "),
        ({"port": "434"}, "port: Input should be a valid integer, not '434'"),
        ({"unknown": 1}, "unknown: "),
        ({"group": {"number": 65536}}, "group.number: "),
        ({"group": {"number": 7, "address": "10.0.0.1"}}, "group.address: not a multicast"),
        ({"group": {"number": 7, "virtual_ip": "10.0.0.2"}}, "virtual_ip and ha_id must differ"),
        ({"fhrp": {"protocol": "carp"}}, "fhrp.protocol: "),
        ({"fhrp": HSRP | {"version": 3}}, "fhrp: version 3 of hsrp does not exist; use 1 or 2"),
        ({"fhrp": {"protocol": "vrrp", "version": 1}}, "use 2 or 3"),
        ({"fhrp": {"protocol": "vrrp"}}, "virtual_ip may be null with HSRP only"),
        ({"fhrp": HSRP | {"hello_ms": 500, "hold_ms": 500}}, "hold_ms 500 must exceed hello_ms"),
        ({"timers": {"retransmit_ms": 0}}, "timers.retransmit_ms: "),
        ({"timers": {"max_retransmissions": -1}}, "timers.max_retransmissions: "),
        ({"responder": "sometimes"}, "responder: "),
        ({"window": 0}, "window: "),
        ({"max_datagram": 547}, "max_datagram: "),
        ({"max_lifetime_s": 65536}, "max_lifetime_s: "),
        ({"group_security": []}, "group_security: "),
        ({"group_security": [{"spi": 1, "key": ""}]}, "group_security.0.key: an empty key"),
        ({"group_security": [{"spi": 1, "key": "secret"}]}, "group_security.0.key: "),
        ({"mobile_nodes": [SPI_256 | {"spi": 255}]}, "mobile_nodes.0.spi: "),
        ({"mobile_nodes": [SPI_256 | {"network": "10.0.0.1/8"}]}, "mobile_nodes.0.network: "),
    ],
)
def test_what_cannot_be_served_is_refused_by_its_key(
    changes: Mapping[str, object], said: str, tmp_path: Path
) -> None:
    path = written(merged(**changes), tmp_path / "ha.json")
    with pytest.raises(ConfigError, match=r"^[^\n]*$") as error:
        read_config(path)
    assert str(error.value).startswith(f"{path}: ")
    assert said in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_what_is_no_document_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="document: "):
        read_config(written(text, tmp_path / "ha.json"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"ha\.json: cannot be read: No such file or directory"):
        read_config(tmp_path / "ha.json")


def test_a_document_comes_back(tmp_path: Path) -> None:
    document = merged(fhrp=HSRP, mobile_nodes=[SPI_256], peers=["10.0.0.3"])
    config = read_config(written(document, tmp_path / "ha.json"))
    path = written(config.model_dump_json(), tmp_path / "again.json")
    assert read_config(path) == config == HutConfig.model_validate_json(path.read_bytes())
