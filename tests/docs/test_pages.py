"""Every page does what it says: its commands run, print what is shown, and have those options."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from mipconf.manual import Page
from tests.docs.pages import CHECKOUT, PAGES, Reader, blocks, commands, wrong_options

FOLLOWED = tuple(
    page
    for page in PAGES
    if page != "CONTRIBUTING.md"
    and any(b.kind in {"sh", "console", "python"} for b in blocks(page))
)
"""CONTRIBUTING.md is followed in a copy of the checkout, by test_recipes.py."""

INSTALLED = ("mipconf/docs",)
"""What is there in an installation alone."""

PYTHON_ELSEWHERE = ("docs/vendor-format.md", "docs/api.md")
"""Pages whose Python is held by tests of its own: quoted from a module, or run as one script."""


@pytest.mark.parametrize("page", FOLLOWED)
@pytest.mark.live
def test_a_page_can_be_followed(page: str, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.gets_stand_ins()
    if page == PYTHON_ELSEWHERE[0]:
        (tmp_path / "acme.py").write_text((CHECKOUT / "tests/secondformat/acme.py").read_text())
    for block in blocks(page):
        if block.file is not None:
            reader.writes(block)
        elif block.not_run is not None:
            continue
        elif block.kind == "python" and page not in PYTHON_ELSEWHERE:
            status, said = reader.runs_python(block.text)
            assert status == 0, said
        else:
            reader.follows(block)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_has_options_that_there_are(page: str) -> None:
    for block in blocks(page):
        for command in commands(block):
            assert wrong_options(command.line) is None, f"{page}: {command.line}"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("mipconf run --select 8", None),
        ("mipconf run --selekt 8", "No such option"),
        ("tcpdump -w - | mipconf check -  # a comment", None),
        ("tcpdump -w - | mipconf chekc -", "No such command"),
        ("unshare -Urn sh", None),
    ],
)
def test_a_wrong_option_is_noticed(line: str, wrong: str | None) -> None:
    found = wrong_options(line)
    assert (found is None) if wrong is None else (found is not None and wrong in found)


@pytest.mark.parametrize("page", PAGES)
def test_goals_of_make_are_there(page: str) -> None:
    goals = re.findall(r"^([\w-]+):", (CHECKOUT / "Makefile").read_text(), flags=re.MULTILINE)
    for block in blocks(page):
        for command in commands(block):
            words = command.line.partition("#")[0].split()
            if words[:1] == ["make"]:
                assert {word for word in words[1:] if "=" not in word} <= {*goals}


@pytest.mark.parametrize("page", PAGES)
def test_data_can_be_read(page: str) -> None:
    for block in blocks(page):
        if block.kind == "json":
            json.loads(block.text)
        elif block.kind == "toml":
            tomllib.loads(block.text)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """On a forge: the site's own build checks those among its pages once more."""
    path = CHECKOUT / page
    text = re.sub(r"^```.*?^```$", "", path.read_text(), flags=re.MULTILINE | re.DOTALL)
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]+))?\)", text):
        other = path.parent / target if target else path
        assert other.exists(), f"{page}: {target}"
        if anchor:
            assert anchor in Page(other.name, other, other.read_text()).anchors, (target, anchor)


@pytest.mark.parametrize("page", PAGES)
def test_files_that_are_named_are_there(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", (CHECKOUT / page).read_text(), flags=re.M | re.S)
    for path in re.findall(r"`((?:mipconf|layers|testcases|tests|captures)/[\w/.-]*)`", text):
        assert (CHECKOUT / path).exists() or path in INSTALLED, f"{page}: {path}"
