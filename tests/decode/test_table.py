"""The table: as rows come, as wide as the terminal, without what is empty."""

from __future__ import annotations

from typing import Any

import pytest

from mipconf.decode.columns import COLUMNS, columns_of, rows
from mipconf.decode.table import Table
from mipconf.errors import SelectionError
from mipconf.layers.all import (
    BindingUpdate,
    HSRPv1,
    MobileNodeNai,
    MobilityBinding,
    NaiSubOption,
    RegistrationRequest,
    TableReply,
    TableRequest,
)

from .frames import said, told

A, B = "10.0.0.2", "10.0.0.3"
BINDING = MobilityBinding(
    home_address="10.1.0.9", deleted=1, sub_options=[NaiSubOption(nai=b"a@b")]
)


def row(message: Any, **others: Any) -> dict[str, str]:
    ((_, one),) = told([said(0, A, B, message)])
    return rows({**one, **others})[0]


def printed(*given: dict[str, str], width: int = 120, chosen: tuple[str, ...] = ()) -> list[str]:
    lines: list[str] = []
    table = Table(lines.append, width, chosen, patience=100)
    for each in given:
        table.add(each)
    table.flush()
    return lines


def test_a_row_has_marks_parts_and_who_it_is_about() -> None:
    update = row(BindingUpdate(home_agent_id=A, retransmission=1, extensions=[BINDING]))
    assert (update["retransmission"], update["deleted"], update["nai"]) == ("R", "X", "a@b")
    reply = row(TableReply(home_agent_id=A, part=2, more=1))
    assert (reply["part"], reply["retransmission"], reply["deleted"]) == ("2+", "", "")
    assert row(TableReply(home_agent_id=A, part=3))["part"] == "3"
    assert row(RegistrationRequest(extensions=[MobileNodeNai(nai=b"c@d")]))["nai"] == "c@d"


def test_empty_columns_are_dropped_and_the_rest_lines_up() -> None:
    update = row(BindingUpdate(home_agent_id=A, sequence=41, retransmission=1))
    request = row(RegistrationRequest(lifetime=300))
    names = ("frame", "time", "source", "message", "sequence", "retransmission", "lifetime")
    few = [
        {name: each[name] if name in names else "" for name in COLUMNS}
        for each in (update, request)
    ]
    assert printed(*few) == [
        "frame  2023-11-14    source    message               seq  R  life",
        "-----  ------------  --------  --------------------  ---  -  ----",
        "1      22:13:20.000  10.0.0.2  Binding Update        41   R",
        "1      22:13:20.000  10.0.0.2  Registration Request          300",
    ]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_it_fits(width: int) -> None:
    lines: list[str] = []
    table = Table(lines.append, width)
    for message in (
        BindingUpdate(home_agent_id=A, sequence=41, extensions=[BINDING]),
        RegistrationRequest(home_address="10.1.0.10", care_of_address="203.0.113.200"),
        TableReply(home_agent_id=A, sequence=1_000_000_000),
    ):
        table.add(row(message))
    assert max(map(len, lines)) <= width  # Who says what is never left out.
    assert table.omitted


def test_a_row_that_does_not_fit_gets_a_new_header() -> None:
    lines: list[str] = []
    table = Table(lines.append)
    table.add(row(RegistrationRequest()))
    table.add(row(RegistrationRequest()))
    assert len(lines) == 4
    table.add(row(TableRequest(home_agent_id=A)))
    assert [line[:5] for line in lines[4:]] == ["", "frame", "-----", "1    "]


def test_another_day_gets_a_new_header() -> None:
    first = row(RegistrationRequest())
    second = first | {"time": "2023-11-15T00:00:01.000000"}
    untimed = first | {"time": ""}
    lines = printed(first, untimed, second)
    assert [line.split()[1] for line in lines if line.startswith("frame")] == [
        "2023-11-14",
        "2023-11-15",
    ]


def test_what_is_malformed_stands_below() -> None:
    lines = printed(row(b"\xff\1\1"))
    assert lines[-1] == "    malformed: the message ends at octet 3, its fixed part takes 24"


def test_a_state_stands_with_the_message() -> None:
    ((_, one),) = told([said(0, f"{A}:1985", "224.0.0.2:1985", HSRPv1(state=16))])
    assert "HSRP Hello, Active" in printed(rows(one)[0])[-1]


def test_chosen_columns_are_shown_whole_and_also_when_empty() -> None:
    lines = printed(row(RegistrationRequest()), chosen=("time", "sequence", "malformed"), width=10)
    assert lines[0].split() == ["time", "seq", "malformed"]
    assert lines[-1] == "2023-11-14T22:13:20.000000"


def test_columns_are_named() -> None:
    assert columns_of(["frame,time", "nai"]) == ("frame", "time", "nai")
    with pytest.raises(SelectionError, match=r"^-o x: no such column; those are frame, .*lan"):
        columns_of(["x"])
    assert columns_of([",".join(COLUMNS)]) == tuple(COLUMNS)
