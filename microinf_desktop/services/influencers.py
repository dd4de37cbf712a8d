"""Changes to the roster: one function is one step."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, delete, func, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from microinf_desktop.domain.enums import RelationshipStage
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.handles import handle_key, parse_handle
from microinf_desktop.domain.influencers import (
    RESTRICTED,
    AccountDraft,
    InfluencerDraft,
    InteractionDraft,
    account_rate,
)
from microinf_desktop.storage import bulk, keys
from microinf_desktop.storage.tables import Account, AccountSnapshot, Collaboration, Influencer, Interaction
from microinf_desktop.storage.workspace import Workspace

_FIGURES = ("followers", "avg_likes", "avg_comments", "avg_views", "avg_shares", "avg_engagements")

# Bulk statements run in the file alone: the triggers log each row, and no object of the session needs to follow.
_IN_THE_FILE = {"synchronize_session": False}


def save_influencer(
    workspace: Workspace, draft: InfluencerDraft, influencer_id: int | None = None, today: date | None = None
) -> int:
    """Add a person or store the changed form; accounts left out of the draft are removed.

    Returns the id. Raises the first of `draft.problems()`, or ValidationError when a handle is taken.
    """
    for problem in draft.problems():
        raise problem
    today = today or date.today()
    label = f"Add {draft.name}" if influencer_id is None else f"Edit {draft.name}"
    with workspace.writing(label) as session:
        person = _person(session, influencer_id)
        if person.stage != draft.stage or person.stage_since is None:
            person.stage_since = today
        for name in InfluencerDraft.__dataclass_fields__:
            if name != "accounts":
                value = getattr(draft, name)
                stored = list(value) if isinstance(value, tuple) else value.strip() if isinstance(value, str) else value
                setattr(person, name, stored)
        session.add(person)
        session.flush()
        assert person.id is not None
        _save_accounts(session, person.id, draft.accounts, today)
        keys.refresh_influencers(session, [person.id])
        return person.id


def delete_influencers(workspace: Workspace, influencer_ids: Sequence[int]) -> None:
    """Delete people with accounts and history; refused while one is in a campaign, naming who."""
    with workspace.writing(_label("Delete {}", influencer_ids)) as session:
        busy = session.exec(
            select(Influencer.name)
            .join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
            .where(_among(influencer_ids)).distinct().limit(4)
        ).all()
        if busy:
            raise KnownError(
                f"{', '.join(busy)} cannot be deleted: they take part in campaigns.",
                "Remove them from the campaigns first, or set the stage to dormant.",
            )
        with bulk.searched_at_once(session, influencer_ids):
            session.execute(delete(Influencer).where(_among(influencer_ids)), execution_options=_IN_THE_FILE)


def set_stage(
    workspace: Workspace, influencer_ids: Sequence[int], stage: RelationshipStage, reason: str = "",
    today: date | None = None,
) -> None:
    """Move people to a stage; blocking somebody needs a reason."""
    if stage in RESTRICTED and not reason.strip():
        raise ValidationError("restriction_reason", "A blocked person needs a reason.", "Write why, in one line.")
    with workspace.writing(_label("Change the stage of {}", influencer_ids)) as session:
        session.execute(
            update(Influencer).where(_among(influencer_ids), col(Influencer.stage) != stage).values(
                stage=stage, stage_since=today or date.today(),
                restriction_reason=reason.strip() if stage in RESTRICTED else "",
            ),
            execution_options=_IN_THE_FILE,
        )


def set_owner(workspace: Workspace, influencer_ids: Sequence[int], owner_id: int | None) -> None:
    with workspace.writing(_label("Set the owner of {}", influencer_ids)) as session:
        session.execute(
            update(Influencer).where(_among(influencer_ids), col(Influencer.owner_id).is_distinct_from(owner_id))
            .values(owner_id=owner_id),
            execution_options=_IN_THE_FILE,
        )


def add_tag(workspace: Workspace, influencer_ids: Sequence[int], tag: str) -> None:
    """Tag people; those who have the tag stay as they are."""
    tag = tag.strip()
    if not tag:
        raise ValidationError("tag", "The tag is empty.", "Type a word.")
    with workspace.writing(_label("Tag {}", influencer_ids)) as session:
        keys.add_tag(session, _among(influencer_ids), tag)


def log_interaction(workspace: Workspace, draft: InteractionDraft, happened_at: datetime | None = None) -> int:
    """Store what was said with a person, now unless `happened_at` (UTC) is given."""
    if not draft.summary.strip():
        raise ValidationError("summary", "There is nothing to log.", "Write what was said, in one line.")
    with workspace.writing("Log an interaction") as session:
        row = Interaction(
            influencer_id=draft.influencer_id, summary=draft.summary.strip(), kind=draft.kind,
            campaign_id=draft.campaign_id, person_id=draft.person_id or workspace.person_id,
            happened_at=happened_at or datetime.now(UTC),
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def set_next_action(workspace: Workspace, influencer_id: int, action: str, on: date | None) -> None:
    with workspace.writing("Set the next action") as session:
        person = session.get_one(Influencer, influencer_id)
        person.next_action, person.next_action_on = action.strip(), on


def _person(session: Session, influencer_id: int | None) -> Influencer:
    if influencer_id is None:
        return Influencer(name="")
    person = session.get(Influencer, influencer_id)
    if person is None:
        raise KnownError("This person was deleted meanwhile.", "Undo the deletion, then save again.")
    return person


def _among(influencer_ids: Sequence[int]) -> ColumnElement[bool]:
    """People of a selection of any size: SQLite takes 32,766 parameters a statement, so the ids go as one."""
    chosen = func.json_each(json.dumps(list(influencer_ids))).table_valued("value")
    return col(Influencer.id).in_(sa_select(chosen.c.value))


def _save_accounts(session: Session, influencer_id: int, drafts: Sequence[AccountDraft], today: date) -> None:
    existing = {a.id: a for a in session.exec(select(Account).where(Account.influencer_id == influencer_id))}
    for account_id, account in existing.items():
        if account_id not in {draft.id for draft in drafts}:
            session.delete(account)
    session.flush()
    for draft in drafts:
        account = existing.get(draft.id) or Account(
            influencer_id=influencer_id, platform=draft.platform, handle="", handle_key=""
        )
        _fill_account(session, account, draft)
        session.add(account)
        session.flush()
        if draft.followers is not None:
            _snapshot(session, account, today)


def _fill_account(session: Session, account: Account, draft: AccountDraft) -> None:
    try:
        handle = parse_handle(draft.handle, draft.platform).handle
    except ValueError as error:
        raise ValidationError(
            "handle", f"This account cannot be stored: {error}.", "Type it as @name, or paste the link to the profile."
        ) from error
    key = handle_key(handle)
    taken = session.exec(
        select(Influencer.name).join(Account, col(Account.influencer_id) == col(Influencer.id)).where(
            Account.platform == draft.platform, Account.handle_key == key, col(Account.id) != (account.id or 0)
        )
    ).first()
    if taken is not None:
        raise ValidationError(
            "handle", f"@{handle} on {draft.platform.value} already belongs to {taken}.", "Open that person instead."
        )
    account.platform, account.handle, account.handle_key = draft.platform, handle, key
    figures = [(name, getattr(draft, name)) for name in _FIGURES]
    changed = [name for name, value in figures if getattr(account, name) != value]
    for name, value in figures:
        setattr(account, name, value)
    account.url = draft.url
    if changed or account.engagement_rate_ppm is None:
        # A rate that came with its source stays until a figure it could follow from changes, and keeps its base.
        account.engagement_rate_ppm, account.engagement_base = account_rate(draft, account.engagement_base)


def _snapshot(session: Session, account: Account, today: date) -> None:
    """Today's figures of an account: a new snapshot, or today's corrected; unchanged figures add none."""
    latest = session.exec(
        select(AccountSnapshot).where(AccountSnapshot.account_id == account.id)
        .order_by(col(AccountSnapshot.taken_on).desc()).limit(1)
    ).first()
    figures = {name: getattr(account, name) for name in _FIGURES}
    if latest is not None and all(getattr(latest, name) == value for name, value in figures.items()):
        return
    if latest is None or latest.taken_on != today:
        latest = AccountSnapshot(account_id=account.id or 0, taken_on=today, source="typed")
    for name, value in figures.items():
        setattr(latest, name, value)
    session.add(latest)


def _label(pattern: str, ids: Sequence[int]) -> str:
    return pattern.format("1 person" if len(ids) == 1 else f"{len(ids):,} people")
