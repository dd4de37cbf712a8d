"""Changes to the agency's own words and rules of the disclosure check."""

from dataclasses import replace
from datetime import date

from microinf_desktop.domain.disclosure.agency import (
    MAX_ENTRIES,
    AgencyRule,
    AgencyRules,
    AgencyWord,
    clean_rule,
    clean_word,
)
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.agency_rules import as_file, as_value, read_file
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import packs as queries
from microinf_desktop.services.agency import save_setting
from microinf_desktop.storage.workspace import Workspace


def save_entry(workspace: Workspace, entry: AgencyWord | AgencyRule, *, today: date | None = None) -> int:
    """Add an entry (id 0) or change the one with its id; returns the id.

    ValidationError names the field: a form that is wrong, an accepted word that the packs refuse (unless on a lawyer's
    opinion), a rule milder than the packs, an entry without effect. KnownError when the entry is gone.
    """
    own = _own(workspace)
    if entry.id and entry.id not in {one.id for one in own.entries}:
        raise KnownError("This entry is no longer there.", "Somebody deleted it; add it again.")
    if not entry.id and len(own) >= MAX_ENTRIES:
        raise KnownError(f"There are {MAX_ENTRIES} entries already.", "Delete some, or put words together.")
    if isinstance(entry, AgencyWord):
        entry = clean_word(entry, load_packs(), own, today or date.today())
    else:
        entry = clean_rule(entry, load_packs())
    _refuse_double(own, entry)
    entry = replace(entry, id=entry.id or own.next_id)
    _store(workspace, own.with_entry(entry), f"{'Change' if entry.id < own.next_id else 'Add'} {_noun(entry)}")
    return entry.id


def delete_entry(workspace: Workspace, entry_id: int) -> None:
    """Take an entry out; KnownError when it is gone already."""
    own = _own(workspace)
    entry = next((one for one in own.entries if one.id == entry_id), None)
    if entry is None:
        raise KnownError("This entry is no longer there.", "Somebody deleted it already.")
    _store(workspace, own.without(entry_id), f"Delete {_noun(entry)}")


def import_entries(workspace: Workspace, content: bytes, name: str, *, today: date | None = None) -> int:
    """Add the entries of a file that are not there yet, all or none; returns how many were added.

    KnownError names the file and the entry that is wrong or refused.
    """
    own, added, day = _own(workspace), 0, today or date.today()
    found = read_file(content, name)
    for place, entry in enumerate(found.entries, 1):
        try:
            cleaned = (clean_word(replace(entry, id=0), load_packs(), own, day) if isinstance(entry, AgencyWord)
                       else clean_rule(replace(entry, id=0), load_packs()))
            if _same(own, cleaned):
                continue
            _refuse_double(own, cleaned)
        except ValidationError as error:
            raise KnownError(f"{name}: entry {place}: {error.message}", error.hint) from error
        own = own.with_entry(cleaned)
        added += 1
    if added:
        _store(workspace, own, f"Import {added} words and rules")
    return added


def export_entries(workspace: Workspace) -> bytes:
    """All entries as a file that `import_entries` takes."""
    return as_file(_own(workspace))


def _own(workspace: Workspace) -> AgencyRules:
    with workspace.reading() as session:
        return queries.agency_rules(session)


def _store(workspace: Workspace, own: AgencyRules, label: str) -> None:
    save_setting(workspace, queries.SETTING, as_value(own), label)


def _noun(entry: AgencyWord | AgencyRule) -> str:
    return f"the word “{entry.words[0]}”" if isinstance(entry, AgencyWord) else "a rule of the agency"


def _same(own: AgencyRules, entry: AgencyWord | AgencyRule) -> bool:
    return any(replace(one, id=0) == entry for one in own.entries)


def _refuse_double(own: AgencyRules, entry: AgencyWord | AgencyRule) -> None:
    """Two entries on one word would contradict each other, and the first would win in silence."""
    if isinstance(entry, AgencyRule):
        if any(one.id != entry.id and (one.jurisdiction, one.problem) == (entry.jurisdiction, entry.problem)
               and _overlap(one, entry) for one in own.rules):
            raise ValidationError("problem", "There is a rule on this already.", "Change that one.")
        return
    for other in own.words:
        if other.id != entry.id and (other.jurisdiction, other.language) == (entry.jurisdiction, entry.language):
            twice = set(other.words) & set(entry.words)
            if twice and _overlap(other, entry):
                raise ValidationError("words", f"“{min(twice)}” is in the list already, as {other.grade}.",
                                      "Change that entry, or give the two different days.")


def _overlap(one: AgencyWord | AgencyRule, other: AgencyWord | AgencyRule) -> bool:
    """Whether there is a day on which both hold."""
    starts = max(one.starts or date.min, other.starts or date.min)
    return starts <= min(one.ends or date.max, other.ends or date.max)
