"""What importing the layers does, and doesn't."""

import importlib
import pkgutil
import subprocess
import sys
from typing import Any

import pytest
from scapy.layers import hsrp as scapys_hsrp
from scapy.layers import mobileip as scapys_mobileip
from scapy.layers import vrrp as scapys_vrrp
from scapy.layers.inet import IP, UDP
from scapy.layers.ipsec import AH
from scapy.packet import Packet

import mipconf.layers
from mipconf.layers import all as everything
from mipconf.layers.extension import TypeSpace
from mipconf.layers.hsrp import HSRPv1, HSRPv2, InterfaceState
from mipconf.layers.miphar import BindingUpdate
from mipconf.layers.mobileip import MobileIP, RegistrationReply, RegistrationRequest
from mipconf.layers.vrrp import VRRPv2, VRRPv3


def _run(program: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


@pytest.mark.parametrize(
    "module",
    ["layers.miphar", "layers.mobileip", "layers.hsrp", "layers.vrrp", "layers.security", "codec"],
)
@pytest.mark.outside
def test_one_module_alone_binds_nothing_and_loads_no_ip_layers(module: str) -> None:
    _run(
        f"import sys, mipconf.{module}\n"
        "assert 'scapy.layers.inet' not in sys.modules\n"
        "if 'mipconf.layers.mobileip' in sys.modules:\n"
        "    assert set(sys.modules['mipconf.layers.mobileip'].MESSAGES) == {1, 3}"
    )


@pytest.mark.outside
def test_security_needs_no_scapy() -> None:
    _run("import sys, mipconf.layers.security\nassert 'scapy' not in sys.modules")


@pytest.mark.parametrize(
    "imports",
    [
        "import scapy.layers.mobileip, scapy.layers.hsrp, scapy.layers.vrrp, mipconf.layers.all",
        "import mipconf.layers.all, scapy.layers.mobileip, scapy.layers.hsrp, scapy.layers.vrrp",
    ],
    ids=["after Scapy's own", "before Scapy's own"],
)
@pytest.mark.outside
def test_the_ports_are_ours_in_any_order_of_imports(imports: str) -> None:
    _run(
        f"{imports}\n"
        "from scapy.layers.inet import IP, UDP\n"
        "from mipconf.layers.all import HSRP, VRRP, MobileIP\n"
        "assert IP(proto=112).guess_payload_class(b'') is VRRP\n"
        "for port, layer in ((434, MobileIP), (1985, HSRP)):\n"
        "    for fields in ({'dport': port}, {'sport': port}):\n"
        "        assert UDP(**fields).guess_payload_class(b'') is layer"
    )


def _hsrp() -> Packet:
    return IP(bytes(IP(dst="224.0.0.2") / UDP() / HSRPv1(state=16, group=7)))


def _request() -> Packet:
    return IP(bytes(IP() / UDP() / RegistrationRequest(home_address="10.1.0.9")))


def _vrrp(message: Packet) -> Packet:
    return IP(bytes(IP(src="10.0.0.2", dst="224.0.0.18", ttl=255, proto=112) / message))


FOUND = [
    pytest.param(_hsrp(), everything.HSRP, "HSRP", id="HSRP"),
    pytest.param(
        IP(bytes(IP(dst="224.0.0.102") / UDP() / HSRPv2(tlvs=[InterfaceState()]))),
        everything.HSRP,
        "HSRP",
        id="HSRP version 2",
    ),
    pytest.param(_vrrp(VRRPv2(virtual_rtr_id=7)), everything.VRRP, "VRRP", id="VRRP version 2"),
    pytest.param(_vrrp(VRRPv3(virtual_rtr_id=7)), everything.VRRP, "VRRP", id="VRRP version 3"),
    pytest.param(
        IP(bytes(IP(proto=51) / AH(nh=112, payloadlen=4, icv=bytes(12)) / VRRPv2())),
        everything.VRRP,
        "VRRP",
        id="VRRP after an authentication header",
    ),
    pytest.param(_request(), MobileIP, "MobileIP", id="Mobile IP"),
    pytest.param(IP(bytes(IP() / UDP() / BindingUpdate())), MobileIP, "MobileIP", id="MIPHAR"),
]


@pytest.mark.parametrize(("packet", "layer", "name"), FOUND)
def test_a_protocol_is_found_whatever_its_version(
    packet: Packet, layer: type[Packet], name: str
) -> None:
    """`HSRP in packet` is what scripts ask with Scapy's own layers, of any message."""
    assert layer in packet
    assert name in packet
    assert isinstance(packet[layer], layer)
    assert packet[layer] is packet[name]
    assert all(other not in packet for other in PROTOCOLS - {layer})


PROTOCOLS = {everything.HSRP, everything.VRRP, MobileIP}

SCAPYS = [
    pytest.param(_hsrp(), scapys_hsrp.HSRP, {"group": 7, "state": 16}, id="HSRP"),
    pytest.param(_vrrp(VRRPv2(virtual_rtr_id=7)), scapys_vrrp.VRRP, {"vrid": 7}, id="VRRPv2"),
    pytest.param(
        _vrrp(VRRPv3(virtual_rtr_id=7, ipvx_addresses=["10.0.0.1"])),
        scapys_vrrp.VRRPv3,
        {"vrid": 7},
        id="VRRPv3",
    ),
    pytest.param(_request(), scapys_mobileip.MobileIP, {"type": 1}, id="MobileIP"),
    pytest.param(
        _request(), scapys_mobileip.MobileIPRRQ, {"homeaddr": "10.1.0.9"}, id="MobileIPRRQ"
    ),
]


@pytest.mark.parametrize(("packet", "layer", "fields"), SCAPYS)
def test_scapys_own_classes_are_found_as_before(
    packet: Packet, layer: type[Packet], fields: dict[str, object]
) -> None:
    assert layer in packet
    assert {name: getattr(packet[layer], name) for name in fields} == fields
    assert layer not in IP(bytes(IP() / UDP(sport=9, dport=9) / b"x"))


def test_a_protocol_of_scapys_own_is_not_found_in_another() -> None:
    assert scapys_hsrp.HSRP not in _request()
    assert scapys_mobileip.MobileIPRRP not in _request()
    assert scapys_vrrp.VRRPv3 not in _vrrp(VRRPv2())
    assert UDP in _request()


def test_every_name_is_there() -> None:
    assert all(hasattr(everything, name) for name in everything.__all__)


@pytest.mark.parametrize(
    ("layer", "port"),
    [(RegistrationRequest, 434), (RegistrationReply, 434), (BindingUpdate, 434), (HSRPv1, 1985)],
)
def test_a_datagram_has_the_port_of_its_payload(layer: type[MobileIP], port: int) -> None:
    datagram = IP(bytes(IP() / UDP() / layer()))
    assert (datagram.sport, datagram.dport) == (port, port)
    assert type(datagram[UDP].payload) is layer


def test_a_reply_to_any_port_is_dissected() -> None:
    datagram: Any = UDP(bytes(UDP(sport=434, dport=40000) / RegistrationReply()))
    assert type(datagram.payload) is RegistrationReply
    request: Any = UDP(sport=40000, dport=434) / RegistrationRequest()
    assert datagram.answers(request)
    assert datagram.hashret() == request.hashret()


def test_what_a_type_space_knows_is_exported() -> None:
    """What is not would be decoded, and be missing in Wireshark and on the page of all fields."""
    for module_info in pkgutil.iter_modules(mipconf.layers.__path__, "mipconf.layers."):
        for space in vars(importlib.import_module(module_info.name)).values():
            if isinstance(space, TypeSpace):
                known = (v if isinstance(v, tuple) else (v,) for v in space.classes.values())
                names = {layer.__name__ for layers in known for layer in layers}
                assert not names.difference(everything.__all__), module_info.name
