"""Contract numbers by the agency's pattern, such as KL-2026-0143, and what else it wants in all contracts."""

import re
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.contract_defaults import SETTING, ContractDefaults, defaults_of, next_number
from microinf_desktop.domain.text import fold
from microinf_desktop.queries.agency import setting
from microinf_desktop.storage.tables import Agency, Contract


def initials(name: str) -> str:
    """Two to three capital letters of a name: "Kestrel Lane" is KL, "Hollin & Bray" HB, "Łódka" LO, "" C."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    if not words:
        return "C"
    return (words[0][:2] if len(words) == 1 else "".join(word[0] for word in words[:3])).upper()


def proposed_number(session: Session, on: date, promised: Iterable[str] = ()) -> str:
    """The number the next contract gets by the agency's pattern: the lowest of the year that is free.

    A draft that was deleted frees its number, so that a year has no gaps; what was issued cannot be deleted.
    `promised` are numbers shown elsewhere that are not stored.
    """
    wanted = contract_defaults(session)
    agency, taken = numbering(session)
    return next_number(wanted.number_pattern, [*taken, *promised], on.year, agency, wanted.first_number)


def numbering(session: Session) -> tuple[str, list[str]]:
    """The initials of the agency and every number that was given, which a pattern is filled in with."""
    agency = session.get(Agency, 1)
    taken = session.execute(select(col(Contract.number))).scalars()
    return initials(agency.name if agency else ""), list(taken)


def contract_defaults(session: Session) -> ContractDefaults:
    """What the agency wants in all its contracts."""
    return defaults_of(setting(session, SETTING))
