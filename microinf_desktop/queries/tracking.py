"""Reads of tracking: landing pages, the creators' links and codes of a campaign, and what is taken elsewhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from microinf_desktop.domain.tracking import CodeDraft, Utm, UtmRules, code_key, code_warnings, lint
from microinf_desktop.queries import agency
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Account,
    Campaign,
    Client,
    Collaboration,
    Deliverable,
    Influencer,
    LandingPage,
    TrackingLink,
)

RULES_SETTING = "utm_rules"


@dataclass(frozen=True, slots=True)
class LandingPageRow:
    id: int
    name: str
    url: str
    is_default: bool
    links: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of a creator; `shared_with` names other creators whose link is the same address."""

    id: int
    collaboration_id: int
    creator: str
    kind: str
    url: str
    utm: Utm
    landing_page_id: int | None
    landing_page: str
    deliverable_id: int | None
    deliverable: str
    network: str
    notes: str
    shared_with: tuple[str, ...] = ()

    @property
    def issues(self) -> tuple[str, ...]:
        """What breaks the house rules, in words; links of a network are taken as they are."""
        own = tuple(str(issue) for issue in lint(self.utm)) if self.kind == "landing" else ()
        shared = (f"{' and '.join(self.shared_with)} has the same link; its visits cannot be told apart.",)
        return own + (shared if self.shared_with else ())


@dataclass(frozen=True, slots=True)
class TrackingRow:
    """A creator of the campaign with code and links; `warnings` say what will make her numbers doubtful."""

    id: int  # the collaboration
    influencer_id: int
    creator: str
    handle: str
    platform: str
    client_decision: str
    code: str
    code_terms: str
    code_from: date | None
    code_until: date | None
    links: tuple[LinkRow, ...]
    warnings: tuple[str, ...]


def rules(session: Session) -> UtmRules:
    """The house rules of the agency; those of the program where nothing was stored."""
    stored = agency.setting(session, RULES_SETTING) or {}
    known = {name: str(stored[name]) for name in UtmRules.__dataclass_fields__ if name in stored}
    return UtmRules(**known)


def landing_pages(session: Session, campaign_id: int) -> list[LandingPageRow]:
    """The pages of a campaign, the default one first."""
    found = session.execute(
        pick(LandingPage).where(col(LandingPage.campaign_id) == campaign_id)
        .order_by(col(LandingPage.is_default).desc(), col(LandingPage.id))
    ).scalars().all()
    used: dict[int | None, int] = defaultdict(int)
    for page_id in session.execute(
        pick(TrackingLink.landing_page_id).where(col(TrackingLink.landing_page_id).in_([page.id for page in found]))
    ).scalars():
        used[page_id] += 1
    return [LandingPageRow(page.id or 0, page.name, page.url, page.is_default, used[page.id]) for page in found]


