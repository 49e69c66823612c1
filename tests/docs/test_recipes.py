"""CONTRIBUTING.md can be followed: each recipe in a copy of the checkout, as it stands there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.docs.pages import CHECKOUT, Block, Reader, blocks, blocks_of

pytestmark = pytest.mark.outside

PAGE = "CONTRIBUTING.md"
RECIPES = {
    part.partition("\n")[0]: blocks_of(part)
    for part in re.split(r"^## ", (CHECKOUT / PAGE).read_text(), flags=re.MULTILINE)
    if part.startswith(("Add ", "Change the "))
}
COPIED = ("mipconf", "layers", "testcases", "tests", "docs", "typings")


class Contributor(Reader):
    """Somebody with a checkout of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, folder)
        for name in COPIED:
            shutil.copytree(
                CHECKOUT / name,
                folder / name,
                symlinks=True,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        (folder / "captures").symlink_to(CHECKOUT / "captures")
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(CHECKOUT / name, folder)

    def edits(self, recipe: list[Block]) -> None:
        """Make the changes of a recipe, and run nothing."""
        for block in recipe:
            if block.file is not None:
                self.writes(block)
            elif block.kind == "diff":
                self.changes(block)


def test_all_recipes_are_found() -> None:
    assert len(RECIPES) >= 4
    assert sum(len(recipe) for recipe in RECIPES.values()) < len(blocks(PAGE))


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_it_says(name: str, tmp_path: Path) -> None:
    contributor = Contributor(tmp_path)
    contributor.edits(RECIPES[name])
    for block in RECIPES[name]:
        if block.not_run is None and block.file is None:
            contributor.follows(block)


def test_what_the_recipes_write_is_linted_and_typed(tmp_path: Path) -> None:
    contributor = Contributor(tmp_path)
    known = CHECKOUT / ".mypy_cache"
    if known.is_dir():  # Of what no recipe changes: it spares some seconds.
        shutil.copytree(known, tmp_path / known.name)
    for recipe in RECIPES.values():
        contributor.edits(recipe)
    for command in (
        "ruff check --fix --quiet --select I,RUF022 layers",
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "mypy skeleton.py",
    ):
        status, said = contributor.runs(command)
        assert status == 0, f"{command}\n{said}"
