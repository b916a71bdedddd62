"""`outreach roles`: the kinds of readers, and what each usually needs."""

import click

from composer.cli.console import as_json, heading, note, out, table
from composer.cli.options import json_option, snapshot_of
from composer.records.roles import RoleProfile
from composer.workspace.authoring import copy_template, find_role


@click.command()
@click.argument("role", default="")
@click.option("--copy", "copied", is_flag=True, help="Put ROLE into your own templates/ folder, to be changed there.")
@json_option
@click.pass_context
def roles(context: click.Context, role: str, copied: bool, as_data: bool) -> None:
    """List the kinds of readers the letters know, or explain one ROLE."""
    snapshot = snapshot_of(context)
    library = snapshot.library
    if copied and not role:
        raise click.UsageError("--copy needs a ROLE.")
    if role:
        found = find_role(library, role)
        if not found.known:
            note(f"'{role}' is read as this role: {found.likeness:.0%} like '{found.alias}'.")
        if copied:
            out(f"Copied to {copy_template(snapshot, f'roles/{found.role.key}.yaml')}. It is yours now.")
        else:
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
