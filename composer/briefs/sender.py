"""Who writes, as letters show it: the practice's facts, the name that signs, the block below a letter."""

from composer.briefs.statement import Shared, Statement
from composer.records.practice import Practice

_FACTS = (
    "name", "credentials", "practice", "phone", "fax", "address", "hours", "website", "call_back", "when_full",
    "valediction", "email",
)  # fmt: skip


def practice_tree(practice: Practice) -> Shared:
    """The practice's facts as templates see them."""
    cite = practice.cite
    return Shared(
        {
            **{key: Statement(getattr(practice, key) or "", "a fact of the practice", cite(key)) for key in _FACTS},
            "panels": [Statement(panel, "a panel of the practice", cite("panels")) for panel in practice.panels],
            "signed": Statement(signed(practice), "who writes", cite("name")),
            "signature": Statement(signature(practice), "the practice's own facts", cite("name")),
        }
    )


def signed(practice: Practice) -> str:
    """The writer's name with post-nominals: ``Maya Chen, LPCC``."""
    return ", ".join(part for part in (practice.name, practice.credentials) if part)


def signature(practice: Practice) -> str:
    """The block below a letter, from the practice's facts; a line without a fact is left out."""
    if practice.signature:
        return practice.signature
    lines = [line for line in practice.address.split("\n") if line != practice.practice]
    place = ", ".join(part for part in (practice.practice, *lines) if part)
    reach = ", ".join(part for part in (practice.phone, practice.email or "") if part)
    block = (signed(practice), licences(practice), place, reach, practice.hours, practice.website)
    return "\n".join(line for line in block if line)


def licences(practice: Practice) -> str:
    """Exact titles with their states: ``Licensed Professional Clinical Counselor, Ohio and Kentucky``."""
    states: dict[str, list[str]] = {}
    for licence in practice.licences:
        number = f" ({licence.number})" if licence.number else ""
        states.setdefault(licence.title, []).append(f"{licence.state}{number}")
    return "; ".join(f"{title}, {' and '.join(held)}" for title, held in states.items())
