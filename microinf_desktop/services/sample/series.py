"""Series of the sample: deliverables that belong together, text that has to be in captions, who does which item."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col

from microinf_desktop.domain.checklists import ItemSource
from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.domain.recurrence import MAX_INTERVAL, Frequency, Rule
from microinf_desktop.domain.sequences import SeriesKind
from microinf_desktop.interchange.templates import shipped_checklists
from microinf_desktop.services.sample.work import Piece
from microinf_desktop.storage.tables import ChecklistItem, Deliverable, Series

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
