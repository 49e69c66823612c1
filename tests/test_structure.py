"""How the code is built: what imports what, what a module may be, and what no case may do."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from mipconf.campaign.runner import known_cases

CHECKOUT = Path(__file__).parents[1]
ROOTS = {"layers": "mipconf.layers", "testcases": "mipconf.testcases", "mipconf": "mipconf"}

ORDER = (
    # Values and octets.
    {"mipconf", "errors", "layers", "protocol"},
    {"manual"},
    {"codec"},
    # What carries them, and the state machines that say and hear them.
    {"net", "requirements"},
    {"profile"},
    {"fhrp"},
    {"ha", "roles", "hut", "trace"},
    # From what was said to verdicts, and from cases to what was said.
    {"judge"},
    {"campaign", "testcases"},
    {"bench", "faults"},
    # What a user sees.
    {"report"},
    {"check", "decode"},
    {"wireshark"},
    {"commands"},
    {"api", "cli", "pytest_plugin"},
    {"__main__"},
)
"""Who may import whom: a package or module those of the stages above its own line, none below."""

TOGETHER = {("campaign", "testcases"), ("testcases", "campaign")}
"""The campaign finds the cases, which declare themselves with its words."""

FACE = "mipconf"
"""Names what it offers for a type checker, and imports it when it is used."""
NAMED_AFTER_OTHERS = {"layers", "faults", "commands", "report", "testcases"}
"""What they show, break, call, tell of or exercise has its name elsewhere."""
MODULES_ALIKE = {
    "hsrp": "the protocol",
    "vrrp": "the protocol",
    "messages": "as values, decoded from a capture, and in Wireshark",
    "profile": "of a HUT, and of Wireshark",
    "security": "by a profile, and in a Home Agent",
    "selection": "of cases, and of messages",
    "silence": "of the HUT, and of any router",
    "support": "of requirements: what a profile says, and what was seen",
    "table": "of bindings, and of messages",
    "timers": "of a Home Agent, and of a router",
}
CLASSES_ALIKE = {
    "Event": "of a trace, and of the state machines of HSRP and VRRP",
    "Action": "of the state machines of HSRP and VRRP",
    "Transition": "of the state machines of HSRP and VRRP",
}
JUDGE = "mipconf.judge"
CLAIMS = f"{JUDGE}.claims"
LONGEST = 500
NO_CONCEPTS = {"utils", "util", "helpers", "helper", "common", "misc"}


def module_name(path: Path) -> str:
    root, *parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join([ROOTS[root], *(part for part in parts if part != "__init__")])


MODULES = {
    module_name(path): path for root in ROOTS for path in sorted((CHECKOUT / root).rglob("*.py"))
}
CASES = {name: path for name, path in MODULES.items() if name.startswith("mipconf.testcases.test_")}

TESTER = ("mipconf.campaign.stage", "mipconf.campaign.lab", "mipconf.campaign.pair_lab")
"""What a case drives a HUT by."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """What a module of ours imports of ours, for a type checker too, as full names of modules."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


def place(module: str) -> str:
    """The package or module under `mipconf` that a module is in, or is."""
    return [*module.split("."), "mipconf"][1]


def stage(name: str) -> int:
    return next(index for index, names in enumerate(ORDER) if name in names)


def test_each_package_and_module_has_its_stage() -> None:
    named = [name for names in ORDER for name in names]
    assert sorted(named) == sorted({place(module) for module in MODULES})


@pytest.mark.parametrize("module", sorted(MODULES.keys() - {FACE}))
def test_no_module_imports_upwards(module: str) -> None:
    own = place(module)
    upwards = [
        other
        for other in imported(MODULES[module])
        if place(other) != own
        and (own, place(other)) not in TOGETHER
        and stage(place(other)) >= stage(own)
    ]
    assert upwards == []


def test_an_import_upwards_would_be_seen() -> None:
    assert "mipconf.commands.run" in set(imported(MODULES["mipconf.cli"]))
    assert stage("commands") < stage("cli")
    assert stage("judge") < stage("campaign")


def circle(imports: Mapping[str, Collection[str]]) -> list[str]:
    """The first circle of what imports what; nothing where there is none."""
    try:
        list(TopologicalSorter(imports).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circle({module: set(imported(path)) for module, path in MODULES.items()}) == []


def test_no_packages_of_the_judge_import_each_other_in_a_circle() -> None:
    imports: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        for other in imported(path):
            own, theirs = (name.rpartition(".")[0] for name in (module, other))
            if own.startswith(JUDGE) and theirs.startswith(f"{JUDGE}.") and own != theirs:
                imports.setdefault(own, set()).add(theirs)
    assert circle(imports) == []


def test_a_circle_would_be_seen() -> None:
    assert circle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ["b", "c", "b"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_one_concept(module: str) -> None:
    path = MODULES[module]
    assert ast.get_docstring(tree(path)), "a module says what it is"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST
    assert not NO_CONCEPTS & {*module.split(".")}


# Names.


def alike(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The names that stand for several things, and where those are."""
    places: dict[str, list[str]] = {}
    for name, module in names:
        places.setdefault(name, []).append(module)
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_two_modules_have_one_name() -> None:
    modules = (module for module, path in MODULES.items() if path.stem != "__init__")
    names = ((module.rpartition(".")[2], module) for module in modules)
    found = alike(pair for pair in names if place(pair[1]) not in NAMED_AFTER_OTHERS)
    assert found.keys() - MODULES_ALIKE.keys() == set(), found


def test_no_two_classes_have_one_name() -> None:
    names = (
        (node.name, module)
        for module, path in MODULES.items()
        if place(module) not in NAMED_AFTER_OTHERS
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    found = alike(names)
    assert found.keys() - CLASSES_ALIKE.keys() == set(), found


# Cases.


@pytest.mark.parametrize("module", CASES)
def test_a_case_asserts_nothing(module: str) -> None:
    judging = (ast.Assert, ast.Raise)
    assert [
        node.lineno for node in ast.walk(tree(CASES[module])) if isinstance(node, judging)
    ] == []
    for node in ast.walk(tree(CASES[module])):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            assert "pytest" not in (*names, getattr(node, "module", None))


@pytest.mark.parametrize("module", [*CASES, *TESTER])
def test_what_drives_a_case_does_not_know_the_judge(module: str) -> None:
    assert [name for name in imported(MODULES[module]) if name.startswith(f"{JUDGE}.")] == []


@pytest.mark.parametrize("module", CASES)
def test_every_function_of_a_case_says_what_happens(module: str) -> None:
    for node in ast.walk(tree(CASES[module])):
        if isinstance(node, ast.AsyncFunctionDef):
            assert ast.get_docstring(node), node.name


def test_every_case_in_the_folder_is_known() -> None:
    written = {
        f"{path.stem}::{node.name}"
        for path in CASES.values()
        for node in tree(path).body
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test_")
    }
    assert written == {plan.id for plan in known_cases()}
