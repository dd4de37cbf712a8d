"""Reads of niche tests, and results proposed from what the campaign's posts achieved."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.niche_tests import NicheTestDraft, NicheTestRow, Outcome
from microinf_desktop.domain.report_figures import kpi_rows
from microinf_desktop.queries import metrics
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import NicheTest


@dataclass(frozen=True, slots=True)
class Measured:
    """What the posts say: the metric over the campaign and how many creators were read."""

    result: Decimal | None
    creators: int


def rows(session: Session, campaign_id: int) -> list[NicheTestRow]:
    """A campaign's tests in the order they were made."""
    found = session.execute(
        pick(NicheTest).where(col(NicheTest.campaign_id) == campaign_id).order_by(col(NicheTest.id))
    ).scalars()
    return [_row(test) for test in found]


def measured(session: Session, campaign_id: int, metric: TargetMetric) -> Measured:
    """The metric as the overview shows it, to two decimals; None while no post was read."""
    totals = metrics.totals(session, campaign_id)
    if totals is None:
        return Measured(None, 0)
    creators = len({row.creator_id for row in totals.deliverables if row.latest is not None})
    row, = kpi_rows([metric], {}, totals.deliverables, totals.creators, totals.cost, totals.currency)
    value = row.actual
    return Measured(None if value is None or not creators else Decimal(repr(round(value, 2))), creators)


def _row(test: NicheTest) -> NicheTestRow:
    values = {name: getattr(test, name) for name in NicheTestDraft.__dataclass_fields__}
    return NicheTestRow(test.id or 0, NicheTestDraft(**{**values, "outcome": Outcome(test.outcome)}))
