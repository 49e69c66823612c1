"""Remarks as syslog datagrams."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.net.host import Datagram, Endpoint
from mipconf.trace.remark import Remark, from_datagram, to_datagram

TIME = 1_767_225_600_123_456_789
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.floats(allow_nan=False).filter(lambda number: abs(number) != float("inf")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
kinds = st.text("abcdefghijklmnopqrstuvwxyz-_.", min_size=1, max_size=32)


@given(kinds, st.dictionaries(st.text(), values, max_size=4))
def test_what_was_remarked_is_read(kind: str, data: dict[str, object]) -> None:
    remark = Remark(9, TIME, kind, data)
    assert from_datagram(to_datagram(kind, data, TIME), 9, TIME) == remark


def test_the_text() -> None:
    datagram = to_datagram("muted", {"who": "P"}, TIME)
    assert datagram.payload == (
        b'<134>1 2026-01-01T00:00:00.123456Z - mipconf - muted - {"who":"P"}'
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<13>Oct 11 22:14:15 host su: failed",
        b"<134>1 2026-01-01T00:00:00Z host other - kind - {}",
        b"<134>1 2026-01-01T00:00:00Z - mipconf - kind - {",
        b"<134>1 2026-01-01T00:00:00Z - mipconf - kind - 3",
        b"<134>1 2026-01-01T00:00:00Z - mipconf - kind - \xff",
    ],
)
def test_what_is_no_remark(text: bytes) -> None:
    tester = Endpoint("127.0.0.1", 514)
    assert from_datagram(Datagram(tester, tester, text), 9, TIME) is None


def test_a_remark_goes_to_the_syslog_port() -> None:
    remark = to_datagram("muted", {}, TIME)
    other = Endpoint("127.0.0.1", 434)
    assert from_datagram(Datagram(other, other, remark.payload), 9, TIME) is None


def test_what_json_cannot_hold() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_datagram("kind", {"x": float("nan")}, TIME)
