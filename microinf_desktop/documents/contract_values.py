"""What the placeholders of the clause library stand for in one contract; None where the data is missing."""

from collections.abc import Mapping, Sequence
from datetime import date

from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_terms import AGENCY_SEAT, AgencyRole, BonusTerm, ContractData, Handle
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money


def parameter_values(data: ContractData, library: ClauseLibrary) -> dict[str, str | int]:
    """The library's parameters with the changes made for this contract; unknown names are left out.

    KnownError for a choice that the library does not have (any more): its paragraphs would be missing.
    """
    changed = dict(data.parameters)
    values = {parameter.name: changed.get(parameter.name, parameter.default) for parameter in library.parameters}
    for parameter in library.parameters:
        if parameter.choices and not parameter.allows(values[parameter.name]):
            raise KnownError(
                f"“{values[parameter.name]}” is no choice for “{parameter.label}”.",
                f"Choose one of: {', '.join(parameter.choice_labels)}.",
            )
    return values


def currency_of(data: ContractData) -> str:
    """The currency of the contract: that of its fee, else of what else is paid, else the euro."""
    pay = data.compensation
    amounts = (
        pay.fee, pay.retainer.monthly_fee if pay.retainer else None,
        pay.commission.per_sale if pay.commission else None,
        *(bonus.amount for bonus in pay.bonuses), *(product.value for product in pay.products),
    )
    return next((amount.currency for amount in amounts if amount is not None), "EUR")


def contract_values(data: ContractData, library: ClauseLibrary, formats: ContractFormats) -> dict[str, str | None]:
    """Text for every placeholder (`contract_facts.VALUE_NAMES`) and parameter."""
    return {
        **_party_values(data, formats),
        **_work_values(data, formats),
        **_pay_values(data, formats),
        **_discount_values(data, formats),
        **_rights_values(data, formats),
        **_exclusivity_values(data, formats),
        **_retainer_values(data, formats),
        **_event_values(data, formats),
        **_formatted_parameters(data, library, formats),
    }


def _or_none(text: str) -> str | None:
    return text.strip() or None


def _day(formats: ContractFormats, day: date | None) -> str | None:
    return None if day is None else formats.day(day)


def _money(formats: ContractFormats, amount: Money | None) -> str | None:
    return None if amount is None else formats.money(amount)


def _count(formats: ContractFormats, key: str, number: int | None) -> str | None:
    return None if number is None else formats.count(key, number)


def platform_name(formats: ContractFormats, platform: Platform) -> str:
    return formats.word(f"platform.{platform.value}")


def account_names(handles: Sequence[Handle], formats: ContractFormats) -> list[str]:
    """"@wanja (Instagram)"; a name with spaces is the title of a channel and gets no sign of a handle."""
    return [
        f"{'' if ' ' in handle.handle.strip() else '@'}{handle.handle} ({platform_name(formats, handle.platform)})"
        for handle in handles
    ]


def territory_names(formats: ContractFormats, territories: Sequence[str]) -> str | None:
    """Countries given as names or ISO codes, "worldwide" as the library says it."""
    names = [
        formats.word("worldwide") if name.lower() == "worldwide" else formats.country(name) for name in territories
    ]
    return formats.listed(names) if names else None


def _party_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    creator = data.creator
    handles = account_names(creator.handles, formats)
    return {
        "buyer": formats.word("buyer.agent" if data.agency_role is AgencyRole.AGENT else "buyer.principal"),
        "client_name": _or_none(data.client.trade_name or data.client.legal_name),
        "product": _or_none(data.product),
        "campaign": _or_none(data.campaign),
        "handles": formats.listed(handles) if handles else None,
        "manager_name": _or_none(creator.manager_name),
        "manager_email": _or_none(creator.manager_email),
        "guardian_name": _or_none(creator.guardian_name),
        "agency_email": _or_none(data.agency.email),
        "tax_residence": _or_none(formats.country(creator.party.tax_residence)),
        "number": _or_none(data.number),
        "law": _law(data, formats),
        "court": _court(data, formats),
    }


def _law(data: ContractData, formats: ContractFormats) -> str | None:
    """A country or a part of one that the library names ("England and Wales"); any other law as it is."""
    law = data.law.law.strip()
    return _known_word(formats, f"law.{law}", formats.local_name(law, data.law.country))


