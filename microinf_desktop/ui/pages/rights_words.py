"""The words of usage rights: where, until when, what is missing for a use and what would help, badges."""

from collections.abc import Iterable, Sequence
from datetime import date

from microinf_desktop.domain.media import Place
from microinf_desktop.domain.rights import AssetStanding, RightDraft, RightStage, StartEvent
from microinf_desktop.domain.rights_answer import Answer, Badge, Doubt, Grant, Judged, Lack, Question, Ruling
from microinf_desktop.queries.rights import RightRow
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.i18n import tr, trn


def where(terms: RightDraft) -> str:
    """The media or accounts of a right: "Instagram, website"."""
    return ", ".join([*terms.media, *(_place(name) for name in terms.platforms)]) or "–"


def _place(name: str) -> str:
    return labels.label(Place(name)) if name in set(map(str, Place)) else name


def territory(words: Iterable[str]) -> str:
    """Codes of countries by name, words as they stand."""
    return ", ".join(choices.country(word) if len(word) == 2 else word for word in words) or "–"


def term(terms: RightDraft) -> str:
    """ "6 months", "30 days", "for ever"."""
    if terms.is_perpetual:
        return tr("for ever")
    parts = [trn("{n} month", "{n} months", terms.months)] if terms.months else []
    parts += [trn("{n} day", "{n} days", terms.days)] if terms.days else []
    return ", ".join(parts) or "–"


def begins(terms: RightDraft) -> str:
    """What the term waits for, while it has not begun."""
    return {
        StartEvent.PUBLICATION: tr("begins when it is published"),
        StartEvent.SIGNATURE: tr("begins when both have signed"),
        StartEvent.DELIVERY: tr("begins when it is handed over"),
        StartEvent.ACCESS: tr("begins when access is given"),
    }.get(terms.starts_with, tr("begins later"))


def ends(row: RightRow) -> str:
    """The last day, or why there is none."""
    if row.ends_on is not None:
        return formats.day(row.ends_on)
    return tr("for ever") if row.stage is RightStage.FOR_EVER else begins(row.terms)


def left(row: RightRow) -> str:
    """Days to the end in few words."""
    if row.days_left is None:
        return tr("for ever") if row.stage is RightStage.FOR_EVER else "–"
    if row.days_left == 0:
        return tr("today")
    if row.days_left < 0:
        return trn("{n} day ago", "{n} days ago", -row.days_left)
    return trn("{n} day", "{n} days", row.days_left)


def source(contract: str, clause: str) -> str:
    """ "HB-2026-0119, clause 9"."""
    number = tr("clause {n}", n=clause) if clause else ""
    return ", ".join(part for part in (contract, number) if part) or tr("typed by hand")


def content(row: RightRow) -> str:
    return row.asset or tr("All content of the deal")


def badge_text(badge: Badge, today: date) -> str:
    """What stands on an asset, in a few words."""
    kind = labels.label(badge.kind) if badge.kind is not None else ""
    if badge.standing is AssetStanding.ENDING and badge.until is not None:
        days = (badge.until - today).days
        return tr("{kind}: {n} d left", kind=kind, n=days) if days else tr("{kind}: ends today", kind=kind)
    if badge.standing is AssetStanding.USABLE:
        return tr("Until {day}", day=formats.day(badge.until)) if badge.until else tr("For ever")
    if badge.standing is AssetStanding.EXPIRED and badge.until is not None:
        return tr("Ended {day}", day=formats.day(badge.until))
    return labels.label(badge.standing)


# The answer -------------------------------------------------------------------------------------------------------

def answer_title(ruling: Ruling) -> str:
    """ "Yes, until 20 May 2027"."""
    if ruling.answer is Answer.YES:
        until = ruling.until
        return tr("Yes, until {day}", day=formats.long_day(until)) if until else tr("Yes, for ever")
    if ruling.answer is Answer.NO:
        return tr("No")
    return tr("Cannot tell, so do not use it yet")


def rests_on(ruling: Ruling) -> str:
    """The right a yes rests on, or the one that comes nearest."""
    if ruling.best is None:
        return ""
    one = ruling.best.grant
    words = {"kind": labels.label(one.kind), "source": source(one.contract, one.clause)}
    if ruling.answer is Answer.YES:
        return tr("{kind}, {source}", **words)
    return tr("Nearest: {kind}, {source}", **words)


