"""Tracking through the services: one step each, nothing doubled, addresses follow their page, files that scan."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from microinf_desktop.domain.errors import Cancelled, KnownError, ValidationError
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.domain.tracking import CodeDraft, LandingPageDraft, LinkDraft, Utm, UtmRules
from microinf_desktop.queries import tracking as queries
from microinf_desktop.services import tracking as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Collaboration, Deliverable
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_collaboration, a_deal, an_account, an_influencer

SHOP = "https://tarnwick.example/winter?lang=en"


@pytest.fixture
def campaign(workspace: Workspace) -> tuple[int, list[int]]:
    """A campaign with three creators, two of the same handle on different platforms; its id and the deals'."""
    first = a_deal(workspace, influencer={"name": "Klara Vossbeck"}, account={"handle": "klara"})
    deals = [first.collaboration_id]
    with workspace.writing("More") as session:
        for name, platform in (("Klara Lind", "tiktok"), ("Malik Farouk", "instagram")):
            person = an_influencer(session, name=name)
            an_account(session, person.id, platform=platform, handle=name.split()[0].lower())
            deals.append(a_collaboration(session, first.campaign_id, person.id).id or 0)
    return first.campaign_id, deals


def page(workspace: Workspace, campaign_id: int, url: str = SHOP) -> int:
    return services.save_landing_page(workspace, LandingPageDraft(campaign_id, "Shop", url))


def found(workspace: Workspace, campaign_id: int) -> dict[int, queries.TrackingRow]:
    with workspace.reading() as session:
        return {row.id: row for row in queries.rows(session, campaign_id)}


