"""The campaigns that several tests look at, run once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .campaigns import EVERYWHERE, Results, Workers


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    workers = Workers()
    yield workers
    workers.close()


@pytest.fixture(scope="session")
def results(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> Results:
    out = tmp_path_factory.mktemp("campaigns")
    found = workers.run(EVERYWHERE, out)
    folders = (out / str(index) for index in range(len(EVERYWHERE)))
    return dict(zip(EVERYWHERE, zip(folders, found, strict=True), strict=True))
