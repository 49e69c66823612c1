"""The profile to begin with is the default one, and says what each key means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from mipconf.profile.profile import Profile, read_profile
from mipconf.report.profile_template import described, profile_template, ranges
from mipconf.requirements.features import FEATURES

TEXT = profile_template()


def keys(model: type[BaseModel] | BaseModel, prefix: str = "") -> Iterator[str]:
    """Every key of a profile as `table.key`; of an array of tables those of its first."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        value = value[0] if isinstance(value, tuple) and value else value
        if isinstance(value, BaseModel):
            yield from keys(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def read(text: str, tmp_path: Path) -> Profile:
    path = tmp_path / "new.toml"
    path.write_text(text, encoding="utf-8")
    return read_profile(path, {"NAME": "00"})


def test_it_is_the_default_profile(tmp_path: Path) -> None:
    assert read(TEXT, tmp_path) == Profile()


def test_every_key_is_there() -> None:
    table, found = "", {"supports"}
    for line in TEXT.splitlines():
        if head := re.fullmatch(r"\[+([\w.]+)\]+", line):
            table = f"{head[1]}."
        elif key := re.match(r"(?:# )?(\w+) +?= ", line):
            found.add(f"{table}{key[1]}")
    assert found >= set(keys(Profile()))


def test_every_key_outside_the_numbers_is_described() -> None:
    profile = Profile()
    models = [profile, profile.hut, profile.network, profile.group, profile.fhrp]
    models += [profile.timers, profile.tolerances, profile.group_security[0]]
    models += [profile.mobile_nodes[0]]
    plain = (str, int, float, bool, tuple, type(None))
    missing = [
        f"{type(model).__name__}.{name}"
        for model in models
        for name in type(model).model_fields
        if isinstance(getattr(model, name), plain) and not described(type(model), name)
    ]
    assert missing == []


@pytest.mark.parametrize(
    "line",
    [
        "max_retransmissions = 3  # how often it is sent again; 0 to 100",
        "listen_ms = 600  # how long it listens when it starts; longer than the hold time; "
        "ms, 1 to 86400000",
        "window = 32  # parts of a table that may be unacknowledged at a time; 1 or more",
        '# key_env = "NAME"  # in place of key: the environment variable that holds it',
        "# retransmission        = false  # sends again what was not acknowledged (8, 18, 45)",
    ],
)
def test_a_key_has_default_meaning_unit_and_range(line: str) -> None:
    assert line in TEXT.splitlines()


def test_what_is_commented_out_can_be_had(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^# (?=\w+ += )", "", TEXT)
    text = re.sub(r'(?m)^(key|driver) = ".*$', "", text)
    text = text.replace("[hut]", '[hut]\ndriver = "process"')
    profile = read(text, tmp_path)
    assert profile.hut.command == ("./my-ha", "{config}")
    assert profile.group_security[0].key == "00"
    assert profile.supports == dict.fromkeys(FEATURES, False)


def test_no_line_is_long_and_each_is_toml() -> None:
    assert max(map(len, TEXT.splitlines())) <= 100
    assert tomllib.loads(TEXT)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((), []), ((4,), ["4"]), ((1, 2, 3, 7, 9, 10), ["1-3", "7", "9-10"]), ((3, 1), ["1", "3"])],
)
def test_ranges(numbers: tuple[int, ...], words: list[str]) -> None:
    assert ranges(numbers) == words
