"""The tracking tab by mouse and keyboard: a page, links for everybody, a code, what is doubtful, undo."""

from typing import Any

from PySide6.QtCore import Qt

from microinf_desktop.queries import campaigns
from microinf_desktop.queries import tracking as queries
from microinf_desktop.services import campaigns as campaign_services
from microinf_desktop.ui.dialogs.tracking import CodesDialog, LinkDialog
from microinf_desktop.ui.pages.campaign_tracking import CampaignTracking
from microinf_desktop.ui.widgets.labels import Label
from tests.ui.pages.conftest import settle


def opened(desk: Any, with_codes: bool = True) -> CampaignTracking:
    """The tab of the first campaign that sells with codes, or of one that does not."""
    with desk.workspace.reading() as session:
        chosen = next(row.id for row in campaigns.rows(session)
                      if row.creators and bool(queries.landing_pages(session, row.id)) is with_codes)
    page = desk.go("campaign", id=chosen, tab="tracking")
    part: CampaignTracking = page.part("tracking")
    return part


def test_the_sample_shows_links_codes_and_their_qr_code(desk: Any) -> None:
    part = opened(desk)
    row = next(one for one in part._rows.values() if one.links)
    part.table.select(row.id)
    settle()
    desk.click("Copy link", part)
    assert desk.toasts[-1].startswith(f"Copied: {row.links[0].url}")
    assert "to look at" not in str(part.position())


def test_make_links_asks_for_a_page_first_and_is_undone(desk: Any, dialogs: Any) -> None:
    part = opened(desk, with_codes=False)

    def name_page(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Shop")
        desk.type(dialog.form.input("url"), "tarnwick.example")
        dialog.submit()
        assert "not a web address" in dialog.form.error_text("url")
        desk.type(dialog.form.input("url"), "https://tarnwick.example/shop")
        dialog.submit()

    dialogs.expect(name_page)
    dialogs.expect(lambda dialog: dialog.submit())
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert all(one.links for one in part._rows.values())
    desk.undo()
    assert not any(one.links for one in part._rows.values())
    desk.redo()
    assert all(one.links for one in part._rows.values())


def test_a_broken_parameter_is_named_while_typing(desk: Any, dialogs: Any) -> None:
    part = opened(desk)
    part.table.select(next(iter(part._rows)))

    def break_it(dialog: LinkDialog) -> None:
        desk.type(dialog.form.input("content"), "Winter Sale")
        assert "has a space" in dialog.form.error_text("content")
        dialog.submit()
        assert dialog.isVisible()
        desk.type(dialog.form.input("content"), "winter-sale")
        assert dialog.form.error_text("content") == ""
        assert dialog.shown.text().endswith("utm_content=winter-sale")
        dialog.submit()

    dialogs.expect(break_it)
    part.add_link()
    settle()
    assert any(link.utm.content == "winter-sale" for one in part._rows.values() for link in one.links)


def test_codes_are_shown_before_they_are_stored(desk: Any, dialogs: Any) -> None:
    part = opened(desk, with_codes=False)
    seen: list[str] = []

    def look(dialog: CodesDialog) -> None:
        desk.type(dialog.form.input("pattern"), "{first}{percent}")
        desk.type(dialog.form.input("percent"), "20")
        dialog.form.input("replace").setChecked(True)
        seen.append(dialog.shown.text())
        dialog.submit()

    dialogs.expect(look)
    part.make_codes()
    settle()
    first = seen[0].splitlines()[0].split(": ")[1]
    assert first.endswith("20")
    assert first in {one.code for one in part._rows.values()}


def test_an_empty_campaign_says_what_to_do(desk: Any) -> None:
    from microinf_desktop.domain.campaigns import CampaignDraft

    with desk.workspace.reading() as session:
        client_id = campaigns.rows(session)[0].client_id
    campaign_id = campaign_services.save_campaign(desk.workspace, CampaignDraft(client_id, "Empty"))
    part = desk.go("campaign", id=campaign_id, tab="tracking").part("tracking")
    sentence = part.table.empty.findChild(Label).text()
    assert "nobody is in this campaign yet" in sentence
