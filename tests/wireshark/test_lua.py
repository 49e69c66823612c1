"""The Lua dissector under every Lua that a Wireshark may have, with no Wireshark around it."""

from __future__ import annotations

import subprocess
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import pytest
from scapy.packet import Packet

from captures.families import families
from mipconf.layers import all as layers
from mipconf.layers.advertisement import EXTENSIONS as ADVERTISED
from mipconf.net.host import VRRP, Datagram
from mipconf.wireshark.lua import dissector
from tests.programs import needed

pytestmark = pytest.mark.outside

FAKE = Path(__file__).with_name("fake_wireshark.lua")
LUAS = ("lua5.1", "lua5.2", "lua5.3", "lua5.4")

Shown = tuple[tuple[str, ...], ...]
"""Lines that the fake Wireshark prints: depth, field, octets."""


def shown(lua: str, folder: Path, packets: str) -> Shown:
    return tuple(line for line in printed(lua, folder, packets) if line[0] != "thousands")


def printed(lua: str, folder: Path, packets: str) -> Shown:
    script = folder / "mipconf.lua"
    script.write_text(dissector())
    said = subprocess.run(
        [needed(lua), FAKE, script], input=packets, capture_output=True, text=True, check=False
    )
    assert said.stderr == ""
    return tuple(tuple(line.split("\t")) for line in said.stdout.splitlines())


def packet(table: str, octets: bytes, source: str = "10.0.0.3", to: str = "10.0.0.2") -> str:
    ends = (ip_address(each).packed.hex() for each in (source, to))
    return f"{table} {' '.join(ends)} {octets.hex()}\n"


def carried(datagram: Datagram) -> str:
    to = datagram.destination
    table = "ip.proto 112" if to.protocol == VRRP else f"udp.port {to.port}"
    return packet(table, datagram.payload, datagram.source.address, to.address)


def discovery(extension: Packet) -> Packet:
    return layers.RouterAdvertisement(
        router_addresses=[layers.RouterAddress()], extensions=[extension]
    )


BESIDE = [
    packet("ip.proto 1", bytes(layers.RouterSolicitation())),
    *(packet("ip.proto 1", bytes(discovery(each()))) for each in ADVERTISED.classes.values()),
    packet("ip.proto 112", bytes(layers.VRRPv3IPv6(ipvx_addresses=["::1"])), "::2", "ff02::12"),
]
"""What the families do not hold."""

EVERYTHING = [carried(each) for family in families().values() for each in family] + BESIDE


# docs/protocol.md#8.
UPDATE = (
    "ff010100 00070000 0a000002 00000001 e93c7a0000000000"
    "641a0000 0a010009 0a000002 c0000209 012c012c e93c79ff80000000"
)
UPDATE_SHOWN = [
    "miphar.type ff",
    "miphar.subtype 01",
    "miphar.version 01",
    "miphar.retransmission 00",
    "miphar.more 00",
    "miphar.reserved 00",
    "miphar.group 0007",
    "miphar.code 00",
    "miphar.reserved2 00",
    "miphar.home_agent_id 0a000002",
    "miphar.sequence 00000001",
    "miphar.identification e93c7a0000000000",
    "miphar.mobility_binding 641a00000a0100090a000002c0000209012c012ce93c79ff80000000",
    "miphar.mobility_binding.type 64",
    "miphar.mobility_binding.length 1a",
    "miphar.mobility_binding.flags 00",
    "miphar.mobility_binding.deleted 00",
    "miphar.mobility_binding.reserved 00",
    "miphar.mobility_binding.home_address 0a010009",
    "miphar.mobility_binding.home_agent 0a000002",
    "miphar.mobility_binding.care_of_address c0000209",
    "miphar.mobility_binding.lifetime_granted 012c",
    "miphar.mobility_binding.lifetime_remaining 012c",
    "miphar.mobility_binding.identification e93c79ff80000000",
]


