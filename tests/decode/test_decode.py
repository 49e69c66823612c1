"""`mipconf decode` as a user calls it: captures, standard input, what it says of wrong ones."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from captures.making import FOLDER
from mipconf.cli import main

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


WRONG = [
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
