"""Who may know the layout of a message: the layers, the codec and nobody else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LAYOUT = {"mipconf.layers.miphar", "mipconf.layers.mobileip", "mipconf.layers.extension"}
JUDGES_AND_CASES = (
    "mipconf/judge",
    "testcases",
    "mipconf/campaign/stage.py",
    "mipconf/campaign/lab.py",
)


def modules(*places: str) -> list[Path]:
    paths = [CHECKOUT / place for place in places]
    return [file for path in paths for file in (sorted(path.rglob("*.py")) or [path])]


def imported(path: Path) -> set[str]:
    """The modules and names that a module imports, in full."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


@pytest.mark.parametrize("path", modules("mipconf", "testcases"), ids=lambda p: p.stem)
def test_the_layout_is_known_to_the_codec_alone(path: Path) -> None:
    is_codec = path.is_relative_to(CHECKOUT / "mipconf" / "codec")
    is_dissector = any(
        path.is_relative_to(CHECKOUT / "mipconf" / name) for name in ("decode", "wireshark")
    )
    others = (CHECKOUT / "mipconf" / name for name in ("bench.py", "commands/decode.py"))
    assert is_codec or is_dissector or path in others or not imported(path) & LAYOUT


@pytest.mark.parametrize("path", modules(*JUDGES_AND_CASES), ids=lambda p: p.stem)
def test_cases_and_judges_know_no_codec_of_their_own(path: Path) -> None:
    assert not imported(path) & {"mipconf.codec.STANDARD", "mipconf.codec.StandardCodec"}


def test_the_codec_is_where_it_is_looked_for() -> None:
    assert imported(CHECKOUT / "mipconf" / "codec" / "standard.py") >= LAYOUT - {
        "mipconf.layers.extension"
    }