@pytest.mark.parametrize("lua", LUAS)
def test_the_worked_example_is_shown_field_by_field(lua: str, tmp_path: Path) -> None:
    packets = packet("udp.port 434", bytes.fromhex(UPDATE), "10.0.0.2", "224.0.0.254")
    fields = [
        f"{line[1]} {line[2]}"
        for line in shown(lua, tmp_path, packets)
        if line[1].startswith("miphar.") and ".flags." not in line[1]
    ]
    unsigned = "miphar.unsigned there is no HA-HA Authentication extension"
    assert fields == [*UPDATE_SHOWN, unsigned]


def test_all_of_them_show_the_same(tmp_path: Path) -> None:
    first, *others = (shown(lua, tmp_path, "".join(EVERYTHING)) for lua in LUAS)
    assert all(other == first for other in others)


def test_no_message_cut_short_makes_it_raise(tmp_path: Path) -> None:
    cut = [
        f"{each.rstrip()[: -2 * octets]}\n"
        for each in EVERYTHING
        for octets in range(1, len(each.split()[-1]) // 2)
    ]
    said = shown("lua5.4", tmp_path, "".join(cut))
    assert sum(line[0] == "packet" for line in said) == len(cut)


@pytest.mark.parametrize("octets", ["00", "ff", "00ff" * 30, "ff01" * 700, "01" * 4000])
@pytest.mark.parametrize("table", ["udp.port 434", "udp.port 1985", "ip.proto 112", "ip.proto 1"])
def test_no_octets_at_all_make_it_raise(octets: str, table: str, tmp_path: Path) -> None:
    said = shown("lua5.1", tmp_path, packet(table, bytes.fromhex(octets)))
    assert said[0] == ("packet", "1")
    assert said[-1][0] == "columns"


LONG = {
    "padding": (bytes(layers.BindingUpdate()), b"\0"),
    "bindings": (bytes(layers.BindingUpdate()), bytes(layers.MobilityBinding())),
    "unknown": (bytes(layers.RegistrationRequest()), b"\xfe\x00"),
    "lists": (bytes(layers.TableRequest()), bytes(layers.HomeAgentList(home_agents=["10.0.0.3"]))),
}


@pytest.mark.parametrize("lua", [LUAS[0], LUAS[-1]])
@pytest.mark.parametrize("what", LONG)
def test_it_takes_linear_time(what: str, lua: str, tmp_path: Path) -> None:
    """Up to the largest datagram, counted in instructions, which do not depend on the host."""
    header, element = LONG[what]
    sizes = (8192, 16384, 32768, 65507)
    packets = "".join(
        packet("udp.port 434", header + element * ((size - len(header)) // len(element)))
        for size in sizes
    )
    took = [int(line[1]) for line in printed(lua, tmp_path, packets) if line[0] == "thousands"]
    assert all(after <= 2.1 * before for before, after in pairwise(took)), took
    assert took[0] > 100


ALIKE = {
    "mobile nodes": lambda number: layers.RegistrationRequest(
        home_address=f"10.1.0.{number % 256}"
    ),
    "identifications": lambda number: layers.RegistrationRequest(identification=number << 32),
    "parts of one table": lambda number: layers.TableReply(sequence=number, request_sequence=7),
    "sent again": lambda number: layers.RegistrationRequest(lifetime=number),
    "answered again": lambda number: layers.RegistrationReply(lifetime=number),
}


@pytest.mark.parametrize("alike", ALIKE)
def test_what_comes_later_takes_no_longer(alike: str, tmp_path: Path) -> None:
    """However many messages before share what an exchange is found by."""
    messages = [layers.RegistrationRequest(), *map(ALIKE[alike], range(3000))]
    packets = "".join(packet("udp.port 434", bytes(each)) for each in messages)
    took = [int(line[1]) for line in printed("lua5.4", tmp_path, packets) if line[0] == "thousands"]
    assert sum(took[-500:]) <= 2 * sum(took[:500]) + 50