def rows(session: Session, campaign_id: int) -> list[TrackingRow]:
    """The creators of a campaign by name, with codes and links."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return []
    deals = session.execute(
        pick(Collaboration, Influencer.name).join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.campaign_id) == campaign_id).order_by(Influencer.sort_name, col(Influencer.id))
    ).all()
    by_deal = _links(session, campaign_id)
    accounts = main_accounts(session, (deal.influencer_id for deal, _name in deals))
    shared = _sharers(session, [deal for deal, _name in deals if deal.discount_code])
    found = []
    for deal, name in deals:
        assert deal.id is not None
        platform, handle = accounts.get(deal.influencer_id, ("", ""))
        draft = CodeDraft(deal.id, deal.discount_code, deal.discount_terms, deal.discount_from, deal.discount_until)
        found.append(TrackingRow(
            deal.id, deal.influencer_id, name, handle, platform, deal.client_decision, draft.code, draft.terms,
            draft.valid_from, draft.valid_until, tuple(by_deal.get(deal.id, ())),
            code_warnings(draft, campaign.go_live_on or campaign.starts_on, campaign.ends_on, shared.get(deal.id, ())),
        ))
    return found


def link_facts(session: Session, campaign_id: int) -> dict[int, dict[str, str]]:
    """What patterns are filled from, by collaboration; `kind` is left to the deliverable."""
    campaign = session.get_one(Campaign, campaign_id)
    client = session.get_one(Client, campaign.client_id)
    day = campaign.go_live_on or campaign.starts_on
    shared = {
        "client": client.name, "campaign": campaign.name, "product": campaign.product,
        "year": f"{day:%Y}" if day else "", "month": f"{day:%m}" if day else "",
    }
    deals = session.execute(
        pick(Collaboration.id, Collaboration.influencer_id, Influencer.name, Collaboration.discount_terms)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.campaign_id) == campaign_id).order_by(Influencer.sort_name, col(Influencer.id))
    ).all()
    accounts = main_accounts(session, (influencer_id for _id, influencer_id, _name, _terms in deals))
    facts = {}
    for number, (deal_id, influencer_id, name, _terms) in enumerate(deals, start=1):
        platform, handle = accounts.get(influencer_id, ("", ""))
        facts[deal_id] = {
            **shared, "platform": platform or "other", "handle": handle or name, "name": name,
            "first": name.split()[0] if name.split() else "", "number": str(number),
        }
    return facts


def taken_codes(session: Session, besides: Iterable[int] = ()) -> set[str]:
    """Codes of all collaborations except `besides`, of every campaign: a shop knows a code only once."""
    left_out = set(besides)
    return {
        code for deal_id, code in session.execute(
            pick(Collaboration.id, Collaboration.discount_code).where(col(Collaboration.discount_code) != "")
        ) if deal_id not in left_out
    }


def taken_links(session: Session, besides: Iterable[int] = ()) -> dict[str, tuple[int, str]]:
    """Address of every stored link except `besides` → (collaboration, creator)."""
    left_out = set(besides)
    return {
        url: (deal_id, name) for link_id, url, deal_id, name in session.execute(
            pick(TrackingLink.id, TrackingLink.url, TrackingLink.collaboration_id, Influencer.name)
            .join(Collaboration, col(Collaboration.id) == col(TrackingLink.collaboration_id))
            .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        ) if link_id not in left_out
    }


def main_accounts(session: Session, influencer_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """(platform, handle) of each person's account with most followers."""
    found: dict[int, tuple[str, str]] = {}
    for owner, platform, handle in session.execute(
        pick(Account.influencer_id, Account.platform, Account.handle)
        .where(col(Account.influencer_id).in_(list(influencer_ids)))
        .order_by(col(Account.followers).desc().nulls_last(), col(Account.id))
    ):
        found.setdefault(owner, (platform, handle))
    return found


def _links(session: Session, campaign_id: int) -> dict[int, list[LinkRow]]:
    found = session.execute(
        pick(TrackingLink, Influencer.name, LandingPage.name, Deliverable.title, Deliverable.kind)
        .join(Collaboration, col(Collaboration.id) == col(TrackingLink.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .outerjoin(LandingPage, col(LandingPage.id) == col(TrackingLink.landing_page_id))
        .outerjoin(Deliverable, col(Deliverable.id) == col(TrackingLink.deliverable_id))
        .where(col(Collaboration.campaign_id) == campaign_id).order_by(col(TrackingLink.id))
    ).all()
    owners: dict[str, dict[int, str]] = defaultdict(dict)
    for url, deal_id, name in session.execute(
        pick(TrackingLink.url, TrackingLink.collaboration_id, Influencer.name)
        .join(Collaboration, col(Collaboration.id) == col(TrackingLink.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(TrackingLink.url).in_([link.url for link, *_ in found]))
    ):
        owners[url][deal_id] = name
    by_deal: dict[int, list[LinkRow]] = defaultdict(list)
    for link, creator, page, title, kind in found:
        others = tuple(name for deal, name in owners[link.url].items() if deal != link.collaboration_id)
        by_deal[link.collaboration_id].append(LinkRow(
            link.id or 0, link.collaboration_id, creator, link.kind, link.url,
            Utm(link.utm_source, link.utm_medium, link.utm_campaign, link.utm_content, link.utm_term),
            link.landing_page_id, page or "", link.deliverable_id, title or (kind or "").replace("_", " "),
            link.network, link.notes, others,
        ))
    return by_deal


def _sharers(session: Session, deals: Iterable[Collaboration]) -> dict[int, tuple[str, ...]]:
    """Other creators who carry the same code, by collaboration; the same person in two campaigns is no conflict."""
    wanted = {deal.id: (code_key(deal.discount_code), deal.influencer_id) for deal in deals}
    holders: dict[str, dict[int, str]] = defaultdict(dict)
    for code, influencer_id, name in session.execute(
        pick(Collaboration.discount_code, Collaboration.influencer_id, Influencer.name)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.discount_code) != "")
    ):
        holders[code_key(code)][influencer_id] = name
    found = {}
    for deal_id, (key, own) in wanted.items():
        others = tuple(name for holder, name in holders[key].items() if holder != own)
        if deal_id is not None and others:
            found[deal_id] = others
    return found
