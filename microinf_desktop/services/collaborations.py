"""Changes to collaborations: creators in a campaign, their deals, stages and the client's decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session, col, select

from microinf_desktop.domain.campaign_templates import template_deal
from microinf_desktop.domain.collaborations import DealDraft, DecisionDraft, deal_problems
from microinf_desktop.domain.compensation import Bonus
from microinf_desktop.domain.enums import ClientDecision, InteractionKind, RelationshipStage
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import RELATIONSHIP, Refusal, can_move, label
from microinf_desktop.queries.campaign_templates import template
from microinf_desktop.queries.collaboration_moves import Standing, decision_obstacle, shut_out, standings
from microinf_desktop.queries.deals import bonuses as deal_bonuses
from microinf_desktop.queries.deals import draft_of
from microinf_desktop.queries.deals import fees as deal_fees
from microinf_desktop.queries.deals import terms as deal_terms
from microinf_desktop.services.campaigns import campaign_of, void_checks
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.payments import follow_fee
from microinf_desktop.storage.tables import Bonus as BonusRow
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    Influencer,
    Interaction,
)
from microinf_desktop.storage.workspace import Workspace


def add_creators(
    workspace: Workspace, campaign_id: int, influencer_ids: Sequence[int], today: date | None = None
) -> list[int]:
    """Put people into a campaign as prospects; those already in it stay as they are.

    Returns the new collaborations' ids. KnownError naming somebody who must not be contacted.
    """
    day = today or date.today()
    with workspace.writing(_count("Add {}", influencer_ids)) as session:
        campaign = campaign_of(session, campaign_id)
        client = session.get_one(Client, campaign.client_id)
        present = set(session.exec(
            select(Collaboration.influencer_id).where(Collaboration.campaign_id == campaign_id)
        ))
        added = []
        for influencer_id in dict.fromkeys(influencer_ids):
            person = session.get(Influencer, influencer_id)
            if person is None or influencer_id in present:
                continue
            _refuse_blocked(person, day)
            deal = Collaboration(
                **_terms(session, campaign, client), campaign_id=campaign_id, influencer_id=influencer_id,
                owner_id=person.owner_id or campaign.owner_id,
            )
            session.add(deal)
            session.flush()
            added.append(deal.id or 0)
        return added


def _terms(session: Session, campaign: Campaign, client: Client) -> dict[str, Any]:
    """What a deal begins with: the terms of the campaign's template, else those of the house."""
    found = template(session, campaign.template)
    if found is None:
        return {"currency": campaign.currency, "payment_terms_days": client.payment_terms_days}
    draft = template_deal(found, campaign.currency, client.payment_terms_days)
    values = {name: getattr(draft, name) for name in DealDraft.__dataclass_fields__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def save_deal(
    workspace: Workspace, collaboration_id: int, draft: DealDraft, bonuses: Sequence[Bonus] | None = None,
    fees: Mapping[int, int | None] | None = None, replan: bool = False,
) -> int:
    """Store the terms of a collaboration; `bonuses` replace the stored ones and `fees` those of its deliverables.

    With `replan` the payments that are not due yet follow the fee in the same step; returns how many changed.

    Raises the first of `deal_problems`, except that a deal whose model lacks a part may be stored: it is still being
    negotiated, and cannot be agreed before.
    """
    with workspace.writing("Edit the deal") as session:
        before = deal_terms(session, collaboration_id)
        _store_deal(session, collaboration_id, draft, bonuses, fees)
        follow_deal(session, [collaboration_id])
        session.flush()
        return follow_fee(session, collaboration_id, before) if replan else 0


def set_terms(workspace: Workspace, collaboration_ids: Sequence[int], changes: Mapping[str, Any]) -> None:
    """Give several creators the same terms, only those fields of `DealDraft` that are named; all or none."""
    with workspace.writing(_count("Set the terms of {}", collaboration_ids)) as session:
        for collaboration_id in collaboration_ids:
            draft = replace(draft_of(_collaboration(session, collaboration_id)), **changes)
            # Fees that were made up of deliverables no longer are when the fee is set for all.
            fees = dict.fromkeys((fee.deliverable_id for fee in deal_fees(session, collaboration_id)), None)
            _store_deal(session, collaboration_id, draft, None, fees if "fee_minor" in changes else None)
        follow_deal(session, collaboration_ids)


def copy_deal(workspace: Workspace, source_id: int, collaboration_ids: Sequence[int]) -> None:
    """Give creators the terms and bonuses of another collaboration; each keeps its own code, notes and currency.

    KnownError when the currencies differ: amounts are not converted.
    """
    with workspace.writing(_count("Copy a deal to {}", collaboration_ids)) as session:
        source = draft_of(_collaboration(session, source_id))
        bonuses = deal_bonuses(session, source_id)
        for collaboration_id in collaboration_ids:
            own = draft_of(_collaboration(session, collaboration_id))
            if own.currency != source.currency:
                raise KnownError(
                    f"That deal is in {source.currency}, this one in {own.currency}.",
                    "Amounts are not converted: copy a deal in the same currency, or type the terms.",
                )
            draft = replace(
                source, discount_code=own.discount_code, discount_terms=own.discount_terms,
                discount_from=own.discount_from, discount_until=own.discount_until, notes=own.notes,
            )
            fees = dict.fromkeys((fee.deliverable_id for fee in deal_fees(session, collaboration_id)), None)
            _store_deal(session, collaboration_id, draft, bonuses, fees)
        follow_deal(session, collaboration_ids)


def _store_deal(
    session: Session, collaboration_id: int, draft: DealDraft, bonuses: Sequence[Bonus] | None,
    fees: Mapping[int, int | None] | None,
) -> None:
    deal = _collaboration(session, collaboration_id)
    kept = tuple(deal_bonuses(session, collaboration_id) if bonuses is None else bonuses)
    stored = deal_fees(session, collaboration_id)
    new = tuple(replace(fee, fee_minor=fees.get(fee.deliverable_id)) for fee in stored) if fees is not None else ()
    # A fee that did not add up before, because a deliverable was cancelled, is no reason to refuse other changes.
    if draft.fee_minor == deal.fee_minor and new == stored:
        new = ()
    for problem in deal_problems(draft, kept, new):
        if problem.field != "compensation_model":
            raise problem
    if deal.relationship != draft.relationship:
        void_checks(session, col(Deliverable.collaboration_id) == collaboration_id)
    for name in DealDraft.__dataclass_fields__:
        value = getattr(draft, name)
        setattr(deal, name, list(value) if isinstance(value, tuple) else value)
    if bonuses is not None:
        _replace_bonuses(session, collaboration_id, bonuses)
    for fee in new:
        session.get_one(Deliverable, fee.deliverable_id).fee_minor = fee.fee_minor


def _replace_bonuses(session: Session, collaboration_id: int, bonuses: Sequence[Bonus]) -> None:
    """Rows are kept in their places, so that the history shows what of a bonus changed."""
    rows = list(session.exec(
        select(BonusRow).where(BonusRow.collaboration_id == collaboration_id).order_by(col(BonusRow.position))
    ))
    for row in rows[len(bonuses):]:
        session.delete(row)
    for position, bonus in enumerate(bonuses):
        row = rows[position] if position < len(rows) else BonusRow(
            collaboration_id=collaboration_id, label="", metric="", threshold=0, amount_minor=0
        )
        row.position, row.label, row.metric = position, bonus.label.strip(), bonus.metric.value
        row.threshold, row.amount_minor = bonus.threshold, bonus.amount_minor
        row.per_units, row.cap_minor = bonus.per_units, bonus.cap_minor
        session.add(row)


def set_collaboration_stage(
    workspace: Workspace, collaboration_ids: Sequence[int], stage: RelationshipStage, reason: str = "",
    today: date | None = None,
) -> None:
    """Move creators of a campaign to a stage, all or none; who is there already stays.

    KnownError with the first obstacle in words. A `reason` moves on in spite of what is missing and is kept in the
    person's log; it does not help against a rejection or for somebody who is shut out.
    """
    with workspace.writing(f"Move to {stage.value.replace('_', ' ')}") as session:
        for standing in standings(session, collaboration_ids, today):
            if standing.stage == stage:
                continue
            missing = can_move(RELATIONSHIP, standing.stage, stage, standing.facts)
            refusal = can_move(RELATIONSHIP, standing.stage, stage, replace(standing.facts, reason=reason))
            if refusal is not None:
                raise KnownError(_named(standing, refusal), refusal.remedy)
            deal = _collaboration(session, standing.collaboration_id)
            deal.stage = stage
            if missing is not None:
                session.add(Interaction(
                    influencer_id=standing.influencer_id, campaign_id=deal.campaign_id, person_id=workspace.person_id,
                    happened_at=datetime.now(UTC), kind=InteractionKind.NOTE,
                    summary=f"Moved to “{label(stage).lower()}” although: {missing.reason} Reason: {reason.strip()}",
                ))


def set_client_decision(
    workspace: Workspace, collaboration_ids: Sequence[int], decision: ClientDecision, draft: DecisionDraft | None = None
) -> None:
    """Store the client's word on creators, all or none, with who decided, the day and a note.

    KnownError when a signed contract stands against it. Without a `draft` the decision is known, who took it is not.
    """
    draft = draft or DecisionDraft()
    for problem in draft.problems():
        raise problem
    with workspace.writing(f"Client decision: {decision.value}") as session:
        for standing in standings(session, collaboration_ids):
            deal = _collaboration(session, standing.collaboration_id)
            found = decision_obstacle(session, standing, ClientDecision(deal.client_decision), decision)
            if found is not None:
                raise KnownError(_named(standing, found.refusal), found.refusal.remedy)
            deal.client_decision = decision
            open_again = decision is ClientDecision.PENDING
            deal.client_decided_on = None if open_again else draft.decided_on
            deal.client_decided_by = "" if open_again else draft.decided_by.strip()
            deal.client_decision_note = draft.note.strip()


def remove_creators(workspace: Workspace, collaboration_ids: Sequence[int]) -> None:
    """Take people out of a campaign with their deliverables (undoable); refused once there is a contract."""
    with workspace.writing("Remove from campaign") as session:
        for collaboration_id in collaboration_ids:
            deal = _collaboration(session, collaboration_id)
            contract = session.exec(
                select(Contract.number).where(Contract.collaboration_id == collaboration_id)
            ).first()
            if contract is not None:
                raise KnownError(
                    f"There is a contract, {contract}.", "Terminate the contract; the record of it stays."
                )
            session.delete(deal)


def _collaboration(session: Session, collaboration_id: int) -> Collaboration:
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("This collaboration was removed meanwhile.", "Undo the removal first.")
    return deal


def _named(standing: Standing, refusal: Refusal) -> str:
    return refusal.reason if standing.name in refusal.reason else f"{standing.name}: {refusal.reason}"


def _refuse_blocked(person: Influencer, today: date) -> None:
    sentence = shut_out(person.name, person.stage, person.restriction_reason, person.restriction_until, today)
    if sentence:
        raise KnownError(sentence, "Choose somebody else, or change the stage in the roster first.")


def _count(pattern: str, ids: Sequence[int]) -> str:
    return pattern.format("1 creator" if len(ids) == 1 else f"{len(ids)} creators")
