"""The rule packs as a workspace has them: the program's own, with the agency's words and rules before them."""

import json
from datetime import date
from functools import lru_cache

from sqlmodel import Session, col

from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.disclosure.agency import AgencyRules, merged
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.agency_rules import read_value
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Setting

SETTING = "disclosure_additions"


def pack_set(session: Session, today: date | None = None) -> PackSet:
    """The packs every caption of the workspace is checked with; the same object while the additions stay the same.

    KnownError when what is stored cannot be read: no caption is judged by half of an agency's rules.
    """
    return _merged(_stored(session), today or date.today())


def agency_rules(session: Session) -> AgencyRules:
    """What the agency has added, in the order it was added; KnownError as `pack_set`."""
    return _read(_stored(session))


def _stored(session: Session) -> str:
    found = session.execute(pick(Setting.value).where(col(Setting.name) == SETTING)).scalar()
    return found or ""


@lru_cache(maxsize=8)
def _read(stored: str) -> AgencyRules:
    if not stored:
        return AgencyRules()
    try:
        return read_value(json.loads(stored), "The agency's own words and rules")
    except json.JSONDecodeError as error:
        raise KnownError("The agency's own words and rules cannot be read.",
                         "Restore a backup from before they were changed.") from error


@lru_cache(maxsize=8)
def _merged(stored: str, on: date) -> PackSet:
    own = _read(stored)
    return merged(load_packs(), own, on) if own else load_packs()
