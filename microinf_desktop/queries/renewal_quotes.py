"""The data of an offer to renew a usage right, as the document prints it."""

from datetime import date

from sqlmodel import Session

from microinf_desktop.domain.contracts import ContractData
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.renewal_quotes import RenewalItem, RenewalQuote
from microinf_desktop.domain.rights import RenewalDraft, RightKind, extended
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.queries.rights import detail

_USES = {
    RightKind.ORGANIC_REPOST: "Organic repost", RightKind.PAID: "Paid use", RightKind.FULL: "Full buyout",
    RightKind.ALLOWLISTING: "Advertising from the creator’s account", RightKind.SPARK_CODE: "Spark code",
}

_PLATFORMS = {"tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn"}


def renewal_quote(
    session: Session, right_id: int, draft: RenewalDraft, number: str, today: date
) -> tuple[RenewalQuote, ContractData]:
    """The offer, and the contract data its parties come from; KnownError when the right was deleted meanwhile.

    The client is asked: it uses the content, and what it agrees to pay goes to the creator.
    """
    row = detail(session, right_id, today)
    if row is None:
        raise KnownError("This usage right was deleted meanwhile.", "Undo the deletion, then try again.")
    data = contract_data(session, row.deal.collaboration_id, today=today)
    terms = row.terms
    item = RenewalItem(
        content=row.asset or row.deal.campaign, creator=row.deal.creator, use=_USES[terms.kind], months=draft.months,
        price=Money(draft.price_minor, terms.currency), media=(*terms.media, *map(_account, terms.platforms)),
        territories=terms.territories, ends_on=row.ends_on,
        new_end=None if row.ends_on is None else _new_end(row.ends_on, draft.months, today),
        # A right typed by hand names no contract; it was agreed for the campaign.
        contract=row.contract or row.deal.campaign,
    )
    quote = RenewalQuote(
        number, today, data.agency, data.client, (item,), draft.valid_until, draft.note, row.deal.campaign,
        data.locale, data.paper, data.accent_color,
    )
    return quote, data


def _new_end(ends_on: date, months: int, today: date) -> date | None:
    """The last day if it is accepted while the right runs; one that has ended begins anew when it is accepted."""
    return extended(ends_on, [months]) if ends_on >= today else None


def _account(platform: str) -> str:
    return _PLATFORMS.get(platform, platform.capitalize())
