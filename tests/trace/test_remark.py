"""Remarks as syslog datagrams."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.net.host import Datagram, Endpoint
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.remark_data import DATA
from mipconf.trace.remark_datagrams import from_datagram, to_datagram

TIME = 1_767_225_600_123_456_789
TESTER = Endpoint("127.0.0.1", 514)
HEAD = b"<134>1 2026-01-01T00:00:00Z - mipconf - "


def syslog(text: bytes) -> Datagram:
    return Datagram(TESTER, TESTER, text)


@given(st.sampled_from([RemarkKind.GONE, RemarkKind.FAILED, RemarkKind.FLOODED]), st.text())
def test_what_was_remarked_is_read(kind: RemarkKind, reason: str) -> None:
    data = {"reason": reason}
    assert from_datagram(to_datagram(kind, data, TIME), 3, TIME) == Remark(3, TIME, kind, data)


def test_what_is_no_text_does_not_keep_a_reason_from_being_remarked() -> None:
    name = b"no-\xff".decode(errors="surrogateescape")
    remark = to_datagram(RemarkKind.FAILED, {"reason": f"no file {name}"}, TIME)
    assert from_datagram(remark, 3, TIME) == Remark(
        3, TIME, RemarkKind.FAILED, {"reason": "no file no-?"}
    )


def test_the_text() -> None:
    assert to_datagram(RemarkKind.ENDED, {"latency_ns": 7}, TIME).payload == (
        b'<134>1 2026-01-01T00:00:00.123456Z - mipconf - case-ended - {"latency_ns":7}'
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<13>Oct 11 22:14:15 host su: failed",
        b"<134>1 2026-01-01T00:00:00Z host other - hut-ready - {}",
        HEAD + b"two words - {}",
        HEAD + b"x" * 33 + b" - {}",
    ],
)
def test_what_is_no_remark(text: bytes) -> None:
    assert from_datagram(syslog(text), 3, TIME) is None


def test_a_remark_goes_to_the_syslog_port() -> None:
    remark = to_datagram(RemarkKind.READY, {}, TIME)
    other = Endpoint("127.0.0.1", 434)
    assert from_datagram(Datagram(other, other, remark.payload), 9, TIME) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"hut-mended - {}", "there is no remark of kind 'hut-mended'"),
        (b"hut-ready - {", "remark hut-ready: document: Invalid JSON: EOF while parsing"),
        (b"hut-ready - 3", "remark hut-ready: document: Input should be an object"),
        (b"hut-ready - \xff", "remark hut-ready: document: Invalid JSON: expected value"),
        (b'hut-ready - {"x":1}', "remark hut-ready: x: Extra inputs are not permitted, not 1"),
        (b"hut-gone - {}", "remark hut-gone: reason: Field required"),
        (b'hut-gone - {"reason":[]}', "remark hut-gone: reason: Input should be a valid string"),
        (b'mute - {"address":"P","until":""}', "remark mute: address: not an IPv4 address"),
        (b'case-ended - {"latency_ns":-1}', "remark case-ended: latency_ns: Input should be gre"),
        (b'case-ended - {"latency_ns":"7"}', "remark case-ended: latency_ns: Input should be a"),
        (b"hut-ready - " + b"[" * 990, "remark hut-ready: document: Invalid JSON: recursion lim"),
        (
            b'hut-gone - {"reason":"","' + b"y" * 60_000 + b'":1}',
            f"remark hut-gone: {'y' * 159}…: Extra inputs are not permitted",
        ),
    ],
)
def test_what_does_not_fit_its_kind_is_said_with_its_field(text: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$") as refused:
        from_datagram(syslog(HEAD + text), 3, TIME)
    assert str(refused.value).startswith(said)
    assert len(str(refused.value)) < 600


@given(st.binary())
def test_no_octets_do_anything_else(octets: bytes) -> None:
    for text in (octets, HEAD + octets, HEAD + b"setting - " + octets):
        try:
            found = from_datagram(syslog(text), 3, TIME)
        except ValueError:
            continue
        assert found is None or json.dumps(found.data)


@pytest.mark.parametrize("data", [{"reason": 1}, {"reason": float("nan")}, {}, {"why": ""}])
def test_what_would_not_be_read_is_not_written(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        to_datagram(RemarkKind.GONE, data, TIME)


def test_every_kind_has_its_data() -> None:
    assert list(DATA) == list(RemarkKind)
