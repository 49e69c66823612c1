"""Profiles: every default, every error on one line, and no key ever shown."""

import hashlib
import json
from pathlib import Path

import pytest

from mipconf.errors import ConfigError
from mipconf.profile.profile import Profile, read_profile, redacted

# docs/hut-contract.md's example, octet for octet.
EXAMPLE = {
    "ha_id": "127.4.34.10",
    "port": 20434,
    "group": {"number": 7, "address": "224.0.0.254", "ttl": 1, "virtual_ip": "127.4.34.1"},
    "fhrp": {
        "protocol": "hsrp",
        "version": 2,
        "port": 21985,
        "priority": 100,
        "preempt": True,
        "hello_ms": 150,
        "hold_ms": 500,
    },
    "peers": [],
    "timers": {
        "retransmit_ms": 200,
        "max_retransmissions": 3,
        "reply_timeout_ms": 300,
        "listen_ms": 600,
        "deleted_entry_ms": 1200,
        "replay_window_s": 7,
    },
    "responder": "always",
    "window": 32,
    "max_datagram": 1400,
    "max_lifetime_s": 1800,
    "group_security": [
        {"spi": 1000, "algorithm": "hmac-sha256", "key": "00112233445566778899aabbccddeeff"}
    ],
    "mobile_nodes": [
        {
            "network": "10.64.0.0/10",
            "spi": 256,
            "algorithm": "hmac-md5",
            "key": "0123456789abcdef0123456789abcdef",
        }
    ],
}
PLACE = {
    "ha_id": "127.4.34.10",
    "port": 20434,
    "fhrp_port": 21985,
    "virtual_ip": "127.4.34.1",
}


def write(folder: Path, text: str) -> Path:
    path = folder / "ha.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_profile_is_the_example_of_the_contract() -> None:
    assert Profile().hut_config(**PLACE).model_dump(mode="json") == EXAMPLE


def test_an_empty_file_is_no_profile(tmp_path: Path) -> None:
    assert read_profile(write(tmp_path, "")) == Profile()


def test_overrides_change_keys_of_a_section_or_replace() -> None:
    config = Profile().hut_config(
        **PLACE, timers={"listen_ms": 300}, peers=["127.4.34.11"], responder="active"
    )
    assert config.timers.listen_ms == 300
    assert config.timers.retransmit_ms == 200
    assert config.peers == ("127.4.34.11",)
    assert config.responder == "active"


def test_a_full_file_is_read(tmp_path: Path) -> None:
    text = """
        responder = "active"
        window = 4
        max_datagram = 548
        max_lifetime_s = 60

        [hut]
        driver = "process"
        command = ["python3", "other_ha.py", "{config}"]
        start_timeout_s = 3

        [network]
        base = "127.9.0.0/16"
        port_base = 21000

        [group]
        number = 300
        address = "224.0.0.253"
        ttl = 255

        [fhrp]
        protocol = "none"
        version = 1

        [timers]
        listen_ms = 900

        [tolerances]
        retransmit_late = 3

        [supports]
        8 = false
        LOAD = false
        LOAD-2 = true

        [[group_security]]
        spi = 1001
        key_env = "GROUP_KEY"

        [[mobile_nodes]]
        network = "10.0.0.0/8"
        spi = 300
        key = "ABCD"
    """
    profile = read_profile(write(tmp_path, text), {"GROUP_KEY": "0a0b"})
    assert profile.hut.command == ("python3", "other_ha.py", "{config}")
    assert profile.network.base == "127.9.0.0/16"
    assert profile.timers.listen_ms == 900
    assert profile.timers.retransmit_ms == 200, "unnamed timers keep the suite's values"
    assert profile.tolerances.retransmit_late == 3.0
    assert profile.group_security[0].key == "0a0b"
    assert profile.mobile_nodes[0].key == "abcd"
    assert profile.hut_config(**PLACE).group.number == 300


