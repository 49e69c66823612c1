"""The played mobile node: its requests, and the replies that it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest

from mipconf.codec import STANDARD
from mipconf.protocol.identification import from_time, is_newer
from mipconf.protocol.messages import RegistrationRequest
from mipconf.roles.mobile_node import MobileNode
from tests.judge.wording import PARTIES, ZERO, at, care_of, home

from .bench import Bench, configured

HUT, VIP = PARTIES["HUT"], PARTIES["VIP"]


def node() -> tuple[MobileNode, Bench]:
    config = configured()
    made = MobileNode(care_of(1), home(1), config)
    return made, Bench(made, config)


@pytest.mark.parametrize(
    ("at_address", "more", "says"),
    [
        (HUT, {}, "192.0.2.1 > HUT register life=300 coa=192.0.2.1"),
        (VIP, {}, "192.0.2.1 > VIP register life=300 coa=192.0.2.1"),
        (
            HUT,
            {"care_of_address": "192.0.2.7", "nai": b"one@example.com"},
            "192.0.2.1 > HUT register life=300 coa=192.0.2.7 one@example.com",
        ),
    ],
)
def test_it_requests(at_address: str, more: Mapping[str, object], says: str) -> None:
    made, bench = node()
    made.request(ZERO, at_address, lifetime=300, **more)  # type: ignore[arg-type]
    assert bench.says() == [f"0.000 {says}"]


@pytest.mark.parametrize(
    ("at_address", "home_agent", "named"), [(HUT, None, HUT), (VIP, None, VIP), (HUT, VIP, VIP)]
)
def test_it_names_its_home_agent(at_address: str, home_agent: str | None, named: str) -> None:
    made, _ = node()
    request = made.request(ZERO, at_address, lifetime=300, home_agent=home_agent)
    assert request.home_agent == named


def test_each_identification_is_newer_even_at_one_instant() -> None:
    made, _ = node()
    numbers = [made.request(ZERO, HUT, lifetime=300).identification for _ in range(3)]
    assert numbers[0] == from_time(ZERO)
    assert all(is_newer(later, earlier) for earlier, later in pairwise(numbers))
    assert made.request(at(1), HUT, lifetime=300).identification == from_time(at(1))


@pytest.mark.parametrize(
    ("reply", "taken"),
    [
        ("0.1 HUT > MN1 reply", True),
        ("0.1 HUT > MN1 reply code=131", True),
        ("0.1 HUT > MN1 reply bad", False),
        ("0.1 HUT > MN2 reply", False),
        ("0.1 HUT > MN1 update #1 MN1", False),
        ("0.1 HUT > MN1 junk", False),
    ],
)
def test_it_takes_replies_to_itself(reply: str, taken: bool) -> None:
    made, bench = node()
    asked = made.request(ZERO, HUT, lifetime=300)
    bench.hear("0 MN1 > HUT register")  # what the bench knows of the request
    bench.hear("0 MN2 > HUT register")
    bench.hear(reply)
    answer = made.answer_to(asked)
    assert (answer is not None) is taken
    if answer is not None:
        assert (answer.source.address, answer.time) == (HUT, at(0.1))


def test_a_reply_belongs_to_the_request_whose_low_half_it_returns() -> None:
    made, bench = node()
    bench.hear("0 MN1 > HUT register")
    first, second = (made.request(at(time), HUT, lifetime=300) for time in (0, 0.5))
    bench.hear("0.6 HUT > MN1 reply to=0.0")
    assert made.answer_to(first) is not None
    assert made.answer_to(second) is None


@pytest.mark.parametrize(
    ("replies", "requests"),
    [
        ([], ["0.000", "0.100", "0.200", "0.300", "0.400"]),
        (["0.25 HUT > MN1 reply"], ["0.000", "0.100", "0.200"]),
        (["0.05 HUT > MN1 reply code=129"], ["0.000", "0.100", "0.200", "0.300", "0.400"]),
    ],
    ids=["nobody answers", "until it is accepted", "a denial is none"],
)
def test_it_insists(replies: Sequence[str], requests: Sequence[str]) -> None:
    made, bench = node()
    announced: list[int] = []
    made.insist(ZERO, HUT, 100_000_000, announced.append)
    lines = bench.hear("0 MN1 > HUT register")
    for reply in replies:
        lines += bench.hear(reply)
    lines += bench.until(0.45)
    sent = [line.split()[0] for line in lines]
    assert sent == requests
    assert len(announced) == len(requests)
    assert made.accepted is (replies[:1] == ["0.25 HUT > MN1 reply"])


def test_it_is_authenticated_with_the_key_of_its_network() -> None:
    made, _ = node()
    made.request(ZERO, HUT, lifetime=300)
    payload = made.outbox[0].payload
    ring = made.keys.of_mobile_node(home(1))
    assert STANDARD.decode(payload, ring).authentication.authenticity.value == "valid"
    assert isinstance(STANDARD.decode(payload, ring).message, RegistrationRequest)
