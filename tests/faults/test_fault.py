"""What a fault is, and how a Home Agent is made one."""

from __future__ import annotations

import pytest

from mipconf.faults.fault import Fault, faulty
from mipconf.ha.agent import HomeAgent


@faulty(trips="8 23", follows="1 8", fhrp="vrrp")
class SendsVRRPTwice(HomeAgent):
    """Sends everything
    twice.

    And more about it.
    """


def test_a_fault_is_what_its_class_and_its_docstring_say() -> None:
    assert vars(SendsVRRPTwice)["fault"] == Fault(
        name="sends-vrrp-twice",
        sentence="Sends everything twice.",
        trips=frozenset({"8", "23"}),
        follows=frozenset({"1", "50", "51", "52"}),
        agent=SendsVRRPTwice,
        fhrp="vrrp",
    )


def test_its_profile_has_the_fhrp_with_which_it_shows() -> None:
    fault = vars(SendsVRRPTwice)["fault"]
    assert fault.profile.fhrp.protocol == "vrrp"


@pytest.mark.parametrize(
    ("trips", "follows", "sentence", "said"),
    [
        ("", "8", "Errs.", "NoNews: a fault trips a requirement, and says in its docstring how"),
        ("8", "", None, "NoNews: a fault trips a requirement, and says in its docstring how"),
        ("8 88", "", "Errs.", "there is no requirement 88"),
        ("8", "BASE-99 1", "Errs.", "there is no requirement BASE-99"),
    ],
)
def test_what_is_no_fault(trips: str, follows: str, sentence: str | None, said: str) -> None:
    agent = type("NoNews", (HomeAgent,), {"__doc__": sentence})
    with pytest.raises(ValueError, match=said):
        faulty(trips=trips, follows=follows)(agent)


def test_what_a_fault_inherits_is_not_its_own() -> None:
    with pytest.raises(ValueError, match="says in its docstring how"):
        faulty(trips="8")(type("Heir", (SendsVRRPTwice,), {}))