VRRP = '[fhrp]\nprotocol = "vrrp"\n'
SECURITY = "[[group_security]]\nspi = 1\n"
MOBILE_NODES = '[[mobile_nodes]]\nnetwork = "{}"\nspi = {}\nkey = "00"\n'
ERRORS = [
    ("[fhrp", "not TOML:"),
    ('[fhrp]\nprotocol = "glbp"', "fhrp.protocol: Input should be 'hsrp', 'vrrp' or 'none', not"),
    ("[fhrp]\nversion = 4", "fhrp.version: Input should be 1, 2 or 3, not 4"),
    ("[fhrp]\nversion = 3", 'fhrp.version 3 does not fit fhrp.protocol "hsrp": 1 or 2'),
    (VRRP + "version = 1", 'fhrp.version 1 does not fit fhrp.protocol "vrrp": 2 or 3'),
    (
        VRRP + "priority = 0",
        'fhrp.priority 0 does not fit fhrp.protocol "vrrp": 1 to 254; 0 resigns',
    ),
    (VRRP + "priority = 255", 'fhrp.priority 255 does not fit fhrp.protocol "vrrp": 1 to 254'),
    (
        VRRP + "version = 3\nhello_ms = 40960",
        "fhrp.hello_ms 40960 does not fit fhrp.version 3 of VRRP: at most 40950",
    ),
    (VRRP + "[group]\nnumber = 0", 'group.number 0 does not fit fhrp.protocol "vrrp": 1 to 255'),
    (VRRP + "[group]\nnumber = 256", 'group.number 256 does not fit fhrp.protocol "vrrp"'),
    ("[fhrp]\nhello_ms = 500", "fhrp: hold_ms 500 must exceed hello_ms 500"),
    ("[fhrp]\npreempt = 1", "fhrp.preempt: Input should be a valid boolean, not 1"),
    (
        "[fhrp]\nhallo_ms = 5",
        "fhrp.hallo_ms: unknown key; allowed are protocol, version, priority, preempt, "
        "hello_ms, hold_ms",
    ),
    ("[group]\nnumber = 4096", "group.number 4096 does not fit fhrp.version 2: 0 to 4095"),
    ('[group]\naddress = "10.0.0.1"', "group.address: not a multicast address"),
    ("[timers]\nlisten_ms = 0", "timers.listen_ms: Input should be greater than or equal to 1"),
    ("window = 0", "window: Input should be greater than or equal to 1, not 0"),
    ("timer = 3", "timer: unknown key; allowed are hut, network, group,"),
    ("tolerances = 3", "tolerances: "),
    ("[tolerances]\nretransmit_late = nan", "tolerances.retransmit_late: "),
    ("[tolerances]\nretransmit_early = 1.5", "tolerances.retransmit_early: "),
    ('[network]\nbase = "10.0.0.0/8"', "network.base: give a /16 or larger inside 127.0.0.0/8"),
    ('[network]\nbase = "127.4.0.0/24"', "network.base: give a /16 or larger"),
    ("[network]\nport_base = 40000", "network.port_base: Input should be less than or equal to"),
    ('[hut]\ncommand = ["x", "{config}"]', 'hut: driver "builtin" takes no command'),
    ('[hut]\ndriver = "process"', 'hut: driver "process" needs a command'),
    ('[hut]\ndriver = "process"\ncommand = ["x"]', "with {config}"),
    ("[supports]\n56 = false", 'supports: "56" is no claim (1 to 55), group'),
    ("group_security = []", "group_security: "),
    ("group_security = 5", "group_security: "),
    ("group_security = [5]", "group_security.0: "),
    (SECURITY, "group_security.0.key: missing; give key or key_env"),
    (SECURITY + 'kay = "00"', "group_security.0.key: missing; give key or key_env"),
    (
        SECURITY + 'key = "00"\nkay = "00"',
        "group_security.0.kay: unknown key; allowed are spi, algorithm, key, key_env",
    ),
    (
        SECURITY + 'key = "00"\nkey_env = "K"',
        "group_security.0.key and group_security.0.key_env: give one of them",
    ),
    (SECURITY + 'key_env = "NONE"', "group_security.0.key_env: no environment variable 'NONE'"),
    (
        (SECURITY + 'key = "00"\n') * 2,
        "group_security.0.spi and group_security.1.spi are both 1",
    ),
    (
        "[tolerances]\nretransmit_slack_ms = 800",
        "tolerances.retransmit_slack_ms 800 must be less than timers.retransmit_ms 200 times ",
    ),
    (
        "max_lifetime_s = 4",
        "max_lifetime_s 4 must be at least 5, 5 times tolerances.answer_ms 1000: ",
    ),
    (
        "[tolerances]\ncrossing_ms = 300",
        "tolerances.crossing_ms 300 must be less than timers.retransmit_ms 200: ",
    ),
    (
        "tolerances = {crossing_ms = 90}\nfhrp = {hello_ms = 50, hold_ms = 80}",
        "tolerances.crossing_ms 90 must be less than fhrp.hold_ms 80: ",
    ),
    (
        MOBILE_NODES.format("127.0.0.0/8", 256),
        "mobile_nodes.0.network 127.0.0.0/8 overlaps network.base 127.4.0.0/16: ",
    ),
    (
        MOBILE_NODES.format("10.0.0.0/8", 256) + MOBILE_NODES.format("10.1.0.0/16", 256),
        "mobile_nodes.0.spi and mobile_nodes.1.spi are both 256, and their networks overlap: ",
    ),
    (
        MOBILE_NODES.format("10.1.2.0/24", 256),
        "mobile_nodes: the first network, 10.1.2.0/24, is where the cases take their mobile",
    ),
    (
        "timers = {max_retransmissions = 0}\nsupports = {8 = true}",
        "supports.8 = true contradicts timers.max_retransmissions = 0: ",
    ),
    (
        'responder = "never"\nsupports = {home_agent_lists = true}',
        'supports.home_agent_lists = true contradicts responder = "never": ',
    ),
    (
        'fhrp = {protocol = "none"}\nsupports = {24 = true}',
        'supports.24 = true contradicts fhrp.protocol = "none": ',
    ),
    (
        "supports = {14 = false, 42 = true}",
        "supports.42 = true contradicts supports.14 = false: claim 42 needs claim 14",
    ),
    (
        'codec = "a:b"\nnumbers = {type = 5}',
        "codec and numbers: give one of them",
    ),
]

