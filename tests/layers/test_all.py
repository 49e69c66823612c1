"""What importing the layers does, and doesn't."""

import subprocess
import sys
from typing import Any

import pytest
from scapy.layers.inet import IP, UDP

from mipconf.layers import all as everything
from mipconf.layers.hsrp import HSRPv1
from mipconf.layers.miphar import BindingUpdate
from mipconf.layers.mobileip import MobileIP, RegistrationReply, RegistrationRequest


def _run(program: str) -> None:
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


@pytest.mark.parametrize(
    "module",
    ["layers.miphar", "layers.mobileip", "layers.hsrp", "layers.vrrp", "layers.security", "codec"],
)
def test_one_module_alone_binds_nothing_and_loads_no_ip_layers(module: str) -> None:
    _run(
        f"import sys, mipconf.{module}\n"
        "assert 'scapy.layers.inet' not in sys.modules\n"
        "if 'mipconf.layers.mobileip' in sys.modules:\n"
        "    assert set(sys.modules['mipconf.layers.mobileip'].MESSAGES) == {1, 3}"
    )


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
