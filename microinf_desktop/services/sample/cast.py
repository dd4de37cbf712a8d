"""Who is in the sample: the agency and its people, the clients with their guidelines, the sixty creators."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.handles import handle_key, profile_link
from microinf_desktop.services.sample import content, growth
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock, Entry
from microinf_desktop.storage import keys
from microinf_desktop.storage.tables import (
    Account,
    AccountSnapshot,
    Agency,
    Client,
    ClientContact,
    Competitor,
    Influencer,
    Interaction,
    Person,
    Persona,
)

_SNAPSHOT_SOURCES = ("media kit", "insights screenshot", "read on the profile", "read on the profile")


@dataclass(slots=True)
class Cast:
    """The rows others refer to, by the names used in the files; colleagues by first name."""

    staff: dict[str, Person] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    personas: dict[str, Persona] = field(default_factory=dict)
    creators: dict[str, Influencer] = field(default_factory=dict)
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)
    snapshots: dict[int, list[AccountSnapshot]] = field(default_factory=dict)

    def staff_id(self, first_name: str) -> int | None:
        return self.staff[first_name].id if first_name else None


def add_cast(book: Book, clock: Clock, logos: dict[str, int]) -> Cast:
    """Agency, people, clients and creators; `logos` are attachment ids by the names in the files."""
    cast = Cast()
    profile = content.load("agency.json")
    book.add(Agency(**profile["agency"], logo_attachment_id=logos["agency"]))
    for entry in profile["people"]:
        person = Person(**entry)
        book.add(person)
        cast.staff[person.name.split()[0]] = person
    for entry in content.load("clients.json"):
        _add_client(book, cast, entry, logos)
    for entry in content.people():
        _add_creator(book, cast, clock, entry)
    return cast


def _add_client(book: Book, cast: Cast, entry: Entry, logos: dict[str, int]) -> None:
    parts = {name: entry[name] for name in ("contacts", "competitors", "personas")}
    plain = {name: value for name, value in entry.items() if name not in parts and name != "logo"}
    client = Client(**plain, logo_attachment_id=logos[entry["logo"]])
    client_id = book.add(client)
    cast.clients[client.name] = client
    for contact in parts["contacts"]:
        book.add(ClientContact(client_id=client_id, **contact))
    for competitor in parts["competitors"]:
        book.add(Competitor(client_id=client_id, **competitor))
    for persona in parts["personas"]:
        row = Persona(client_id=client_id, **persona)
        book.add(row)
        cast.personas[row.name] = row


def _add_creator(book: Book, cast: Cast, clock: Clock, entry: Entry) -> None:
    person = _person(cast, clock, entry)
    person_id = book.add(person)
    cast.creators[person.name] = person
    accounts = [_add_account(book, cast, clock, person_id, person.name, listed) for listed in entry["accounts"]]
    keys.apply_keys(person, sorted(accounts, key=lambda account: -(account.followers or 0)))
    for number, (day, kind, who, summary) in enumerate(entry["log"]):
        happened_at = clock.moment(clock.today + timedelta(days=day), person.name, number)
        book.add(Interaction(
            influencer_id=person_id, person_id=cast.staff_id(who), kind=kind, summary=summary, happened_at=happened_at,
        ))


def _person(cast: Cast, clock: Clock, entry: Entry) -> Influencer:
    manager = entry.get("manager", ("", "", ""))
    reason, until = entry.get("restriction", ("", None))
    action, action_on = entry["next"]
    return Influencer(
        name=entry["name"], legal_name=entry["legal"], email=entry["email"], phone=entry["phone"],
        country=entry["country"], city=entry["city"], address=entry["address"],
        languages=content.words(entry["languages"]), niches=content.words(entry["niches"]),
        tags=content.words(entry["tags"]), stage=entry["stage"], stage_since=clock.day(entry["since"]),
        owner_id=cast.staff_id(entry["owner"]), manager_name=manager[0], manager_email=manager[1],
        manager_phone=manager[2], tax_residence=entry["tax"], vat_id=entry["vat"],
        birth_date=_birth_date(clock.today, entry), guardian_name=entry.get("guardian", ""), source=entry["source"],
        restriction_reason=reason, restriction_until=clock.day(until), next_action=action,
        next_action_on=clock.day(action_on), notes=entry["notes"],
    )


def _birth_date(today: date, entry: Entry) -> date | None:
    """The birthday on which the person became as old as the file says."""
    if "age" not in entry:
        return None
    month, day = (int(part) for part in entry["born"].split("-"))
    had_it = (today.month, today.day) >= (month, day)
    return date(today.year - entry["age"] - (not had_it), month, day)


def _add_account(book: Book, cast: Cast, clock: Clock, person_id: int, name: str, listed: list[Any]) -> Account:
    platform, handle, followers, rate, yearly = Platform(listed[0]), *listed[1:5]
    jump = (int(listed[6]), float(listed[7])) if len(listed) > 5 else None
    dice = clock.dice("account", name, platform)
    course = growth.Course(platform, round(followers * (1 + dice.gauss(0, 0.004))), rate, yearly, jump)
    figures = growth.snapshots(course, clock.today, dice)
    latest = {key: value for key, value in figures[-1].items() if key != "taken_on"}
    ppm, base = growth.rate_of(platform, latest)
    account = Account(
        influencer_id=person_id, platform=platform, handle=handle, handle_key=handle_key(handle),
        url=profile_link(platform, handle), engagement_rate_ppm=ppm, engagement_base=base, **latest,
    )
    account_id = book.add(account)
    cast.accounts[name, platform] = account
    rows = [
        AccountSnapshot(account_id=account_id, source=dice.choice(_SNAPSHOT_SOURCES), **row) for row in figures
    ]
    for row in rows:
        book.add(row)
    cast.snapshots[account_id] = rows
    return account
