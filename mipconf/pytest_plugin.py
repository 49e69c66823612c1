"""The cases as tests of pytest: `pytest --pyargs mipconf.testcases --mipconf-profile ha.toml`.

pytest finds this plugin by itself (entry point `pytest11`), so nothing heavy is imported here
before there are cases. A case is one test, which fails unless its verdict is PASS or NOT
APPLICABLE. Its requirements are marks (`-m 'requirement(id="8")'`) and, with their titles and
features, words for `-k`. With pytest-xdist each worker runs its cases one after the other;
otherwise, in real time, all that were collected run side by side when the first one is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeGuard, cast

import pytest

if TYPE_CHECKING:
    from mipconf.campaign.options import CampaignOptions
    from mipconf.campaign.session import Job, Session

_GOOD = ("PASS", "NOT APPLICABLE")


class CaseFailedError(Exception):
    """What pytest is told of a case that does not pass; the text is its verdict and the reason."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `mipconf run` is asked in the same words."""
    group = parser.getgroup("mipconf", "conformance cases of Home Agents (mipconf.testcases)")
    group.addoption("--mipconf-profile", metavar="FILE", help="the profile of the Home Agent")
    group.addoption(
        "--mipconf-hut-command", metavar="COMMAND", help="starts it; {config} is its configuration"
    )
    group.addoption(
        "--mipconf-network",
        choices=("loopback", "simulated"),
        help="where; by default in virtual time (simulated), but a program over loopback",
    )
    group.addoption(
        "--mipconf-out", metavar="FOLDER", default="mipconf-out", help="gets the captures"
    )
    group.addoption("--mipconf-seed", type=int, default=1, metavar="N", help="of what is random")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks of the cases known."""
    config.addinivalue_line("markers", "requirement(id): a case that makes it arise (mipconf)")
    config.pluginmanager.register(_Cases(config), "mipconf-cases")


@pytest.fixture
def lab() -> None:
    """What a case of mipconf works in: it is made when the case is run."""


def is_case(item: pytest.Item) -> TypeGuard[pytest.Function]:
    """Whether a test is a case, which declares what it makes arise."""
    return isinstance(item, pytest.Function) and hasattr(item.function, "declaration")


def case_id(item: pytest.Item) -> str:
    """The id of a case: "module::name"."""
    module = item.getparent(pytest.Module)
    stem = module.path.stem if module is not None else ""
    return f"{stem}::{item.name}"


class _Cases:
    """The cases of one session of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._jobs: dict[str, Job] = {}
        self._session: Session | None = None

    @pytest.hookimpl(tryfirst=True)  # before -k and -m select
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what is for other Home Agents; give each case its marks and its words."""
        cases = [item for item in items if is_case(item)]
        if not cases:
            return
        from mipconf.campaign.session import Job  # noqa: PLC0415 - heavy, and not for all tests
        from mipconf.requirements.catalogue import REQUIREMENTS  # noqa: PLC0415

        profile = self._options().profile
        for item in cases:
            declaration = item.function.declaration
            if not declaration.is_for(profile):
                items.remove(item)
                continue
            name = case_id(item)
            # Its place is that among all cases: workers must not meet.
            self._jobs[name] = Job(len(self._jobs), name, declaration, item.function)
            for requirement in map(REQUIREMENTS.__getitem__, declaration.requirements):
                item.add_marker(pytest.mark.requirement(id=requirement.id))
                words = {f"claim {requirement.id}", requirement.title, requirement.feature or ""}
                item.extra_keyword_matches.update(words - {""})

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Run a case in place of calling it."""
        if not is_case(pyfuncitem):
            return None
        name = case_id(pyfuncitem)
        session = self._played(pyfuncitem)
        result = session.result_of(name)
        if result is None:
            raise CaseFailedError(f"it could not be run: {session.unavailable or 'no result'}")
        self._attach(pyfuncitem, session)
        if result.verdict.value not in _GOOD:
            raise CaseFailedError(f"{result.verdict.value}: {result.reason}")
        return True

    def _played(self, item: pytest.Function) -> Session:
        """The session, once it has run a case."""
        from mipconf.campaign.options import Unseen  # noqa: PLC0415 - as above
        from mipconf.campaign.session import Session  # noqa: PLC0415

        options = self._options()
        if self._session is None:
            self._session = Session(options, Unseen())
        if self._session.result_of(case_id(item)) is None and self._session.unavailable is None:
            together = options.network == "loopback" and not hasattr(self._config, "workerinput")
            items = item.session.items if together else [item]
            self._session.play([self._jobs[case_id(each)] for each in items if is_case(each)])
        return self._session

    def _attach(self, item: pytest.Function, session: Session) -> None:
        """The verdict of each requirement and the capture, for JUnit and who reads the output."""
        from mipconf.campaign.summary import summarise  # noqa: PLC0415 - as above

        name = case_id(item)
        (outcome,) = (each for each in session.outcomes if each.id == name)
        found = summarise([outcome], outcome.exercises, session.unsupported, campaign=False)
        lines: list[str] = []
        for requirement in found:
            if requirement.selected:
                verdict = requirement.verdict.value
                item.user_properties.append((f"requirement {requirement.id}", verdict))
                lines.append(f"{requirement.id}  {verdict}  {requirement.reason}".rstrip())
                lines += [f"    {line}" for line in requirement.explanation]
        capture = str(self._options().out / outcome.capture)
        item.user_properties.append(("capture", capture))
        item.add_report_section("call", "verdicts", "\n".join([*lines, f"capture: {capture}"]))

    def _options(self) -> CampaignOptions:
        """What the command line of pytest asks for."""
        from mipconf.campaign.options import CampaignOptions  # noqa: PLC0415 - as above
        from mipconf.commands.hut import hut_of  # noqa: PLC0415
        from mipconf.errors import MipconfError  # noqa: PLC0415
        from mipconf.profile.profile import Profile, read_profile  # noqa: PLC0415

        asked = self._config.getoption
        path = asked("--mipconf-profile")
        try:
            profile = read_profile(Path(path)) if path else Profile()
            driver, command = hut_of(profile, None, asked("--mipconf-hut-command"))
        except MipconfError as error:
            raise pytest.UsageError(str(error)) from None
        network = asked("--mipconf-network")
        network = network or ("simulated" if driver == "builtin" else "loopback")
        if network == "simulated" and driver == "process":
            raise pytest.UsageError("--mipconf-network simulated runs the builtin HUT, no process")
        return CampaignOptions(
            profile=profile,
            driver=driver,
            command=command,
            network=cast(Literal["loopback", "simulated"], network),
            cases=(),
            requirements=frozenset(),
            out=Path(asked("--mipconf-out")),
            seed=asked("--mipconf-seed"),
            jobs=None,
            profile_path=Path(path) if path else None,
        )
