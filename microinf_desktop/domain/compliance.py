"""What the compliance matrix is asked for, and how the result of a disclosure check is kept on record."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from microinf_desktop.domain.disclosure.results import Finding, FixEdit
from microinf_desktop.domain.enums import DeliverableKind, Verdict

# Content that the creator does not post needs no disclosure by them.
UNDISCLOSED_KINDS = (DeliverableKind.RAW_UGC, DeliverableKind.EVENT)
# MON-04 of the rule catalogue asks for a look at the live post within hours; the number is this program's setting.
LIVE_CHECK_HOURS = 24
# MON-04 again: posts are edited later. Days until the second look, unless the agency sets others; 0 for never.
RECHECK_DAYS = 7
RECHECK_SETTING = "recheck_days"
STORY_KINDS = tuple(kind for kind in DeliverableKind if kind.post_format == "story")
# A jurisdiction without a check outweighs a warning: nobody knows what it would say.
_STRICTNESS = (Verdict.FAIL, Verdict.NOT_CHECKED, Verdict.CANNOT_TELL, Verdict.WARN, Verdict.PASS)
WARNINGS = frozenset({Verdict.WARN, Verdict.CANNOT_TELL})


class Phase(StrEnum):
    """What was checked: the draft before approval, or the post as it stands online."""

    DRAFT = "draft"
    LIVE = "live"


class ComplianceView(StrEnum):
    """Slices of the matrix; OPEN is everything that one of the others but ALL shows."""

    ALL = "all"
    OPEN = "open"
    FAILING = "failing"
    UNDECIDED = "undecided"
    NOT_CHECKED = "not_checked"
    LIVE_OVERDUE = "live_overdue"
    VIOLATIONS = "violations"


@dataclass(frozen=True, slots=True)
class ComplianceFilter:
    """Which deliverables the matrix shows; empty parts do not filter, of several values any counts.

    `now` (UTC) is what LIVE_OVERDUE is judged by.
    """

    view: ComplianceView = ComplianceView.ALL
    campaign_id: int | None = None
    client_id: int | None = None
    influencer_id: int | None = None
    campaign_ids: tuple[int, ...] = ()
    client_ids: tuple[int, ...] = ()
    influencer_ids: tuple[int, ...] = ()
    jurisdiction: str = ""
    jurisdictions: tuple[str, ...] = ()
    text: str = ""
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A proof as captured: `captured_at` is UTC, `zone` the zone the person was in; a link, a file, or both."""

    captured_at: datetime
    zone: str = "UTC"
    kind: str = "screenshot"
    url: str = ""
    note: str = ""
    content: bytes | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What checking many deliverables came to: verdicts of those checked, and those that could not be.

    `counts` holds the strictest verdict of each; `seen_live` stand as somebody saw them online, which a check of the
    draft does not replace; `changed` got another draft while the check ran.
    """

    counts: Mapping[Verdict, int]
    without_draft: int = 0
    without_country: int = 0
    seen_live: int = 0
    changed: int = 0

    @property
    def checked(self) -> int:
        return sum(self.counts.values())


def caption_sha256(caption: str) -> str:
    """The hash that ties checks and decisions to exactly one text."""
    return hashlib.sha256(caption.encode("utf-8", "surrogatepass")).hexdigest()


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that counts among several; not checked when there is none."""
    found = set(verdicts)
    return next((verdict for verdict in _STRICTNESS if verdict in found), Verdict.NOT_CHECKED)


def findings_as_json(
    findings: Sequence[Finding], passed: Sequence[str], seen: Mapping[str, Any] | None = None
) -> str:
    """Findings and the ids of the rules that passed, as the check's record keeps them; same input, same text.

    `seen` is what somebody saw of a live post besides its caption, in the words of `Post`.
    """
    listed = [
        {**one.as_record(), "problem": one.problem, "edit": list(one.fix_edit) if one.fix_edit else None}
        for one in findings
    ]
    record = {"findings": listed, "passed": list(passed), **({"seen": dict(seen)} if seen else {})}
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def findings_from_json(text: str) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """The reverse of `findings_as_json`: findings and passed rules."""
    record = json.loads(text)
    return tuple(_finding(entry) for entry in record["findings"]), tuple(record["passed"])


def seen_from_json(text: str) -> dict[str, Any]:
    """What was seen besides the caption, in the words of `Post`; empty for drafts and looks of older versions."""
    return dict(json.loads(text).get("seen", {}))


def _finding(entry: Mapping[str, Any]) -> Finding:
    edit = FixEdit(*entry["edit"]) if entry["edit"] else None
    return Finding(
        entry["rule"], entry["severity"], entry["scope"], entry["message"], entry["fix"], entry["source"],
        entry["start"], entry["end"], edit, entry["problem"],
    )
