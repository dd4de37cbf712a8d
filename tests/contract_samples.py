"""A complete contract as plain data; tests change what they are about."""

from dataclasses import replace
from datetime import date
from typing import Any

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.contracts import (
    AgencyRole,
    AllowlistingTerms,
    CommissionTerm,
    CompensationTerms,
    ContractData,
    CreatorParty,
    DeliverableTerm,
    DisclosureTerm,
    ExclusivityTerms,
    Handle,
    InstalmentTerm,
    KillFee,
    KpiTerm,
    LawTerms,
    Party,
    ProductTerm,
    TimelineTerms,
    UsageKind,
    UsageTerms,
)
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, Platform
from microinf_desktop.domain.money import Money

EUR = "EUR"

AGENCY = Party(
    legal_name="Kestrel Lane GmbH", address="Hafenstr. 00\n20000 Hamburg\nGermany", country="DE",
    email="hello@kestrel-lane.example", entity_type="GmbH", registration_number="HRB 000000",
    vat_id="DE000000000", signatory_name="Ida Lund", signatory_title="Managing director",
)
CLIENT = Party(
    legal_name="Dunmarrow Kitchen GmbH", trade_name="Dunmarrow Kitchen", address="Ofenweg 00\n10000 Berlin\nGermany",
    country="DE", email="brand@dunmarrow.example", vat_id="DE111111111",
)
CREATOR = CreatorParty(
    party=Party(
        legal_name="Wanja Kroskova", address="Feldweg 00\n00000 Leipzig\nGermany", country="DE",
        email="wanja@backt.example", tax_residence="DE", vat_note="Small business, no VAT number",
    ),
    handles=(Handle(Platform.INSTAGRAM, "wanja.backt"), Handle(Platform.TIKTOK, "wanjabackt")),
    birth_date=date(1994, 5, 2),
)


def deliverables() -> tuple[DeliverableTerm, ...]:
    return (
        DeliverableTerm(
            DeliverableKind.REEL, Platform.INSTAGRAM, account="wanja.backt", min_seconds=30, caption_language="de",
            mentions=("@dunmarrow",), hashtags=("#firstbake",), discount_code="WANJA10",
            draft_due_on=date(2027, 1, 20), publish_on=date(2027, 2, 3), keep_live_days=90,
            fee=Money(66000, EUR), record_id=1,
        ),
        DeliverableTerm(
            DeliverableKind.STORY, Platform.INSTAGRAM, frames=3, links=("https://dunmarrow.example/first-bake",),
            draft_due_on=date(2027, 1, 25), publish_on=date(2027, 2, 4), keep_live_days=1, fee=Money(24000, EUR),
            record_id=2,
        ),
    )


def sample_contract(**changes: Any) -> ContractData:
    """A valid contract of an agent for a German client; `changes` replace fields."""
    data = ContractData(
        number="KL-2026-0143", version=3, dated=date(2026, 11, 24), agency=AGENCY, agency_role=AgencyRole.AGENT,
        client=CLIENT, creator=CREATOR, campaign="First Bake", product="the cast-iron bread pan “First Bake”",
        deliverables=deliverables(),
        timeline=TimelineTerms(date(2027, 1, 11), date(2027, 2, 14), "Europe/Berlin", 2, 2),
        compensation=CompensationTerms(
            CompensationModel.FLAT_FEE, Money(90000, EUR),
            products=(ProductTerm("Bread pan, 28 cm", 1, Money(6400, EUR)),),
            instalments=(
                InstalmentTerm(Trigger.APPROVAL, Money(45000, EUR)), InstalmentTerm(Trigger.LIVE, Money(45000, EUR)),
            ),
            payment_terms_days=30,
        ),
        usage=UsageTerms(UsageKind.ORGANIC_REPOST, ("organic", "web"), ("DE", "AT"), 6),
        law=LawTerms("DE", "Germany", "Hamburg"),
        disclosures=(
            DisclosureTerm(
                Platform.INSTAGRAM, "de", ("Werbung", "Anzeige"),
                "First word of the caption, before any hashtag; in a Reel and on each story frame in the picture.",
                "Paid partnership label on", "DE",
            ),
            DisclosureTerm(
                Platform.TIKTOK, "de", ("Werbung", "Anzeige"), "In the picture during the first three seconds.",
                "Content disclosure on", "DE",
            ),
        ),
        jurisdictions=("DE", "AT"), approver="Kestrel Lane GmbH", brief_version=2,
        exclusivity=ExclusivityTerms(
            category="cast-iron cookware", territories=("DE", "AT"),
            starts_on=date(2027, 1, 11), ends_on=date(2027, 2, 28), fee=Money(5000, EUR),
        ),
        kill_fees=(KillFee("signature", 25), KillFee("draft", 50), KillFee("approval", 100)),
        locale="de_DE",
    )
    return replace(data, **changes)


def full_contract(**changes: Any) -> ContractData:
    """A contract in which nearly every clause and table appears."""
    data = sample_contract(
        compensation=CompensationTerms(
            CompensationModel.HYBRID, Money(90000, EUR),
            products=(ProductTerm("Bread pan, 28 cm", 2, Money(6400, EUR)),
                      ProductTerm("Oven", 1, Money(29900, EUR), True)),
            commission=CommissionTerm(150_000, Money(100, EUR), Money(50000, EUR), "WANJA10", 30, "month",
                                      date(2027, 6, 30)),
            bonus_terms="€200 when the Reel reaches 50,000 views within 30 days", cap=Money(200000, EUR),
            instalments=(InstalmentTerm(Trigger.SIGNATURE, Money(30000, EUR)),
                         InstalmentTerm(Trigger.LIVE, Money(60000, EUR))),
            payment_terms_days=14, expenses_cap=Money(15000, EUR), extra_round_price=Money(8000, EUR),
        ),
        usage=UsageTerms(UsageKind.PAID, ("paid", "organic", "email"), ("DE", "AT", "CH"), 6, may_edit=True,
                         raw_files=True, renewal_price=Money(20000, EUR)),
        allowlisting=AllowlistingTerms((Platform.INSTAGRAM,), 60, Money(100000, EUR), Money(15000, EUR)),
        kpis=(KpiTerm("Reach, Reel after 7 days", "38,000", "Screenshot of Instagram Insights"),),
        approved_claims=("enamel without PFAS",), banned_claims=("never sticks",), content_bans=("alcohol",),
        switches=(("conduct", True),),
    )
    return replace(data, **changes)
