"""The record of each creator: posts checked, first drafts that were right at once, violations and days to mend."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlmodel import Session, col

from microinf_desktop.domain.compliance import UNDISCLOSED_KINDS, ComplianceFilter, Phase, strictest
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.violations import ViolationState
from microinf_desktop.queries.compliance_slices import narrowed
from microinf_desktop.queries.deals import deal_conditions, join_deal
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Deliverable, DisclosureCheck, Influencer, Violation

_EVERYTHING = ComplianceFilter()
_MENDED = (ViolationState.FIXED, ViolationState.TAKEN_DOWN)


@dataclass(frozen=True, slots=True)
class CreatorRecord:
    """One creator; `right` of the `first` posts whose first draft was checked passed at once in every country.

    `fix_days` is the median from the finding of a violation to its mending; None while none was mended.
    """

    id: int
    name: str
    checked: int
    first: int
    right: int
    violations: int
    open_violations: int
    fix_days: float | None
    last_checked: datetime | None

    @property
    def right_percent(self) -> float | None:
        """Percent of first drafts that passed as they came; None without any."""
        return self.right * 100 / self.first if self.first else None


def creators(session: Session) -> list[tuple[int, str]]:
    """Id and name of everyone who posts something, by name: what the matrix can be narrowed to."""
    found = session.execute(
        join_deal(pick(col(Influencer.id), col(Influencer.name)).select_from(Deliverable), Deliverable.collaboration_id)
        .where(col(Deliverable.kind).not_in(UNDISCLOSED_KINDS)).group_by(col(Influencer.id))
        .order_by(col(Influencer.sort_name), col(Influencer.id))
    )
    return [(row[0], row[1]) for row in found]


def creator_records(session: Session, wanted: ComplianceFilter = _EVERYTHING) -> list[CreatorRecord]:
    """Creators with a check or a violation under a filter (its view does not count), by name.

    A check of the live post counts as one of the posts checked, but says nothing about the first draft.
    """
    names: dict[int, tuple[str, str]] = {}
    posts: dict[int, set[int]] = defaultdict(set)
    last: dict[int, datetime] = {}
    firsts: dict[int, tuple[int, str, dict[str, Verdict]]] = {}  # by deliverable: creator, text, by country
    for creator, name, order, deliverable, phase, area, verdict, sha256, at in session.execute(_checks(wanted)):
        names[creator] = (order, name)
        posts[creator].add(deliverable)
        last[creator] = at
        if phase == Phase.DRAFT:
            _, text, said = firsts.setdefault(deliverable, (creator, sha256, {}))
            if text == sha256:
                said.setdefault(area, Verdict(verdict))
    counted: dict[int, list[bool]] = defaultdict(list)
    for creator, _, said in firsts.values():
        counted[creator].append(strictest(said.values()) is Verdict.PASS)
    broken: dict[int, list[tuple[str, datetime, datetime | None]]] = defaultdict(list)
    for creator, name, order, state, found_at, closed_at in session.execute(_violations(wanted)):
        names[creator] = (order, name)
        broken[creator].append((state, found_at, closed_at))
    return [
        CreatorRecord(
            creator, name, len(posts[creator]), len(counted[creator]), sum(counted[creator]),
            sum(state != ViolationState.DISMISSED for state, _, _ in broken[creator]),
            sum(state == ViolationState.OPEN for state, _, _ in broken[creator]), _days(broken[creator]),
            last.get(creator),
        )
        for creator, (_, name) in sorted(names.items(), key=lambda item: item[1])
    ]


def _days(broken: list[tuple[str, datetime, datetime | None]]) -> float | None:
    mended = [(closed - found).total_seconds() / 86_400 for state, found, closed in broken
              if state in _MENDED and closed is not None]
    return median(mended) if mended else None


def _checks(wanted: ComplianceFilter) -> Any:
    """Checks with whose they are, oldest first."""
    c = DisclosureCheck
    statement = pick(
        col(Influencer.id), col(Influencer.name), col(Influencer.sort_name), col(c.deliverable_id), col(c.phase),
        col(c.jurisdiction), col(c.verdict), col(c.caption_sha256), col(c.checked_at),
    ).join(Deliverable, col(Deliverable.id) == col(c.deliverable_id))
    return _of(statement, wanted).order_by(col(c.checked_at), col(c.id))


def _violations(wanted: ComplianceFilter) -> Any:
    v = Violation
    statement = pick(
        col(Influencer.id), col(Influencer.name), col(Influencer.sort_name), col(v.state), col(v.found_at),
        col(v.closed_at),
    ).join(Deliverable, col(Deliverable.id) == col(v.deliverable_id))
    return _of(statement, wanted)


def _of(statement: Any, wanted: ComplianceFilter) -> Any:
    """The deals of a filter; archived campaigns are part of a creator's record."""
    return join_deal(statement, Deliverable.collaboration_id).where(
        col(Deliverable.kind).not_in(UNDISCLOSED_KINDS), *narrowed(wanted),
        *deal_conditions(campaign_id=wanted.campaign_id, client_id=wanted.client_id,
                         influencer_id=wanted.influencer_id, text=wanted.text, also=(Deliverable.title,)),
    )
