"""Other formats: the same cases and judges, the same verdicts, live and by the captures alone."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

import pytest

from mipconf.codec import Format, Numbers
from mipconf.net.host import Datagram
from mipconf.net.network import Direction
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import datagram_of, remark_of
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import RemarkKind
from tests.secondformat.scrambled import MASK

from .campaigns import CHECKOUT, NAMED, Campaign, Results, Workers, failed, mipconf, verdicts
from .test_faults import BROKEN, SAME

pytestmark = pytest.mark.outside

CODEC = "tests.secondformat.acme:CODEC"
NUMBERS = Numbers.model_validate(
    {
        "type": 200,
        "version": 3,
        "subtypes": {
            "binding_update": 11,
            "binding_update_ack": 1,
            "table_request": 2,
            "table_reply": 3,
            "table_reply_ack": 4,
        },
        "extensions": {
            "mobility_binding": 101,
            "home_agent_list": 150,
            "authentication": 37,
            "authentication_subtype": 7,
        },
        "sub_options": {"nai": 2, "udp_tunnel": 9, "gre_key": 1},
        "codes": {"accepted": 1, "not_initialized": 0, "poorly_formed": 7},
    }
)
FORMATS = {
    "acme": Format(codec=CODEC),
    "numbers": Format(numbers=NUMBERS),
    "scrambled": Format(codec="tests.secondformat.scrambled:CODEC"),
}
TYPES = {
    "acme": {1, 3, 40, 41, 42, 43, 44},
    "numbers": {1, 3, 200},
    "scrambled": {MASK ^ 1, MASK ^ 3, MASK ^ 255},
}

HEALTHY = {name: Campaign(None, expression="1-55", format=item) for name, item in FORMATS.items()}
FAULTY = {fault: Campaign(fault, format=FORMATS["acme"]) for fault in NAMED}
LOAD = Campaign(None, expression="LOAD-1", format=FORMATS["acme"])
PROGRAM = [sys.executable, "-m", "mipconf", "ha", "--codec", CODEC, "{config}"]


@pytest.fixture(scope="module")
def found(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Results:
    out = tmp_path_factory.mktemp("formats")
    campaigns = [*HEALTHY.values(), *FAULTY.values(), LOAD]
    done = workers.run(campaigns, out)
    folders = (out / str(index) for index in range(len(campaigns)))
    return dict(zip(campaigns, zip(folders, done, strict=True), strict=True))


def first_octets(folder: Path) -> set[int]:
    """Those of all messages on the Mobile IP ports of a run."""
    octets: set[int] = set()
    for path in (folder / "captures").iterdir():
        port = 0
        for frame in read_capture(path):
            datagram, remark = datagram_of(frame), remark_of(frame)
            if remark is not None and remark.kind == RemarkKind.SETTING:
                port = remark.data["hut"]["port"]  # type: ignore[index]
            elif isinstance(datagram, Datagram) and datagram.destination.port == port:
                octets.add(datagram.payload[0])
    return octets


@pytest.mark.parametrize("name", FORMATS)
def test_a_healthy_home_agent_passes_every_claim(name: str, found: Results) -> None:
    folder, result = found[HEALTHY[name]]
    assert verdicts(result) == {str(claim): "PASS" for claim in range(1, 56)}
    assert first_octets(folder) == TYPES[name]


@pytest.mark.parametrize("fault", NAMED)
def test_a_faulty_one_fails_what_it_breaks(fault: str, found: Results) -> None:
    broken = {*BROKEN[fault], *(claim for claim, same in SAME.items() if same in BROKEN[fault])}
    assert set(failed(found[FAULTY[fault]][1])) == {str(claim) for claim in broken}


def test_parts_are_as_full_as_the_format_lets_them_be(found: Results) -> None:
    assert verdicts(found[LOAD][1]) == {"LOAD-1": "PASS"}


@pytest.mark.parametrize(
    "campaign", [*HEALTHY.values(), FAULTY["no-update"]], ids=[*HEALTHY, "no-update"]
)
def test_the_captures_name_the_format(campaign: Campaign, found: Results, tmp_path: Path) -> None:
    folder, result = found[campaign]
    captures = sorted(map(str, (folder / "captures").iterdir()))
    codec = campaign.format.codec
    trusted = () if codec is None else ("--codec", codec)
    done = mipconf("check", *captures, *trusted, "--out", "judged", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (int(campaign.fault is not None), "")
    judged = json.loads((tmp_path / "judged/results.json").read_bytes())["requirements"]
    live = verdicts(result)
    assert {r["id"]: r["verdict"] for r in judged if r["id"] in live} == live


def test_a_capture_whose_codec_cannot_be_had_is_not_judged(found: Results, tmp_path: Path) -> None:
    captures = sorted(map(str, (found[HEALTHY["acme"]][0] / "captures").iterdir()))
    path = str(elsewhere(tmp_path))
    done = mipconf("check", captures[0], "--codec", CODEC, cwd=tmp_path, PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f'mipconf: {captures[0]}: frame 1: codec "{CODEC}": no module tests; '
        f"install it, or put its folder into PYTHONPATH\n"
    )


def test_a_codec_that_a_capture_names_is_not_imported_at_its_word(
    found: Results, tmp_path: Path
) -> None:
    captures = sorted(map(str, (found[HEALTHY["acme"]][0] / "captures").iterdir()))
    done = mipconf("check", captures[0], cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f'codec "{CODEC}" is named by the capture alone' in done.stderr
    (tmp_path / "acme.toml").write_text(f'codec = "{CODEC}"\n')
    assert mipconf("check", captures[0], "--profile", "acme.toml", cwd=tmp_path).returncode == 0


def test_a_external_capture_is_read_in_the_format_of_the_profile(
    found: Results, tmp_path: Path
) -> None:
    folder, _ = found[HEALTHY["acme"]]
    writer = CaptureWriter(tmp_path / "external.pcapng")
    for frame in read_capture(folder / "captures" / "test_joining.test_one_part.pcapng"):
        datagram = datagram_of(frame)
        remark = remark_of(frame)
        if remark is not None and remark.kind == RemarkKind.SETTING:
            hut = remark.data["hut"]["ha_id"]  # type: ignore[index]
        elif remark is None and isinstance(datagram, Datagram):
            writer.datagram(Direction.RECEIVED, datagram, frame.time)
    writer.close()
    (tmp_path / "acme.toml").write_text(f'codec = "{CODEC}"\n')
    without, done = (
        mipconf("check", "external.pcapng", *words, "--out", "judged", cwd=tmp_path)
        for words in (
            ["--require", "14"],
            ["--profile", "acme.toml", "--hut", hut, "--require", "14"],
        )
    )
    # Its hellos of HSRP are anybody's.
    assert without.returncode == 1
    assert "its situation never arose" in without.stdout
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def elsewhere(folder: Path) -> Path:
    """A folder with the tool in it, and nothing of Acme."""
    for name in ("mipconf", "layers", "testcases"):
        (folder / name).symlink_to(CHECKOUT / name)
    return folder


def test_a_program_that_speaks_it(tmp_path: Path) -> None:
    profile = tmp_path / "acme.toml"
    profile.write_text(f'codec = "{CODEC}"\n')
    command = ["--hut-command", shlex.join(PROGRAM), "--select", "26,33"]
    done = mipconf("run", "--profile", str(profile), *command, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert first_octets(tmp_path / "mipconf-out") <= TYPES["acme"]


@pytest.mark.parametrize(
    "words", [["run", "--profile", "acme.toml"], ["ha", "--codec", "no:ONE", "x"]]
)
def test_a_codec_that_is_not_there_ends_it(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "acme.toml").write_text('codec = "no:ONE"\n')
    done = mipconf(*words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        'mipconf: codec "no:ONE": no module no; install it, or put its folder into PYTHONPATH\n'
    )
