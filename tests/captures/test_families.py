"""The captures of the families hold every message and extension, and what is malformed."""

from __future__ import annotations

import json

from captures.making import FOLDER
from mipconf.layers.miphar import SUBTYPE_NAMES
from mipconf.layers.numbers import MESSAGE_NAMES
from mipconf.layers.registration_extensions import EXTENSIONS


def decoded(name: str) -> list[dict[str, object]]:
    text = (FOLDER / "families" / f"{name}.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def test_every_message_is_there_and_is_well_formed() -> None:
    assert [each["message"] for each in decoded("messages")] == [*MESSAGE_NAMES.values()][:-1]
    assert [each["message"] for each in decoded("redundancy")] == [*SUBTYPE_NAMES.values()]
    well_formed = [*decoded("messages"), *decoded("extensions"), *decoded("redundancy")]
    assert {each["malformed"] for each in well_formed} == {None}


def test_every_extension_is_there_and_what_follows_it_is_found() -> None:
    found = [each["extensions"] for each in decoded("extensions")]
    assert all(isinstance(pair, list) and len(pair) == 2 for pair in found)
    assert {pair[1]["type"] for pair in found if isinstance(pair, list)} == {32}
    assert {pair[0]["type"] for pair in found if isinstance(pair, list)} == {
        key if isinstance(key, int) else key[0] for key in EXTENSIONS.classes
    }


def test_each_malformed_message_is_so_for_a_reason_of_its_own() -> None:
    reasons = [each["malformed"] for each in decoded("malformed")]
    assert None not in reasons
    assert len(set(reasons)) == len(reasons) == 7
