"""A profile to begin with: every key with its default, unit, range and meaning, as TOML comments.

All of it comes from the fields of the models (`mipconf.profile.profile`), so reading it gives
`Profile()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mipconf.profile.profile import Profile
from mipconf.requirements.catalogue import GROUPS
from mipconf.requirements.features import FEATURES, members

_WIDTH = 100
_UNITS = {"_ms": "ms", "_s": "s"}
_KEY_ENV = '# key_env = "NAME"  # in place of key: the environment variable that holds it'


def profile_template() -> str:
    """The text of the file."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# A Home Agent under test, as its user describes it: mipconf run --profile FILE"
    yield "# Each key has its default here; what is left out keeps it."
    defaults = Profile()
    tables: list[tuple[str, BaseModel]] = []
    arrays: list[tuple[str, tuple[BaseModel, ...]]] = []
    yield ""
    for name, field in Profile.model_fields.items():
        value = getattr(defaults, name)
        if isinstance(value, BaseModel):
            tables.append((name, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            arrays.append((name, value))
        elif name != "supports":
            yield from _key(Profile, name, field, value)
    for name, table in tables:
        yield from _table(name, table)
    yield from _supports()
    for name, entries in arrays:
        yield from _array(name, entries)


def _table(name: str, table: BaseModel) -> Iterator[str]:
    """A table with its keys, then the tables in it."""
    yield ""
    summary = (type(table).__doc__ or "").partition("\n")[0]
    yield from _comment(_sentence(summary.partition(": ")[2] or summary))
    yield f"[{name}]"
    inner = []
    for key, field in type(table).model_fields.items():
        value = getattr(table, key)
        if isinstance(value, BaseModel):
            inner.append((f"{name}.{key}", value))
        else:
            yield from _key(type(table), key, field, value)
    for nested in inner:
        yield from _table(*nested)


def _array(name: str, entries: tuple[BaseModel, ...]) -> Iterator[str]:
    description = Profile.model_fields[name].description or ""
    for entry in entries:
        yield ""
        yield from _comment(_sentence(f"{description}; once more for each further one."))
        yield f"[[{name}]]"
        for key, field in type(entry).model_fields.items():
            yield from _key(type(entry), key, field, getattr(entry, key))
        yield _KEY_ENV


def _supports() -> Iterator[str]:
    yield ""
    description = Profile.model_fields["supports"].description or ""
    yield from _comment(
        f"{_sentence(description)}: a claim (1 to 55), a feature, a group ({', '.join(GROUPS)}) or "
        f"a requirement of one (LOAD-1) that is false is NOT APPLICABLE, and so is what needs it. "
        f"The features, each with its claims:"
    )
    yield "[supports]"
    width = max(len(name) for name in FEATURES)
    for name, does in FEATURES.items():
        claims = ", ".join(ranges(map(int, members(name))))
        yield from _commented(f"# {name:{width}} = false", f"{does} ({claims})")


def _key(model: type[BaseModel], name: str, field: FieldInfo, value: object) -> Iterator[str]:
    """A key with what is known of it; one without a value is commented out."""
    notes = [text for text in (_unit(name), *_range(field)) if text]
    meaning = "; ".join(text for text in (described(model, name), ", ".join(notes)) if text)
    absent = value is None or value == ()
    line = f"{'# ' if absent else ''}{name} = {_toml(_example(name) if absent else value)}"
    yield from _commented(line, meaning)


def described(model: type[BaseModel], name: str) -> str:
    """What a key means; a model that only changes the default of a field leaves it the meaning."""
    for base in model.__mro__:
        field = getattr(base, "model_fields", {}).get(name)
        if field is not None and field.description:
            return str(field.description)
    return ""


def ranges(numbers: Iterable[int]) -> list[str]:
    """Numbers in few words: 1, 2, 3, 7 are 1-3 and 7."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found]


def _unit(name: str) -> str:
    return next((unit for suffix, unit in _UNITS.items() if name.endswith(suffix)), "")


def _range(field: FieldInfo) -> Iterator[str]:
    options = _options(field.annotation)
    if options:
        yield " or ".join(_toml(option) for option in options)
    bound = {
        name: getattr(constraint, name)
        for name in ("ge", "gt", "le")
        for constraint in field.metadata
        if getattr(constraint, name, None) is not None
    }
    least = f"{bound['ge']}" if "ge" in bound else f"more than {bound['gt']}" if bound else ""
    if bound:
        yield f"{least} to {bound['le']}" if "le" in bound else f"{least} or more"


def _options(annotation: Any) -> tuple[object, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return (True, False) if annotation is bool else ()


def _example(name: str) -> object:
    """A value for a key that has none by default."""
    return {"command": ["./my-ha", "{config}"], "codec": "my_codec:CODEC"}[name]


def _toml(value: object) -> str:
    """A value in TOML, which writes strings, numbers, booleans and their arrays as JSON does."""
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, Mapping | NoneType):
        raise TypeError(f"no value of a key: {value!r}")
    return json.dumps(value)


def _commented(line: str, meaning: str) -> Iterator[str]:
    """The line with its meaning behind it, or before it where there is no room."""
    if len(line) + len(meaning) + 4 <= _WIDTH:
        yield f"{line}  # {meaning}"
    else:
        yield from _comment(meaning)
        yield line


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _comment(text: str) -> Iterator[str]:
    yield from (f"# {line}" for line in wrap(text, _WIDTH - 2))
