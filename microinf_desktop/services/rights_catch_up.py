"""Rights of contracts that were issued before the register was there."""

from datetime import date

from sqlmodel import col, select

from microinf_desktop.domain.enums import ContractState
from microinf_desktop.services.contract_steps import newest_issued
from microinf_desktop.services.rights import rights_from_contract
from microinf_desktop.storage.tables import Contract, UsageRight
from microinf_desktop.storage.workspace import Workspace


def catch_up(workspace: Workspace, today: date | None = None) -> int:
    """Read every issued contract that is not in the register, in one step; returns how many rights it gave."""
    with workspace.writing("Read usage rights from contracts") as session:
        known = select(UsageRight.contract_id).where(col(UsageRight.contract_id).is_not(None))
        waiting = session.exec(
            select(Contract).where(col(Contract.id).not_in(known), Contract.state != ContractState.TERMINATED)
            .order_by(col(Contract.id))
        ).all()
        added = 0
        for contract in waiting:
            issued = newest_issued(session, contract.id or 0)
            if issued is not None:
                added += len(rights_from_contract(session, contract, *issued, today))
        return added