def _court(data: ContractData, formats: ContractFormats) -> str | None:
    court = data.law.court.strip()
    return _known_word(formats, "court.agency_seat", court) if court == AGENCY_SEAT else _or_none(court)


def _cycle(cycle: str, formats: ContractFormats) -> str | None:
    return _known_word(formats, f"cycle.{cycle.strip()}", cycle)


def _work_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    timeline = data.timeline
    rounds = timeline.rounds_included
    return {
        "brief_version": None if data.brief_version is None else str(data.brief_version),
        "starts_on": _day(formats, timeline.starts_on),
        "ends_on": _day(formats, timeline.ends_on),
        "time_zone": _or_none(timeline.time_zone),
        "blackouts": formats.listed([_window(formats, first, last) for first, last in timeline.blackouts])
        if timeline.blackouts else None,
        "approver": _or_none(data.approver),
        "feedback_days": _count(formats, "working_days", timeline.feedback_days),
        "rounds": None if rounds is None else _in_words(formats, formats.count("rounds", rounds), rounds),
        "extra_round_price": _money(formats, data.compensation.extra_round_price),
        "approved_claims": formats.joined(data.approved_claims) or None,
        "banned_claims": formats.joined(data.banned_claims) or None,
        "content_bans": formats.joined(data.content_bans) or None,
        "confidentiality_months": _count(formats, "months", data.confidentiality_months),
    }


def _window(formats: ContractFormats, first: date, last: date) -> str:
    if first == last:
        return formats.day(first)
    return formats.word("in_window", **{"from": formats.day(first), "until": formats.day(last)})


def _in_words(formats: ContractFormats, text: str, number: int) -> str:
    """A count at the beginning of a sentence: "Two rounds", as far as the library has words for numbers."""
    words = formats.word("numbers").split()
    return text.replace(formats.number(number), words[number].capitalize(), 1) if number < len(words) else text


def _pay_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    pay, commission = data.compensation, data.compensation.commission
    return {
        "fee": _money(formats, pay.fee),
        "bonus_terms": _or_none(formats.joined((
            *(bonus_text(formats, bonus) for bonus in pay.bonuses), pay.bonus_terms.strip().rstrip(".")))),
        "cap": _money(formats, pay.cap),
        "payment_terms": _count(formats, "days", pay.payment_terms_days),
        "expenses_cap": _money(formats, pay.expenses_cap),
        "commission_share": formats.share(commission.share_ppm) if commission else None,
        "commission_per_sale": _money(formats, commission.per_sale) if commission else None,
        "commission_code": _or_none(commission.code) if commission else None,
        "commission_cap": _money(formats, commission.cap) if commission else None,
        "commission_expires_on": _day(formats, commission.expires_on) if commission else None,
        "cookie_days": formats.count("days", commission.cookie_days) if commission else None,
        "statement_cycle": _cycle(commission.statement_cycle, formats) if commission else None,
    }


def bonus_text(formats: ContractFormats, bonus: BonusTerm) -> str:
    """A bonus as the contract says it: "Views: €3.00 for each 1,000 views above 50,000, at most €500.00"."""
    amount = formats.money(bonus.amount)
    if bonus.per_units is None:
        text = formats.word("bonus.once", amount=amount, threshold=_results(formats, bonus, bonus.threshold))
    else:
        text = formats.word(
            "bonus.each" if bonus.threshold else "bonus.each_from_first", amount=amount,
            units=_results(formats, bonus, bonus.per_units), threshold=formats.number(bonus.threshold),
        )
    if bonus.cap is not None:
        text = formats.word("bonus.capped", bonus=text, cap=formats.money(bonus.cap))
    label = bonus.label.strip()
    return formats.word("bonus.named", name=label, bonus=text) if label else text


def _results(formats: ContractFormats, bonus: BonusTerm, number: int) -> str:
    """"1,000 views"; a metric the library has no words for by its own name."""
    key = f"bonus.{bonus.metric.value}"
    if formats.has(key):
        return formats.count(key, number)
    return f"{formats.number(number)} {bonus.metric.value.replace('_', ' ')}"


