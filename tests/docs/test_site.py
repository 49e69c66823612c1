"""The site: built strictly, so that each link leads somewhere and no page is left out."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import CHECKOUT, DOCS

pytestmark = pytest.mark.outside


def build(config: Path, site: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "properdocs", "build", "--strict", "--config-file", str(config)]
    return subprocess.run(
        [*words, "--site-dir", str(site)],
        cwd=config.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_site_builds_strictly(tmp_path: Path) -> None:
    done = build(CHECKOUT / "properdocs.yml", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    pages = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert all((tmp_path / "site" / page).is_file() for page in pages)
    assert 'id="5-4"' in (tmp_path / "site" / "protocol.html").read_text()
    assert "contributing.html" in (tmp_path / "site" / "index.html").read_text()


@pytest.mark.parametrize("link", ["nowhere.md", "protocol.md#5-9", "#nowhere"])
def test_a_link_to_nothing_fails_the_build(link: str, tmp_path: Path) -> None:
    for name in ("docs", ".ci", "CONTRIBUTING.md", "CHANGELOG.md", "properdocs.yml"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    (tmp_path / "docs").unlink()
    (tmp_path / "docs").mkdir()
    for path in DOCS.iterdir():
        (tmp_path / "docs" / path.name).symlink_to(path)
    page = tmp_path / "docs" / "stories.md"
    text = page.read_text() + f"\n[a link]({link})\n"
    page.unlink()
    page.write_text(text)
    done = build(tmp_path / "properdocs.yml", tmp_path / "site")
    assert done.returncode != 0
    assert link in done.stderr
