"""Landing pages, the creators' links and the terms of their codes, by the house rules everybody starts with."""

from datetime import timedelta

from microinf_desktop.domain.tracking import Utm, UtmRules, build_url, propose
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.work import Deal
from microinf_desktop.storage.tables import LandingPage, TrackingLink

_OFFER = "{percent} % off, once per customer"
# What the captions say: Fernpike gives more than the others.
_PERCENT = {"Fernpike": 15}
_USUAL_PERCENT = 10


def add_tracking(book: Book, clock: Clock, deals: list[Deal]) -> None:
    """A page per campaign that sells with codes, a link for each creator with one; codes end with the campaign."""
    pages: dict[int, LandingPage] = {}
    for deal in deals:
        if not deal.row.discount_code:
            continue
        campaign = deal.campaign
        assert campaign.id is not None
        assert deal.row.id is not None
        if campaign.id not in pages:
            page = LandingPage(
                campaign_id=campaign.id, name=campaign.product or "Shop", url=_address(deal), is_default=True
            )
            book.add(page)
            pages[campaign.id] = page
        page = pages[campaign.id]
        deal.row.discount_terms = _OFFER.format(percent=_PERCENT.get(deal.client.name, _USUAL_PERCENT))
        deal.row.discount_from = campaign.go_live_on or clock.today
        deal.row.discount_until = campaign.ends_on or deal.row.discount_from + timedelta(days=60)
        utm = propose(UtmRules(), _facts(deal))
        book.add(_link(deal.row.id, page, utm))


def _address(deal: Deal) -> str:
    site = deal.client.website or "https://example.com"
    return site if "://" in site else f"https://{site}"


def _facts(deal: Deal) -> dict[str, str]:
    day = deal.campaign.go_live_on or deal.campaign.starts_on
    return {
        "client": deal.client.name, "campaign": deal.campaign.name, "year": f"{day:%Y}" if day else "",
        "platform": deal.pieces[0].row.platform if deal.pieces else "instagram",
        "handle": deal.creator.primary_handle or deal.creator.name,
    }


def _link(collaboration_id: int, page: LandingPage, utm: Utm) -> TrackingLink:
    return TrackingLink(
        collaboration_id=collaboration_id, landing_page_id=page.id, url=build_url(page.url, utm),
        utm_source=utm.source, utm_medium=utm.medium, utm_campaign=utm.campaign, utm_content=utm.content,
        utm_term=utm.term,
    )
