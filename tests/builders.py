"""Rows for tests: each builder adds one row with sound defaults and returns it with its id.

`a_deal(workspace)` builds the whole chain from client to deliverable in one step and returns the ids.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from microinf_desktop.storage import keys
from microinf_desktop.storage.tables import (
    Account,
    Agency,
    Campaign,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    Draft,
    Influencer,
    MetricSnapshot,
    Payment,
)
from microinf_desktop.storage.workspace import Workspace

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
CAPTION = "Ad: two quiet minutes with the Winter Blend by @tarnwicktea."
_number = count(1)
_Row = TypeVar("_Row", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Deal:
    """Ids of one chain."""

    client_id: int
    campaign_id: int
    influencer_id: int
    account_id: int
    collaboration_id: int
    deliverable_id: int


def _add(session: Session, row: _Row) -> _Row:
    session.add(row)
    session.flush()
    return row


def an_agency(session: Session, **fields: Any) -> Agency:
    given = {
        "id": 1, "name": "Kestrel Lane", "legal_name": "Kestrel Lane GmbH", "address": "Hafenstr. 4\n20457 Hamburg",
        "country": "DE", "email": "hello@kestrel.example", "governing_law": "Germany", "vat_id": "DE100000000",
    }
    return _add(session, Agency(**{**given, **fields}))


def a_client(session: Session, **fields: Any) -> Client:
    given = {
        "name": f"Tarnwick Tea {next(_number)}", "legal_name": "Tarnwick Tea Ltd", "country": "GB",
        "address": "1 Quay\nLeeds LS1 1AA", "category": "tea", "dos": ["Show the steam"],
        "donts": ["No health claims"], "key_messages": ["Ready in two minutes"], "mandatory_hashtags": ["#tarnwick"],
        "mandatory_mentions": ["@tarnwicktea"], "forbidden_words": ["cure"], "tone": "warm",
    }
    return _add(session, Client(**{**given, **fields}))


def a_campaign(session: Session, client_id: int, **fields: Any) -> Campaign:
    given = {
        "name": f"Winter Blend {next(_number)}", "state": "running", "objectives": ["awareness"],
        "product": "Winter Blend", "jurisdictions": ["UK", "US"], "audience_languages": ["en"],
        "starts_on": date(2026, 11, 1), "go_live_on": date(2026, 11, 20), "ends_on": date(2026, 12, 20),
        "time_zone": "Europe/London",
    }
    return _add(session, Campaign(client_id=client_id, **{**given, **fields}))


def an_influencer(session: Session, **fields: Any) -> Influencer:
    given = {
        "name": f"Klara Vossbeck {next(_number)}", "legal_name": "Klara Vossbeck", "country": "DE",
        "email": "klara@example.com", "address": "Gasse 2\n50667 Köln", "tax_residence": "DE",
        "birth_date": date(1996, 3, 1), "niches": ["food"],
    }
    person = _add(session, Influencer(**{**given, **fields}))
    keys.refresh_influencers(session, [person.id or 0])
    return person


def an_account(session: Session, influencer_id: int, **fields: Any) -> Account:
    handle = fields.pop("handle", f"klara{next(_number)}")
    given = {"platform": "instagram", "handle": handle, "handle_key": handle.lower(), "followers": 42_000}
    account = _add(session, Account(influencer_id=influencer_id, **{**given, **fields}))
    keys.refresh_influencers(session, [influencer_id])
    return account


def a_collaboration(session: Session, campaign_id: int, influencer_id: int, **fields: Any) -> Collaboration:
    given = {
        "stage": "contracted", "client_decision": "accepted", "fee_minor": 90_000, "currency": "EUR",
        "usage_media": ["Instagram"], "usage_territories": ["DE", "AT"], "usage_months": 6, "kill_fee_percent": 50,
    }
    return _add(session, Collaboration(campaign_id=campaign_id, influencer_id=influencer_id, **{**given, **fields}))


def a_deliverable(session: Session, campaign_id: int, collaboration_id: int, **fields: Any) -> Deliverable:
    given = {
        "kind": "grid_post", "platform": "instagram", "title": "Post", "draft_due_on": date(2026, 11, 10),
        "publish_on": date(2026, 11, 20), "caption_language": "en",
    }
    row = Deliverable(campaign_id=campaign_id, collaboration_id=collaboration_id, **{**given, **fields})
    return _add(session, row)


def a_draft(session: Session, deliverable_id: int, **fields: Any) -> Draft:
    given = {"number": 1, "caption": CAPTION, "received_at": NOW}
    return _add(session, Draft(deliverable_id=deliverable_id, **{**given, **fields}))


def a_payment(session: Session, collaboration_id: int, **fields: Any) -> Payment:
    given = {"description": "Fee", "amount_minor": 90_000, "currency": "EUR"}
    return _add(session, Payment(collaboration_id=collaboration_id, **{**given, **fields}))


def a_contract(session: Session, collaboration_id: int, **fields: Any) -> Contract:
    given = {"number": f"KL-2026-{next(_number):04}", "created_on": TODAY}
    return _add(session, Contract(collaboration_id=collaboration_id, **{**given, **fields}))


def a_snapshot(session: Session, deliverable_id: int, **fields: Any) -> MetricSnapshot:
    given = {"taken_on": TODAY, "reach": 20_000, "impressions": 24_000, "likes": 1_200, "comments": 60, "saves": 300,
             "shares": 90}
    return _add(session, MetricSnapshot(deliverable_id=deliverable_id, **{**given, **fields}))


def chain(
    session: Session, *, client: dict[str, Any] | None = None, campaign: dict[str, Any] | None = None,
    influencer: dict[str, Any] | None = None, account: dict[str, Any] | None = None,
    collaboration: dict[str, Any] | None = None, deliverable: dict[str, Any] | None = None,
) -> Deal:
    """Client, campaign, person with account, collaboration and deliverable inside the caller's step."""
    a, b = a_client(session, **client or {}), an_influencer(session, **influencer or {})
    c, d = a_campaign(session, a.id or 0, **campaign or {}), an_account(session, b.id or 0, **account or {})
    e = a_collaboration(session, c.id or 0, b.id or 0, **collaboration or {})
    f = a_deliverable(session, c.id or 0, e.id or 0, **{"account_id": d.id, **(deliverable or {})})
    return Deal(a.id or 0, c.id or 0, b.id or 0, d.id or 0, e.id or 0, f.id or 0)


def a_deal(workspace: Workspace, **parts: Any) -> Deal:
    """`chain` as one step."""
    with workspace.writing("Build a deal") as session:
        return chain(session, **parts)