FREEDOMS = [
    "[fhrp]\nprotocol = 'none'\nhold_ms = 3000",
    "timers = {max_retransmissions = 0}\nsupports = {retransmission = false}",
    MOBILE_NODES.format("10.0.0.0/8", 256) + MOBILE_NODES.format("10.0.0.0/8", 257),
    MOBILE_NODES.format("10.0.0.0/8", 256) + MOBILE_NODES.format("11.1.2.0/24", 256),
    "supports = {14 = false, 42 = false, retransmission = true}",
    'responder = "never"\nsupports = {14 = true}',
]


@pytest.mark.parametrize("text", FREEDOMS)
def test_what_is_unusual_is_no_contradiction(tmp_path: Path, text: str) -> None:
    read_profile(write(tmp_path, text), {})


@pytest.mark.parametrize(("text", "said"), ERRORS, ids=[said for _, said in ERRORS])
def test_an_error_is_one_line_with_file_key_and_what_is_allowed(
    tmp_path: Path, text: str, said: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_profile(path, {})
    message = str(caught.value)
    assert message.startswith(f"{path}: {said}" if not said.startswith("with") else str(path))
    assert said in message
    assert "\n" not in message


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read: No such file"):
        read_profile(tmp_path / "none.toml")


@pytest.mark.parametrize("key", ["c0ffee-secret", ""])
def test_a_mistyped_key_is_not_shown(tmp_path: Path, key: str) -> None:
    path = write(tmp_path, SECURITY + 'key_env = "K"')
    with pytest.raises(ConfigError, match=r"group_security\.0\.key: must be octets in hex") as e:
        read_profile(path, {"K": key})
    assert "secret" not in str(e.value)


def test_the_redacted_profile_has_fingerprints_for_keys() -> None:
    document = redacted(Profile())
    keys = [EXAMPLE["group_security"][0]["key"], EXAMPLE["mobile_nodes"][0]["key"]]
    assert not any(key in json.dumps(document) for key in keys)
    assert document["group_security"] == [
        {
            "spi": 1000,
            "algorithm": "hmac-sha256",
            "fingerprint": hashlib.sha256(bytes.fromhex(keys[0])).hexdigest()[:16],
        }
    ]
    assert document["timers"]["listen_ms"] == 600
