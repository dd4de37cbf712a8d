"""Tracking: links with UTM parameters under house rules, and discount codes by pattern.

A link tells creators apart by its `utm_content`, a code by itself; attribution follows the field guide, section 2:
a personal code beats a link, parameters are lower case without "#" and spaces, and a code two creators share can be
counted for neither.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import count
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.text import fold

UTM_FIELDS = ("source", "medium", "campaign", "content", "term")
MAX_VALUE = 64  # longer values are cut in the tables of common analytics programs
MAX_CODE = 20
_ALLOWED = re.compile(r"[a-z0-9][a-z0-9._-]*")
_CODE = re.compile(r"[A-Z0-9]+(?:[-_][A-Z0-9]+)*")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class UtmRules:
    """The house's pattern of each parameter; words in braces are filled from the facts of a link.

    Facts: {client} {campaign} {year} {month} {platform} {handle} {name} {kind} {product}.
    """

    source: str = "{platform}"
    medium: str = "influencer"
    campaign: str = "{client}-{campaign}-{year}"
    content: str = "{handle}"
    term: str = ""
    code: str = "{handle}{percent}"

    def problems(self) -> list[ValidationError]:
        """Patterns that name unknown facts or need one they lack, each at its field."""
        found: list[ValidationError] = []
        for one in fields(self):
            known = CODE_FACTS if one.name == "code" else LINK_FACTS
            usable = "Use " + " ".join(f"{{{fact}}}" for fact in known) + "."
            found.extend(
                ValidationError(one.name, f"“{{{name}}}” is not known here.", usable)
                for name in _PLACEHOLDER.findall(getattr(self, one.name)) if name.lower() not in known
            )
        found.extend(
            ValidationError(name, "Every link needs this parameter.", "Type a word or a pattern.")
            for name in ("source", "medium", "campaign") if not getattr(self, name).strip()
        )
        if not {"handle", "name"} & set(_PLACEHOLDER.findall(self.content.lower())):
            found.append(ValidationError(
                "content", "Creators could not be told apart.", "Use {handle} or {name} in the pattern."
            ))
        if not _PLACEHOLDER.search(self.code):
            found.append(ValidationError(
                "code", "Everybody would get the same code.", "Use {handle}, {name} or {number} in the pattern."
            ))
        return found


LINK_FACTS = ("client", "campaign", "year", "month", "platform", "handle", "name", "kind", "product")
CODE_FACTS = ("handle", "name", "first", "client", "campaign", "year", "percent", "number")


@dataclass(frozen=True, slots=True)
class Utm:
    """The five parameters as they stand in a link; empty ones are left out."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    content: str = ""
    term: str = ""

    def items(self) -> list[tuple[str, str]]:
        """(parameter name, value) of those that are set, in the usual order."""
        return [(f"utm_{name}", getattr(self, name)) for name in UTM_FIELDS if getattr(self, name)]


@dataclass(frozen=True, slots=True)
class LintIssue:
    """What is wrong with one parameter, and the value that would do."""

    field: str
    message: str
    fixed: str

    def __str__(self) -> str:
        return f"{self.message} “{self.fixed}” will do." if self.fixed else self.message


@dataclass(frozen=True, slots=True)
class LandingPageDraft:
    """Where links lead; the address carries no tracking of its own."""

    campaign_id: int
    name: str
    url: str
    is_default: bool = False

    def problems(self) -> list[ValidationError]:
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Name the page, for example “Shop”."))
        if problem := url_problem(self.url):
            found.append(ValidationError("url", *problem))
        return found


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A creator's link as typed. `kind` is landing, affiliate or shoppable; only landing links carry our UTM."""

    collaboration_id: int
    kind: str = "landing"
    landing_page_id: int | None = None
    deliverable_id: int | None = None
    url: str = ""
    utm: Utm = field(default_factory=Utm)
    network: str = ""
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        found = []
        if self.kind not in ("landing", "affiliate", "shoppable"):
            found.append(ValidationError("kind", f"“{self.kind}” is no kind of link.", "Choose one of the list."))
        if self.kind == "landing":
            if self.landing_page_id is None:
                found.append(ValidationError("landing_page_id", "No landing page is chosen.", "Choose or add one."))
            found.extend(ValidationError(issue.field, issue.message, f"“{issue.fixed}” will do." if issue.fixed else
                                         "Type a value.") for issue in lint(self.utm))
        elif problem := url_problem(self.url, ours=False):
            found.append(ValidationError("url", *problem))
        return found


