"""Keeps the windows of exclusivity that issued contracts state, so that conflicts are found without reading them."""

from sqlmodel import Session, col, select

from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage.tables import Campaign, Collaboration, Contract, ExclusivityWindow


def store_window(session: Session, contract: Contract, data: ContractData, clause: str = "") -> None:
    """Make the window of a contract say what its issued version says, inside somebody's step.

    `clause` is the printed number of the exclusivity clause. A version without exclusivity has no window.
    """
    row = session.exec(select(ExclusivityWindow).where(ExclusivityWindow.contract_id == contract.id)).first()
    terms = data.exclusivity
    if terms is None:
        if row is not None:
            session.delete(row)
        return
    deal = session.exec(
        select(Collaboration, Campaign.client_id).join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .where(Collaboration.id == contract.collaboration_id)
    ).first()
    if deal is None or contract.id is None:
        raise KnownError("The deal of this contract is gone.", "Undo its deletion first.")
    collaboration, client_id = deal
    if row is None:
        row = ExclusivityWindow(
            contract_id=contract.id, collaboration_id=contract.collaboration_id,
            influencer_id=collaboration.influencer_id, client_id=client_id,
        )
    row.category, row.competitors = terms.category, list(terms.competitors)
    row.platforms = [platform.value for platform in terms.platforms]
    row.territories = list(terms.territories)
    row.starts_on, row.ends_on = terms.starts_on, terms.ends_on
    row.carve_outs, row.clause = terms.carve_outs, clause
    session.add(row)
