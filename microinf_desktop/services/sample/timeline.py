"""What waits for what in the sample's campaigns, and the days there that cannot move."""

from sqlmodel import Session, col, select

from microinf_desktop.services.sample import content
from microinf_desktop.storage.tables import Campaign, Deliverable, Dependency, Milestone


def add_plans(session: Session) -> None:
    """Add dependencies and fixed days to campaigns whose milestones and deliverables are written already."""
    for entry in content.load("timeline.json"):
        campaign_id = session.exec(select(Campaign.id).where(Campaign.name == entry["campaign"])).one()
        assert campaign_id is not None
        marks = {one.name: one for one in session.exec(
            select(Milestone).where(Milestone.campaign_id == campaign_id).order_by(col(Milestone.id)))}
        pieces = {one.title: one.id for one in session.exec(
            select(Deliverable).where(Deliverable.campaign_id == campaign_id))}
        for name, reason in entry["fixed"].items():
            marks[name].locked_reason = reason
        for after, before in entry["waits"]:
            ends = {}
            for side, name in (("before", before), ("after", after)):
                kind = "milestone" if name in marks else "deliverable"
                ends[f"{side}_{kind}_id"] = marks[name].id if name in marks else pieces[name]
            session.add(Dependency(campaign_id=campaign_id, **ends))
    session.flush()