@dataclass(frozen=True, slots=True)
class CodeDraft:
    """A creator's discount code; `terms` is what the shop gives ("15 % off, once per customer")."""

    collaboration_id: int
    code: str
    terms: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def problems(self) -> list[ValidationError]:
        found = []
        if self.code and (problem := code_problem(self.code)):
            found.append(ValidationError("code", *problem))
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            found.append(ValidationError(
                "valid_until", f"The code would end on {self.valid_until:%d %b %Y}, before it starts.",
                "Choose an end on or after the start.",
            ))
        return found


def slug(text: str, separator: str = "-") -> str:
    """Text as a parameter's value: lower case a-z and 0-9, anything else becomes one separator; may be empty.

    Letters that have no Latin base (Arabic, Chinese …) are dropped, because a percent-encoded value cannot be read
    in a report; callers fall back on the handle.
    """
    return re.sub(r"[^a-z0-9]+", separator, fold(text)).strip(separator)[:MAX_VALUE].strip(separator)


def fill(pattern: str, facts: Mapping[str, str]) -> str:
    """A pattern with its facts as a value that passes `lint`; what is empty leaves no doubled separator."""
    filled = _PLACEHOLDER.sub(lambda found: slug(facts.get(found.group(1).lower(), "")), pattern)
    return re.sub(r"([-_.])[-_.]+", r"\1", re.sub(r"[^a-z0-9._-]+", "-", filled.lower())).strip("-_.")[:MAX_VALUE]


def propose(rules: UtmRules, facts: Mapping[str, str]) -> Utm:
    """The parameters the house rules give for the facts of one link."""
    return Utm(**{name: fill(getattr(rules, name), facts) for name in UTM_FIELDS})


def lint(utm: Utm) -> tuple[LintIssue, ...]:
    """Everything that breaks the house rules: missing, upper case, "#", spaces, other signs, too long."""
    found = []
    for name in UTM_FIELDS:
        value = getattr(utm, name)
        if not value:
            if name != "term":
                found.append(LintIssue(name, f"utm_{name} is empty.", ""))
            continue
        if message := _lint_value(value):
            found.append(LintIssue(name, f"utm_{name} {message}.", slug(value)))
    return tuple(found)


def _lint_value(value: str) -> str:
    if "#" in value:
        return "has a “#”, after which nothing is counted"
    if re.search(r"\s", value):
        return "has a space"
    if value != value.lower():
        return "has capitals; “Instagram” and “instagram” would be counted apart"
    if not _ALLOWED.fullmatch(value):
        return "has signs other than a-z, 0-9, dot, hyphen and underscore"
    return f"is longer than {MAX_VALUE} characters" if len(value) > MAX_VALUE else ""


def url_problem(url: str, ours: bool = True) -> tuple[str, str] | None:
    """Why an address will not do and what to do; None when it will.

    `ours` is a landing page to which parameters are added: no "#" and no tracking of its own.
    """
    text = url.strip()
    if not text:
        return "The address is empty.", "Type it as https://example.com/page."
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return f"“{text}” is not a web address.", "Type it as https://example.com/page."
    if re.search(r"\s", text):
        return "The address has a space.", "Take it out, or copy the address from the browser."
    if parts.scheme not in ("http", "https") or not host or "." not in host.strip("."):
        return f"“{text}” is not a web address.", "Type it as https://example.com/page."
    if ours and "#" in text:
        return "The address has a “#”, after which parameters do not count.", "Use the address without that part."
    if ours and any(key.lower().startswith("utm_") for key, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return "The address already carries utm parameters.", "Use the plain address; they are added for each creator."
    return None


def build_url(base: str, utm: Utm) -> str:
    """The address with its own parameters kept and the UTM ones added at the end.

    ValidationError when the base address will not do.
    """
    if problem := url_problem(base):
        raise ValidationError("url", *problem)
    parts = urlsplit(base.strip())
    added = urlencode(utm.items(), quote_via=quote)
    query = "&".join(part for part in (parts.query, added) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))


