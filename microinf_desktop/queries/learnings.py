"""Reads of learnings: what a client's campaigns taught, newest first."""

from sqlmodel import Session, col

from microinf_desktop.domain.learnings import LearningRow
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Learning


def learnings(session: Session, client_id: int, include_retired: bool = False) -> list[LearningRow]:
    """A client's learnings: those in use first, newest first."""
    statement = (
        pick(Learning, Campaign.name)
        .outerjoin(Campaign, col(Campaign.id) == col(Learning.campaign_id))
        .where(col(Learning.client_id) == client_id)
        .order_by(col(Learning.is_retired), col(Learning.noted_on).desc(), col(Learning.id).desc())
    )
    if not include_retired:
        statement = statement.where(col(Learning.is_retired).is_(False))
    return [_row(learning, campaign) for learning, campaign in session.execute(statement)]


def topics(session: Session, client_id: int) -> list[str]:
    """Topics a client's learnings use, most used first; they are offered while typing."""
    from sqlalchemy import func

    found = session.execute(
        pick(Learning.topic).where(col(Learning.client_id) == client_id, col(Learning.topic) != "")
        .group_by(col(Learning.topic)).order_by(func.count().desc(), col(Learning.topic))
    )
    return [topic for (topic,) in found]


def _row(learning: Learning, campaign: str | None) -> LearningRow:
    return LearningRow(
        learning.id or 0, learning.client_id, learning.topic, learning.text, learning.noted_on, learning.is_retired,
        learning.campaign_id, campaign or "",
    )
