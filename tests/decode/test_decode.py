"""`mipconf decode` as a user calls it: captures, standard input, what it says of wrong ones."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from captures.making import FOLDER
from mipconf.cli import main
from mipconf.layers.all import BindingUpdate, HSRPv1, RegistrationRequest, TableRequest

from .frames import said, save

RUN = str(FOLDER / "claims" / "08-faulty.pcapng")
MN = "10.64.44.1"


def test_json_lines_of_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decode", RUN, "--format", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["frame"] for line in lines] == sorted(line["frame"] for line in lines)
    assert {"Table Request", "Binding Update", "Registration Reply"} <= {
        line["message"] for line in lines
    }
    assert all(line["malformed"] is None for line in lines)


def test_csv_has_a_line_for_each_binding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decode", RUN, "--format", "csv", "--filter", "message=Table Reply"]) == 0
    lines = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [(line["frame"], line["home_address"]) for line in lines] == [
        ("5", ""),
        ("36", MN),
        ("36", "10.64.44.140"),
    ]


def test_a_table_and_a_story(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decode", RUN, "--count", "1"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert len(table) == 3
    assert "Table Request" in table[-1]
    assert main(["decode", RUN, "--follow", MN]) == 0
    assert "again, 200.000 ms after it" in capsys.readouterr().out


def test_what_comes_before_a_break_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.pcapng"
    cut.write_bytes(Path(RUN).read_bytes()[:-10])
    assert main(["decode", str(cut), RUN, "--format", "json"]) == 2
    said = capsys.readouterr()
    assert len(said.out.splitlines()) > 35
    assert said.err.count("\n") == 1
    assert str(cut) in said.err


A, B = "10.0.0.2", "10.0.0.3"
UPDATE = said(0, A, B, BindingUpdate(home_agent_id=A, group=7))
HELLO = said(1, f"{A}:1985", "224.0.0.2:1985", HSRPv1(state=16, group=7))
REQUEST = said(2, "192.0.2.9", A, RegistrationRequest(home_address="10.1.0.9"))


def test_what_is_left_out_is_said_on_standard_error_and_counts_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cut = str(save(tmp_path / "cut.pcap", [UPDATE, HELLO], snaplen=48))
    assert main(["decode", cut, "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert "Binding Update" in out
    assert err.startswith(f"{cut}: 1 frame (1) cut off in the capture: cut off at octet 48 of ")
    assert main(["decode", cut, "--strict", "--format", "csv"]) == 1
    whole = str(save(tmp_path / "whole.pcap", [UPDATE, HELLO]))
    assert main(["decode", whole, "--strict", "--format", "csv"]) == 0


def test_a_group_is_filtered_and_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(save(tmp_path / "a.pcap", [UPDATE, HELLO, REQUEST]))
    assert main(["decode", path, "--filter", "group=7", "--format", "json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["message"] for line in lines] == ["Binding Update", "HSRP Hello"]
    for follow in ("group", "group=7"):
        assert main(["decode", path, "--follow", follow]) == 0
        assert capsys.readouterr().out.splitlines()[2:] == [
            f"2        0.000000      HSRP 7                        {A} is active, priority 100",
            f"HSRP 7: active: {A} 0.000 s",
        ]
    assert main(["decode", path, "--follow", "group=7", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["what"] == f"{A} is active, priority 100"
    assert main(["decode", path, "--follow", "group=8"]) == 2
    assert "nothing is said of group=8" in capsys.readouterr().err


@pytest.mark.parametrize(("form", "first"), [("csv", "frame,message"), ("table", "frame  message")])
def test_columns_are_chosen(
    form: str, first: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(save(tmp_path / "a.pcap", [HELLO]))
    assert main(["decode", path, "--format", form, "-o", "frame,message"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == first


def test_a_port_is_found_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = said(0, f"{A}:5434", "224.0.0.254:5434", TableRequest(home_agent_id=A))
    path = str(save(tmp_path / "a.pcap", [asked]))
    assert main(["decode", path, "--format", "csv"]) == 0
    assert f"{path}: Mobile IP is spoken at port 5434, too" in capsys.readouterr().err


@pytest.mark.outside
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_pipe_shows_each_message_as_it_comes_and_ctrl_c_loses_none(
    form: str, tmp_path: Path
) -> None:
    octets = save(tmp_path / "a.pcap", [UPDATE, HELLO, REQUEST]).read_bytes()
    first = octets[: 24 + 16 + len(UPDATE.octets)]
    command = [sys.executable, "-m", "mipconf", "decode", "-", "--format", form]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdin.write(first)
        program.stdin.flush()
        while b"Binding Update" not in program.stdout.readline():
            pass
        program.stdin.write(octets[len(first) :])
        program.stdin.flush()
        while b"Registration Request" not in program.stdout.readline():
            pass
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=60) == 130
        assert program.stderr.read().splitlines()[-1] == b"mipconf: interrupted"


WRONG = [
    ([RUN, "--port", "699"], "--port 699: that is A11 of 3GPP2, which is not read"),
    ([RUN, "-o", "x"], "-o x: no such column; those are frame, time, source,"),
    ([RUN, "-o", "frame", "--format", "json"], "-o chooses the columns of a table or of CSV"),
    ([RUN, "--filter", "group=x"], "--filter group=x: not a number such as 7"),
    ([RUN, "--follow", "group=x"], "--follow group=x: not a number such as 7"),
    ([], "name captures, or an interface with -i: one of the two"),
    ([RUN, "-i", "lo"], "name captures, or an interface with -i: one of the two"),
    ([RUN, "--filter", "message=Home*"], "no message is message=Home*"),
    ([RUN, "--follow", "10.9.9.9"], "nothing is said of 10.9.9.9"),
    ([RUN, "--follow", "me"], "--follow me: not a home address such as 10.1.0.9, an NAI such as"),
    ([RUN, "--filter", "mn=me"], "--filter mn=me: not an IP address such as 10.1.0.9"),
    (["-i", "nowhere0"], "-i nowhere0: "),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
@pytest.mark.outside
def test_what_cannot_be_done_is_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decode", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
