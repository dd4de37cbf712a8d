"""What is true of a contract, as the words that conditions of the clause library use."""

from collections.abc import Mapping

from microinf_desktop.domain.contract_terms import AgencyRole, ContractData, RegulatedCategory, UsageKind, age_on
from microinf_desktop.domain.enums import DeliverableKind


def contract_facts(data: ContractData, parameters: Mapping[str, str | int]) -> frozenset[str]:
    """The names of all facts that hold; `parameters` are the library's with the contract's changes."""
    return frozenset(name for name, holds in fact_table(data, parameters).items() if holds)


def fact_table(data: ContractData, parameters: Mapping[str, str | int]) -> dict[str, bool]:
    """Every fact a condition may name, with whether it holds; of the choices only those that were made."""
    return {
        **_party_facts(data),
        **_work_facts(data),
        **_pay_facts(data, parameters),
        **_discount_facts(data),
        **_rights_facts(data),
        **_event_facts(data),
        **{f"{name}={value}": True for name, value in parameters.items() if isinstance(value, str)},
        **{f"{category.value}": data.regulated is category for category in RegulatedCategory if category.value},
    }


def _party_facts(data: ContractData) -> dict[str, bool]:
    creator = data.creator
    return {
        "agent": data.agency_role is AgencyRole.AGENT,
        "principal": data.agency_role is AgencyRole.PRINCIPAL,
        "manager": bool(creator.manager_name.strip()),
        "manager_signs": bool(creator.manager_name.strip()) and creator.manager_signs,
        "minor": data.creator_is_minor,
        "under_16": creator.birth_date is not None and age_on(creator.birth_date, data.dated) < 16,
        "minors_in_content": data.has_minors_in_content,
        "france": "FR" in data.jurisdictions,
        "us": "US" in data.jurisdictions or "US" in (creator.party.country, data.client.country, data.agency.country),
        "uk": not {"UK", "GB"}.isdisjoint(data.jurisdictions),
        "regulated": data.regulated is not RegulatedCategory.NONE,
    }


def _work_facts(data: ContractData) -> dict[str, bool]:
    items = data.deliverables
    timeline = data.timeline
    return {
        "brief": data.brief_version is not None,
        "published": any(item.is_published for item in items),
        "raw": any(item.kind is DeliverableKind.RAW_UGC for item in items),
        "stories": any(item.kind in (DeliverableKind.STORY, DeliverableKind.POLL) for item in items),
        "live": any(item.kind is DeliverableKind.LIVE_QA for item in items),
        "requirements": any(
            item.mentions or item.hashtags or item.links or item.discount_code or item.talking_points for item in items
        ),
        "blackouts": bool(timeline.blackouts),
        "silence_approves": timeline.silence_is_approval,
        "limited_rounds": timeline.rounds_included is not None,
        "extra_round_price": data.compensation.extra_round_price is not None,
        "approved_claims": bool(data.approved_claims),
        "banned_claims": bool(data.banned_claims),
        "content_bans": bool(data.content_bans),
        "kpis": bool(data.kpis),
        "kill_fees": bool(data.kill_fees),
        "kill_fee_ladder": bool(data.kill_fees) and data.compensation.fee is not None,
    }


def _pay_facts(data: ContractData, parameters: Mapping[str, str | int]) -> dict[str, bool]:
    pay = data.compensation
    commission, retainer = pay.commission, pay.retainer
    return {
        "fee": pay.fee is not None,
        "pays_money": pay.pays_money,
        "hybrid_pay": commission is not None or pay.has_bonus,
        "bonus": pay.has_bonus,
        "computed_bonus": bool(pay.bonuses),
        "cap": pay.cap is not None,
        "instalments": bool(pay.instalments),
        "has_due_days": pay.payment_terms_days is not None,
        "expenses": pay.expenses_cap is not None,
        "products": bool(pay.products),
        "products_kept": any(not product.is_returned for product in pay.products),
        "products_returned": any(product.is_returned for product in pay.products),
        "buyer_ships": parameters.get("shipping", "buyer") == "buyer",
        "retainer": retainer is not None,
        "commission": commission is not None,
        "commission_share": commission is not None and commission.share_ppm > 0,
        "commission_per_sale": commission is not None and commission.per_sale is not None,
        "commission_cap": commission is not None and commission.cap is not None,
        "commission_code": commission is not None and bool(commission.code.strip()),
        "commission_expiry": commission is not None and commission.expires_on is not None,
    }


