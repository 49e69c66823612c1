"""A virtual IP address that cannot be had at takeover is no reason to end."""

from __future__ import annotations

import pytest

from mipconf.net.host import Endpoint
from mipconf.profile.contract import FhrpConfig
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import BindingUpdateAck, RegistrationReply

from .lab import MN, NO_FHRP, SECOND, VIRTUAL_IP, WITH_HSRP, Lab, P, binding, codes

WITH_VRRP = FhrpConfig(protocol="vrrp", version=3, hello_ms=150)
WANTED = Endpoint(VIRTUAL_IP, 434)


@pytest.mark.parametrize(
    ("fhrp", "retry_ms"), [(WITH_HSRP, 500), (WITH_VRRP, 541), (NO_FHRP, 3000)], ids=str
)
def test_it_stays_passive_and_tries_again(fhrp: FhrpConfig, retry_ms: int) -> None:
    lab = Lab(fhrp=fhrp)
    lab.run(2000)
    assert lab.agent.is_active
    assert WANTED in lab.agent.endpoints
    lab.agent.refused(WANTED, lab.now)
    assert not lab.agent.is_active
    assert WANTED not in lab.agent.endpoints
    lab.run(retry_ms - 10)
    assert not lab.agent.is_active
    lab.run(2000)
    assert lab.agent.is_active
    assert lab.agent.initialized


def test_meanwhile_it_serves_at_its_own_address() -> None:
    lab = Lab(fhrp=NO_FHRP)
    lab.agent.refused(WANTED, lab.now)
    (reply,) = [m for _, m in lab.registration() if isinstance(m, RegistrationReply)]
    assert reply.code == 0
    assert lab.registration(destination=VIRTUAL_IP, home_address="10.64.0.7") == []


def test_one_that_resigns_forgets_an_address_that_it_learned() -> None:
    lab = Lab(fhrp=WITH_HSRP, group=Lab().config.group.model_copy(update={"virtual_ip": None}))
    lab.hello(P)
    assert lab.agent.fhrp.virtual_ip == VIRTUAL_IP
    lab.agent.refused(WANTED, lab.now)
    assert lab.agent.fhrp.virtual_ip is None


# The wall clock.


def test_it_stamps_and_checks_by_the_wall_clock() -> None:
    """All clocks were set an hour ahead: the timers run on, and everybody is understood."""
    lab = Lab()
    lab.agent.set_clock(3600 * SECOND)
    ahead = from_time(lab.now + 3600 * SECOND)
    ((_, ack),) = [
        (to, message)
        for to, message in lab.hear(lab.update(binding(), identification=ahead))
        if isinstance(message, BindingUpdateAck)
    ]
    assert (ack.code, ack.identification) == (0, ahead)
    assert codes(lab.hear(lab.update(binding("10.64.0.8")))) == [133]
    assert MN in lab.held()
    (refused,) = [m for _, m in lab.registration() if isinstance(m, RegistrationReply)]
    assert (refused.code, refused.identification >> 32) == (133, ahead >> 32)
