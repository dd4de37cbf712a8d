"""Changes to niche tests."""

from sqlmodel import Session

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.niche_tests import NicheTestDraft, Outcome
from microinf_desktop.services.campaigns import campaign_of
from microinf_desktop.storage.tables import NicheTest
from microinf_desktop.storage.workspace import Workspace


def save_niche_test(workspace: Workspace, draft: NicheTestDraft, test_id: int | None = None) -> int:
    """Add a test or store the changed one; an open one has no day of its conclusion. Returns the id."""
    for problem in draft.problems():
        raise problem
    label = "Add a niche test" if test_id is None else "Edit a niche test"
    with workspace.writing(label) as session:
        campaign_of(session, draft.campaign_id)
        row = NicheTest(campaign_id=draft.campaign_id, niche="", hypothesis="") if test_id is None else (
            _test(session, test_id)
        )
        for name in NicheTestDraft.__dataclass_fields__:
            value = getattr(draft, name)
            setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.outcome = draft.outcome.value
        if draft.outcome is Outcome.OPEN:
            row.concluded_on = None
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def delete_niche_test(workspace: Workspace, test_id: int) -> None:
    """Delete a test (undoable)."""
    with workspace.writing("Delete a niche test") as session:
        session.delete(_test(session, test_id))


def _test(session: Session, test_id: int) -> NicheTest:
    row = session.get(NicheTest, test_id)
    if row is None:
        raise KnownError("This test was deleted meanwhile.", "Undo the deletion first.")
    return row
