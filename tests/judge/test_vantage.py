"""What can be judged of a trace hangs on what was seen where it was taken."""

from __future__ import annotations

from mipconf.judge.judge import UNICAST_UNSEEN, judge
from mipconf.judge.verdict import Verdict
from mipconf.profile.contract import FhrpConfig, GroupConfig
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace


def test_without_unicast_only_what_is_multicast_can_be_judged() -> None:
    group = GroupConfig(number=7, address="224.0.0.254", virtual_ip="127.4.1.1")
    setting = Setting(
        "127.4.1.10", 434, group, FhrpConfig(protocol="hsrp", port=1985), unicast=False
    )
    found = judge(Trace((), ()), setting)
    unjudged = {
        name
        for name, findings in found.items()
        if [(f.verdict, f.reason) for f in findings] == [(Verdict.INCONCLUSIVE, UNICAST_UNSEEN)]
    }
    by_multicast = {name for name, known in REQUIREMENTS.items() if known.multicast_only}
    assert by_multicast == {"6", "7", "11", "13", "24", "25", "30", "32", "40", "41"}
    assert unjudged == found.keys() - by_multicast
