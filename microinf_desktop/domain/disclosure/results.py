"""What a check answers: findings with their place in the caption, a verdict, and the fix that can be applied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class FixEdit(NamedTuple):
    """A text edit on the original caption: code points [start, end) become `replacement`."""

    start: int
    end: int
    replacement: str


class Finding(NamedTuple):
    """One rule that is broken or could not be settled.

    `severity` is fail, warn or info; `scope` law or platform; start and end are code points of the original
    caption (0, 0 when the finding is about the whole post); `fix_edit` is None when no edit of the caption helps.
    """

    rule: str
    severity: str
    scope: str
    message: str
    fix: str
    source: str
    start: int = 0
    end: int = 0
    fix_edit: FixEdit | None = None
    problem: str = ""

    def as_record(self) -> dict[str, object]:
        """The shape `microinf check` prints."""
        return {"rule": self.rule, "severity": self.severity, "scope": self.scope, "message": self.message,
                "fix": self.fix, "source": self.source, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Verdicts are pass, warn or fail; `platform_verdict` never lowers `verdict`, which is the law's."""

    jurisdiction: str
    verdict: str
    platform_verdict: str
    findings: tuple[Finding, ...]
    passed_rules: tuple[str, ...]
    pack_version: str
    checked_on: date

    @property
    def blocks(self) -> bool:
        return self.verdict == "fail"


@dataclass(frozen=True, slots=True)
class AudienceResult:
    """One result per jurisdiction of the audience; the strictest counts."""

    results: Mapping[str, CheckResult]
    verdict: str
    platform_verdict: str

    @property
    def strictest(self) -> CheckResult | None:
        """The result that decides, None when no jurisdiction was asked for."""
        return next((result for result in self.results.values() if result.verdict == self.verdict), None)


def apply_fix(caption: str, finding: Finding) -> str:
    """The caption after the finding's edit; unchanged when there is none."""
    edit = finding.fix_edit
    if edit is None:
        return caption
    return caption[:edit.start] + edit.replacement + caption[edit.end:]
