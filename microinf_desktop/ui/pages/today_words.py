"""The words of Today: what an item is, which sign stands before it, what its link does, the reminder to copy."""

from datetime import date
from enum import StrEnum

from microinf_desktop.domain.campaign_setup import SetupStep
from microinf_desktop.domain.enums import (
    BallHolder,
    ContractState,
    DeliverableKind,
    DeliverableState,
    MilestoneKind,
    PaymentState,
    RelationshipStage,
    Verdict,
)
from microinf_desktop.domain.rights import RightKind
from microinf_desktop.domain.today import OF_DELIVERABLES, TodayItem, TodayKind
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.i18n import tr

K = TodayKind
KIND_NAMES = {
    K.REVIEW: "Our reviews", K.CLIENT_REVIEW: "Client reviews", K.DRAFT: "Drafts", K.PUBLISH: "Go-lives",
    K.PROOF: "Proofs of live posts", K.VIOLATION: "Label violations",
    K.RECHECK: "Live posts to look at again",
    K.METRICS: "Numbers to enter", K.SETUP: "Set-ups to finish",
    K.BRIEF: "Briefs to confirm",
    K.CHECKLIST: "Checklists", K.MILESTONE: "Milestones", K.EVENT: "Events", K.CONTRACT: "Contracts",
    K.CONTRACT_ENDS: "Contracts that end", K.RIGHT: "Usage rights that end",
    K.PAYMENT: "Payments", K.NEXT_ACTION: "Next actions", K.ADDRESS: "Addresses to confirm",
    K.PARCEL: "Parcels to send", K.NUDGE: "Parcels without a post",
}
_ICONS = {K.VIOLATION: "warning", K.RECHECK: "compliance", K.MILESTONE: "flag", K.CHECKLIST: "deliverables",
          K.SETUP: "campaigns", K.BRIEF: "note", K.EVENT: "calendar", K.RIGHT: "rights",
          K.CONTRACT_ENDS: "contracts",
          K.PARCEL: "box", K.ADDRESS: "box", K.NUDGE: "box"}
_STATES: dict[str, str] = {
    DeliverableState.NOT_STARTED: "Send the brief, {thing}", DeliverableState.BRIEFED: "{thing} draft",
    DeliverableState.CONCEPT_IN: "Answer the concept, {thing}", DeliverableState.CHANGES_REQUESTED: "{thing}, changes",
    DeliverableState.DRAFT_IN: "Check the draft, {thing}", DeliverableState.INTERNAL_REVIEW: "Review {thing}",
    DeliverableState.CLIENT_REVIEW: "{thing} approval", DeliverableState.APPROVED: "Schedule {thing}",
    DeliverableState.SCHEDULED: "Publish {thing}", DeliverableState.LIVE: "Proof of live {thing}",
    DeliverableState.PROOF_CAPTURED: "7-day numbers, {thing}",
}
_VERBS = {
    K.REVIEW: "Review", K.CLIENT_REVIEW: "Remind", K.PROOF: "Capture", K.METRICS: "Enter", K.CHECKLIST: "Done",
    K.MILESTONE: "Done", K.NEXT_ACTION: "Log", K.SETUP: "Continue", K.BRIEF: "Nudge", K.ADDRESS: "Nudge",
    K.NUDGE: "Nudge",
}


def state_of(item: TodayItem) -> StrEnum | None:
    """The state whose glyph stands before an item, None where an icon does."""
    if item.kind in OF_DELIVERABLES:
        fails = item.verdict == Verdict.FAIL and item.kind in (K.DRAFT, K.REVIEW, K.CLIENT_REVIEW)
        return Verdict.FAIL if fails else DeliverableState(item.detail)
    by_kind: dict[TodayKind, type[StrEnum]] = {
        K.PAYMENT: PaymentState, K.CONTRACT: ContractState, K.NEXT_ACTION: RelationshipStage,
    }
    return by_kind[item.kind](item.detail) if item.kind in by_kind else None


def icon_of(item: TodayItem) -> str:
    return _ICONS.get(item.kind, "")