def code_problem(code: str) -> tuple[str, str] | None:
    """Why a code will not do at a checkout and what to do; None when it will."""
    if not _CODE.fullmatch(code):
        return f"“{code}” cannot be typed at every checkout.", "Use capitals A-Z and digits, at most with a hyphen."
    if len(code) > MAX_CODE:
        return f"“{code}” is longer than {MAX_CODE} characters.", "Shorten it: people type it by hand."
    return None


def code_key(code: str) -> str:
    """What two codes are compared by: shops do not tell case and hyphens apart."""
    return re.sub(r"[-_\s]", "", code).upper()


def fill_code(pattern: str, facts: Mapping[str, str]) -> str:
    """A pattern with its facts as a code: capitals and digits, cut at 20; "" when nothing is left.

    `percent` stays at the end when a long handle has to be cut, because it is what the code promises.
    """
    def word(found: re.Match[str]) -> str:
        return slug(facts.get(found.group(1).lower(), ""), "")

    text = re.sub(r"[^A-Z0-9-]", "", _PLACEHOLDER.sub(word, pattern).upper()).strip("-")
    tail = slug(facts.get("percent", ""), "").upper()
    if tail and len(text) > MAX_CODE and text.endswith(tail):
        return text[: MAX_CODE - len(tail)].rstrip("-") + tail
    return text[:MAX_CODE].strip("-")


def assign_codes(
    pattern: str, creators: Sequence[tuple[int, Mapping[str, str]]], taken: Collection[str]
) -> dict[int, str]:
    """A code for each (id, facts), none of `taken` and none twice; a collision gets a number at its end.

    A creator whose facts give nothing (no Latin letter in handle and name) gets CREATOR with a number.
    """
    used = {code_key(code) for code in taken if code}
    given: dict[int, str] = {}
    for key, facts in creators:
        wanted = fill_code(pattern, facts) or "CREATOR"
        free = next(code for code in _numbered(wanted) if code_key(code) not in used)
        used.add(code_key(free))
        given[key] = free
    return given


def _numbered(code: str) -> Iterable[str]:
    yield code
    for number in count(2):
        tail = str(number)
        # A code that ends in digits would read as another discount: KLARA15 and 2 would be 152 %.
        joint = "-" if code[-1].isdigit() else ""
        yield code[: MAX_CODE - len(tail) - len(joint)] + joint + tail


def unique_content(wanted: Utm, taken: Collection[tuple[str, ...]], key: Callable[[Utm], tuple[str, ...]]) -> Utm:
    """The parameters with a number at `content` when somebody else has the same ones."""
    if key(wanted) not in taken:
        return wanted
    for number in count(2):
        tried = replace(wanted, content=f"{wanted.content}-{number}")
        if key(tried) not in taken:
            return tried
    raise AssertionError("unreachable: numbers do not end")


def code_warnings(
    code: CodeDraft, starts_on: date | None, ends_on: date | None, shared_with: Sequence[str] = ()
) -> tuple[str, ...]:
    """What will make the numbers of a code doubtful; dates are those of the campaign."""
    found = []
    if shared_with:
        found.append(f"{' and '.join(shared_with)} has the same code; its orders cannot be told apart.")
    if code.code and code.valid_until and ends_on and code.valid_until < ends_on:
        found.append(f"The code ends on {code.valid_until:%d %b %Y}, the campaign on {ends_on:%d %b %Y}.")
    if code.code and code.valid_from and starts_on and code.valid_from > starts_on:
        found.append(f"The code starts on {code.valid_from:%d %b %Y}, after the first post may be live.")
    return tuple(found)
