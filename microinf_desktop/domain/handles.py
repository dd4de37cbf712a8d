"""Handles and profile links: what people paste, type and export for an account, read into one form.

A handle is stored without its `@`, in lower case where the platform ignores case and nobody writes it otherwise;
`handle_key` is what makes two spellings the same account.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from microinf_desktop.domain.enums import Platform

# Hosts by their registrable name; subdomains (www., m., de-de.) are cut off before the look-up.
_HOSTS = {
    "instagram.com": Platform.INSTAGRAM, "instagr.am": Platform.INSTAGRAM, "ig.me": Platform.INSTAGRAM,
    "tiktok.com": Platform.TIKTOK,
    "youtube.com": Platform.YOUTUBE, "youtu.be": Platform.YOUTUBE,
    "facebook.com": Platform.FACEBOOK, "fb.com": Platform.FACEBOOK, "fb.me": Platform.FACEBOOK,
    "x.com": Platform.X, "twitter.com": Platform.X,
    "linkedin.com": Platform.LINKEDIN,
    "pinterest.com": Platform.PINTEREST, "pin.it": Platform.PINTEREST,
    "twitch.tv": Platform.TWITCH,
    "substack.com": Platform.NEWSLETTER, "beehiiv.com": Platform.NEWSLETTER,
    "podcasts.apple.com": Platform.PODCAST, "open.spotify.com": Platform.PODCAST,
}
# Collections of links, shorteners and shops: they lead to everybody, so they are nobody's account.
_NOBODYS_HOSTS = frozenset({
    "linktr.ee", "beacons.ai", "bio.link", "lnk.bio", "campsite.bio", "carrd.co", "solo.to", "msha.ke",
    "allmylinks.com", "hoo.be", "stan.store", "linkin.bio", "taplink.cc", "bit.ly", "t.co", "goo.gl", "tinyurl.com",
    "google.com", "amazon.com", "etsy.com", "threads.net", "threads.com", "snapchat.com", "discord.gg", "t.me", "wa.me",
})
# First path words that lead to a post, a search or a page of the platform itself, not to a profile.
_NOT_PROFILES = {
    Platform.INSTAGRAM: {"p", "reel", "reels", "tv", "explore", "stories", "accounts", "direct", "about", "share", "s"},
    Platform.TIKTOK: {"t", "v", "discover", "music", "tag", "explore", "foryou", "search", "live", "about"},
    Platform.YOUTUBE: {"watch", "shorts", "playlist", "results", "feed", "live", "embed", "hashtag", "clip", "premium"},
    Platform.FACEBOOK: {"groups", "events", "watch", "share", "photo", "story.php", "marketplace", "reel", "hashtag"},
    Platform.X: {"i", "home", "search", "hashtag", "explore", "intent", "share", "settings"},
    Platform.LINKEDIN: {"feed", "posts", "jobs", "pulse", "search", "groups"},
    Platform.PINTEREST: {"pin", "search", "ideas", "explore"},
    Platform.TWITCH: {"directory", "videos", "clip", "p", "search"},
}
# The path word before the name, where a platform has one: youtube.com/c/name, linkedin.com/in/name.
_PATH_PREFIXES = {
    Platform.INSTAGRAM: {"_u"}, Platform.YOUTUBE: {"c", "user", "channel"}, Platform.LINKEDIN: {"in", "company", "pub"},
    Platform.FACEBOOK: {"people", "pages", "pg"}, Platform.TIKTOK: {"share"}, Platform.TWITCH: {"popout"},
}
_STORIES_OF = {Platform.INSTAGRAM: {"stories"}, Platform.TWITCH: {"videos"}}
_LINKS = {
    Platform.INSTAGRAM: "https://www.instagram.com/{}/", Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Platform.FACEBOOK: "https://www.facebook.com/{}", Platform.X: "https://x.com/{}",
    Platform.LINKEDIN: "https://www.linkedin.com/in/{}", Platform.PINTEREST: "https://www.pinterest.com/{}/",
    Platform.TWITCH: "https://www.twitch.tv/{}", Platform.BLOG: "https://{}/",
}
# What a handle may be made of. YouTube, Facebook and the rest also have names with spaces (channel titles).
_SHAPES = {
    Platform.INSTAGRAM: re.compile(r"[A-Za-z0-9._]{1,30}"), Platform.TIKTOK: re.compile(r"[\w.]{1,30}"),
    Platform.X: re.compile(r"[A-Za-z0-9_]{1,20}"), Platform.TWITCH: re.compile(r"[A-Za-z0-9_]{2,30}"),
    Platform.PINTEREST: re.compile(r"[\w.-]{2,60}"),
}
_LOWER_CASE = frozenset({Platform.INSTAGRAM, Platform.TIKTOK, Platform.TWITCH, Platform.PINTEREST, Platform.BLOG})
_PLATFORM_WORDS = {
    "instagram": Platform.INSTAGRAM, "insta": Platform.INSTAGRAM, "ig": Platform.INSTAGRAM,
    "tiktok": Platform.TIKTOK, "tik tok": Platform.TIKTOK, "tt": Platform.TIKTOK, "douyin": Platform.TIKTOK,
    "youtube": Platform.YOUTUBE, "you tube": Platform.YOUTUBE, "yt": Platform.YOUTUBE, "shorts": Platform.YOUTUBE,
    "facebook": Platform.FACEBOOK, "fb": Platform.FACEBOOK, "meta": Platform.FACEBOOK,
    "x": Platform.X, "twitter": Platform.X, "x (twitter)": Platform.X, "twitter/x": Platform.X, "x/twitter": Platform.X,
    "linkedin": Platform.LINKEDIN, "li": Platform.LINKEDIN, "linked in": Platform.LINKEDIN,
    "pinterest": Platform.PINTEREST, "twitch": Platform.TWITCH, "blog": Platform.BLOG, "website": Platform.BLOG,
    "podcast": Platform.PODCAST, "newsletter": Platform.NEWSLETTER, "substack": Platform.NEWSLETTER,
    "other": Platform.OTHER,
}
_URL = re.compile(r"(?:https?:)?//\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]{2,}")
_LABELLED = re.compile(r"([A-Za-z/() ]{1,14}?)\s*[:|–-]\s*(@?\S.*)")
_TRAILING_LABEL = re.compile(r"(\S.*?)\s*[(\[]\s*([A-Za-z/ ]{1,12})\s*[)\]]")
LONGEST_HANDLE = 100


@dataclass(frozen=True, slots=True)
class Handle:
    """An account's name on a platform; `platform` is None where the text did not say which."""

    platform: Platform | None
    handle: str


