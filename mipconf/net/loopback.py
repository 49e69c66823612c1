"""The network of sockets that the tester uses on one machine: nothing of it leaves the machine."""

from __future__ import annotations

import ipaddress

from mipconf.errors import NetworkError
from mipconf.net.host import Endpoint, Host
from mipconf.net.sockets import SocketNetwork

_LOOPBACK = ipaddress.IPv4Network("127.0.0.0/8")


class LoopbackNetwork(SocketNetwork):
    """`SocketNetwork`, for 127.0.0.0/8 and multicast by the loopback interface only.

    A host that listens at, or sends to, any other address gets `NetworkError`. It needs no
    privilege, for ports above 1023.
    """

    def _permit(self, host: Host, endpoint: Endpoint) -> None:
        address = host.address if endpoint.is_multicast else endpoint.address
        if ipaddress.IPv4Address(address) not in _LOOPBACK:
            raise NetworkError(
                f"{endpoint} is not on loopback (127.0.0.0/8, or multicast by such an address)"
            )
