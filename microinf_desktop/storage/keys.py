"""The stored keys of a person (search text, sort keys, latest rate): one writer for all who change what they repeat."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, bindparam, exists, func, literal_column, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from microinf_desktop.domain.text import fold
from microinf_desktop.storage import bulk
from microinf_desktop.storage.tables import Account, Influencer, metadata


def search_text(name: str, accounts: Sequence[str], more: Iterable[str]) -> str:
    """What the trigram index sees: folded name, handles, then e-mail, city, niches, tags."""
    return fold(" ".join(part for part in (name, *accounts, *more) if part))


def refresh_influencers(session: Session, influencer_ids: Iterable[int]) -> None:
    """Recompute the stored keys of people whose name, words or accounts changed, inside the caller's step."""
    session.flush()
    for influencer_id in influencer_ids:
        person = session.get(Influencer, influencer_id)
        if person is None:
            continue
        accounts = session.exec(select(Account).where(Account.influencer_id == influencer_id)).all()
        apply_keys(person, sorted(accounts, key=lambda account: -(account.followers or 0)))
        session.add(person)


def add_tag(session: Session, among: ColumnElement[bool], tag: str) -> None:
    """Tag the people of a condition who lack the tag, and let the search find them by it; set-based, for any number."""
    people, accounts = metadata.tables["influencer"].c, metadata.tables["account"].c
    untagged = among & ~exists(
        sa_select(1).select_from(func.json_each(people.tags).table_valued("value", name="tagged"))
        .where(literal_column("tagged.value") == tag)
    )
    handles: dict[int, list[str]] = defaultdict(list)
    largest_first = (accounts.influencer_id, func.coalesce(accounts.followers, 0).desc(), accounts.id)
    chosen = sa_select(people.id).where(untagged)
    for person_id, handle in session.execute(
        sa_select(accounts.influencer_id, accounts.handle).where(accounts.influencer_id.in_(chosen))
        .order_by(*largest_first)
    ):
        handles[person_id].append(handle)
    found = session.execute(sa_select(
        people.id, people.name, people.email, people.city, people.niches, people.tags, people.manager_name,
    ).where(untagged)).all()
    if not found:
        return
    statement = (
        update(metadata.tables["influencer"]).where(people.id == bindparam("person"))
        .values(tags=bindparam("all_tags"), search_text=bindparam("searched"))
    )
    changed = [
        {
            "person": person_id, "all_tags": [*tags, tag],
            "searched": search_text(name, handles[person_id], (email, city, *niches, *tags, tag, manager)),
        }
        for person_id, name, email, city, niches, tags, manager in found
    ]
    with bulk.searched_at_once(session, [row["person"] for row in changed]):
        session.connection().execute(statement, changed)


def apply_keys(person: Influencer, accounts: Sequence[Account]) -> None:
    """Set the stored keys from accounts given largest first."""
    person.sort_name = sort_name(person.name)
    person.search_text = search_text(
        person.name,
        [account.handle for account in accounts],
        (person.email, person.city, *person.niches, *person.tags, person.manager_name),
    )
    person.platforms = ",".join(dict.fromkeys(account.platform for account in accounts))
    person.primary_handle = accounts[0].handle if accounts else ""
    person.top_followers = accounts[0].followers if accounts else None
    rated = next((account for account in accounts if account.engagement_rate_ppm is not None), None)
    person.engagement_rate_ppm = rated.engagement_rate_ppm if rated else None
    person.engagement_base = rated.engagement_base if rated else ""


def sort_name(name: str) -> str:
    """Folded, leading symbols dropped ("🌿 Ana" sorts under a); names without a letter sort last."""
    folded = fold(name)
    start = next((i for i, char in enumerate(folded) if unicodedata.category(char)[0] in "LN"), None)
    return "\U0010ffff" + folded if start is None else folded[start:]


def account_ids_of(session: Session, influencer_id: int) -> list[int]:
    """Ids of a person's accounts, largest first."""
    found = session.exec(
        select(Account.id).where(Account.influencer_id == influencer_id).order_by(col(Account.followers).desc())
    )
    return [account_id for account_id in found if account_id is not None]