def handle_key(handle: str) -> str:
    """What two spellings of one account share: no `@`, no case, one form of each character, single spaces."""
    if handle.isascii():
        key = handle.lower()
    else:
        key = unicodedata.normalize("NFKC", handle).casefold()
    key = key.strip().lstrip("@")
    return " ".join(key.split()) if " " in key or not key.isprintable() else key


def parse_platform(text: str) -> Platform | None:
    """The platform a cell names (`IG`, `Tik Tok`, `X (Twitter)`), or None."""
    word = " ".join(text.lower().replace("-", " ").split())
    return _PLATFORM_WORDS.get(word) or _PLATFORM_WORDS.get(word.removesuffix(".com").removesuffix(" channel"))


def parse_handle(text: str, platform: Platform | None = None) -> Handle:
    """Read a handle or profile link: `@ana.k`, `ana.k`, `IG: ana.k`, `instagram.com/ana.k?hl=de`.

    A link names its own platform, whatever `platform` says. ValueError, in words, when it is neither.
    """
    word = _clean(text)
    if not word:
        raise ValueError("no handle")
    if is_email(word):
        raise ValueError(f"“{_short(word)}” is an e-mail address, not a handle")
    if looks_like_link(word):
        found = parse_link(word)
        if found is not None:
            return found
        if platform not in (None, Platform.OTHER) or _SCHEME.match(word):
            raise ValueError(f"“{_short(word)}” does not lead to a profile")
    named = _labelled(word)
    if named is not None and platform in (None, named.platform):
        word, platform = named.handle, named.platform
    return Handle(platform, normal_handle(word, platform))


def normal_handle(text: str, platform: Platform | None) -> str:
    """The stored form of a bare handle; ValueError when the platform has no such handles."""
    handle = text.strip().lstrip("@").strip().rstrip("/")
    handle = " ".join(handle.split())
    if platform in _LOWER_CASE:
        handle = handle.lower()
    if platform is Platform.BLOG:
        handle = handle.removeprefix("www.")
    shape = _SHAPES.get(platform) if platform is not None else None
    if not handle:
        raise ValueError("no handle")
    if len(handle) > LONGEST_HANDLE or not handle.isprintable():
        raise ValueError(f"“{_short(text)}” is not a handle")
    if shape is not None and not shape.fullmatch(handle):
        raise ValueError(f"“{_short(text)}” is not a handle on {_title(platform)}")
    return handle


def parse_link(text: str) -> Handle | None:
    """The account a profile link leads to; None for posts, searches, short links and what is no link.

    A link to a site that is no known platform is a blog, its handle the host: `https://www.ana.cooks/about`.
    """
    word = _clean(text)
    if not looks_like_link(word):
        return None
    try:
        parts = urlsplit(word if _SCHEME.match(word) else f"//{word}", scheme="https")
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return None
    segments = [unquote(part) for part in parts.path.split("/") if part]
    host, platform = _platform_of(host)
    if platform is None:
        return Handle(Platform.BLOG, host) if "." in host and not _is_nobodys(host) else None
    if platform in (Platform.NEWSLETTER, Platform.PODCAST):
        return _on_subdomain(platform, parts.hostname or "", segments)
    if platform is Platform.FACEBOOK and segments[:1] == ["profile.php"]:
        number = re.search(r"(?:^|&)id=(\d+)", parts.query)
        return Handle(platform, number[1]) if number else None
    return _from_path(platform, segments)


