"""Series of the sample: sequences and a recurring one, an own template, required text, who does which item."""

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col

from microinf_desktop.domain.checklists import ItemSource
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, Platform
from microinf_desktop.domain.recurrence import MAX_INTERVAL, Frequency, Rule, parse_rule
from microinf_desktop.domain.sequences import OnClosedDays, SeriesKind, plan_recurring, sequence_from_text
from microinf_desktop.interchange.templates import shipped_checklists
from microinf_desktop.queries.series import SEQUENCE, planning
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.deliverables import store
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.work import Deal, Piece, known
from microinf_desktop.storage.tables import ChecklistItem, Deliverable, Series, WorkTemplate

# Kinds whose captions carry the client's own sentence.
_CAPTIONED = (DeliverableKind.GRID_POST, DeliverableKind.CAROUSEL, DeliverableKind.REEL)


def add_series(session: Session, pieces: Sequence[Piece]) -> None:
    """Join the pieces of each collaboration to a sequence, or to a recurring series where all are of one kind."""
    session.flush()
    by_deal: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_deal[piece.row.collaboration_id].append(piece)
    for deal_id, own in by_deal.items():
        if len(own) > 1:
            _join(session, deal_id, sorted(own, key=lambda piece: piece.plan.go_live))
    _assign_items(session)
    for piece in pieces:
        # Where a draft is in, the sample's caption was written without these.
        if piece.row.kind in _CAPTIONED and not piece.drafts:
            session.execute(
                update(Deliverable).where(col(Deliverable.id) == piece.row.id)
                .values(required_caption=next(iter(piece.deal.campaign.key_messages), ""),
                        call_to_action=f"Order with {piece.row.discount_code}" if piece.row.discount_code else "")
            )


def add_recurring(session: Session, clock: Clock, deals: Sequence[Deal]) -> int:
    """Pieces that come again every few weeks, planned as the window plans them; returns how many."""
    by_name = {(deal.campaign.name, deal.creator.name): deal for deal in deals}
    added = 0
    for entry in content.load("series.json")["recurring"]:
        deal = by_name[entry["campaign"], entry["who"]]
        first = known(clock.day(entry["first"], deal.calendar))
        rule = parse_rule(entry["rule"])
        days = rule.days(first)
        plan = known(planning(session, known(deal.campaign.id), clock.today, days[-1]))
        draft = DeliverableDraft(
            known(deal.row.id), DeliverableKind(entry["kind"]), Platform(entry["platform"]), title=entry["title"],
            frames=entry["frames"], talking_points=tuple(entry["talking_points"]), caption_language=plan.language,
            discount_code=plan.deals[known(deal.row.id)].discount_code,
        )
        series = plan_recurring(plan, draft, entry["title"], rule.text(), days, OnClosedDays(entry["closed"]))
        row = Series(collaboration_id=series.collaboration_id, name=series.name, kind=series.kind, rule=series.rule)
        session.add(row)
        session.flush()
        for position, piece in enumerate(series.pieces):
            deliverable_id = store(session, piece.draft, None, piece.items, clock.today)
            session.execute(
                update(Deliverable).where(col(Deliverable.id) == deliverable_id)
                .values(series_id=row.id, series_position=position)
            )
        added += len(series.pieces)
        follow_deal(session, [series.collaboration_id], clock.today)
    return added


def add_sequences(session: Session) -> None:
    """Sequences the agency made itself."""
    for entry in content.load("series.json")["sequences"]:
        template = sequence_from_text(entry["name"], json.dumps(entry))
        session.add(WorkTemplate(kind=SEQUENCE, name=template.name, data=template.to_text()))


def _join(session: Session, deal_id: int, own: Sequence[Piece]) -> None:
    rule = _rule_of(own)
    series = Series(
        collaboration_id=deal_id, name=own[0].row.title or own[0].row.kind.replace("_", " "),
        kind=SeriesKind.RECURRING if rule else SeriesKind.SEQUENCE, rule=rule,
    )
    session.add(series)
    session.flush()
    for position, piece in enumerate(own):
        session.execute(
            update(Deliverable).where(col(Deliverable.id) == piece.row.id)
            .values(series_id=series.id, series_position=position)
        )


def _rule_of(own: Sequence[Piece]) -> str:
    """The rule that gives exactly these days; empty where the pieces differ or come at other intervals."""
    days = [piece.plan.go_live for piece in own]
    weeks, rest = divmod((days[1] - days[0]).days, 7)
    if len({piece.row.kind for piece in own}) > 1 or rest or not 1 <= weeks <= MAX_INTERVAL:
        return ""
    rule = Rule(Frequency.WEEKLY, weeks, (days[0].weekday(),), count=len(days))
    return rule.text() if rule.days(days[0]) == days else ""


def _assign_items(session: Session) -> None:
    """Who does an item and where it came from, as the templates say."""
    session.execute(update(ChecklistItem).values(source=ItemSource.TEMPLATE))
    session.execute(
        update(ChecklistItem).where(col(ChecklistItem.text).like("Still live on day %"))
        .values(source=ItemSource.CONTRACT)
    )
    for holder in (BallHolder.CREATOR, BallHolder.CLIENT):
        texts = {item.text for one in shipped_checklists().values() for item in one.items if item.holder is holder}
        session.execute(
            update(ChecklistItem).where(col(ChecklistItem.text).in_(sorted(texts))).values(holder=holder)
        )
