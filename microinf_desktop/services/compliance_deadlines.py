"""The agency's deadlines around live posts, stored as settings of the workspace."""

from microinf_desktop.domain.compliance import RECHECK_SETTING
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.violations import HOURS_SETTING
from microinf_desktop.services.agency import store_settings
from microinf_desktop.storage.workspace import Workspace


def set_deadlines(workspace: Workspace, recheck: int, answer: int) -> None:
    """Days until the second look (`recheck`, 0 for never) and hours to mend a label (`answer`), as one step.

    ValidationError on a number that is out of bounds.
    """
    if not 0 <= recheck <= 365:
        raise ValidationError("recheck", "The days are out of bounds.", "Give 0 to 365.")
    if not 1 <= answer <= 720:
        raise ValidationError("answer", "The hours are out of bounds.", "Give 1 to 720.")
    store_settings(workspace, {RECHECK_SETTING: recheck, HOURS_SETTING: answer}, "Set deadlines for live posts")
