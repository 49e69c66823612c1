"""Finding the codec that a profile or a capture names, and saying why it cannot be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.codec import STANDARD, Format, Numbers, StandardCodec, load_codec
from mipconf.errors import ConfigError

ACME = "tests.secondformat.acme:CODEC"


def installed(folder: Path, name: str, *points: str) -> None:
    """A distribution with entry points, as pip would leave it."""
    info = folder / f"{name}-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (info / "entry_points.txt").write_text("\n".join(["[mipconf.codecs]", *points]))


def test_without_a_name_it_is_the_standard_one() -> None:
    assert Format().load() is STANDARD
    assert Format(numbers=Numbers()).load() is STANDARD


def test_with_numbers_it_is_the_standard_one_renumbered() -> None:
    codec = Format(numbers=Numbers(type=200)).load()
    assert isinstance(codec, StandardCodec)
    assert codec is not STANDARD
    assert codec is Format(numbers=Numbers(type=200)).load()


def test_by_module_and_name() -> None:
    assert type(Format(codec=ACME).load()).__name__ == "AcmeCodec"


def test_by_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "acme", f"acme = {ACME}")
    monkeypatch.syspath_prepend(tmp_path)
    assert load_codec("acme") is load_codec(ACME)


MODULE = """
from tests.secondformat.acme import AcmeCodec
class Short(AcmeCodec):
    def binding_size(self, binding):
        return 1
class Fragile(AcmeCodec):
    def decode(self, payload, keys):
        return super().decode(payload, keys) if payload[5:] else payload[5]
SHORT, FRAGILE, NOTHING = Short(), Fragile(), object()
"""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody", 'no entry point of mipconf.codecs (installed: acme, twice), nor "module:name"'),
        ("twice", "is a:A and b:B; name one of them"),
        ("no_such.module:CODEC", "no module no_such; install it, or put its folder into"),
        ("made:MISSING", "module 'made' has no attribute 'MISSING'"),
        ("made:Short", "is a class; name an object of it"),
        ("made:NOTHING", "lacks encode, decode or binding_size"),
        ("made:not a name", 'is not "module:name"'),
        ("made:SHORT", "a BindingUpdate has 152 octets of bindings; by binding_size they are 3"),
        ("made:FRAGILE", "a BindingUpdate cut off at octet 0: decode raises IndexError"),
        ("broken:CODEC", "cannot be imported: SyntaxError: "),
    ],
)
def test_what_cannot_be_had_is_said_in_one_line(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made.py").write_text(MODULE)
    (tmp_path / "broken.py").write_text("(")
    for number, points in enumerate((["acme = made:SHORT", "twice = a:A"], ["twice = b:B"])):
        installed(tmp_path / str(number), f"one{number}", *points)
        monkeypatch.syspath_prepend(tmp_path / str(number))
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ConfigError, match=r"^[^\n]*$") as error:
        load_codec(name)
    assert str(error.value).startswith(f'codec "{name}": ')
    assert said in str(error.value)


def test_the_current_folder_is_not_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lies_here.py").write_text("raise SystemExit('it was run')")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="no module lies_here"):
        load_codec("lies_here:CODEC")
