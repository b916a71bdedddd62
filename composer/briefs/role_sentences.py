"""A role profile's own sentences as letters see them: wishes, questions asked again, thanks, where readers gather."""

from composer.briefs.statement import NOTHING, Statement, Tree
from composer.records.roles import RoleProfile, fill

_IN_TURN = ("wish", "ask_again", "regard", "kindness")


def role_sentences(role: RoleProfile, words: dict[str, str], turn: int) -> dict[str, Tree]:
    """Each of them in the wording whose turn it is."""
    tree: dict[str, Tree] = {"gathering": _role_said(role, role.gathering, words, "gathering")}
    for field in _IN_TURN:
        forms = getattr(role, field)
        index = turn % len(forms) if forms else 0
        tree[field] = _role_said(role, forms[index], words, field, index) if forms else NOTHING
    return tree


def _role_said(role: RoleProfile, form: str, words: dict[str, str], *loc: str | int) -> Statement:
    text = fill(form, words)
    return Statement(text, f"what one says to {role.name.lower()} readers", role.cite(*loc)) if text else NOTHING
