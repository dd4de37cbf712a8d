"""The program's own packs and a fixed day, for every test of the checker."""

from collections.abc import Callable
from datetime import date

import pytest

from microinf_desktop.domain.disclosure import CheckResult, PackSet, Post, check
from microinf_desktop.interchange.packs import load_packs

DAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def packs() -> PackSet:
    return load_packs()


@pytest.fixture(scope="session")
def verdict_of(packs: PackSet) -> Callable[..., CheckResult]:
    """Checks a US Instagram post unless told otherwise."""

    def run(caption: str, jurisdiction: str = "US", **fields: object) -> CheckResult:
        values = {"relationship": "paid", "platform_label_used": True, **fields}
        return check(Post(caption=caption, jurisdiction=jurisdiction, **values), packs, DAY)  # type: ignore[arg-type]

    return run
