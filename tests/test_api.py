"""What `import mipconf` gives: little to import, all of it typed, and docs/api.md true."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mipconf
from mipconf import Result, Verdict

CHECKOUT = Path(__file__).parents[1]
PAGE = CHECKOUT / "docs" / "api.md"
MISSED = CHECKOUT / "captures" / "claims" / "08-faulty.pcapng"
MET = CHECKOUT / "captures" / "claims" / "23-healthy.pcapng"
HEAVY = ("pytest", "trio", "pyshark", "scapy", "pydantic", "rich", "click")

BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
TESTS = [text for text in BLOCKS if text.startswith("# test_interop.py")]
SCRIPT = "\n".join(text for text in BLOCKS if text not in TESTS)


def python(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# What is imported.


@pytest.mark.outside
def test_the_import_alone_loads_nothing_else(tmp_path: Path) -> None:
    loaded = f"[name for name in {HEAVY} if name in sys.modules]"
    ours = "[name for name in sys.modules if name.startswith('mipconf.')]"
    before = "before = set(sys.modules)"
    count = "len(set(sys.modules) - before)"
    script = f"import sys; {before}; import mipconf; print({loaded}, {ours}, {count} < 30)"
    assert python("-c", script, folder=tmp_path).stdout == "[] [] True\n"


@pytest.mark.outside
def test_a_value_does_not_cost_a_network(tmp_path: Path) -> None:
    script = "import mipconf, sys; mipconf.__version__, dir(mipconf); print('scapy' in sys.modules)"
    assert python("-c", script, folder=tmp_path).stdout == "False\n"


@pytest.mark.parametrize("name", mipconf.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert name == "REQUIREMENTS" or getattr(mipconf, name).__doc__
    assert name in dir(mipconf)
    assert re.search(rf"\b{name}\b", PAGE.read_text())


def test_the_names_are_those_of_the_module_behind() -> None:
    assert mipconf.__all__ == importlib.import_module("mipconf.api").__all__


def test_there_is_nothing_else() -> None:
    with pytest.raises(AttributeError, match="no attribute 'jduge'"):
        mipconf.jduge  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize("name", ["check", "decode", "judge"])
def test_a_package_does_not_hide_the_function_of_its_name(name: str) -> None:
    package = importlib.import_module(f"mipconf.{name}")
    assert getattr(mipconf, name) is not package
    assert callable(getattr(mipconf, name))


# What it does.


def test_a_capture_is_judged() -> None:
    result = mipconf.check(str(MISSED))
    assert isinstance(result, Result)
    assert result["8"].verdict is result.verdicts["8"] is Verdict.FAIL
    assert result["8"] in result.failed
    assert result["8"].evidence[0].capture == str(MISSED)


def test_a_requirement_that_does_not_exist_is_not_in_a_result() -> None:
    with pytest.raises(KeyError, match="56"):
        mipconf.check(MET)["56"]


def test_a_trace_is_judged_as_its_capture() -> None:
    ((trace, setting),) = mipconf.read_traces(MISSED)
    findings = mipconf.judge(trace, setting)
    assert Verdict.FAIL in {finding.verdict for finding in findings["8"]}


def test_messages_have_types() -> None:
    messages = list(mipconf.decode(MISSED))
    assert {type(each.message).__name__ for each in messages} >= {"TableRequest", "BindingUpdate"}
    assert {each.authentication for each in messages} == {"unverified"}
    assert all(each.source.startswith("127.") and each.source_port for each in messages)


def test_a_profile_is_named_or_given(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text("[group]\nnumber = 7\n")
    profile = mipconf.read_profile(str(path))
    assert mipconf.check(MET, profile=path) == mipconf.check(MET, profile=profile)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (mipconf.check, "no capture is named; name at least one"),
        (lambda: mipconf.check("no.pcap"), "no.pcap: cannot be read: No such file or directory"),
        (lambda: list(mipconf.decode("no.pcap")), "no.pcap: cannot be read: No such file or dir"),
        (lambda: mipconf.read_profile("no.toml"), "no.toml: cannot be read: No such file or dire"),
        (lambda: mipconf.run(select="56"), 'no claim "56"; claims are 1 to 55'),
        (lambda: mipconf.run(command="ha"), "has no {config}, where the configuration's path go"),
        (
            lambda: mipconf.run(command=["ha", "{config}"], network="simulated"),
            "network='simulated' runs the reference Home Agent, not a command",
        ),
        (lambda: mipconf.check(MET, hut="10.9.9.9"), "the HUT in it is 127."),
        (lambda: mipconf.read_traces(PAGE), "not a capture (neither pcap nor pcapng)"),
    ],
)
def test_what_cannot_be_used_is_one_kind_of_error(call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(mipconf.MipconfError) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_status == 2


# docs/api.md.


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A folder as the page has it: a capture of this claim, and more in a folder."""
    shutil.copy(MISSED, tmp_path / "capture.pcapng")
    (tmp_path / "captures").mkdir()
    shutil.copy(MET, tmp_path / "captures")
    return tmp_path


@pytest.mark.outside
def test_the_page_is_true(vendor: Path) -> None:
    (vendor / "page.py").write_text(SCRIPT)
    done = python("page.py", folder=vendor)
    assert done.returncode == 0, done.stderr
    assert "8 update" in done.stdout
    assert "BindingUpdate(" in done.stdout


@pytest.mark.outside
def test_a_vendors_own_pytest_asserts_on_a_result(vendor: Path) -> None:
    (module,) = TESTS
    (vendor / "test_interop.py").write_text(module)
    alone = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=.", "-c", os.devnull)
    assert "2 passed" in python(*alone, folder=vendor).stdout
    shutil.copy(MISSED, vendor / "captures")
    done = python(*alone, folder=vendor)
    assert "did not acknowledge it" in done.stdout
    assert "1 failed, 2 passed" in done.stdout


@pytest.mark.outside
def test_a_type_checker_agrees(vendor: Path) -> None:
    (vendor / "page.py").write_text(SCRIPT + "\nreveal_type(result.verdicts)\n")
    (vendor / "test_interop.py").write_text(TESTS[0])
    # In the checkout, whose cache saves half a minute.
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", vendor / "page.py", vendor / "test_interop.py"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    assert "dict[str, mipconf.judge.verdict.Verdict]" in done.stdout
