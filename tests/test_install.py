"""The package as users get it: whole, under one name, and importable from wherever they stand.

No network is needed: the environment that runs the tests lends its packages, setuptools too.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside

CHECKOUT = Path(__file__).parent.parent
PACKAGES = {"mipconf": "mipconf", "layers": "mipconf/layers", "testcases": "mipconf/testcases"}
IMPORTS = "import mipconf.cli, mipconf.layers.miphar, mipconf.testcases"


class Environment:
    """A copy of the checkout, and a virtual environment to install it into."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
        for name in (*PACKAGES, "docs", "pyproject.toml", "setup.py", "README.md", "LICENSE"):
            source, copy = CHECKOUT / name, self.checkout / name
            if source.is_dir():
                shutil.copytree(source, copy, ignore=unwanted)
            else:
                shutil.copy(source, copy)
        venv = folder / "venv"
        self._run([sys.executable, "-m", "venv", "--without-pip", venv], cwd=folder)
        self.bin = venv / "bin"
        (self.site_packages,) = venv.glob("lib/python*/site-packages")
        # A path in a .pth file is added without running the .pth files found there, so that an
        # editable mipconf of the lender is not lent.
        lent = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
        (self.site_packages / "lent.pth").write_text("\n".join(lent), encoding="utf-8")

    def install(self, *options: str) -> None:
        """Install the copy."""
        pip = [sys.executable, "-m", "pip", "--python", self.bin / "python", "install", "--quiet"]
        offline = ["--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall"]
        self._run([*pip, *offline, *options, self.checkout], cwd=self.elsewhere)

    def python(self, code: str, folder: Path) -> str:
        """Run code in a folder, as `python -c` does, and return what it prints."""
        return self._run([self.bin / "python", "-c", code], cwd=folder)

    def command(self, *arguments: str) -> str:
        """Run the installed `mipconf` and return what it prints."""
        return self._run([self.bin / "mipconf", *arguments], cwd=self.elsewhere)

    @staticmethod
    def _run(words: list[str | Path], cwd: Path) -> str:
        clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        ended = subprocess.run(
            words, cwd=cwd, env=clean, capture_output=True, text=True, timeout=120, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    folder = tmp_path_factory.mktemp("a folder with spaces")
    (folder / "checkout").mkdir()
    return Environment(folder)


def modules(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.py")}


def test_a_checkout_that_is_not_installed(environment: Environment) -> None:
    environment.python(IMPORTS, environment.checkout)


def test_an_installation_is_whole_and_under_one_name(environment: Environment) -> None:
    environment.install()
    names = {path.name for path in environment.site_packages.iterdir()} - {"lent.pth"}
    assert {name for name in names if not name.endswith(".dist-info")} == {"mipconf"}
    assert modules(environment.site_packages) == {
        f"{target}/{module}"
        for source, target in PACKAGES.items()
        for module in modules(environment.checkout / source)
    }


@pytest.mark.parametrize("options", [(), ("--editable",)], ids=["installed", "editable"])
def test_an_installation_is_found_from_anywhere(
    environment: Environment, options: tuple[str, ...]
) -> None:
    environment.install(*options)
    for folder in (environment.elsewhere, environment.checkout):
        environment.python(IMPORTS, folder)
    where = environment.python(
        "import mipconf.layers.miphar as m; print(m.__file__)", environment.elsewhere
    )
    home = environment.checkout if options else environment.site_packages
    assert Path(where.strip()).is_relative_to(home)
    assert environment.command("--version").startswith("mipconf, version ")


@pytest.mark.parametrize("options", [(), ("--editable",)], ids=["installed", "editable"])
def test_an_installation_has_the_manual(environment: Environment, options: tuple[str, ...]) -> None:
    environment.install(*options)
    where = Path(environment.command("docs").splitlines()[0])
    home = environment.checkout if options else environment.site_packages
    assert where.is_relative_to(home)
    assert {path.name for path in where.glob("*.md")} == {
        path.name for path in (environment.checkout / "docs").glob("*.md")
    }
    assert environment.command("docs", "protocol#5-4").startswith("### 5.4 Registration")
