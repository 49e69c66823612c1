"""The Lua dissector inside Wireshark: its fields, what it links, and what it objects to."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from captures.making import FOLDER
from mipconf.codec.standard import STANDARD
from mipconf.decode.malformed import malformed
from mipconf.layers import all as layers
from mipconf.layers.security import KeyRing
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.network import Direction
from mipconf.trace.pcapng import CaptureWriter
from mipconf.wireshark.outline import outlines
from tests.programs import needed

from .conftest import Tshark

pytestmark = pytest.mark.outside

FAMILIES = FOLDER / "families"
A, B, GROUP = "10.0.0.2", "10.0.0.3", "224.0.0.254"
MS = 1_000_000


def shown(tshark: Tshark, capture: Path, *fields: str, only: str = "") -> list[list[str]]:
    chosen = ["-Y", only] if only else []
    return tshark("-2", "-r", capture, *chosen, "-T", "fields", *(f"-e{each}" for each in fields))


def captured(path: Path, *datagrams: tuple[int, str, str, object], port: int = 434) -> Path:
    """A capture of datagrams: their time (ms), source, destination and message."""
    writer = CaptureWriter(path)
    for time, source, to, message in datagrams:
        datagram = Datagram(Endpoint(source, port), Endpoint(to, port), bytes(message))  # type: ignore[call-overload]
        writer.datagram(Direction.SENT, datagram, time * MS)
    writer.close()
    return path


def test_there_is_a_field_for_every_field_of_our_layers(tshark: Tshark) -> None:
    known = {line[2] for line in tshark("-G", "fields") if line[0] == "F"}
    ours = {field.filter_name for each in outlines().values() for field in each.fields}
    assert ours - known == set()
    flags = {
        f"{field.filter_name}.{flag}"
        for each in outlines().values()
        for field in each.fields
        for flag, _ in field.flags
    }
    assert flags - known == set()


def test_nothing_is_malformed_but_what_is_meant_to_be(tshark: Tshark, tmp_path: Path) -> None:
    """In all reference captures, read as one; the reasons are those of `mipconf decode`."""
    captures = [*sorted(FAMILIES.glob("*.pcapng")), *sorted((FOLDER / "claims").glob("*.pcapng"))]
    whole = tmp_path / "all.pcapng"
    subprocess.run([needed("mergecap"), "-a", "-w", whole, *captures], check=True)
    objected = "_ws.malformed or miphar.malformed_reason or _ws.lua.error"
    said = shown(tshark, whole, "miphar.malformed_reason", only=objected)
    lines = (FAMILIES / "malformed.jsonl").read_text().splitlines()
    assert said == [[json.loads(line)["malformed"]] for line in lines]


def test_each_message_is_linked_to_what_it_answers(tshark: Tshark) -> None:
    fields = ("response_in", "response_to", "response_time")
    said = shown(tshark, FAMILIES / "redundancy.pcapng", *(f"miphar.{each}" for each in fields))
    assert said == [
        ["2", "", ""],
        ["", "1", "0.001000000"],
        ["4", "", ""],
        ["5", "3", "0.001000000"],
        ["", "4", "0.001000000"],
    ]


def test_a_retransmission_is_linked_to_the_first_sending(tshark: Tshark, tmp_path: Path) -> None:
    def update(retransmission: int) -> object:
        return layers.BindingUpdate(sequence=9, retransmission=retransmission, home_agent_id=A)

    def ack(source: str) -> object:
        return layers.BindingUpdateAck(sequence=9, home_agent_id=source)

    other = "10.0.0.4"
    capture = captured(
        tmp_path / "again.pcapng",
        (0, A, GROUP, update(0)),
        (200, A, B, update(1)),
        (250, other, A, ack(other)),  # crosses the retransmission, which is not to it
        (400, A, B, update(1)),
        (410, B, A, ack(B)),
    )
    fields = ("retransmission_of", "response_to", "response_time")
    assert shown(tshark, capture, *(f"miphar.{each}" for each in fields)) == [
        ["", "", ""],
        ["1", "", ""],
        ["", "1", "0.250000000"],
        ["1", "", ""],
        ["", "4", "0.010000000"],
    ]


IDENTIFICATION = 0xE93C7A0080000001


def test_a_registration_is_linked_to_its_reply(tshark: Tshark, tmp_path: Path) -> None:
    """Which the built-in dissector does not do; it shows the Identification as a date."""
    fixed = {"home_address": "10.1.0.9", "home_agent": A, "identification": IDENTIFICATION}
    capture = captured(
        tmp_path / "registration.pcapng",
        (0, B, A, layers.RegistrationRequest(**fixed, care_of_address=B, lifetime=300)),
        (7, A, B, layers.RegistrationReply(**fixed, code=133, lifetime=0)),
    )
    links = ("miphar.response_in", "miphar.response_to", "miphar.response_time")
    assert shown(tshark, capture, *links) == [["2", "", ""], ["", "1", "0.007000000"]]
    (reply,) = shown(
        tshark,
        capture,
        "miphar.registration_reply.identification",
        "mip.code",
        "miphar.registration_reply.code",
        only="miphar.refused",
    )
    assert reply == [f"0x{IDENTIFICATION:016x}", "133", "133"]


BINDING = {
    "home_address": "10.1.0.9",
    "home_agent": A,
    "care_of_address": B,
    "lifetime_granted": 300,
    "lifetime_remaining": 300,
}
SIGNATURE = layers.HaHaAuthentication(spi=1000, authenticator=bytes(32))


def update(*extensions: object, **fields: object) -> bytes:
    return bytes(layers.BindingUpdate(extensions=[*extensions, SIGNATURE], **fields))


def binding(**fields: object) -> object:
    return layers.MobilityBinding(**(BINDING | fields))


def reply(*extensions: object, **fields: object) -> bytes:
    return bytes(layers.TableReply(extensions=[*extensions, SIGNATURE], **fields))


DEFECTS = [
    update(binding(), version=2),
    bytes(layers.RedundancyMessage(subtype=6)),
    update(),
    update(binding(lifetime_remaining=0)),
    update(binding(lifetime_remaining=301)),
    update(binding(), binding(lifetime_granted=0)),
    update(layers.Extension(type=100, value=bytes(25))),
    update(layers.Extension(type=101, value=b"")),
    update(binding(), layers.Extension(type=101, value=bytes(7))),
    update(layers.Extension(type=100, value=bytes(8) + bytes(18) + b"\x01\x09ab")),
    update(binding(), layers.Extension(type=99)),
    update(binding())[:-1],
    bytes(layers.BindingUpdateAck(extensions=[binding(), SIGNATURE])),
    reply(part=0),
    reply(code=2),
    reply(binding(), code=1),
    reply(binding(), part=0, code=1),
]


def test_the_reasons_are_those_of_the_codec(tshark: Tshark, tmp_path: Path) -> None:
    """docs/protocol.md#5-2: what is answered 134, and what is dropped."""
    capture = captured(tmp_path / "defects.pcapng", *((0, A, GROUP, each) for each in DEFECTS))
    expected = []
    for octets in DEFECTS:
        defect = STANDARD.decode(octets, KeyRing()).defect
        assert defect is not None, octets.hex()
        expected.append(defect.reason)
    said = shown(tshark, capture, "miphar.malformed_reason")
    assert [line[0].rpartition(", at octet")[0] or line[0] for line in said] == [
        reason.rpartition(", at octet")[0] or reason for reason in expected
    ]


