"""Disclosure checks for the screen: engine results and records in one shape."""

from collections.abc import Iterable
from functools import lru_cache

from microinf_desktop.domain.disclosure import AudienceResult, PackSet
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.queries.compliance import CheckRow
from microinf_desktop.ui.widgets.findings import AreaResult


@lru_cache(maxsize=1)
def packs() -> PackSet:
    """The rule packs of the program, read once."""
    from microinf_desktop.interchange.packs import load_packs

    return load_packs()


def from_engine(result: AudienceResult) -> list[AreaResult]:
    """A check made just now, in the order of the audience."""
    return [
        AreaResult(code, Verdict(one.verdict), Verdict(one.platform_verdict), one.findings, one.passed_rules,
                   one.pack_version, one.checked_on)
        for code, one in result.results.items()
    ]


def from_record(checks: Iterable[CheckRow]) -> list[AreaResult]:
    """Checks on record."""
    return [
        AreaResult(one.jurisdiction, one.verdict, one.platform_verdict, one.findings, one.passed_rules,
                   one.pack_version)
        for one in checks
    ]
