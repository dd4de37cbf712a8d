"""What is chosen while a contract is written, one step each, and what the agency wants in all of them."""

from sqlmodel import select

from microinf_desktop.domain.contract_defaults import SETTING, ContractDefaults, defaults_value, require_defaults
from microinf_desktop.domain.contract_options import ContractOptions, options_as_json
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import label
from microinf_desktop.services.agency import save_setting
from microinf_desktop.services.contracts import WRITABLE
from microinf_desktop.storage.tables import Contract
from microinf_desktop.storage.workspace import Workspace


def save_choices(
    workspace: Workspace, contract_id: int, options: ContractOptions, *, language: str | None = None, what: str = ""
) -> bool:
    """Store the choices for a contract; False, and no step, when nothing differs from what is stored.

    `what` names the change in the history ("Courts that decide"). KnownError once the contract is out of the agency's
    hands, or was deleted.
    """
    encoded = options_as_json(options)
    with workspace.reading() as session:
        stored = session.exec(select(Contract.options, Contract.language).where(Contract.id == contract_id)).first()
    if stored is not None and stored == (encoded, language or stored[1]):
        return False
    with workspace.writing(f"Change “{what}” in a contract" if what else "Edit a contract") as session:
        contract = session.get(Contract, contract_id)
        if contract is None:
            raise KnownError("This contract was deleted meanwhile.", "Undo the deletion, then try again.")
        if contract.state not in WRITABLE:
            raise KnownError(
                f"{contract.number} is “{label(ContractState(contract.state))}” and can no longer be written.",
                "Move it to “Changes” first, or terminate it and create a new one.",
            )
        contract.options, contract.language = encoded, language or contract.language
        session.add(contract)
    return True


def save_defaults(workspace: Workspace, defaults: ContractDefaults) -> None:
    """Store what the agency wants in all its contracts; ValidationError names the field that will not do.

    Contracts that are being written follow at once where they do not say otherwise; issued ones stay.
    """
    require_defaults(defaults)
    save_setting(workspace, SETTING, defaults_value(defaults), "Change the defaults of contracts")