LAYOUTS = [
    update(binding(sub_options=[layers.SubOption(type=3, value=b"a")])),
    update(binding(sub_options=[layers.SubOption(type=2, value=bytes(7))])),
    bytes(
        layers.BindingUpdate(
            extensions=[binding(), layers.LongExtension(type=36, subtype=100, value=b"abc")]
        )
    ),
    bytes(layers.BindingUpdate(extensions=[binding(), layers.HaHaAuthentication(spi=1000)])),
    bytes(
        layers.BindingUpdate(
            extensions=[binding(), layers.GeneralizedAuthentication(authenticator=bytes(16))]
        )
    ),
    update(binding(), SIGNATURE),
    update(binding()) + b"\0",
    bytes(layers.RegistrationRequest(extensions=[layers.Extension(type=32, value=b"abc")])),
    bytes(layers.RegistrationRequest(extensions=[layers.MobileHomeAuthentication()])),
    bytes(
        layers.RegistrationRequest(
            extensions=[
                layers.Extension(type=32, value=b"a"),
                layers.Extension(type=99),
                layers.Extension(type=132, value=b"challenge"),
                layers.Extension(type=34, value=b"ab"),
            ]
        )
    )
    + b"\x83",
    update(
        binding(
            sub_options=[
                layers.SubOption(type=3, value=b"a"),
                layers.SubOption(type=2, value=bytes(9)),
            ]
        ),
        layers.GeneralizedAuthentication(authenticator=bytes(16)),
    ),
    bytes(layers.RegistrationRequest(extensions=[layers.UdpTunnelRequest(length=7) / b"a"])),
    bytes(layers.RegistrationRequest(extensions=[layers.Extension(type=134, value=bytes(3))])),
]


