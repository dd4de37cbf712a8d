"""Brief, contract and education sheet demand the same words of a post, and these words pass the check."""

from datetime import timedelta

import pytest

from microinf_desktop.domain.disclosure import Post, check
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries.briefs import brief_data
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.queries.dossiers import education_data
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal


@pytest.mark.parametrize(("areas", "audience", "written", "labels"), [
    (["UK", "IE"], ["en"], "en", {"UK": ("#ad",), "IE": ("#ad",)}),  # "AD |" is good in the UK and refused in Ireland
    (["DE", "FR"], ["de", "fr"], "de", {"DE": ("Werbung |", "#werbung"), "FR": ("Publicité |", "#publicité")}),
    (["CA"], ["en", "fr"], "fr", {"CA": ("#pub",)}),
    (["US", "UK"], ["en"], "", {"US": ("Ad:", "#ad"), "UK": ("Ad:", "#ad")}),
])
def test_all_papers_demand_one_label(
    workspace: Workspace, areas: list[str], audience: list[str], written: str, labels: dict[str, tuple[str, ...]]
) -> None:
    deal = a_deal(
        workspace, campaign={"jurisdictions": areas, "audience_languages": audience},
        collaboration={"relationship": "paid", "fee_minor": 90_000},
        deliverable={"kind": "grid_post", "platform": "instagram", "caption_language": written,
                     "publish_on": TODAY + timedelta(days=9)},
    )
    with workspace.reading() as session:
        packs = load_packs()
        contract = contract_data(session, deal.collaboration_id, packs=packs, today=TODAY).disclosures
        brief = brief_data(session, deal.collaboration_id, packs, today=TODAY).disclosures
        sheet = education_data(session, deal.collaboration_id, packs, today=TODAY).rows
    assert {term.jurisdiction: term.labels for term in contract} == labels
    assert brief == contract
    assert {area: (row.text, *filter(None, [row.tag])) for row in sheet for area in row.jurisdictions} == labels
    for area, words in labels.items():
        for word in words:
            post = Post(caption=f"{word} two minutes with @tarnwicktea", jurisdiction=area, relationship="paid",
                        audience_language=" ".join([written, *audience]), brand_influence=True)
            assert check(post, packs, TODAY).verdict == "pass", (area, word)
