"""Changes to tracking: house rules, landing pages, links and codes, one by one and for a whole campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.domain.tracking import (
    CodeDraft,
    LandingPageDraft,
    LinkDraft,
    Utm,
    UtmRules,
    assign_codes,
    build_url,
    code_key,
    propose,
    unique_content,
)
from microinf_desktop.queries import tracking
from microinf_desktop.services.agency import save_setting
from microinf_desktop.storage.tables import Collaboration, Deliverable, Influencer, LandingPage, TrackingLink
from microinf_desktop.storage.workspace import Workspace

# What has no text that could carry a link.
_LINKLESS = (DeliverableKind.RAW_UGC, DeliverableKind.EVENT)
_CLOSED = (
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE, DeliverableState.CANCELLED, DeliverableState.REPLACED,
)


@dataclass(frozen=True, slots=True)
class Generated:
    """What a bulk run did: how many links or codes are new, how many creators kept what they had."""

    added: int
    kept: int


def save_rules(workspace: Workspace, rules: UtmRules) -> None:
    """Store the house rules for new links and codes; existing ones stay as they are."""
    for problem in rules.problems():
        raise problem
    save_setting(workspace, tracking.RULES_SETTING, asdict(rules), "Change the rules for links and codes")


def save_landing_page(workspace: Workspace, draft: LandingPageDraft, page_id: int | None = None) -> int:
    """Add a landing page, or change it together with the addresses of all links that lead there."""
    for problem in draft.problems():
        raise problem
    try:
        with workspace.writing("Add landing page" if page_id is None else "Edit landing page") as session:
            page = LandingPage(campaign_id=draft.campaign_id, name="", url="") if page_id is None else (
                _landing_page(session, page_id)
            )
            page.name, page.url = draft.name.strip(), draft.url.strip()
            others = session.exec(select(LandingPage).where(
                LandingPage.campaign_id == page.campaign_id, LandingPage.id != page_id
            )).all()
            page.is_default = draft.is_default or not any(other.is_default for other in others)
            for other in others:
                other.is_default = other.is_default and not page.is_default
            session.add(page)
            session.flush()
            assert page.id is not None
            for link in session.exec(select(TrackingLink).where(TrackingLink.landing_page_id == page.id)):
                link.url = build_url(page.url, _utm(link))
            return page.id
    except IntegrityError as error:
        raise ValidationError("url", "This campaign already has this landing page.", "Use the one there is.") from error


def delete_landing_page(workspace: Workspace, page_id: int) -> None:
    """Delete a page nothing leads to (undoable); KnownError otherwise."""
    with workspace.writing("Delete landing page") as session:
        page = _landing_page(session, page_id)
        used = session.exec(select(TrackingLink.id).where(TrackingLink.landing_page_id == page_id)).all()
        if used:
            number = "1 link leads" if len(used) == 1 else f"{len(used)} links lead"
            raise KnownError(f"{number} to “{page.name}”.", "Delete them first, or change the page's address.")
        session.delete(page)


def save_link(workspace: Workspace, draft: LinkDraft, link_id: int | None = None) -> int:
    """Add or change a link; ValidationError when it breaks the house rules or another creator has the same one."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Add link" if link_id is None else "Edit link") as session:
        link = TrackingLink(collaboration_id=draft.collaboration_id, url="") if link_id is None else (
            _link(session, link_id)
        )
        _write(session, link, draft)
        holder = tracking.taken_links(session, [link_id] if link_id else ()).get(link.url)
        if holder is not None:
            raise ValidationError(
                "content" if draft.kind == "landing" else "url",
                f"{holder[1]} already has this link; visits could not be told apart.", "Change utm_content."
                if draft.kind == "landing" else "Ask the network for a link of the creator’s own.",
            )
        session.add(link)
        session.flush()
        assert link.id is not None
        return link.id


def delete_links(workspace: Workspace, link_ids: Sequence[int]) -> None:
    with workspace.writing("Delete link" if len(link_ids) == 1 else f"Delete {len(link_ids)} links") as session:
        for link_id in link_ids:
            session.delete(_link(session, link_id))