def reasons(judged: Judged, question: Question) -> list[str]:
    """A sentence for each thing a right lacks or leaves open."""
    return [_lack(lack, judged.grant, question) for lack in judged.lacks] + [
        _doubt(doubt, judged.unknown) for doubt in judged.doubts
    ]


def _lack(lack: Lack, grant: Grant, question: Question) -> str:
    use = labels.label(question.use)
    start = {Lack.NOT_BEGUN: _not_begun(grant)}
    return start.get(lack) or {
        Lack.WITHDRAWN: tr("It was withdrawn on {day}", day=formats.long_day(grant.withdrawn_on)),
        Lack.UNSIGNED: tr("The contract is not signed by both"),
        Lack.USE: tr("It does not cover this use: {use}", use=use.lower()),
        Lack.MEDIUM: tr("It does not cover {place}", place=labels.label(question.place)),
        Lack.TERRITORY: tr("It does not cover {country}", country=choices.country(question.country)),
        Lack.TERM_OVER: tr("It ended on {day}", day=formats.long_day(grant.ends_on)),
        Lack.EDIT: tr("Changing the content is not agreed"), Lack.PARTNER: tr("Others may not use it"),
        Lack.CODE: tr("The Spark code is not stored"),
    }[lack]


def _not_begun(grant: Grant) -> str:
    if grant.starts_on is not None:
        return tr("It begins on {day}", day=formats.long_day(grant.starts_on))
    return tr("It has not begun: it {begins}", begins=begins(RightDraft(starts_with=grant.starts_with)))


def _doubt(doubt: Doubt, unknown: Sequence[str]) -> str:
    words = ", ".join(f"“{word}”" for word in unknown)
    return {
        Doubt.MEDIUM: tr("Nobody can tell what {words} covers", words=words),
        Doubt.TERRITORY: tr("Nobody can tell which countries {words} covers", words=words),
        Doubt.NO_TERRITORY: tr("No territory is agreed"),
        Doubt.POST: tr("The right belongs to one post, and the file is linked to none"),
    }[doubt]


def ways(ruling: Ruling) -> list[str]:
    """What would make it a yes."""
    if ruling.answer is Answer.YES:
        return []
    if ruling.best is None:
        return [tr("Agree on a right with the creator, and add it here")]
    lacks, doubts, grant = set(ruling.best.lacks), set(ruling.best.doubts), ruling.best.grant
    found = []
    if Lack.TERM_OVER in lacks:
        price = formats.money(grant.renewal) if grant.renewal else tr("a price to agree on")
        found.append(tr("Renew it: {price}", price=price))
    if lacks & {Lack.USE, Lack.MEDIUM, Lack.TERRITORY, Lack.EDIT, Lack.PARTNER}:
        found.append(tr("Amend the contract, or agree on a further right"))
    if Lack.UNSIGNED in lacks:
        found.append(tr("Get the contract signed by both"))
    if Lack.NOT_BEGUN in lacks and grant.starts_on is None:
        found.append(_begin_way(grant.starts_with))
    if Lack.WITHDRAWN in lacks:
        found.append(tr("Ask the creator again"))
    if Lack.CODE in lacks:
        found.append(tr("Ask the creator for the code, and store it with the right"))
    if doubts & {Doubt.MEDIUM, Doubt.TERRITORY, Doubt.NO_TERRITORY}:
        found.append(tr("Read the contract, and name media and countries in the right"))
    if Doubt.POST in doubts:
        found.append(tr("Link the file to its deliverable"))
    return found


def _begin_way(event: StartEvent) -> str:
    return {
        StartEvent.PUBLICATION: tr("Wait until the post is live"),
        StartEvent.SIGNATURE: tr("Get the contract signed by both"),
        StartEvent.DELIVERY: tr("Record the day it was handed over"),
        StartEvent.ACCESS: tr("Record the day access was given"),
    }.get(event, tr("Wait until it begins"))


def as_text(ruling: Ruling, question: Question, what: str) -> str:
    """Question and answer as plain lines, to paste into a mail."""
    asked = tr("{what}: {use}, {place}, {country}, {day}", what=what, use=labels.label(question.use),
               place=labels.label(question.place), country=choices.country(question.country),
               day=formats.long_day(question.day))
    lines = [asked, answer_title(ruling), rests_on(ruling)]
    if ruling.best is not None:
        lines += reasons(ruling.best, question)
    return "\n".join(line for line in [*lines, *ways(ruling)] if line) + "\n"


