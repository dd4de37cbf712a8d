"""How verdicts go week by week: what the disclosure check said of the texts it saw."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col

from microinf_desktop.domain.compliance import ComplianceFilter, strictest
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.queries.compliance_slices import narrowed
from microinf_desktop.queries.deals import deal_conditions, join_deal
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Deliverable, DisclosureCheck

_EVERYTHING = ComplianceFilter()


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Deliverables that were checked in the week from `monday`, by the strictest verdict of their last text in it."""

    monday: date
    passed: int
    warned: int
    failed: int

    @property
    def checked(self) -> int:
        return self.passed + self.warned + self.failed


def weeks(
    session: Session, today: date, count: int = 12, wanted: ComplianceFilter = _EVERYTHING
) -> list[WeekRow]:
    """The last weeks under a filter (its view does not count), oldest first, those without a check among them; the
    days are those of UTC."""
    first = today - timedelta(days=today.weekday() + 7 * (count - 1))
    statement = (
        pick(col(DisclosureCheck.deliverable_id), col(DisclosureCheck.jurisdiction), col(DisclosureCheck.verdict),
             col(DisclosureCheck.caption_sha256), col(DisclosureCheck.checked_at))
        .join(Deliverable, col(Deliverable.id) == col(DisclosureCheck.deliverable_id))
    )
    statement = join_deal(statement, Deliverable.collaboration_id).where(
        col(DisclosureCheck.checked_at) >= datetime.combine(first, time(), UTC), *narrowed(wanted),
        *deal_conditions(campaign_id=wanted.campaign_id, client_id=wanted.client_id,
                         influencer_id=wanted.influencer_id, text=wanted.text, also=(Deliverable.title,)),
    ).order_by(col(DisclosureCheck.checked_at), col(DisclosureCheck.id))
    said: dict[date, dict[int, tuple[str, dict[str, Verdict]]]] = {
        first + timedelta(weeks=place): {} for place in range(count)
    }
    for deliverable_id, area, verdict, sha256, at in session.execute(statement):
        day = at.date()
        week = said.get(day - timedelta(days=day.weekday()))
        if week is None:
            continue
        known = week.get(deliverable_id)
        areas = known[1] if known is not None and known[0] == sha256 else {}
        week[deliverable_id] = (sha256, {**areas, area: Verdict(verdict)})
    return [_row(monday, [strictest(areas.values()) for _, areas in week.values()]) for monday, week in said.items()]


def _row(monday: date, verdicts: list[Verdict]) -> WeekRow:
    passed, failed = verdicts.count(Verdict.PASS), verdicts.count(Verdict.FAIL)
    return WeekRow(monday, passed, len(verdicts) - passed - failed, failed)
