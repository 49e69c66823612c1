"""What a package index gets: a source distribution that tests itself, and a README that reads well.

No network is needed: setuptools and the packages are those of the environment that runs the tests.
"""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from email.message import Message
from pathlib import Path

import pytest

from mipconf.manual import cited

CHECKOUT = Path(__file__).parents[1]

pytestmark = pytest.mark.outside

FOLDERS = (".ci", "captures", "docs", "layers", "mipconf", "testcases", "tests", "typings")
FILES = (
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "Makefile", "README.md"),
    *("constraints.txt", "properdocs.yml", "pyproject.toml", "setup.py"),
)
NOT_OURS = shutil.ignore_patterns("__pycache__", "*.pyc")


def run(words: list[str], folder: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        words, cwd=folder, env=clean, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(what: str, source: Path, to: Path) -> Path:
    """Build a `sdist` or a `wheel` of a folder, and return it."""
    code = f"from setuptools import build_meta; print(build_meta.build_{what}({str(to)!r}))"
    return to / run([sys.executable, "-c", code], source).splitlines()[-1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of a copy of the checkout, unpacked."""
    folder = tmp_path_factory.mktemp("distribution")
    checkout = folder / "checkout"
    for name in FOLDERS:
        shutil.copytree(CHECKOUT / name, checkout / name, symlinks=True, ignore=NOT_OURS)
    for name in FILES:
        shutil.copy(CHECKOUT / name, checkout)
    with tarfile.open(build("sdist", checkout, folder)) as archive:
        archive.extractall(folder, filter="data")
    (found,) = folder.glob("mipconf-*/")
    return found


def files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for name in FOLDERS
        for path in (folder / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_a_source_distribution_is_the_whole_checkout(unpacked: Path) -> None:
    assert not files(CHECKOUT) - files(unpacked)
    assert all((unpacked / name).is_file() for name in FILES)


def test_a_source_distribution_runs_its_own_tests(unpacked: Path) -> None:
    tests = ["tests/test_manual.py", "tests/layers/test_all.py", "tests/docs/test_reference.py"]
    said = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests], unpacked)
    assert " passed" in said


@pytest.fixture(scope="module")
def wheel(unpacked: Path) -> zipfile.ZipFile:
    """The wheel, built from the source distribution."""
    return zipfile.ZipFile(build("wheel", unpacked, unpacked.parent))


def test_a_wheel_has_the_manual_and_puts_one_name_into_site_packages(
    wheel: zipfile.ZipFile,
) -> None:
    names = wheel.namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"mipconf"}
    pages = {path.relative_to(CHECKOUT) for path in (CHECKOUT / "docs").rglob("*.md")}
    assert {f"mipconf/{page.as_posix()}" for page in pages} <= set(names)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return message_from_string(wheel.read(name).decode())


def test_links_of_the_readme_lead_somewhere_on_an_index(metadata: Message) -> None:
    readme = str(metadata.get_payload())
    assert metadata["Description-Content-Type"] == "text/markdown"
    targets = re.findall(r"\]\(([^)]*)\)", readme)
    assert all(target.startswith("https://") for target in targets), targets
    commands = re.findall(r"`mipconf docs ([\w/#-]+)`", readme)
    assert len(commands) > 10
    assert all(cited(command) for command in commands)


def test_an_index_can_file_it(metadata: Message) -> None:
    assert metadata["Summary"]
    assert "Topic :: Software Development :: Testing" in metadata.get_all("Classifier", [])
    assert "Mobile IP" in metadata["Keywords"]
    addresses = [url.partition(", ")[2] for url in metadata.get_all("Project-URL", [])]
    assert addresses
    assert all(address.startswith("https://") for address in addresses)
