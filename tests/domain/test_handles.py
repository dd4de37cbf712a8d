"""Handles and profile links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.handles import (
    Handle,
    handle_key,
    looks_like_link,
    parse_handle,
    parse_link,
    parse_platform,
    profile_link,
)


@pytest.mark.parametrize(("text", "platform", "handle"), [
    ("@Ana.K", Platform.INSTAGRAM, "ana.k"), (" 433 ", Platform.INSTAGRAM, "433"),
    ("__x__", Platform.TIKTOK, "__x__"),
    ("\u202aana\u202c", Platform.INSTAGRAM, "ana"), ("MrBeast", Platform.YOUTUBE, "MrBeast"),
    ("✿ Kids  Diana Show", Platform.YOUTUBE, "✿ Kids Diana Show"), ("www.Ana.Cooks", Platform.BLOG, "ana.cooks"),
])
def test_reads_bare_handles_for_their_platform(text: str, platform: Platform, handle: str) -> None:
    assert parse_handle(text, platform) == Handle(platform, handle)


@pytest.mark.parametrize(("text", "platform", "handle"), [
    ("https://www.instagram.com/Ana.K/?hl=de", Platform.INSTAGRAM, "ana.k"),
    ("instagram.com/ana.k", Platform.INSTAGRAM, "ana.k"),
    ("https://instagram.com/stories/ana/123", Platform.INSTAGRAM, "ana"), ("IG: ana.k", Platform.INSTAGRAM, "ana.k"),
    ("https://www.tiktok.com/@khaby.lame/video/71", Platform.TIKTOK, "khaby.lame"),
    ("ana.k (TikTok)", Platform.TIKTOK, "ana.k"),
    ("youtube.com/@MrBeast", Platform.YOUTUBE, "MrBeast"),
    ("https://m.youtube.com/c/PewDiePie", Platform.YOUTUBE, "PewDiePie"),
    ("https://youtube.com/channel/UCX6OQ3DkcsbYNE6H8uQQuVA", Platform.YOUTUBE, "UCX6OQ3DkcsbYNE6H8uQQuVA"),
    ("https://twitter.com/a_b/status/1", Platform.X, "a_b"), ("x.com/a_b", Platform.X, "a_b"),
    ("https://de.linkedin.com/in/jane-doe/", Platform.LINKEDIN, "jane-doe"),
    ("pinterest.co.uk/anna/", Platform.PINTEREST, "anna"),
    ("facebook.com/profile.php?id=123", Platform.FACEBOOK, "123"),
    ("https://twitch.tv/Ninja", Platform.TWITCH, "ninja"),
    ("https://ana.substack.com/", Platform.NEWSLETTER, "ana"),
    ("https://www.ana.cooks/about", Platform.BLOG, "ana.cooks"),
])
def test_links_and_labels_name_their_platform(text: str, platform: Platform, handle: str) -> None:
    assert parse_handle(text) == Handle(platform, handle)


@pytest.mark.parametrize("text", [
    "https://instagram.com/p/XYZ/", "https://www.youtube.com/watch?v=abc", "https://vm.tiktok.com/ZM8/",
    "https://instagram.com/",
    "https://linktr.ee/ana", "https://[::1", "http://", "https://x.com/search?q=a",
])
def test_links_that_lead_to_no_profile(text: str) -> None:
    assert parse_link(text) is None


@pytest.mark.parametrize(("text", "platform", "reason"), [
    ("", None, "no handle"), ("@", None, "no handle"), ("a@b.com", Platform.INSTAGRAM, "is an e-mail address"),
    ("Ana Berg", Platform.INSTAGRAM, "is not a handle on Instagram"),
    ("2024-05-01", Platform.TIKTOK, "is not a handle on TikTok"),
    ("https://instagram.com/p/XYZ/", None, "does not lead to a profile"),
    ("x" * 200, Platform.YOUTUBE, "is not a handle"),
])
def test_says_what_is_wrong_with_a_handle(text: str, platform: Platform | None, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_handle(text, platform)


@pytest.mark.parametrize(("text", "platform"), [
    ("IG", Platform.INSTAGRAM), ("Tik-Tok", Platform.TIKTOK), ("X (Twitter)", Platform.X),
    ("YouTube channel", Platform.YOUTUBE),
    ("instagram.com", Platform.INSTAGRAM), ("Snapfoo", None), ("", None),
])
def test_reads_the_names_of_platforms(text: str, platform: Platform | None) -> None:
    assert parse_platform(text) is platform


def test_key_ignores_case_at_sign_and_forms_of_characters() -> None:
    assert handle_key("@MrBeast") == handle_key("mrbeast") == "mrbeast"
    assert handle_key("ＡＢＣ") == "abc"
    assert handle_key("Kids  Diana\u00a0Show") == "kids diana show"


@pytest.mark.parametrize("platform", [p for p in Platform if profile_link(p, "ana_k")])
def test_profile_links_read_back_as_the_same_account(platform: Platform) -> None:
    handle = "ana.cooks" if platform is Platform.BLOG else "ana_k"
    assert parse_link(profile_link(platform, handle)) == Handle(platform, handle)


def test_no_link_for_a_channel_title() -> None:
    assert profile_link(Platform.YOUTUBE, "Kids Diana Show") == ""


@given(st.text(max_size=60), st.sampled_from([None, *Platform]))
def test_any_text_is_a_handle_or_refused(text: str, platform: Platform | None) -> None:
    try:
        found = parse_handle(text, platform)
    except ValueError:
        return
    assert found.handle
    assert handle_key(handle_key(found.handle)) == handle_key(found.handle)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_address_is_read_or_not_a_profile(text: str) -> None:
    for link in (f"https://www.instagram.com/{text}", f"https://{text}/", text):
        found = parse_link(link)
        assert found is None or found.handle
        assert isinstance(looks_like_link(link), bool)
