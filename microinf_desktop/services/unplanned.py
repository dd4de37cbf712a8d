"""Logs posts that were found online and never agreed on: live and checked at once, and part of no plan."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.disclosure import PackSet, check_all
from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.unplanned import UnplannedDraft
from microinf_desktop.queries import compliance as queries
from microinf_desktop.queries.deals import local_day
from microinf_desktop.services.compliance import put_check, put_evidence
from microinf_desktop.storage.tables import Account, Campaign, Collaboration, Deliverable
from microinf_desktop.storage.workspace import Workspace


def log_unplanned(
    workspace: Workspace, draft: UnplannedDraft, packs: PackSet, *, now: datetime | None = None
) -> int:
    """Store an unplanned post as live, with its check and its proof, in one step; returns the deliverable's id.

    Where the campaign names no country there is nothing to check against: the post is logged and stays unchecked.
    ValidationError names the field that is refused, a link that is on file for this creator among them; KnownError
    when the creator left the campaign meanwhile.
    """
    now = now or datetime.now(UTC)
    with workspace.writing("Log an unplanned post") as session:
        deal = session.get(Collaboration, draft.collaboration_id)
        if deal is None:
            raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
        zone = session.get_one(Campaign, deal.campaign_id).time_zone
        for problem in draft.problems(local_day(now, zone) or now.date()):
            raise problem
        _refuse_known(session, deal, draft.url.strip())
        row = _stored(session, deal, draft, now)
        areas = queries.jurisdictions_for(session, row)
        if areas:
            post = queries.post_for(session, row, on=now.date(), **{**draft.seen, "caption": draft.caption})
            found = check_all(post, areas, packs, now.date())
            put_check(session, row, found.results.values(), draft.caption, Phase.LIVE, now, workspace.person_name,
                      draft.seen)
        if draft.proof is not None:
            put_evidence(workspace, session, row, draft.proof, workspace.person_name)
        return row


def _refuse_known(session: Session, deal: Collaboration, url: str) -> None:
    """The same link twice would count one post as two."""
    same = session.exec(
        select(Deliverable.is_unplanned, Campaign.name)
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .where(Collaboration.influencer_id == deal.influencer_id, Deliverable.live_url == url)
    ).first()
    if same is not None:
        what = "an unplanned post" if same[0] else "a planned deliverable"
        raise ValidationError("url", f"This link is on file already, as {what} of {same[1]}.", "Paste another link.")


def _stored(session: Session, deal: Collaboration, draft: UnplannedDraft, now: datetime) -> int:
    row = Deliverable(
        campaign_id=deal.campaign_id, collaboration_id=deal.id or 0, kind=draft.kind, platform=draft.platform,
        account_id=session.exec(
            select(Account.id).where(Account.influencer_id == deal.influencer_id, Account.platform == draft.platform)
            .order_by(col(Account.followers).desc())
        ).first(),
        is_unplanned=True, state=DeliverableState.LIVE, ball_holder=BallHolder.US, ball_since=now.date(),
        published_at=_published(draft.posted_on, now), live_url=draft.url.strip(), notes=draft.notes.strip(),
        caption_language=draft.caption_language, discount_code=draft.discount_code.strip(),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _published(day: date, now: datetime) -> datetime:
    """Noon of the day as far as it lies behind: nobody knows the hour, and a look cannot come before the post."""
    return min(datetime.combine(day, time(12), UTC), now - timedelta(seconds=1))
