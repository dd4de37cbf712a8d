"""Contract numbers: initials of the agency, year, running number, such as KL-2026-0143."""

import re
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.text import fold
from microinf_desktop.storage.tables import Agency, Contract


def initials(name: str) -> str:
    """Two to three capital letters of a name: "Kestrel Lane" is KL, "Hollin & Bray" HB, "Łódka" LO, "" C."""
    words = re.findall(r"[a-z0-9]+", fold(name))
    if not words:
        return "C"
    return (words[0][:2] if len(words) == 1 else "".join(word[0] for word in words[:3])).upper()


def proposed_number(session: Session, on: date) -> str:
    """The number the next contract gets: one above the highest of the year, whatever was deleted in between."""
    agency = session.get(Agency, 1)
    prefix = f"{initials(agency.name if agency else '')}-{on.year}-"
    taken = session.execute(
        select(col(Contract.number)).where(col(Contract.number).startswith(prefix, autoescape=True))
    ).scalars()
    running = [int(tail) for number in taken if (tail := number.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(running, default=0) + 1:04}"
