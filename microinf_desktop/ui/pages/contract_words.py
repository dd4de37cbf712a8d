"""What the screen says about the life of a contract: next steps, kinds, values that differ, reminders."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from microinf_desktop.domain.contract_diff import DataChange
from microinf_desktop.domain.contract_life import ChangeState, ContractKind, NextStep, days_left
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.kill_fees import WorkStage
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.signed_copies import CopyCheck, CopyVerdict
from microinf_desktop.queries.contract_life import MoveRow
from microinf_desktop.queries.contracts import ContractRow
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.i18n import tr, trn

STEPS = {
    NextStep.ANSWER: "Answer the changes", NextStep.COUNTERSIGN: "Countersign", NextStep.COMPARE: "Look at the copy",
    NextStep.REMIND: "Remind", NextStep.ISSUE: "Issue a version", NextStep.SEND: "Send it",
    NextStep.ATTACH: "Attach signed copy", NextStep.RENEW: "Extend or let end",
    NextStep.WAIT: "Wait for the creator",
}
KINDS = {
    ContractKind.AGREEMENT: "Agreement", ContractKind.AMENDMENT: "Amendment", ContractKind.EXTENSION: "Extension",
}
CHANGES = {
    ChangeState.OPEN: "Open", ChangeState.ACCEPTED: "Accepted", ChangeState.DECLINED: "Declined",
    ChangeState.WITHDRAWN: "Withdrawn",
}
STAGES = {
    WorkStage.NONE: "before the signature", WorkStage.SIGNATURE: "after the signature",
    WorkStage.DRAFT: "after the first draft", WorkStage.APPROVAL: "after approval",
    WorkStage.PUBLICATION: "published, paid in full",
}
_NAMED = 3


def step(row: ContractRow, today: date) -> str:
    """The next step in words; "" where nothing has to happen."""
    found = row.next_step(today)
    if found is NextStep.ISSUE and row.version:
        return tr("Issue version {n}", n=row.version + 1)
    return tr(STEPS[found]) if found in STEPS else ""


def standing(row: ContractRow, today: date) -> str:
    """One sentence on where a contract stands."""
    waiting = row.days_waiting(today)
    since = trn("for {n} day", "for {n} days", waiting) if waiting else tr("since today")
    match row.state:
        case ContractState.DRAFT:
            return (tr("Version {n} is issued and has not gone out.", n=row.version) if row.version
                    else tr("In writing, nothing has gone out."))
        case ContractState.SENT:
            return tr("With the creator {since}.", since=since)
        case ContractState.CHANGES:
            asked = trn("{n} change is open", "{n} changes are open", row.open_changes) if row.open_changes else tr(
                "The changes are decided")
            return tr("{asked}. The next version waits for us {since}.", asked=asked, since=since)
        case ContractState.SIGNED:
            return tr("Signed by the creator; our signature is missing {since}.", since=since)
        case ContractState.COUNTERSIGNED:
            return tr("Signed by both, in force from {day}.", day=_from(row))
        case ContractState.ACTIVE:
            return _until(row, today)
        case ContractState.EXPIRED:
            return tr("Ended on {day}.", day=formats.day(row.expires_on))
        case _:
            day = formats.day(row.ended_on) if row.ended_on else ""
            return tr("Terminated {day}. {reason}", day=day, reason=row.ending_reason).strip()


def _from(row: ContractRow) -> str:
    return formats.day(row.effective_on) if row.effective_on else tr("the first day of the campaign")


def _until(row: ContractRow, today: date) -> str:
    left = days_left(row.expires_on, today)
    if left is None:
        return tr("In force, without a last day.")
    if left == 0:
        return tr("In force until today.")
    return tr("In force until {day}, {left}.", day=formats.day(row.expires_on),
              left=trn("{n} day left", "{n} days left", left))


def copy_words(verdict: str) -> str:
    """What comparing the signed copy said, in a line."""
    return {
        CopyVerdict.SAME: tr("The copy says what was sent, word for word"),
        CopyVerdict.DIFFERS: tr("The copy does not say what was sent"),
        CopyVerdict.UNREADABLE: tr("The copy is a scan without text: compare it by eye"),
    }.get(CopyVerdict(verdict), "") if verdict else tr("The copy was not compared")


def copy_detail(check: CopyCheck) -> str:
    """How many words differ, and what was filled in."""
    parts = []
    if check.differing:
        counts = check.counts
        parts.append(tr("{removed} left out, {added} added",
                        removed=trn("{n} word", "{n} words", counts.removed),
                        added=trn("{n} word", "{n} words", counts.added)))
    if check.is_other_data:
        parts.append(tr("The document number printed on it (SHA-256) is another one: it was made from other data"))
    if check.filled_in:
        parts.append(tr("Filled in: {words}", words=", ".join(check.filled_in)))
    return ". ".join(parts)


def event(move: MoveRow) -> str:
    """A line of the log."""
    if move.to_state is None:
        return tr("Reminder sent")
    return tr("Set to {state}", state=labels.label(move.to_state).lower())


def value(found: Any) -> str:
    """A value of a contract as it is read: days, money, lists; "–" for nothing."""
    match found:
        case None | "" | ():
            return "–"
        case bool():
            return tr("yes") if found else tr("no")
        case date():
            return formats.day(found)
        case Money():
            return formats.money(found, full=True)
        case StrEnum():
            return labels.label(found) if type(found) in labels.VOCABULARIES else found.value.replace("_", " ")
        case tuple():
            return ", ".join(value(item) for item in found)
        case _:
            named = getattr(found, "label", "") or getattr(found, "amount", None)
            return value(named) if named else str(found)


def change_line(change: DataChange) -> str:
    """“Months: 6 → 12”."""
    if change.before is None and isinstance(change.after, str) and change.path.startswith("deliverables."):
        return f"{tr(change.label)}: {change.after}"
    return f"{tr(change.label)}: {value(change.before)} → {value(change.after)}"


def changes_words(changes: Sequence[DataChange]) -> str:
    """The first values that differ, and how many more."""
    said = [change_line(change) for change in changes[:_NAMED]]
    more = len(changes) - _NAMED
    return "; ".join([*said, trn("{n} more", "{n} more", more)] if more > 0 else said)


def reminder(row: ContractRow, sender: str, agency: str, today: date) -> str:
    """An e-mail that asks the creator for the signature, or for a word on what keeps it."""
    first = row.deal.creator.split()[0] if row.deal.creator.split() else ""
    subject = tr("Subject: Agreement {number}, {campaign}", number=row.number, campaign=row.deal.campaign)
    sent = tr("on {day} we sent you the agreement {number} for {campaign}.", day=formats.long_day(row.sent_on),
              number=row.number, campaign=row.deal.campaign) if row.sent_on else tr(
        "we sent you the agreement {number} for {campaign}.", number=row.number, campaign=row.deal.campaign)
    ask = tr("Could you sign it and send it back? If something in it does not suit you, tell us the clause and what "
             "you would like instead.")
    names = "\n".join(part for part in (sender, agency) if part)
    return f"{subject}\n\n{tr('Hi {name},', name=first)}\n\n{sent} {ask}\n\n{names}\n"
