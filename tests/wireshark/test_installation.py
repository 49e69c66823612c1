"""Installing into Wireshark: what is put where, what is left alone, and that Wireshark takes it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from captures.making import FOLDER
from mipconf.cli import main
from mipconf.wireshark.profile import BUTTONS, COLOURS
from tests.programs import needed, tshark

pytestmark = pytest.mark.outside

FILES = {
    "plugins/mipconf.lua",
    "profiles/mipconf/colorfilters",
    "profiles/mipconf/dfilter_buttons",
    "profiles/mipconf/preferences",
}
CAPTURE = FOLDER / "families" / "redundancy.pcapng"


def there(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def install(folder: Path) -> int:
    return main(["wireshark", "install", "--to", str(folder)])


def uninstall(folder: Path) -> int:
    return main(["wireshark", "uninstall", "--to", str(folder)])


def test_twice_is_harmless(tmp_path: Path) -> None:
    assert install(tmp_path) == 0
    once = {name: (tmp_path / name).read_bytes() for name in there(tmp_path)}
    assert once.keys() == FILES
    assert install(tmp_path) == 0
    assert {name: (tmp_path / name).read_bytes() for name in there(tmp_path)} == once
    assert uninstall(tmp_path) == 0
    assert there(tmp_path) == set()
    assert not (tmp_path / "profiles" / "mipconf").exists()
    assert uninstall(tmp_path) == 0


def test_an_older_one_is_made_anew(tmp_path: Path) -> None:
    install(tmp_path)
    plugin = tmp_path / "plugins" / "mipconf.lua"
    new = plugin.read_text()
    plugin.write_text(new.splitlines()[0] + "\n-- of an earlier version\n")
    assert install(tmp_path) == 0
    assert plugin.read_text() == new


def test_somebody_elses_plugin_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plugin = tmp_path / "plugins" / "mipconf.lua"
    plugin.parent.mkdir()
    plugin.write_text("-- mine\n")
    assert install(tmp_path) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{plugin} is not mipconf's own" in line
    assert there(tmp_path) == {"plugins/mipconf.lua"}
    assert uninstall(tmp_path) == 0
    assert plugin.read_text() == "-- mine\n"


def test_what_was_changed_in_the_profile_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wireshark writes its files anew, without our first line, where the user changes a setting."""
    install(tmp_path)
    preferences = tmp_path / "profiles" / "mipconf" / "preferences"
    preferences.write_text("# Configuration file for Wireshark 4.0.17.\n")
    recent = preferences.with_name("recent")
    recent.write_text("# Recent settings file for Wireshark 4.0.17.\n")
    capsys.readouterr()
    assert install(tmp_path) == 0
    assert f"kept {preferences}" in capsys.readouterr().out
    assert preferences.read_text().startswith("# Configuration file")
    assert uninstall(tmp_path) == 0
    assert f"left {recent}" in capsys.readouterr().out
    assert there(tmp_path) == {"profiles/mipconf/preferences", "profiles/mipconf/recent"}


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert install(tmp_path / "file") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_it_goes_where_wireshark_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    needed("tshark")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    monkeypatch.delenv("WIRESHARK_CONFIG_DIR", raising=False)
    assert main(["wireshark", "install"]) == 0
    said = subprocess.run(
        ["tshark", "-C", "mipconf", "-r", CAPTURE, "-T", "fields", "-e", "miphar.sequence"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["1", "1", "7", "2", "2"]
    assert main(["wireshark", "uninstall"]) == 0
    assert not [name for name in there(tmp_path) if "mipconf" in name]


@pytest.mark.parametrize(("user", "is_told"), [(0, True), (1000, False)])
def test_root_is_told_that_lua_is_off_for_root(
    user: int,
    is_told: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    install(tmp_path)
    assert ("runs no Lua for root" in capsys.readouterr().out) is is_told


def test_without_wireshark_a_folder_is_to_be_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["wireshark", "install"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "apt-get install tshark" in line
    assert "--to DIR" in line


def test_the_columns_are_those_of_the_profile(tmp_path: Path) -> None:
    install(tmp_path)
    lines = tshark(tmp_path, "-C", "mipconf", "-2", "-r", CAPTURE)
    assert " ".join(lines[1]).split()[5:] == [
        *("MIPHAR", "1", "1", "0.001000000"),
        *["Binding", "Update", "Ack", "1:", "accepted"],
    ]


def test_answers_are_linked_where_nobody_asks_for_fields(tmp_path: Path) -> None:
    """In the first of two passes there is no tree, from which to learn the ports of a run."""
    install(tmp_path)
    capture = FOLDER / "claims" / "08-healthy.pcapng"
    lines = tshark(tmp_path, "-C", "mipconf", "-2", "-r", capture)
    words = " ".join(lines[19]).split()
    assert words[0] == "20"
    assert words[5:10] == ["MIPHAR", "897543280", "19", "0.000187266", "Binding"]


@pytest.mark.parametrize("rule", [*COLOURS, *BUTTONS], ids=lambda rule: rule.filter)
def test_every_filter_is_one(rule: object, tmp_path: Path) -> None:
    install(tmp_path)
    tshark(tmp_path, "-r", CAPTURE, "-Y", rule.filter)  # type: ignore[attr-defined]


def test_the_first_colour_rule_that_a_frame_meets(tmp_path: Path) -> None:
    install(tmp_path)
    capture = FOLDER / "claims" / "08-healthy.pcapng"
    fields = ("-T", "fields", "-e", "frame.number", "-e", "frame.coloring_rule.name")
    rules = dict(tshark(tmp_path, "-C", "mipconf", "-2", "-r", capture, "--color", *fields))
    picked = {number: rules[number] for number in ("1", "4", "7", "13", "19", "20", "22")}
    assert picked == {
        "1": "remark of the tester",
        "4": "table request or reply",
        "7": "HSRP or VRRP",
        "13": "registration",
        "19": "update",
        "20": "acknowledgement",
        "22": "retransmission",
    }
