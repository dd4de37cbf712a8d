"""What is chosen for one contract and has no column elsewhere; kept as JSON beside the contract.

Everything has a default, so that a contract can be assembled from the deal alone.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from microinf_desktop.domain.contract_terms import AgencyRole, KillFee, KpiTerm, RegulatedCategory, RightsStart
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError


@dataclass(frozen=True, slots=True)
class Allowlisting:
    """Ads from the creator's account; amounts in minor units of the deal's currency."""

    platforms: tuple[Platform, ...] = ()
    days: int | None = None
    spend_cap_minor: int | None = None
    fee_minor: int | None = None
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class Retainer:
    """A monthly fee in minor units of the deal's currency, for how many months, and what each month brings."""

    monthly_fee_minor: int | None = None
    months: int | None = None
    starts_on: date | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractOptions:
    """Choices for one contract; empty and None mean "as the deal, the agency or the library says".

    Amounts in minor units of the deal's currency. `switches` turn clauses on or off, `overrides` replace the text of
    a clause, `parameters` the defaults of the clause library, `order` names clauses in the order of this contract.
    `kill_fees` are (stage, per cent). `changes` are values of the contract's data that differ from where they come
    from, as (path, plain value), see `contract_fields`; `reasons` say why a risk is taken, as (check and path, reason,
    who). `amendment_reason` is printed on an amendment or extension.
    """

    agency_role: AgencyRole = AgencyRole.PRINCIPAL
    agency_entity_type: str = ""
    agency_signatory: str = ""
    agency_signatory_title: str = ""
    client_signatory: str = ""
    client_signatory_title: str = ""
    client_email: str = ""
    creator_entity_type: str = ""
    creator_vat_note: str = ""
    guardian_address: str = ""
    manager_signs: bool = False
    approver: str = ""
    law_country: str = ""
    law: str = ""
    court: str = ""
    blackouts: tuple[tuple[date, date], ...] = ()
    silence_is_approval: bool = True
    unlimited_rounds: bool = False
    extra_round_price_minor: int | None = None
    expenses_cap_minor: int | None = None
    cash_cap_minor: int | None = None
    product_is_returned: bool = False
    cookie_days: int = 30
    statement_cycle: str = "month"
    code_expires_on: date | None = None
    usage_is_perpetual: bool = False
    usage_start: RightsStart = RightsStart.PUBLICATION
    may_edit: bool = False
    may_sublicense: bool = False
    raw_files: bool = False
    renewal_price_minor: int | None = None
    ai_training: bool = False
    allowlisting: Allowlisting | None = None
    retainer: Retainer | None = None
    exclusive_competitors: tuple[str, ...] = ()
    exclusive_platforms: tuple[Platform, ...] = ()
    exclusive_territories: tuple[str, ...] = ()
    exclusivity_fee_minor: int | None = None
    carve_outs: str = ""
    kpis: tuple[KpiTerm, ...] = ()
    kill_fees: tuple[KillFee, ...] = ()
    approved_claims: tuple[str, ...] = ()
    content_bans: tuple[str, ...] = ()
    regulated: RegulatedCategory | None = None
    has_minors_in_content: bool = False
    moral_rights_waiver: bool = False
    brief_version: int | None = None
    locale: str = ""
    paper: str = ""
    switches: tuple[tuple[str, bool], ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, str | int], ...] = ()
    order: tuple[str, ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    reasons: tuple[tuple[str, str, str], ...] = ()
    amendment_reason: str = ""


def options_as_json(options: ContractOptions) -> str:
    """The choices that differ from the defaults, sorted: what the contract's column holds."""
    plain, default = asdict(options), asdict(ContractOptions())
    changed = {name: value for name, value in plain.items() if value != default[name]}
    return json.dumps(changed, ensure_ascii=False, sort_keys=True, default=_plain)


def options_from_json(text: str) -> ContractOptions:
    """The reverse of `options_as_json`; names nobody knows any more are left out, KnownError when it is damaged."""
    try:
        stored = json.loads(text or "{}")
        known = {item.name for item in fields(ContractOptions)} & stored.keys()
        return ContractOptions(**{name: _READERS.get(name, _same)(stored[name]) for name in known})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise KnownError(
            f"The choices stored for this contract cannot be read: {error}.", "Restore a backup, or choose them again."
        ) from error


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the choices of a contract")


def _same(value: Any) -> Any:
    return value


def _words(value: list[str]) -> tuple[str, ...]:
    return tuple(str(item) for item in value)


def _platforms(value: list[str]) -> tuple[Platform, ...]:
    return tuple(Platform(item) for item in value)


def _pairs(value: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple((name, chosen) for name, chosen in value)


def _allowlisting(value: dict[str, Any] | None) -> Allowlisting | None:
    return None if value is None else Allowlisting(**{**value, "platforms": _platforms(value["platforms"])})


def _retainer(value: dict[str, Any] | None) -> Retainer | None:
    if value is None:
        return None
    return Retainer(**{**value, "items": _words(value["items"]), "starts_on": _day(value["starts_on"])})


def _frozen(value: Any) -> Any:
    """Lists of a JSON value as tuples, so that options can be compared and hashed."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "agency_role": AgencyRole,
    "usage_start": RightsStart,
    "regulated": lambda value: None if value is None else RegulatedCategory(value),
    "blackouts": lambda value: tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in value),
    "code_expires_on": _day,
    "allowlisting": _allowlisting,
    "retainer": _retainer,
    "exclusive_platforms": _platforms,
    "exclusive_competitors": _words,
    "exclusive_territories": _words,
    "approved_claims": _words,
    "content_bans": _words,
    "kpis": lambda value: tuple(KpiTerm(**item) for item in value),
    "kill_fees": lambda value: tuple(KillFee(**item) for item in value),
    "switches": _pairs,
    "overrides": _pairs,
    "parameters": _pairs,
    "order": _words,
    "changes": lambda value: tuple((str(path), _frozen(plain)) for path, plain in value),
    "reasons": lambda value: tuple((str(key), str(reason), str(who)) for key, reason, who in value),
}