def what(item: TodayItem) -> str:
    """The item in a few words, the verb first where we hold the ball."""
    if item.kind in OF_DELIVERABLES:
        thing = labels.label(DeliverableKind(item.what))
        if item.verdict == Verdict.FAIL and item.kind in (K.REVIEW, K.CLIENT_REVIEW):
            return tr("Fix disclosure, {thing}", thing=thing)
        return tr(_STATES[item.detail], thing=thing)
    if item.kind is K.PAYMENT:
        return tr("Pay {what}, {amount}", what=item.what, amount=formats.money(item.amount))
    if item.kind is K.CONTRACT:
        return tr("Contract {number}, {state}", number=item.what,
                  state=labels.label(ContractState(item.detail)).lower())
    if item.kind is K.RIGHT:
        return _right(item)
    if item.kind is K.CONTRACT_ENDS:
        return tr("Contract {number} ends: extend it or let it end", number=item.what)
    if item.kind is K.MILESTONE:
        return tr("{name}, {kind}", name=item.what, kind=labels.label(MilestoneKind(item.detail)).lower())
    if item.kind is K.SETUP:
        step = SetupStep(item.detail).number if item.detail in set(SetupStep) else 1
        return tr("Set-up not finished, step {n} of {total}", n=step, total=len(SetupStep))
    if item.kind is K.BRIEF:
        return tr("Brief version {n}, not confirmed", n=item.what)
    if item.kind is K.RECHECK:
        return tr("Look at the live post again, {thing}", thing=labels.label(DeliverableKind(item.what)))
    if item.kind is K.VIOLATION:
        thing = labels.label(DeliverableKind(item.what))
        if item.detail == "":
            return tr("Ask for the fix of the label, {thing}", thing=thing)
        waits = item.holder == BallHolder.CREATOR
        return tr("Label to be fixed, {thing}", thing=thing) if waits else tr("Label not fixed, {thing}", thing=thing)
    if item.kind is K.NUDGE:
        return tr("No post {n} days after delivery", n=item.what)
    plain = {K.ADDRESS: tr("Address not confirmed"), K.PARCEL: tr("Send the parcel")}
    return plain.get(item.kind, item.what)


def _right(item: TodayItem) -> str:
    ends, kind = date.fromisoformat(item.detail), labels.label(RightKind(item.what))
    if ends < formats.today():
        return tr("{kind} ended {day}, take it down", kind=kind, day=formats.day(ends))
    if ends == formats.today():
        return tr("{kind} ends today", kind=kind)
    return tr("{kind} ends {day}, renew it", kind=kind, day=formats.day(ends))


def verb(item: TodayItem) -> str:
    """What the link at the end of a row does."""
    if item.kind is K.DRAFT and item.holder == BallHolder.CREATOR:
        return tr("Nudge")
    if item.kind is K.CONTRACT and item.holder == BallHolder.CREATOR:
        return tr("Nudge")
    return tr(_VERBS.get(item.kind, "Open"))


def nudges(item: TodayItem) -> bool:
    """Whether the link copies a reminder."""
    return verb(item) in (tr("Nudge"), tr("Remind"))


def record_name(item: TodayItem) -> str:
    names = {"deliverable": tr("the deliverable"), "campaign": tr("the campaign"),
             "campaign_setup": tr("the set-up"), "contract": tr("the contract"),
             "influencer": tr("the person"), "event": tr("the event"),
             "compliance": tr("the disclosure check"), "rights": tr("the usage right")}
    return names[item.record]


def reminder(item: TodayItem, sender: str, day: date) -> str:
    """A friendly reminder in plain words, ready to paste into a mail or message."""
    first = item.creator.split()[0] if item.creator else ""
    thing = labels.label(DeliverableKind(item.what)) if item.kind in OF_DELIVERABLES else item.what
    when = ""
    if item.due_on is not None and item.kind is not K.NUDGE:
        due = formats.long_day(item.due_on)
        when = tr(" It was due on {day}.", day=due) if item.due_on < day else tr(" It is due on {day}.", day=due)
    asks = {
        K.DRAFT: tr("could you send the draft of the {thing} for {campaign}?", thing=thing, campaign=item.campaign),
        K.CLIENT_REVIEW: tr("could you have a look at the {thing} by {creator} for {campaign}?", thing=thing,
                            creator=item.creator, campaign=item.campaign),
        K.CONTRACT: tr("could you sign the agreement {number} for {campaign}?", number=item.what,
                       campaign=item.campaign),
        K.BRIEF: tr("did the brief for {campaign} reach you, and is everything clear?", campaign=item.campaign),
        K.ADDRESS: tr("where may we send the parcel for {campaign}?", campaign=item.campaign),
        K.NUDGE: tr("did the parcel for {campaign} arrive well? We are looking forward to what you make of it.",
                    campaign=item.campaign),
    }
    ask = asks.get(item.kind) or tr("could you send the link and a screenshot of the {thing} for {campaign}?",
                                    thing=thing, campaign=item.campaign)
    to_client = item.kind is K.CLIENT_REVIEW
    hello = tr("Hello,") if to_client and not item.decider else tr(
        "Hi {name},", name=item.decider.split()[0] if to_client else first)
    return f"{hello}\n\n{ask}{when}\n\n{sender}".strip() + "\n"