def generate_links(
    workspace: Workspace, campaign_id: int, landing_page_id: int, collaboration_ids: Sequence[int] = (),
    require: bool = False,
) -> Generated:
    """A link by the house rules for each creator (all when none are named) who has none to this page yet.

    With `require` the link joins the required links of her open deliverables, so that drafts are checked for it.
    """
    with workspace.writing("Make links") as session:
        page = _landing_page(session, landing_page_id)
        rules, facts = tracking.rules(session), tracking.link_facts(session, campaign_id)
        chosen = [deal_id for deal_id in facts if not collaboration_ids or deal_id in set(collaboration_ids)]
        taken = {(url,) for url in tracking.taken_links(session)}
        has = set(session.exec(
            select(TrackingLink.collaboration_id).where(TrackingLink.landing_page_id == landing_page_id)
        ))
        added = 0
        for deal_id in chosen:
            if deal_id in has:
                continue
            utm = unique_content(propose(rules, facts[deal_id]), taken, lambda one: (build_url(page.url, one),))
            link = TrackingLink(collaboration_id=deal_id, url="")
            _write(session, link, LinkDraft(deal_id, landing_page_id=landing_page_id, utm=utm))
            session.add(link)
            taken.add((link.url,))
            added += 1
            if require:
                _require(session, deal_id, link.url)
        return Generated(added, len(chosen) - added)


def save_code(workspace: Workspace, draft: CodeDraft) -> None:
    """Set or clear a creator's code; ValidationError naming who has it already."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Set discount code" if draft.code else "Remove discount code") as session:
        deal = _deal(session, draft.collaboration_id)
        holder = _holder(session, draft.code, deal) if draft.code else ""
        if holder:
            raise ValidationError(
                "code", f"{holder} already has {draft.code}; its orders could not be told apart.", "Choose another one."
            )
        deal.discount_code, deal.discount_terms = draft.code, draft.terms.strip()
        deal.discount_from, deal.discount_until = draft.valid_from, draft.valid_until


def generate_codes(
    workspace: Workspace, planned: Mapping[int, CodeDraft], label: str = "Make discount codes"
) -> Generated:
    """Store proposed codes as one step; all or none. ValidationError for a code that is taken meanwhile."""
    for draft in planned.values():
        for problem in draft.problems():
            raise problem
    codes = [code_key(draft.code) for draft in planned.values()]
    for draft in planned.values():
        if codes.count(code_key(draft.code)) > 1:
            raise ValidationError("code", f"Two creators would get {draft.code}.", "Make the codes anew.")
    with workspace.writing(label) as session:
        for deal_id, draft in planned.items():
            deal = _deal(session, deal_id)
            if holder := _holder(session, draft.code, deal, planned):
                raise ValidationError("code", f"{holder} already has {draft.code}.", "Make the codes anew.")
            deal.discount_code, deal.discount_terms = draft.code, draft.terms.strip()
            deal.discount_from, deal.discount_until = draft.valid_from, draft.valid_until
    return Generated(len(planned), 0)


def propose_codes(
    session: Session, campaign_id: int, pattern: str, percent: str, collaboration_ids: Sequence[int]
) -> dict[int, str]:
    """Codes by pattern for the creators named, free of collisions with every campaign of the workspace."""
    facts = tracking.link_facts(session, campaign_id)
    chosen = [(deal_id, {**facts[deal_id], "percent": percent}) for deal_id in facts if deal_id in collaboration_ids]
    return assign_codes(pattern, chosen, tracking.taken_codes(session, collaboration_ids))


def export_tracking(workspace: Workspace, campaign_id: int, path: Path) -> int:
    """Write the campaign's links and codes as CSV, a line per link; returns the number of lines."""
    from microinf_desktop.interchange.exports import write_csv

    head = (
        "creator", "handle", "platform", "code", "code_terms", "code_from", "code_until", "link_kind", "link",
        "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "landing_page", "deliverable", "network",
    )
    lines: list[list[object]] = []
    with workspace.reading() as session:
        for row in tracking.rows(session, campaign_id):
            own = [row.creator, row.handle, row.platform, row.code, row.code_terms, row.code_from, row.code_until]
            for link in row.links:
                utm = [link.utm.source, link.utm.medium, link.utm.campaign, link.utm.content, link.utm.term]
                lines.append([*own, link.kind, link.url, *utm, link.landing_page, link.deliverable, link.network])
            if not row.links:
                lines.append([*own, *[""] * 10])
    return write_csv(path, head, lines)


