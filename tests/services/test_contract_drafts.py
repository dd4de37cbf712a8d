"""Drafts of deals that have no contract yet: each shows a number of its own, and nothing is stored."""

from pathlib import Path

from sqlmodel import select

from microinf_desktop.papers import contract_maker
from microinf_desktop.services.contract_batch import make_contracts
from microinf_desktop.storage.tables import Contract
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_collaboration, a_deal, an_influencer


def test_drafts_without_a_contract_show_one_number_after_the_other(workspace: Workspace, tmp_path: Path) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Add") as session:
        other = a_collaboration(session, deal.campaign_id, an_influencer(session, name="Odile").id or 0).id or 0
    made = make_contracts(
        workspace, [deal.collaboration_id, other], contract_maker(workspace, TODAY), folder=tmp_path, draft=True,
        today=TODAY,
    ).made
    assert len({one.number for one in made}) == len(made) == 2
    with workspace.reading() as session:
        assert session.exec(select(Contract)).all() == []
