"""What a client's data must look like; forbidden words that the client's own lines use."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain import clients
from microinf_desktop.domain.clients import ClientDraft, CompetitorDraft, ContactDraft

TEA = ClientDraft(
    "Moth Tea", website="https://moth.example/tea", mandatory_mentions=("@moth.tea", "@Żółw_1"),
    mandatory_hashtags=("#MothTea", "#thé", "#2ndPot"), palette=("#0B5B68", "#ffffff"),
    contacts=(ContactDraft("Ana", "ana.four+tea@moth.example", "+44 1632 960 217"), ContactDraft("")),
    competitors=(CompetitorDraft("Leaf"),),
)


def test_a_client_as_people_write_it_is_taken() -> None:
    assert TEA.problems() == []


@pytest.mark.parametrize(("change", "field", "words"), [
    ({"website": "moth tea"}, "website", "web address"),
    ({"time_zone": "Berlin"}, "time_zone", "Europe/Berlin"),
    ({"mandatory_mentions": ("moth tea",)}, "mandatory_mentions", "@mothtea"),
    ({"mandatory_mentions": ("@",)}, "mandatory_mentions", "@brand"),
    ({"mandatory_hashtags": ("moth-tea",)}, "mandatory_hashtags", "#mothtea"),
    ({"mandatory_hashtags": ("#2026",)}, "mandatory_hashtags", "#brand2026"),
    ({"palette": ("teal",)}, "palette", "#0B5B68"),
    ({"palette": ("#000000",) * 13}, "palette", "Remove 1"),
    ({"contacts": (ContactDraft("Ana", "ana@moth"),)}, "contacts", "ana@moth"),
    ({"contacts": (ContactDraft("Ana", phone="call me"),)}, "contacts", "telephone"),
    ({"contacts": (ContactDraft("Ana", phone="12345"),)}, "contacts", "telephone"),
    ({"contacts": (ContactDraft("", "ana@moth.example"),)}, "contacts", "no name"),
    ({"competitors": (CompetitorDraft("Leaf"), CompetitorDraft("leaf "))}, "competitors", "twice"),
    ({"competitors": (CompetitorDraft("", "tea"),)}, "competitors", "no name"),
])
def test_what_is_refused_is_named_with_a_way_out(change: dict[str, object], field: str, words: str) -> None:
    [problem] = replace(TEA, **change).problems()  # type: ignore[arg-type]
    assert problem.field == field
    assert words in str(problem)


@given(st.text(max_size=30))
def test_what_a_refusal_proposes_is_itself_taken(text: str) -> None:
    for check, sign in ((clients.mentions_problem, "@"), (clients.hashtags_problem, "#")):
        sentence = check((text,))
        if sentence:
            proposed = sign + sentence.rsplit(f"Type it as {sign}", 1)[1].removesuffix(".")
            assert check((proposed,)) == "", (text, proposed)


def test_own_messages_that_use_a_forbidden_word_are_found_as_whole_words() -> None:
    found = clients.contradictions(("A Cure for Mondays", "Secure lids"), ("Say détox never",), ("cure", "detox", ""))
    assert found == [("cure", "A Cure for Mondays"), ("detox", "Say détox never")]
