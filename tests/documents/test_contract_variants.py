"""Variants of the contract that follow from the deal: retainer, event, gifting, ownership, riders, choices."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from microinf_desktop.documents.contract_text import assemble
from microinf_desktop.domain.clauses import ClauseParagraph, ClauseParameter, holds, included_clauses
from microinf_desktop.domain.contract_facts import contract_facts
from microinf_desktop.domain.contracts import (
    AgencyRole,
    AllowlistingTerms,
    BonusTerm,
    CommissionTerm,
    CompensationTerms,
    ContractData,
    CreatorParty,
    DiscountTerm,
    EventTerms,
    ExclusivityTerms,
    LawTerms,
    ProductTerm,
    RegulatedCategory,
    RetainerTerms,
    TimelineTerms,
    UsageKind,
    UsageTerms,
    blocks,
    contract_findings,
)
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, Platform, TargetMetric
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import CREATOR, deliverables, full_contract, sample_contract

_LIBRARY = bundled_library()
_GIFT = CompensationTerms(CompensationModel.PRODUCT_SEEDING, products=(ProductTerm("Pan", 1, Money(6400, "EUR")),))
_RETAINER = CompensationTerms(
    CompensationModel.FLAT_FEE, payment_terms_days=30,
    retainer=RetainerTerms(Money(120_000, "EUR"), 6, date(2027, 1, 1), ("2 Reels", "4 stories")),
)
_FEE = Money(5_000, "EUR")
_SHARE = CommissionTerm(150_000)
_RAW = replace(deliverables()[0], kind=DeliverableKind.RAW_UGC)
_EVENT = replace(deliverables()[1], kind=DeliverableKind.EVENT, platform=Platform.OTHER, draft_due_on=None)
_PLACE = EventTerms("Pop-up", "Hall 0\nBerlin", date(2027, 1, 30), date(2027, 1, 31), "18:30", 1)


def _text(data: ContractData) -> dict[str, str]:
    return {
        clause.id: "\n".join(paragraph.plain for paragraph in clause.paragraphs)
        for clause in assemble(data, _LIBRARY)
    }


def _chosen(name: str, value: str | int, **changes: Any) -> dict[str, str]:
    return _text(sample_contract(parameters=((name, value),), **changes))


def test_a_retainer_says_fee_months_work_review_and_end() -> None:
    data = sample_contract(compensation=_RETAINER, kill_fees=())
    assert not blocks(contract_findings(data))
    text = _text(data)
    for words in ("for 6 months, beginning on 1 January 2027", "1.200,00\u00a0€ a month", "2 Reels; 4 stories",
                  "Every 3 months", "notice of 30 days to the end of a month", "does not renew itself"):
        assert words in text["retainer"]
    assert "monthly fee" in text["compensation"]
    assert "invoice" in text["compensation"]
    assert "as long as no post is published" not in text["term"]
    assert "total compensation" in text["liability"]
    assert "retainer" not in _text(sample_contract())
    findings = contract_findings(replace(data, compensation=replace(_RETAINER, retainer=RetainerTerms())))
    assert {finding.field for finding in findings if finding.check_id == "CON-01"} == {
        f"compensation.retainer.{name}" for name in ("monthly_fee", "months", "items")
    }


@pytest.mark.parametrize(("items", "beginning"), [
    (deliverables(), "The creator makes and publishes:"),
    ((*deliverables(), _EVENT), "The creator makes and publishes the posts and attends"),
    ((_RAW,), "The creator makes and hands over:"),
    ((_EVENT,), "The creator attends:"),
    ((_RAW, _EVENT), "The creator attends the event and hands over"),
])
def test_the_table_of_deliverables_stands_once_with_its_sentence(items: Any, beginning: str) -> None:
    clauses = assemble(sample_contract(deliverables=items), _LIBRARY)
    paragraphs = next(clause for clause in clauses if clause.id == "deliverables").paragraphs
    assert paragraphs[0].plain.startswith(beginning)
    heads = [one.table.columns[0].title for one in paragraphs if one.table is not None]
    assert heads[:1] == ["Deliverable"]
    assert sum(len(one.table.columns) > 2 for one in paragraphs if one.table is not None) == 1


def test_an_event_names_place_arrival_travel_and_cancellation() -> None:
    items = (*deliverables(), _EVENT)
    text = _text(sample_contract(deliverables=items, event=_PLACE))["event"]
    for words in ("Pop-up, at Hall 0, Berlin; date: 30 January 2027 to 31 January 2027", "by 18:30", "bring 1 person",
                  "client books and pays travel", "less than 7 days before it begins, it pays 50\u00a0% of the fee"):
        assert words in text
    unknown = _text(sample_contract(deliverables=items))["event"]
    assert "tells the creator place, time of arrival and programme" in unknown
    assert "paid back" not in unknown
    assert "against receipts" in _chosen("travel", "receipts", deliverables=items)["event"]
    assert "covered by the compensation" in _chosen("travel", "creator", deliverables=items)["event"]
    unpaid = _text(sample_contract(deliverables=items, compensation=_GIFT))["event"]
    assert "of the fee for attending" not in unpaid
    assert "travel costs that the creator cannot get back" in unpaid
    assert "event" not in _text(sample_contract())


def test_a_gift_can_be_sent_back_and_owes_no_money() -> None:
    text = _text(sample_contract(compensation=_GIFT, kill_fees=()))
    assert "send it back within 14 days" in text["products"]
    assert "keeps the products already received" in text["term"]
    assert "pays for the work done" not in text["term"]
    assert "value of the products" in text["liability"]
    kept = _chosen("gift_return", "no", compensation=_GIFT)
    assert "send it back" not in kept["products"]
    assert "send it back" not in _text(sample_contract())["products"]


def test_whoever_publishes_nothing_gets_no_annex_to_confirm() -> None:
    text = _text(sample_contract(deliverables=(_RAW,), disclosures=()))["disclosure"]
    assert "publishes nothing" in text
    assert "annex A" not in text
    assert "annex A" in _text(sample_contract())["disclosure"]
    assert "publishes nothing" not in _text(sample_contract())["disclosure"]


def test_rights_are_licensed_or_transferred() -> None:
    licensed, taken = _text(sample_contract()), _chosen("ownership", "client")
    assert "keeps the ownership" in licensed["licence"]
    assert "transfers to the client" in taken["licence"]
    for words in ("keeps the ownership", "for 6 months", "not exclusive", "can be passed on"):
        assert words not in taken["licence"]
    assert "in every use that clause" not in taken["personality"]
    warned = contract_findings(sample_contract(parameters=(("ownership", "client"),)))
    assert [(finding.check_id, finding.field) for finding in warned] == [("CON-03", "parameters.ownership")]


@pytest.mark.parametrize(("name", "clause", "texts"), [
    ("music", "standards", {"creator": "when in doubt the creator asks", "client": "supplies or names the music"}),
    ("ai_use", "standards", {"forbidden": "are not used. The usual", "approval": "after approval", "labelled":
                             "may use AI tools"}),
    ("late_interest", "compensation", {"law": "rate the law provides", "rate": "at 8\u00a0% a year"}),
    ("disputes", "law", {"courts": "courts of Hamburg", "arbitration": "one arbitrator"}),
    ("shipping", "products", {"buyer": "in both directions", "creator": "The creator pays shipping"}),
])
def test_of_each_choice_exactly_one_text_is_printed(name: str, clause: str, texts: dict[str, str]) -> None:
    assert set(_LIBRARY.parameter(name).choices) == set(texts)
    for choice in texts:
        printed = _chosen(name, choice)[clause]
        assert [other for other, words in texts.items() if words in printed] == [choice]


def test_a_choice_the_library_does_not_have_is_refused() -> None:
    with pytest.raises(KnownError, match="“dice” is no choice for “Who decides disputes”") as caught:
        _chosen("disputes", "dice")
    assert "Courts, Arbitration" in caught.value.hint


def test_boosted_content_needs_a_licence_for_its_music() -> None:
    words = "whose licence covers paid advertising"
    assert words not in _text(sample_contract())["standards"]
    assert words in _text(full_contract())["standards"]
    paid = UsageTerms(UsageKind.PAID, ("paid",), ("DE",), 6)
    assert words in _text(sample_contract(usage=paid))["standards"]
    assert words not in _chosen("music", "client", usage=paid)["standards"]


@pytest.mark.parametrize(("state", "words"), [
    ("home", "law of the creator’s home reserves"), ("california", "law of California"),
    ("illinois", "law of Illinois"), ("minnesota", "law of Minnesota"),
])
def test_a_childs_share_follows_the_law_of_its_home(state: str, words: str) -> None:
    child = replace(CREATOR, birth_date=date(2012, 1, 1), guardian_name="Ana", guardian_address="Same")
    text = _chosen("trust_state", state, creator=child)["minors"]
    assert words in text
    assert ("15\u00a0%" in text) == (state != "home")
    others = [one for one in ("California", "Illinois", "Minnesota") if one in text]
    assert len(others) == (state != "home")


@pytest.mark.parametrize(("born", "is_named"), [(date(2010, 11, 24), False), (date(2010, 11, 25), True)])
def test_french_law_asks_for_an_authorisation_under_sixteen(born: date, is_named: bool) -> None:
    child = replace(CREATOR, birth_date=born, guardian_name="Ana", guardian_address="Same")
    data = sample_contract(creator=child, jurisdictions=("FR",), law=LawTerms("FR", "France", "Paris"))
    assert ("The creator is under 16" in _text(data)["minors"]) == is_named


@pytest.mark.parametrize(("category", "countries", "words"), [
    (RegulatedCategory.FINANCE, ("US",), "section 17(b) of the US Securities Act demands: 900,00\u00a0€"),
    (RegulatedCategory.FOOD, ("UK",), "no more than a quarter of the audience is under 16"),
    (RegulatedCategory.ALCOHOL, ("FR",), "with the health warning it demands"),
    (RegulatedCategory.GAMBLING, ("FR",), "shut out minors"),
])
def test_riders_follow_the_countries_of_the_audience(
    category: RegulatedCategory, countries: tuple[str, ...], words: str
) -> None:
    law = LawTerms("FR", "France", "Paris")
    assert words in _text(sample_contract(regulated=category, jurisdictions=countries, law=law))["regulated"]
    assert words not in _text(sample_contract(regulated=category, jurisdictions=("DE",)))["regulated"]


def test_a_kill_fee_needs_a_fee_and_products_come_back_only_where_there_are_some() -> None:
    assert "instead of the fee" in _text(sample_contract())["term"]
    assert "instead of the fee" not in _text(sample_contract(compensation=_RETAINER))["term"]
    assert "products that were sent" in _text(sample_contract())["term"]
    assert "products" not in _text(sample_contract(compensation=_RETAINER))["term"]
    assert "when the exclusivity begins" in _text(sample_contract(compensation=_RETAINER))["exclusivity"]


def test_every_pair_of_choices_makes_a_whole_contract() -> None:
    """Each value of each choice meets each of another: no reference leads nowhere, no value is missing."""
    choices = [parameter for parameter in _LIBRARY.parameters if parameter.type == "choice"]
    child = replace(CREATOR, birth_date=date(2012, 1, 1), guardian_name="Ana", guardian_address="Same")
    rich = full_contract(creator=child, deliverables=(*deliverables(), _RAW, _EVENT), event=_PLACE,
                         has_minors_in_content=True)
    for first, second in itertools.combinations(choices, 2):
        for index in range(max(len(first.choices), len(second.choices))):
            pair = ((first.name, first.choices[index % len(first.choices)]),
                    (second.name, second.choices[index % len(second.choices)]))
            for text in _text(replace(rich, parameters=pair)).values():
                assert "{" not in text


def test_every_paragraph_is_printed_in_some_contract_and_every_parameter_is_used() -> None:
    open_rounds = replace(full_contract().timeline, rounds_included=None, silence_is_approval=False,
                          blackouts=((date(2027, 2, 1), date(2027, 2, 1)),))
    code = DiscountTerm("ANA10", "10 % off", date(2027, 1, 11), date(2027, 2, 28))
    pays = (_RETAINER, _GIFT, full_contract().compensation, replace(_RETAINER, commission=_SHARE, fee=_FEE, bonuses=(
        BonusTerm(TargetMetric.VIEWS, 1, _FEE),)), CompensationTerms(CompensationModel.COMMISSION, commission=_SHARE),
            replace(_RETAINER, commission=replace(_SHARE, share_ppm=0, per_sale=_FEE)), sample_contract().compensation)
    child = replace(CREATOR, birth_date=date(2012, 1, 1), guardian_name="Ana", manager_name="Max", manager_signs=True)
    everything = [*_rich_contracts(open_rounds, child), *_rights_contracts(), *(
        base(compensation=pay, discount=discount, event=_PLACE)
        for base in (sample_contract, full_contract) for pay in pays
        for discount in (None, code, replace(code, gives="", ends_on=None), replace(code, starts_on=None))
    )]
    printed: set[tuple[str, int]] = set()
    for data, choice in itertools.product(everything, range(4)):
        chosen = {one.name: one.choices[choice % len(one.choices)] if one.choices else one.default
                  for one in _LIBRARY.parameters}
        facts = contract_facts(data, chosen)
        for clause in included_clauses(_LIBRARY, facts, {"conduct": True}):
            printed |= {(clause.id, number) for number, text in enumerate(clause.paragraphs)
                        if holds(text.conditions, facts)}
    assert [(clause.id, number, clause.paragraphs[number].text) for clause in _LIBRARY.clauses
            for number in range(len(clause.paragraphs)) if (clause.id, number) not in printed] == []
    used = {one.name for clause in _LIBRARY.clauses for one in _LIBRARY.parameters_of(clause.id)}
    assert used == {one.name for one in _LIBRARY.parameters}


def _rich_contracts(timeline: TimelineTerms, child: CreatorParty) -> list[ContractData]:
    """Kinds of work, people and products."""
    live = replace(deliverables()[0], kind=DeliverableKind.LIVE_QA)
    works = ((*deliverables(), live), (_RAW,), (_EVENT,), (_RAW, _EVENT), (live, _EVENT))
    grown = replace(CREATOR, manager_name="Max")
    return [
        full_contract(deliverables=items, timeline=timeline, creator=creator, regulated=category, brief_version=None,
                      jurisdictions=("FR", "US", "UK"), has_minors_in_content=True, compensation=pay,
                      agency_role=AgencyRole.PRINCIPAL)
        for items, creator in itertools.product(works, (child, grown)) for category in RegulatedCategory
        for pay in (full_contract().compensation, _RETAINER)
    ]


def _rights_contracts() -> list[ContractData]:
    """Every kind of right, with and without its details."""
    usages = [UsageTerms(), *(
        UsageTerms(kind, ("paid",), ("DE",), 6, is_perpetual=ever, may_edit=free, may_sublicense=free, ai_training=free,
                   renewal_price=_FEE, raw_files=free)
        for kind in (UsageKind.ORGANIC_REPOST, UsageKind.PAID) for ever in (False, True) for free in (False, True)
    )]
    ads = AllowlistingTerms((Platform.TIKTOK,), 30)
    exclusive = ExclusivityTerms("tea", carve_outs="An older deal")
    return [
        full_contract(usage=usage, moral_rights_waiver=waiver, allowlisting=allow, exclusivity=closed, kill_fees=())
        for usage in usages for waiver in (False, True)
        for allow, closed in ((ads, exclusive), (replace(ads, may_edit=True, fee=_FEE, spend_cap=_FEE), replace(
            exclusive, fee=_FEE, ends_on=date(2027, 3, 1))))
    ]


def test_money_and_countries_are_written_as_the_contract_writes_them() -> None:
    purpose = _LIBRARY.clause("purpose")
    own = replace(
        _LIBRARY, parameters=(*_LIBRARY.parameters, ClauseParameter("penalty", "money", 5_000, "Penalty"),
                              ClauseParameter("home", "country", "AT", "Home")),
        clauses=(replace(purpose, paragraphs=(ClauseParagraph("{penalty} in {home}."),)), *_LIBRARY.clauses[1:]),
    )
    assert assemble(sample_contract(), own)[0].paragraphs[0].plain == "50,00\u00a0€ in Austria."


def test_a_law_a_court_and_a_cycle_are_said_in_the_words_of_the_library() -> None:
    law = LawTerms("DE", "Germany", "the agency’s seat")
    assert "law of Germany" in _text(sample_contract(law=law))["law"]
    other = replace(_LIBRARY, language="de", words={
        **_LIBRARY.words, "court.agency_seat": "am Sitz der Agentur", "cycle.month": "Monat",
    })
    texts = {clause.id: " ".join(one.plain for one in clause.paragraphs)
             for clause in assemble(full_contract(law=law), other)}
    assert "law of Deutschland" in texts["law"]
    assert "courts of am Sitz der Agentur" in texts["law"]
    assert "after each Monat" in texts["commission"]
    assert "New York" in _text(sample_contract(law=LawTerms("US", "New York", "New York")))["law"]


def test_a_plain_deal_stays_short() -> None:
    data = sample_contract()
    facts = contract_facts(data, {one.name: one.default for one in _LIBRARY.parameters})
    assert len(included_clauses(_LIBRARY, facts, {})) <= 23
    assert sum(len(clause.paragraphs) for clause in assemble(data, _LIBRARY)) <= 90
