"""The conditions of clauses in words a person reads and chooses."""

from collections.abc import Iterable

from microinf_desktop.domain.clauses import Clause, ClauseLibrary
from microinf_desktop.domain.own_clauses import known_facts, plain_text
from microinf_desktop.ui.i18n import tr

FACT_WORDS = {
    "agent": "the agency acts for the client", "principal": "the agency acts in its own name",
    "manager": "the creator has a manager", "manager_signs": "the manager signs", "minor": "the creator is under 18",
    "under_16": "the creator is under 16", "minors_in_content": "children appear in the content",
    "france": "France is in the audience", "us": "the United States are involved", "uk": "the UK is in the audience",
    "regulated": "the product is regulated", "brief": "it refers to a brief", "published": "something is published",
    "raw": "raw content is handed over", "stories": "there are stories", "live": "there is a live stream",
    "requirements": "posts have mentions, links or codes", "blackouts": "there are days without posts",
    "silence_approves": "no answer counts as approval", "limited_rounds": "rounds of changes are limited",
    "extra_round_price": "a further round has a price", "approved_claims": "there are approved claims",
    "banned_claims": "there are banned claims", "content_bans": "there are content bans",
    "kpis": "results are expected", "kill_fees": "there is a kill fee",
    "kill_fee_ladder": "there is a kill fee on a fixed fee", "fee": "there is a fixed fee",
    "pays_money": "money is paid", "hybrid_pay": "commission or bonus is paid", "bonus": "there is a bonus",
    "computed_bonus": "a bonus is computed", "cap": "all cash has a limit", "instalments": "the fee has instalments",
    "has_due_days": "invoices have a day", "expenses": "expenses are paid back", "products": "there are products",
    "products_kept": "products are kept", "products_returned": "products go back",
    "buyer_ships": "agency or client pays shipping", "retainer": "there is a monthly retainer",
    "commission": "there is a commission", "commission_share": "the commission is a share",
    "commission_per_sale": "the commission is an amount per sale", "commission_cap": "the commission has a limit",
    "commission_code": "the commission hangs on a code", "commission_expiry": "the commission ends on a day",
    "discount": "there is a discount code", "discount_terms": "the code gives something",
    "discount_start": "the code has a first day", "discount_end": "the code has a last day",
    "usage": "content may be used again", "no_usage": "content is not used again", "boosted": "posts are advertised",
    "paid_use": "content may be used in advertising", "perpetual": "the rights never end",
    "term": "the rights have a term", "may_edit": "content may be edited", "may_sublicense": "others may be licensed",
    "raw_files": "raw files are handed over", "renewal": "a renewal has a price", "ai_training": "AI may be trained",
    "waiver": "moral rights are waived", "allowlisting": "there is advertising from the creator’s account",
    "allowlisting_fee": "that advertising has a fee", "allowlisting_cap": "that advertising has a limit",
    "allowlisting_edit": "advertisements may be edited", "exclusivity": "there is exclusivity",
    "exclusivity_end": "exclusivity has an end", "exclusivity_fee": "exclusivity is paid for",
    "carve_outs": "exclusivity has exceptions", "event": "there is an event",
    "event_place": "place and day of the event are known", "event_arrival": "the arrival is known",
    "event_companions": "somebody comes along", "alcohol": "the product is alcohol",
    "gambling": "the product is gambling", "finance": "the product is finance", "health": "the product is health",
    "food": "the product is unhealthy food",
}


def fact_words(name: str, library: ClauseLibrary | None = None) -> str:
    """A fact in words; a choice ("music=client") in those of its parameter, where a library knows it."""
    bare = name.removeprefix("!")
    words = tr(FACT_WORDS[bare]) if bare in FACT_WORDS else _choice_words(bare, library)
    return tr("not: {fact}", fact=words) if name.startswith("!") else words


def _choice_words(bare: str, library: ClauseLibrary | None) -> str:
    name, _, choice = bare.partition("=")
    for parameter in library.parameters if library is not None else ():
        if parameter.name == name and choice in parameter.choices:
            labels = parameter.choice_labels or parameter.choices
            label = tr(parameter.label)
            return f"{label[:1].lower()}{label[1:]}: {tr(labels[parameter.choices.index(choice)])}"
    return bare.replace("=", " = ").replace("_", " ")


def condition_words(conditions: Iterable[str], library: ClauseLibrary | None = None) -> str:
    """All conditions of a clause or paragraph in one line."""
    return tr(" and ").join(fact_words(name, library) for name in conditions)


def clause_words(clause: Clause, library: ClauseLibrary | None) -> str:
    """A clause as text to compare: its title, then one paragraph a line with what it hangs on in words."""
    return plain_text(clause, lambda conditions: condition_words(conditions, library))


def fact_choices(library: ClauseLibrary) -> list[tuple[str, str]]:
    """Every condition one can choose, as (name, words), also each reversed."""
    named = sorted((fact_words(name, library), name) for name in known_facts(library))
    return [(name, words) for words, name in named] + [
        (f"!{name}", fact_words(f"!{name}", library)) for _, name in named]