def _discount_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    code = data.discount
    return {
        "discount_code": _or_none(code.code) if code else None,
        "discount_terms": _or_none(code.gives.strip().rstrip(".")) if code else None,
        "discount_from": _day(formats, code.starts_on) if code else None,
        "discount_until": _day(formats, code.ends_on) if code else None,
    }


def _rights_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    usage, allow = data.usage, data.allowlisting
    media = [name for medium in usage.media if (name := _known_word(formats, f"media.{medium}", medium))]
    platforms = [platform_name(formats, platform) for platform in allow.platforms] if allow else []
    return {
        "usage_kind": _known_word(formats, f"usage.{usage.kind.value}", ""),
        "usage_media": formats.listed(media) if media else None,
        "territory": territory_names(formats, usage.territories),
        "usage_term": _count(formats, "months", usage.months),
        "usage_start": formats.word(f"start.{usage.start.value}"),
        "renewal_price": _money(formats, usage.renewal_price),
        "allowlisting_platforms": formats.listed(platforms) if platforms else None,
        "allowlisting_days": _count(formats, "days", allow.days) if allow else None,
        "allowlisting_fee": _money(formats, allow.fee) if allow else None,
        "allowlisting_cap": _money(formats, allow.spend_cap) if allow else None,
    }


def _exclusivity_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    terms = data.exclusivity
    if terms is None:
        return dict.fromkeys(
            ("exclusivity_from", "exclusivity_until", "exclusivity_scope", "exclusivity_platforms",
             "exclusivity_territory", "carve_outs", "exclusivity_fee")
        )
    category, competitors = terms.category.strip(), formats.listed(terms.competitors) if terms.competitors else ""
    scope = None
    if category or competitors:
        key = "both" if category and competitors else "category" if category else "competitors"
        scope = formats.word(f"scope.{key}", category=category, competitors=competitors)
    platforms = terms.platforms or tuple(handle.platform for handle in data.creator.handles)
    names = [platform_name(formats, platform) for platform in dict.fromkeys(platforms)]
    return {
        "exclusivity_from": _day(formats, terms.starts_on or data.timeline.starts_on),
        "exclusivity_until": _day(formats, terms.ends_on),
        "exclusivity_scope": scope,
        "exclusivity_platforms": formats.listed(names) if names else None,
        "exclusivity_territory": territory_names(formats, terms.territories or data.usage.territories),
        "carve_outs": _or_none(terms.carve_outs.rstrip(".")),
        "exclusivity_fee": _money(formats, terms.fee),
    }


def _retainer_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    terms = data.compensation.retainer
    return {
        "retainer_fee": _money(formats, terms.monthly_fee) if terms else None,
        "retainer_months": _count(formats, "months", terms.months) if terms else None,
        "retainer_from": _day(formats, terms.starts_on or data.timeline.starts_on) if terms else None,
        "retainer_items": _or_none(formats.joined(terms.items)) if terms else None,
    }


def _event_values(data: ContractData, formats: ContractFormats) -> dict[str, str | None]:
    event = data.event
    if event is None:
        return dict.fromkeys(("event_name", "event_place", "event_days", "event_arrival", "event_companions"))
    first = event.starts_on
    return {
        "event_name": _or_none(event.name or data.campaign),
        "event_place": _or_none(", ".join(line.strip().rstrip(",") for line in event.place.splitlines())),
        "event_days": None if first is None else _window(formats, first, event.ends_on or first),
        "event_arrival": _or_none(event.arrival),
        "event_companions": _count(formats, "guests", event.companions) if event.companions else None,
    }


def _known_word(formats: ContractFormats, key: str, otherwise: str) -> str | None:
    return formats.word(key) if formats.has(key) else _or_none(otherwise)


def _formatted_parameters(
    data: ContractData, library: ClauseLibrary, formats: ContractFormats
) -> Mapping[str, str | None]:
    values = parameter_values(data, library)
    result: dict[str, str | None] = {}
    for parameter in library.parameters:
        value = values[parameter.name]
        if isinstance(value, str):
            result[parameter.name] = _or_none(formats.country(value) if parameter.type == "country" else value)
        elif parameter.type == "money":
            result[parameter.name] = formats.money(Money(value, currency_of(data)))
        elif parameter.type == "percent":
            result[parameter.name] = formats.share(value * 10_000)
        else:
            result[parameter.name] = formats.count(parameter.type, value)
    return result