def _discount_facts(data: ContractData) -> dict[str, bool]:
    code = data.discount
    return {
        "discount": code is not None,
        "discount_terms": code is not None and bool(code.gives.strip()),
        "discount_start": code is not None and code.starts_on is not None,
        "discount_end": code is not None and code.ends_on is not None,
    }


def _event_facts(data: ContractData) -> dict[str, bool]:
    event = data.event
    return {
        "event": event is not None or any(item.kind is DeliverableKind.EVENT for item in data.deliverables),
        "event_place": event is not None and bool(event.place.strip()) and event.starts_on is not None,
        "event_arrival": event is not None and bool(event.arrival.strip()),
        "event_companions": event is not None and event.companions > 0,
    }


def _rights_facts(data: ContractData) -> dict[str, bool]:
    usage, allow, exclusive = data.usage, data.allowlisting, data.exclusivity
    granted = usage.kind is not UsageKind.NONE
    return {
        "usage": granted,
        "no_usage": not granted,
        "boosted": usage.kind in (UsageKind.PAID, UsageKind.FULL) or allow is not None,
        "paid_use": usage.kind in (UsageKind.PAID, UsageKind.FULL),
        "perpetual": granted and usage.is_perpetual,
        "term": granted and not usage.is_perpetual,
        "may_edit": usage.may_edit,
        "may_sublicense": usage.may_sublicense,
        "raw_files": granted and usage.raw_files,
        "renewal": usage.renewal_price is not None and not usage.is_perpetual,
        "ai_training": usage.ai_training,
        "waiver": data.moral_rights_waiver,
        "allowlisting": allow is not None,
        "allowlisting_fee": allow is not None and allow.fee is not None,
        "allowlisting_cap": allow is not None and allow.spend_cap is not None,
        "allowlisting_edit": allow is not None and allow.may_edit,
        "exclusivity": exclusive is not None,
        "exclusivity_end": exclusive is not None and exclusive.ends_on is not None,
        "exclusivity_fee": exclusive is not None and exclusive.fee is not None,
        "carve_outs": exclusive is not None and bool(exclusive.carve_outs.strip()),
    }


# Every `{name}` a clause may use; documents/contract_values.py fills them, parameters of the library come on top.
VALUE_NAMES = frozenset({
    "buyer", "product", "campaign", "client_name", "handles", "manager_name", "manager_email", "guardian_name",
    "brief_version", "starts_on", "ends_on", "time_zone", "blackouts", "approver", "feedback_days", "rounds",
    "extra_round_price", "fee", "bonus_terms", "cap", "number", "payment_terms", "expenses_cap", "commission_share",
    "commission_per_sale", "commission_code", "commission_cap", "commission_expires_on", "cookie_days",
    "statement_cycle", "approved_claims", "banned_claims", "content_bans", "usage_kind", "usage_media", "territory",
    "usage_term", "usage_start", "renewal_price", "allowlisting_platforms", "allowlisting_days",
    "allowlisting_fee", "allowlisting_cap", "exclusivity_from", "exclusivity_until", "exclusivity_scope",
    "exclusivity_platforms", "exclusivity_territory", "carve_outs", "exclusivity_fee", "confidentiality_months",
    "agency_email", "tax_residence", "law", "court", "discount_code", "discount_terms", "discount_from",
    "discount_until", "retainer_fee", "retainer_months", "retainer_from", "retainer_items", "event_name",
    "event_place", "event_days", "event_arrival", "event_companions",
})
