"""Changes to learnings of a client."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.learnings import LearningDraft
from microinf_desktop.storage.tables import Campaign, Client, Learning
from microinf_desktop.storage.workspace import Workspace


def save_learning(workspace: Workspace, draft: LearningDraft, learning_id: int | None = None) -> int:
    """Note a learning or store the changed one; without `noted_on` it is today, or stays as stored. Returns the id."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Note a learning" if learning_id is None else "Edit a learning") as session:
        _check_owner(session, draft)
        if learning_id is None:
            row = Learning(client_id=draft.client_id, text="", noted_on=date.today())
        else:
            row = _learning(session, learning_id)
        row.topic, row.text, row.campaign_id = draft.topic.strip(), draft.text.strip(), draft.campaign_id
        row.noted_on, row.is_retired = draft.noted_on or row.noted_on, draft.is_retired
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def retire_learning(workspace: Workspace, learning_ids: Sequence[int], retired: bool = True) -> None:
    """Keep learnings on record but offer them in no brief; `retired=False` offers them again."""
    with workspace.writing("Retire a learning" if retired else "Use a learning again") as session:
        for learning_id in learning_ids:
            _learning(session, learning_id).is_retired = retired


def delete_learning(workspace: Workspace, learning_ids: Sequence[int]) -> None:
    """Delete learnings (undoable)."""
    with workspace.writing("Delete a learning") as session:
        for learning_id in learning_ids:
            session.delete(_learning(session, learning_id))


def _learning(session: Session, learning_id: int) -> Learning:
    row = session.get(Learning, learning_id)
    if row is None:
        raise KnownError("This learning was deleted meanwhile.", "Undo the deletion first.")
    return row


def _check_owner(session: Session, draft: LearningDraft) -> None:
    """The client exists and the campaign, if named, is the client's."""
    if session.get(Client, draft.client_id) is None:
        raise KnownError("This client was deleted meanwhile.", "Undo the deletion first.")
    if draft.campaign_id is not None:
        campaign = session.get(Campaign, draft.campaign_id)
        if campaign is None or campaign.client_id != draft.client_id:
            raise ValidationError("campaign_id", "The campaign is another client's, or was deleted.", "Choose another.")
