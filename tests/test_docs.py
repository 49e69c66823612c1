"""The pages of docs/ say what is so: their Python is quoted, their commands give that output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
TUTORIAL = CHECKOUT / "docs" / "vendor-format.md"
ACME = CHECKOUT / "tests" / "secondformat"
TOOL = f'#!/bin/sh\nexec {sys.executable} -m mipconf "$@"\n'


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """The fenced blocks of a page: what they are in, and their text."""
    for found in re.finditer(r"^```(\w+)\n(.*?)^```$", page.read_text(), re.MULTILINE | re.DOTALL):
        yield found[1], found[2]


def file_of(text: str) -> str | None:
    """The name of the file that a block is, where it begins with one."""
    found = re.match(r"# (\w+\.\w+)\n", text)
    return found and found[1]


def said(command: str, folder: Path) -> str:
    """What a command prints, run as a reader of the page would."""
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ
        | {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "PYTHONPATH": f"{folder}:{CHECKOUT}",
            "COLUMNS": "200",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    return done.stdout


def test_python_is_quoted_from_the_module() -> None:
    module = (ACME / "acme.py").read_text()
    quoted = [text for kind, text in blocks(TUTORIAL) if kind == "python" and not file_of(text)]
    assert len(quoted) > 5
    for text in quoted:
        assert text in module


def test_the_profile_is_the_one_that_lies_beside_it() -> None:
    assert ("toml", (ACME / "acme.toml").read_text()) in blocks(TUTORIAL)


def test_commands_print_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "acme.py").write_text((ACME / "acme.py").read_text())
    (tmp_path / "mipconf").write_text(TOOL)
    (tmp_path / "mipconf").chmod(0o755)
    ran = 0
    for kind, text in blocks(TUTORIAL):
        if name := file_of(text):
            (tmp_path / name).write_text(text)
        if kind == "console":
            command, shown = text.removeprefix("$ ").split("\n", 1)
            found = said(command, tmp_path)
            right = OutputChecker().check_output(shown, found, ELLIPSIS | NORMALIZE_WHITESPACE)
            assert right, f"{command}\n{found}"
            ran += 1
    assert ran > 5


def test_pages_that_are_linked_are_there() -> None:
    for page in (CHECKOUT / "README.md", *TUTORIAL.parent.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_a_fault_takes_ten_lines_and_no_change_elsewhere(tmp_path: Path) -> None:
    page = CHECKOUT / "docs" / "faults.md"
    (module,) = (text for kind, text in blocks(page) if kind == "python")
    assert len([line for line in module.splitlines() if line]) <= 10
    for folder in ("mipconf", "layers", "testcases"):
        shutil.copytree(CHECKOUT / folder, tmp_path / folder)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    (tmp_path / "mipconf" / "faults" / "ours.py").write_text(module)
    done = subprocess.run(
        [sys.executable, "-m", "mipconf", "faults", "tells-nobody-with-a-name"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "1 faults" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0, done.stdout
