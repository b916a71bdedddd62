"""`outreach letters` and `roles`: what there is, and what each is for."""

import click

from composer.cli.console import as_json, heading, note, out, table
from composer.cli.root import json_option, workspace_of
from composer.errors import NotFoundError
from composer.records.base import nearest
from composer.records.roles import RoleProfile


@click.command()
@json_option
@click.pass_context
def letters(context: click.Context, as_data: bool) -> None:
    """List the letters: what each is for and how often a person may get it."""
    catalogue = workspace_of(context).catalogue
    rows = [letter.head.model_dump() | {"path": letter.path} for letter in catalogue.letters.values()]
    if as_data:
        as_json({"letters": rows, "problems": [problem.as_dict() for problem in catalogue.problems]})
        return
    for row in rows:
        heading(f"{row['letter']} ({row['purpose']}, {_once(row['once'])})")
        out(f"  {row['about']}")
        out(f"  {row['path']}")
    note("\nTo change one, copy its file into templates/letters/ of your own folder and edit the copy.")


def _once(once: str) -> str:
    return {"ever": "once ever", "12 months": "once in 12 months"}.get(once, f"once {once}")


@click.command()
@click.argument("role", default="")
@json_option
@click.pass_context
def roles(context: click.Context, role: str, as_data: bool) -> None:
    """List the kinds of readers the letters know, or explain one ROLE."""
    library = workspace_of(context).library
    if role:
        found = library.role_of(role)
        if not found.known and not found.alias:
            near = nearest(role.casefold(), tuple(library.role_by_key)) or library.near_role(role)
            hint = f"did you mean '{near}'?" if near else "`outreach roles` lists them"
            raise NotFoundError(
                f"'{role}' is no role this program knows; such a contact gets the general letter", hint=hint
            )
        if not found.known:
            note(f"'{role}' is read as this role: {found.likeness:.0%} like '{found.alias}'.")
        as_json(found.role.model_dump()) if as_data else _explain(found.role)
        return
    if as_data:
        as_json({"roles": [profile.model_dump() for profile in library.roles]})
        return
    table([(profile.key, profile.about) for profile in library.roles], titles=("Role", "Who that is"))


def _explain(profile: RoleProfile) -> None:
    heading(f"{profile.name} ({profile.key})")
    out(f"  {profile.about}")
    out(f"\n  The people they look after: {profile.people}")
    out(f"  Also written: {', '.join(profile.aliases)}")
    for title, lines in (
        ("Usually needs", [want.need for want in profile.wants]),
        ("May be asked", [question.text for question in profile.questions]),
        ("Never", list(profile.never)),
    ):
        if lines:
            out(f"\n  {title}:")
            for line in lines:
                out(f"    - {line}")