def export_qr_codes(
    workspace: Workspace, campaign_id: int, folder: Path, progress: Progress = silent,
    cancel: CancelToken | None = None,
) -> list[Path]:
    """Write a PNG and an SVG of every link into `folder`; returns the files. Cancel removes what was written."""
    from microinf_desktop.interchange.exports import unique_names
    from microinf_desktop.interchange.qr_codes import qr_png, qr_svg

    with workspace.reading() as session:
        links = [link for row in tracking.rows(session, campaign_id) for link in row.links]
    named = list(unique_names((link.id, link.creator) for link in links))
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for done, (link, (_id, name)) in enumerate(zip(links, named, strict=True)):
            (cancel or CancelToken()).check()
            progress(done, len(links), name)
            for suffix, content in ((".png", qr_png(link.url)), (".svg", qr_svg(link.url).encode())):
                path = folder / f"{name}{suffix}"
                path.write_bytes(content)
                written.append(path)
    except OSError as error:
        _remove(written)
        raise KnownError(f"{folder} cannot be written: {error.strerror}.", "Choose another folder.") from error
    except BaseException:
        _remove(written)
        raise
    return written


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _write(session: Session, link: TrackingLink, draft: LinkDraft) -> None:
    link.kind, link.deliverable_id, link.network = draft.kind, draft.deliverable_id, draft.network.strip()
    link.notes, link.landing_page_id = draft.notes.strip(), None
    utm = Utm()
    if draft.kind == "landing":
        assert draft.landing_page_id is not None
        page, utm = _landing_page(session, draft.landing_page_id), draft.utm
        link.landing_page_id, link.url = page.id, build_url(page.url, utm)
    else:
        link.url = draft.url.strip()
    link.utm_source, link.utm_medium, link.utm_campaign = utm.source, utm.medium, utm.campaign
    link.utm_content, link.utm_term = utm.content, utm.term


def _utm(link: TrackingLink) -> Utm:
    return Utm(link.utm_source, link.utm_medium, link.utm_campaign, link.utm_content, link.utm_term)


def _require(session: Session, collaboration_id: int, url: str) -> None:
    """Put a link among the required ones of deliverables that are still to come and have a text."""
    for piece in session.exec(select(Deliverable).where(Deliverable.collaboration_id == collaboration_id)):
        if piece.state not in _CLOSED and piece.kind not in _LINKLESS and url not in piece.required_links:
            piece.required_links = [*piece.required_links, url]


def _holder(session: Session, code: str, deal: Collaboration, besides: Mapping[int, object] | None = None) -> str:
    """Another creator who has this code, or an empty text; the same person may keep it over campaigns."""
    for other_id, other_code, influencer_id, name in session.exec(
        select(Collaboration.id, Collaboration.discount_code, Collaboration.influencer_id, Influencer.name)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.discount_code) != "")
    ):
        same = code_key(other_code) == code_key(code) and influencer_id != deal.influencer_id
        if same and other_id != deal.id and other_id not in (besides or {}):
            return name
    return ""


def _landing_page(session: Session, page_id: int) -> LandingPage:
    page = session.get(LandingPage, page_id)
    if page is None:
        raise KnownError("This landing page was deleted meanwhile.", "Undo the deletion first.")
    return page


def _link(session: Session, link_id: int) -> TrackingLink:
    link = session.get(TrackingLink, link_id)
    if link is None:
        raise KnownError("This link was deleted meanwhile.", "Undo the deletion first.")
    return link


def _deal(session: Session, collaboration_id: int) -> Collaboration:
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("This collaboration was removed meanwhile.", "Undo the removal first.")
    return deal