def test_what_does_not_fit_its_layout_is_told_as_in_mipconf_decode(
    tshark: Tshark, tmp_path: Path
) -> None:
    capture = captured(tmp_path / "layouts.pcapng", *((0, A, GROUP, each) for each in LAYOUTS))
    expected = [malformed(layers.MobileIP(each), each) for each in LAYOUTS]
    said = shown(tshark, capture, "miphar.malformed_reason")
    assert said == [[reason] for reason in expected]
    assert None not in expected


def test_json_has_one_key_for_each_layer(tshark: Tshark) -> None:
    """A reader keeps one of several equal keys, and would lose the Mobility Binding."""
    lines = tshark("-r", FAMILIES / "redundancy.pcapng", "-T", "json")
    keys: Counter[str] = Counter()

    def counted(pairs: list[tuple[str, object]]) -> dict[str, object]:
        repeated = Counter(key for key, _ in pairs if key.startswith(("miphar", "_ws.lua.text")))
        keys.update(key for key, count in repeated.items() if count > 1)
        return dict(pairs)

    first, *_ = json.loads("\n".join("\t".join(line) for line in lines), object_pairs_hook=counted)
    # Addresses of one list are values of one field.
    assert set(keys) == {"miphar.home_agent_list.home_agents"}
    said = first["_source"]["layers"]["miphar"]
    assert said["miphar.mobility_binding"]["miphar.mobility_binding.home_address"] == "10.1.0.9"
    assert said["miphar.ha_ha_authentication"]["miphar.ha_ha_authentication.spi"] == "1000"


SIGNED = [
    (update(binding()), ""),
    (bytes(layers.BindingUpdate(extensions=[binding()])), "there is no HA-HA Authentication"),
    (update(binding(), SIGNATURE), "the HA-HA Authentication is not the last, at octet 52"),
    (update(binding()) + b"\x00", "the HA-HA Authentication is not the last, at octet 52"),
]


def test_what_is_not_signed_as_it_should_be_is_told(tshark: Tshark, tmp_path: Path) -> None:
    capture = captured(tmp_path / "signed.pcapng", *((0, A, GROUP, each) for each, _ in SIGNED))
    said = shown(tshark, capture, "miphar.unsigned", "_ws.expert.message")
    assert [bool(line[0]) for line in said] == [bool(reason) for _, reason in SIGNED]
    for line, (_, reason) in zip(said, SIGNED, strict=True):
        assert reason in line[1]


def test_a_further_port_is_the_users_to_name(tshark: Tshark, tmp_path: Path) -> None:
    capture = captured(tmp_path / "port.pcapng", (0, A, GROUP, update(binding())), port=5434)
    fields = ("-T", "fields", "-e", "miphar.type")
    assert tshark("-r", capture, *fields) == [[""]]
    assert tshark("-r", capture, "-o", "miphar.extra_port:5434", *fields) == [["255"]]


def test_a11_is_left_to_its_own_dissector(tshark: Tshark, tmp_path: Path) -> None:
    """A Registration Update of 3GPP2's A11 has the type of a Fast Binding Update."""
    capture = captured(tmp_path / "a11.pcapng", (0, A, B, b"\x14" + bytes(23)), port=699)
    (shown_as,) = tshark(
        *("-r", capture, "-o", "miphar.extra_port:699"),
        *("-T", "fields", "-e", "a11.type", "-e", "miphar.fast_binding_update.type"),
    )
    assert shown_as == ["20", ""]


@pytest.mark.parametrize(
    ("port", "to", "field"),
    [(5434, A, "miphar.registration_request.home_address"), (5434, A, "mip.homeaddr")],
)
def test_what_is_decoded_as_mobile_ip_is_shown_too(
    port: int, to: str, field: str, tshark: Tshark, tmp_path: Path
) -> None:
    request = layers.RegistrationRequest(home_address="10.1.0.9")
    capture = captured(tmp_path / "as.pcapng", (0, B, to, request), port=port)
    said = tshark("-d", f"udp.port=={port},mip", "-r", capture, "-T", "fields", "-e", field)
    assert said == [["10.1.0.9"]]


def test_a_run_says_its_own_ports(tshark: Tshark) -> None:
    """In its first frame, a remark of the tester; its HSRP is at one of them, too."""
    said = shown(tshark, FOLDER / "claims" / "08-healthy.pcapng", "frame.protocols")
    protocols = {name for line in said for name in line[0].split(":")}
    assert {"miphar", "miphar_hsrp", "syslog"} <= protocols
    told = shown(tshark, FOLDER / "claims" / "08-healthy.pcapng", "_ws.col.Info", only="udp")
    assert any(line[0].startswith("Hello, Active, priority 100, group 7") for line in told)
    assert "data" not in protocols
