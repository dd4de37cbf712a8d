"""The disclosure checker against its floor: NFKC, case folding and tokenising of the same captions, in the same run.

Ordinary captions are put together from everyday sentences and hashtags in six languages, 150 to 700 characters, as
in real exports; two in three carry a label. `python -m tests.benchmarks disclosure` prints the figures.
"""

import random
import re
import time
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from microinf_desktop.domain.disclosure import PackSet, Post, check, check_all
from microinf_desktop.interchange.packs import load_packs

DAY = date(2026, 11, 24)
LIMIT = 6.0
ROUNDS = 25
CAPTIONS = 600
PORTION = 20
_TOKEN = re.compile(r"[#@]?\w+")

_SENTENCES = {
    "US": (
        "We drove up before sunrise with two thermoses, one map and no plan.",
        "By nine the whole valley had turned gold ✨",
        "My feet were dry, my shoulders were fine, and lunch was cheese on bread.",
        "Tell me your favourite walk in the comments 👇",
        "I have worn the new pair from @northpeak for six weeks now…",
        "Nobody wanted to talk, so we just walked.",
    ),
    "UK": (
        "Rainy walk, dry feet, and a flask of tea on the top.",
        "The dog was not impressed 🐶",
        "Boots by @northpeak, mud by nature.",
        "We got lost twice and it was worth it both times.",
        "Which path would you take? Left or right?",
    ),
    "DE": (
        "Sonntagskaffee auf dem Balkon, endlich wieder Sonne ☀️",
        "Die Maschine von @brewhaus läuft seit sechs Wochen.",
        "Wir haben lange gesucht, bis der Mahlgrad gepasst hat.",
        "Was trinkt ihr morgens am liebsten?",
        "Für mich bitte schwarz.",
    ),
    "FR": (
        "Mon café du dimanche sur le balcon, enfin le soleil.",
        "La machine de @brewhaus tourne depuis six semaines…",
        "On a cherché longtemps la bonne mouture.",
        "Et vous, que buvez-vous le matin ?",
        "Belle journée à tous 🌿",
    ),
    "ES": (
        "Café de domingo en el balcón, por fin sol.",
        "La máquina de @brewhaus lleva seis semanas en casa.",
        "Nos costó encontrar la molienda.",
        "¿Y vosotros, qué tomáis por la mañana?",
        "Buen domingo a todos ❤️",
    ),
    "IT": (
        "Il mio caffè della domenica sul balcone, finalmente il sole.",
        "La macchina di @brewhaus gira da sei settimane.",
        "Abbiamo cercato a lungo la macinatura giusta.",
        "E voi, cosa bevete la mattina?",
        "Buona domenica 🌸",
    ),
}
_LABELS = {
    "US": ("#ad ", "Sponsored by @northpeak. ", "#collab ", ""),
    "UK": ("AD | ", "#gifted ", ""),
    "DE": ("Werbung | ", "#ad ", ""),
    "FR": ("Publicité | ", "#collab ", ""),
    "ES": ("Publicidad | ", "#publi ", ""),
    "IT": ("Pubblicità | ", "#adv ", ""),
}
_TAGS = (
    "#hiking", "#sunday", "#coffee", "#boots", "#slowliving", "#kaffee", "#dimanche", "#domingo", "#caffè", "#home",
    "#love", "#mountains",
)


def ordinary_posts(seed: int = 7) -> list[Post]:
    """The captions of the benchmark; the same seed gives the same ones."""
    chance = random.Random(seed)
    posts = []
    for number in range(CAPTIONS):
        area = list(_SENTENCES)[number % len(_SENTENCES)]
        body = " ".join(chance.choice(_SENTENCES[area]) for _ in range(chance.randint(3, 9)))
        tags = " ".join(chance.sample(_TAGS, chance.randint(0, 8)))
        caption = f"{chance.choice(_LABELS[area])}{body}\n\n{tags}".strip()
        posts.append(Post(caption=caption, jurisdiction=area, platform_label_used=bool(number % 2)))
    return posts


def _best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest of several rounds."""
    fastest = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - started)
    return fastest


def _floor(posts: list[Post]) -> None:
    for post in posts:
        _TOKEN.findall(unicodedata.normalize("NFKC", post.caption).casefold())


def _check_each(posts: list[Post], packs: PackSet) -> None:
    for post in posts:
        check(post, packs, DAY)


def _side_by_side(posts: list[Post], packs: PackSet) -> tuple[float, float]:
    """Seconds of floor and checker over all posts: small portions by turns, each at its fastest.

    A busy machine interrupts long stretches of the one more often than short ones of both.
    """
    floor = ours = 0.0
    for start in range(0, len(posts), PORTION):
        portion = posts[start : start + PORTION]
        times = [
            (_best(partial(_floor, portion), 1), _best(partial(_check_each, portion, packs), 1)) for _ in range(ROUNDS)
        ]
        floor += min(first for first, _ in times)
        ours += min(second for _, second in times)
    return floor, ours


def _row(
    name: str, value: float, unit: str, limit: str | None, most: float | None, ratio: float | None
) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "limit": limit,
        "limit_value": most,
        "ratio": None if ratio is None else round(ratio, 2),
    }


def run() -> list[dict[str, Any]]:
    """The rows of the benchmark table."""
    started = time.perf_counter()
    packs = load_packs()
    posts = ordinary_posts()
    check(posts[0], packs, DAY)
    first = time.perf_counter() - started
    _check_each(posts, packs)
    floor, ours = _side_by_side(posts, packs)
    each, base = ours / len(posts) * 1e6, floor / len(posts) * 1e6
    length = sum(len(post.caption) for post in posts) / len(posts)
    long = Post(caption=("#ad " + " ".join(_SENTENCES["US"]) * 9)[:2200], jurisdiction="US")
    typing = _best(lambda: check_all(long, ("US", "UK", "DE"), packs, DAY)) * 1000
    hostile = max(
        _best(lambda piece=piece: check(Post(caption=piece * (10**6 // len(piece)), jurisdiction="EU"), packs, DAY), 1)
        for piece in ("#ad ", "not an ad ", "\u0301", "#a", "commission earned you buy ", "＃")
    )
    return [
        _row(
            f"check an ordinary caption ({length:.0f} characters)",
            each,
            "µs",
            "6 × NFKC + casefold + tokenise",
            round(LIMIT * base, 3),
            each / base,
        ),
        _row("posts checked per second", len(posts) / ours, "posts/s", None, None, None),
        _row("check while typing, 2,200 characters, 3 audiences", typing, "ms", "20 ms", 20.0, None),
        _row("hostile caption of a million characters", hostile, "s", "1 s", 1.0, None),
        _row("load the packs and check the first post", first * 1000, "ms", None, None, None),
    ]
