"""The tie between creator and brand that the post must own up to: the strongest benefit decides."""

from functools import lru_cache

_RELATIONSHIPS = {
    "fee": "paid sponsored fee sponsorship ambassador brand_ambassador partner contract hybrid flat_fee mixed",
    "commission": "affiliate commission",
    "gift": "gifted gift loaned loan trip discount barter invited invitation press_trip free_product product_seeding "
            "seeding sample gifted_unsolicited unsolicited_gift free hosted",
    "own": "own_brand owner founder own shareholder",
    "job": "employee employment staff",
    "family": "family relative friend spouse",
    "none": "none no unpaid organic self_bought bought",
}
_TIE_OF = {word: tie for tie, words in _RELATIONSHIPS.items() for word in words.split()}

_ROLES = {
    "job": ("employ", "staff", "agency", "intern", "pr_", "works", "freelanc"),
    "family": ("family", "spouse", "wife", "husband", "sister", "brother", "parent", "mother", "father", "relative",
               "friend", "son", "daughter"),
    "own": ("owner", "founder", "ceo", "shareholder", "own_brand", "proprietor", "director"),
}
_CONTEST = ("contest", "sweepstake", "raffle", "prize", "competition", "giveaway entry", "draw")
_PAYS = (("fee", ("fee", "paid", "payment", "cash", "money")), ("commission", ("commission", "affiliate")))
# "friends" says the same as "family": somebody close, not a company.
PHRASES = {
    "fee": "that the creator is paid", "commission": "that the creator earns from sales",
    "gift": "that the product, trip or discount was given", "own": "that the brand is the creator's own",
    "job": "that the creator works for the brand", "family": "that the brand belongs to somebody close",
    "contest": "that posting was an entry to a contest", "unknown": "what ties the creator to the brand",
}


@lru_cache(maxsize=2048)
def tie_of(relationship: str, role: str | None = None, incentive: str | None = None) -> str:
    """fee, commission, gift, own, job, family, contest, none, or unknown when the word is not known."""
    tie = _TIE_OF.get(relationship.strip().lower(), "unknown")
    part = _role_tie(role)
    if part and (tie in ("own", "none") or part == "job" or (tie == "unknown" and not relationship)):
        tie = part  # an employee's pay is the job: saying so says it all
    reward = (incentive or "").lower()
    if not reward or reward in ("none", "no"):
        return tie
    if any(word in reward for word in _CONTEST):
        return "contest" if relationship != "paid" else tie
    for stronger, words in _PAYS:
        if tie in ("gift", "none", "commission") and any(word in reward.split() for word in words):
            return stronger
    return "gift" if tie == "none" else tie


def _role_tie(role: str | None) -> str:
    word = (role or "").strip().lower().replace(" ", "_").replace("-", "_")
    return next((tie for tie, starts in _ROLES.items() if any(start in word for start in starts)), "") if word else ""
