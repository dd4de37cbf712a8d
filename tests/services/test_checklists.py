"""Checklists: items, templates, order, and checks that keep in step with the deal."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from microinf_desktop.domain.checklists import Anchor, ItemDraft, ItemTemplate, Progress
from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import checklists as queries
from microinf_desktop.services import checklists as services
from microinf_desktop.services.timeline import set_days
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Collaboration
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal

GO_LIVE = date(2027, 3, 2)


def rows(workspace: Workspace, deal: Deal) -> tuple[queries.ChecklistRow, ...]:
    with workspace.reading() as session:
        return queries.items(session, [deal.deliverable_id]).get(deal.deliverable_id, ())


def checks(workspace: Workspace, deal: Deal) -> dict[str, date | None]:
    return {row.text: row.due_on for row in rows(workspace, deal) if row.source == "contract"}


def set_deal(workspace: Workspace, deal: Deal, **values: object) -> None:
    with workspace.writing("Change the deal") as session:
        found = session.get_one(Collaboration, deal.collaboration_id)
        for name, value in values.items():
            setattr(found, name, value)
        services.follow_deal(session, [deal.collaboration_id], TODAY)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    made = a_deal(
        workspace, collaboration={"keep_live_days": 90, "usage_months": 6, "exclusivity_days_after": 14},
        deliverable={"publish_on": GO_LIVE, "draft_due_on": None},
    )
    set_deal(workspace, made)
    return made


def test_checks_follow_the_deal_and_the_publish_day(workspace: Workspace, deal: Deal) -> None:
    assert checks(workspace, deal) == {
        "Still live on day 30, disclosure in place": GO_LIVE + timedelta(days=30),
        "Still live on day 90, disclosure in place": GO_LIVE + timedelta(days=90),
        "Usage rights end: stop using the content or renew": date(2027, 9, 2),
        "Exclusivity ends": GO_LIVE + timedelta(days=14),
    }
    set_days(workspace, {deal.deliverable_id: {"publish_on": GO_LIVE + timedelta(days=7)}}, "Move")
    assert checks(workspace, deal)["Exclusivity ends"] == GO_LIVE + timedelta(days=21)
    assert len(checks(workspace, deal)) == 4
    set_deal(workspace, deal, keep_live_days=60, usage_months=None)
    assert set(checks(workspace, deal)) == {
        "Still live on day 30, disclosure in place", "Still live on day 60, disclosure in place", "Exclusivity ends",
    }


def test_ticked_checks_are_left_alone_and_put_off_ones_are_not_put_back(workspace: Workspace, deal: Deal) -> None:
    first, second = rows(workspace, deal)[:2]
    services.tick(workspace, [first.id], TODAY)
    set_deal(workspace, deal, keep_live_days=10, usage_months=None, exclusivity_days_after=0)
    kept = rows(workspace, deal)
    assert [(row.text, row.done_on) for row in kept] == [
        (first.text, TODAY), ("Still live on day 10, disclosure in place", None),
    ]
    with pytest.raises(KnownError, match="follows from the deal"):
        services.delete_item(workspace, kept[1].id)
    with pytest.raises(KnownError, match="follows from the deal"):
        services.edit_item(workspace, kept[1].id, "Something else", kept[1].due_on)
    later = GO_LIVE + timedelta(days=11)
    services.edit_item(workspace, kept[1].id, kept[1].text, later, BallHolder.CREATOR)
    with workspace.writing("Much later") as session:
        services.follow_deal(session, [deal.collaboration_id], GO_LIVE + timedelta(days=20))
    assert (rows(workspace, deal)[1].due_on, rows(workspace, deal)[1].holder) == (later, "creator")
    assert second.id not in {row.id for row in rows(workspace, deal)}


def test_one_item_for_several_deliverables_is_one_step(workspace: Workspace, deal: Deal) -> None:
    other = a_deal(workspace)
    both = [deal.deliverable_id, other.deliverable_id]
    services.add_items(workspace, both, ItemDraft("Send the parcel back", TODAY, BallHolder.CREATOR))
    assert rows(workspace, other)[-1].holder == "creator"
    assert rows(workspace, deal)[-1].text == "Send the parcel back"
    changelog.undo(workspace)
    assert rows(workspace, other) == ()
    with pytest.raises(ValidationError):
        services.add_items(workspace, both, ItemDraft("  "))


def test_order_is_kept_and_items_are_given_away(workspace: Workspace, deal: Deal) -> None:
    ids = [row.id for row in rows(workspace, deal)]
    services.reorder(workspace, deal.deliverable_id, [ids[2], ids[0]])
    assert [row.id for row in rows(workspace, deal)] == [ids[2], ids[0], ids[1], ids[3]]
    services.assign(workspace, ids[:2], BallHolder.CLIENT)
    assert [row.holder for row in rows(workspace, deal)] == ["us", "client", "client", "us"]


def test_a_template_of_the_agency_replaces_the_shipped_one_until_it_is_reset(workspace: Workspace) -> None:
    kind = DeliverableKind.POLL
    with workspace.reading() as session:
        shipped = queries.template(session, kind)
    own = (ItemTemplate("Question agreed", Anchor.DRAFT, -1, BallHolder.CLIENT), ItemTemplate("Result saved"))
    services.save_template(workspace, kind, own)
    services.save_template(workspace, kind, own)
    with workspace.reading() as session:
        assert queries.template(session, kind).items == own
    for wrong in (ItemTemplate(" "), ItemTemplate("question AGREED")):
        with pytest.raises(ValidationError):
            services.save_template(workspace, kind, (own[0], wrong))
    with pytest.raises(ValidationError):
        services.save_template(workspace, kind, (replace(own[0], offset=9_999),))
    services.reset_template(workspace, kind)
    with workspace.reading() as session:
        assert queries.template(session, kind) == shipped


def test_progress_is_rolled_up_and_leaves_cancelled_work_out(workspace: Workspace, deal: Deal) -> None:
    ids = [row.id for row in rows(workspace, deal)]
    services.tick(workspace, ids[:1], TODAY)
    services.add_item(workspace, deal.deliverable_id, "Late already", TODAY - timedelta(days=1))
    dropped = a_deal(workspace, deliverable={"state": "cancelled"})
    services.add_item(workspace, dropped.deliverable_id, "Never mind")
    wanted = Progress(1, 5, 1)
    with workspace.reading() as session:
        assert queries.progress_by_deliverable(session, [deal.deliverable_id], TODAY) == {deal.deliverable_id: wanted}
        assert queries.progress_by_collaboration(session, [deal.collaboration_id], TODAY) == {
            deal.collaboration_id: wanted}
        assert queries.progress_by_campaign(session, [deal.campaign_id, dropped.campaign_id], TODAY) == {
            deal.campaign_id: wanted}
        assert queries.progress_by_client(session, [deal.client_id], TODAY) == {deal.client_id: wanted}
        assert queries.item_counts(session, [deal.deliverable_id], with_done=False) == {deal.deliverable_id: 4}