def link_platform(text: str) -> Platform | None:
    """The platform a link of any kind leads to, to a post or a profile; None for other sites and what is no link."""
    word = _clean(text)
    if not looks_like_link(word):
        return None
    try:
        host = urlsplit(word if _SCHEME.match(word) else f"//{word}", scheme="https").hostname or ""
    except ValueError:
        return None
    return _platform_of(host.removesuffix("."))[1]


def profile_link(platform: Platform, handle: str) -> str:
    """The address of a profile, "" where a handle does not give one (channel titles, podcasts)."""
    if platform is Platform.YOUTUBE:
        if re.fullmatch(r"UC[\w-]{22}", handle):
            return f"https://www.youtube.com/channel/{handle}"
        return f"https://www.youtube.com/@{handle}" if re.fullmatch(r"[\w.·-]{3,30}", handle) else ""
    pattern = _LINKS.get(platform)
    return pattern.format(handle) if pattern and not re.search(r"\s", handle) else ""


def is_email(text: str) -> bool:
    """True for one e-mail address and nothing else."""
    return _EMAIL.fullmatch(text.strip()) is not None


def looks_like_link(text: str) -> bool:
    """True for an address with a scheme, a path or `www.`; `ana.cooks` alone may as well be a handle."""
    word = text.strip()
    if _URL.fullmatch(word) is None:
        return False
    return bool(_SCHEME.match(word)) or "/" in word.rstrip("/") or word.lower().startswith("www.")


def _clean(text: str) -> str:
    """Without invisible characters (direction marks travel with copied handles) and outer quotes or brackets."""
    if not text.isascii():
        text = "".join(c for c in text if unicodedata.category(c) != "Cf" or c == "\u200d")
    return text.strip().strip("<>\"'“”‘’ \t").rstrip(",;")


def _platform_of(host: str) -> tuple[str, Platform | None]:
    host = host.lower()
    if host in _HOSTS:
        return host, _HOSTS[host]
    labels = host.split(".")
    for start in range(1, len(labels) - 1):
        name = ".".join(labels[start:])
        if name in _HOSTS:
            return name, _HOSTS[name]
    # pinterest.de, pinterest.co.uk
    if "pinterest" in labels[:-1]:
        return host, Platform.PINTEREST
    return host.removeprefix("www.").removeprefix("m."), None


def _is_nobodys(host: str) -> bool:
    return host in _NOBODYS_HOSTS or host.partition(".")[2] in _NOBODYS_HOSTS


def _from_path(platform: Platform, segments: list[str]) -> Handle | None:
    if not segments:
        return None
    first = segments[0].lower()
    if (first in _STORIES_OF.get(platform, ()) and len(segments) > 1) or first in _PATH_PREFIXES.get(platform, ()):
        segments = segments[1:]
    elif first in _NOT_PROFILES.get(platform, ()):
        return None
    if platform is Platform.TIKTOK and segments and not segments[0].startswith("@"):
        return None
    if not segments:
        return None
    try:
        return Handle(platform, normal_handle(segments[0], platform))
    except ValueError:
        return None


def _on_subdomain(platform: Platform, host: str, segments: list[str]) -> Handle | None:
    """name.substack.com and substack.com/@name; a podcast's show id is the last part of its path."""
    name = host.split(".", maxsplit=1)[0]
    if platform is Platform.NEWSLETTER:
        if segments and segments[0].startswith("@"):
            return Handle(platform, segments[0][1:])
        return Handle(platform, name) if name not in ("www", "substack", "beehiiv") else None
    return Handle(platform, segments[-1]) if segments and len(segments) > 1 else None


def _labelled(word: str) -> Handle | None:
    """`IG: ana.k` and `ana.k (Instagram)`."""
    for match, label, rest in ((_LABELLED.fullmatch(word), 1, 2), (_TRAILING_LABEL.fullmatch(word), 2, 1)):
        if match is not None:
            platform = parse_platform(match[label])
            if platform is not None:
                return Handle(platform, match[rest])
    return None


def _title(platform: Platform | None) -> str:
    names = {Platform.TIKTOK: "TikTok", Platform.YOUTUBE: "YouTube", Platform.LINKEDIN: "LinkedIn", Platform.X: "X"}
    return names.get(platform, platform.value.title()) if platform is not None else "this platform"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