def test_links_for_everybody_are_unique_and_one_step(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, deals = campaign
    page_id = page(workspace, campaign_id)
    assert services.generate_links(workspace, campaign_id, page_id) == services.Generated(3, 0)
    rows = found(workspace, campaign_id)
    urls = [rows[deal].links[0].url for deal in deals]
    assert len(set(urls)) == 3
    assert all(url.startswith(f"{SHOP}&utm_source=") for url in urls)
    assert not any(row.links[0].issues for row in rows.values())
    assert services.generate_links(workspace, campaign_id, page_id) == services.Generated(0, 3)
    changelog.undo(workspace)
    changelog.undo(workspace)
    assert not any(row.links for row in found(workspace, campaign_id).values())


def test_a_link_can_be_required_of_open_deliverables(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, deals = campaign
    services.generate_links(workspace, campaign_id, page(workspace, campaign_id), deals[:1], require=True)
    url = found(workspace, campaign_id)[deals[0]].links[0].url
    with workspace.reading() as session:
        assert session.get_one(Deliverable, 1).required_links == [url]
    assert not found(workspace, campaign_id)[deals[1]].links


def test_two_creators_cannot_have_one_link(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, deals = campaign
    page_id = page(workspace, campaign_id)
    draft = LinkDraft(deals[0], landing_page_id=page_id, utm=Utm("instagram", "influencer", "winter", "klara"))
    first = services.save_link(workspace, draft)
    services.save_link(workspace, draft, first)  # the same one again is no conflict
    with pytest.raises(ValidationError, match="Klara Vossbeck already has this link") as refused:
        services.save_link(workspace, LinkDraft(deals[1], landing_page_id=page_id, utm=draft.utm))
    assert refused.value.field == "content"
    with pytest.raises(ValidationError, match="capitals"):
        services.save_link(workspace, LinkDraft(deals[1], landing_page_id=page_id,
                                                utm=Utm("Instagram", "influencer", "winter", "lind")))
    assert not found(workspace, campaign_id)[deals[1]].links


def test_links_follow_their_page_and_hold_it(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, deals = campaign
    page_id = page(workspace, campaign_id)
    services.generate_links(workspace, campaign_id, page_id, deals[:1])
    services.save_landing_page(workspace, LandingPageDraft(campaign_id, "Shop", "https://new.example/x"), page_id)
    assert found(workspace, campaign_id)[deals[0]].links[0].url.startswith("https://new.example/x?utm_source=")
    with pytest.raises(KnownError, match="1 link leads"):
        services.delete_landing_page(workspace, page_id)
    services.delete_links(workspace, [found(workspace, campaign_id)[deals[0]].links[0].id])
    services.delete_landing_page(workspace, page_id)
    with workspace.reading() as session:
        assert queries.landing_pages(session, campaign_id) == []


def test_only_one_page_is_the_default(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, _deals = campaign
    page(workspace, campaign_id)
    second = services.save_landing_page(
        workspace, LandingPageDraft(campaign_id, "Gifts", "https://tarnwick.example/gifts", True))
    with workspace.reading() as session:
        pages = queries.landing_pages(session, campaign_id)
    assert next((one.id, one.is_default) for one in pages) == (second, True)
    assert [one.is_default for one in pages] == [True, False]
    with pytest.raises(ValidationError, match="already has this landing page"):
        page(workspace, campaign_id)


def test_codes_never_collide_over_campaigns(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, deals = campaign
    other = a_deal(workspace, client={"name": "Other"}, campaign={"name": "Other"}, account={"handle": "other1"},
                   collaboration={"discount_code": "KLARA10"})
    with workspace.reading() as session:
        codes = services.propose_codes(session, campaign_id, "{first}{percent}", "10", deals)
    assert codes == {deals[1]: "KLARA10-2", deals[0]: "KLARA10-3", deals[2]: "MALIK10"}
    drafts = {deal: CodeDraft(deal, code, "10 % off") for deal, code in codes.items()}
    assert services.generate_codes(workspace, drafts).added == 3
    assert found(workspace, campaign_id)[deals[2]].code == "MALIK10"
    with pytest.raises(ValidationError, match=r"already has KLARA-10"):
        services.save_code(workspace, CodeDraft(deals[0], "KLARA-10"))
    with pytest.raises(ValidationError, match="Two creators would get"):
        services.generate_codes(workspace, {deals[0]: CodeDraft(deals[0], "A1"), deals[1]: CodeDraft(deals[1], "A1")})
    assert found(workspace, campaign_id)[deals[0]].code == "KLARA10-3"
    assert other.collaboration_id not in codes


def test_a_shared_code_is_named(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, deals = campaign
    with workspace.writing("As imported") as session:
        for deal in deals[:2]:
            session.get_one(Collaboration, deal).discount_code = "SAME"
    said = found(workspace, campaign_id)[deals[0]].warnings
    assert said == ("Klara Lind has the same code; its orders cannot be told apart.",)


def test_house_rules_are_kept_and_checked(workspace: Workspace, campaign: tuple[int, list[int]]) -> None:
    campaign_id, _deals = campaign
    services.save_rules(workspace, UtmRules(medium="creator", content="{name}-{handle}"))
    services.generate_links(workspace, campaign_id, page(workspace, campaign_id))
    utms = {row.links[0].utm.content for row in found(workspace, campaign_id).values()}
    assert "klara-vossbeck-klara" in utms
    with pytest.raises(ValidationError, match="told apart"):
        services.save_rules(workspace, UtmRules(content="all"))


def test_export_has_a_line_per_link(workspace: Workspace, campaign: tuple[int, list[int]], tmp_path: Path) -> None:
    campaign_id, deals = campaign
    services.generate_links(workspace, campaign_id, page(workspace, campaign_id), deals[:2])
    services.save_link(workspace, LinkDraft(deals[0], "affiliate", url="https://net.example/?id=1#a", network="Net"))
    services.save_code(workspace, CodeDraft(deals[2], "MALIK", valid_until=date(2026, 12, 31)))
    assert services.export_tracking(workspace, campaign_id, tmp_path / "out.csv") == 4
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert [line["link_kind"] for line in lines if line["creator"] == "Klara Vossbeck"] == ["landing", "affiliate"]
    assert next(line for line in lines if line["creator"] == "Malik Farouk")["code_until"] == "2026-12-31"


def test_qr_codes_are_written_for_screen_and_print(
    workspace: Workspace, campaign: tuple[int, list[int]], tmp_path: Path
) -> None:
    from PIL import Image

    campaign_id, _deals = campaign
    services.generate_links(workspace, campaign_id, page(workspace, campaign_id))
    files = services.export_qr_codes(workspace, campaign_id, tmp_path / "qr")
    assert sorted(path.suffix for path in files) == [".png"] * 3 + [".svg"] * 3
    with Image.open(files[0]) as picture:
        assert picture.width == picture.height >= 500
        # The quiet zone: four modules of 16 pixels without ink.
        assert picture.convert("L").crop((0, 0, picture.width, 64)).getextrema() == (255, 255)
    assert "viewBox" in files[1].read_text(encoding="utf-8")


def test_cancelled_qr_codes_leave_nothing(
    workspace: Workspace, campaign: tuple[int, list[int]], tmp_path: Path
) -> None:
    campaign_id, _deals = campaign
    services.generate_links(workspace, campaign_id, page(workspace, campaign_id))
    token = CancelToken()

    def stop(done: int, _total: int, _what: Any) -> None:
        if done == 1:
            token.cancel()

    with pytest.raises(Cancelled):
        services.export_qr_codes(workspace, campaign_id, tmp_path / "qr", stop, token)
    assert list((tmp_path / "qr").iterdir()) == []
