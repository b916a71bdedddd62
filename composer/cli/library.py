"""`outreach letters` and `roles`: what there is, and what each is for."""

import re

import click

from composer.cli.console import as_json, heading, note, out, plural, show_problems, table
from composer.cli.root import json_option, snapshot_of
from composer.errors import NotFoundError, errors_in
from composer.letters.catalogue import Catalogue
from composer.records.roles import RoleProfile
from composer.spelling import did_you_mean
from composer.workspace import authoring


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def letters(context: click.Context, as_data: bool) -> None:
    """List the letters: what each is for and how often a person may get it. Copy one to change it."""
    if context.invoked_subcommand is None:
        _list_letters(snapshot_of(context).catalogue, as_data=as_data)


def _list_letters(catalogue: Catalogue, *, as_data: bool) -> None:
    rows = [
        letter.head.model_dump() | {"path": letter.path, "language": letter.language} for letter in catalogue.every()
    ]
    if as_data:
        as_json({"letters": rows, "problems": [problem.as_dict() for problem in catalogue.problems]})
        return
    for row in rows:
        language = "" if row["language"] == "en" else f", in '{row['language']}'"
        heading(f"{row['letter']} ({row['purpose']}, {_once(row['once'])}{language})")
        out(f"  {row['about']}")
        out(f"  {row['path']}")
    note("\n`outreach letters copy NAME` puts one into your own folder, to be changed there.")


@letters.command("copy")
@click.argument("name")
@click.option("--as", "new", default="", metavar="NAME", help="Make a letter of another name from it.")
@click.pass_context
def copy_letter(context: click.Context, name: str, new: str) -> None:
    """Put the letter NAME into your own templates/ folder, to be changed there."""
    snapshot = snapshot_of(context)
    known = name if "/" in name else f"letters/{name.removesuffix('.md')}.md"
    if "/" not in name and known not in snapshot.library.files:
        snapshot.letter(name)
    path = authoring.copy_template(snapshot, known, _ensure_key(new))
    out(f"Copied to {path}. It is yours now; `outreach letters check` tries it on everyone.")


def _ensure_key(new: str) -> str:
    """A name that a file and a letter can have.

    Raises:
        click.UsageError: it is none.
    """
    if new and not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}", new):
        raise click.UsageError(f"'{new}' cannot be a name: use small letters, digits and hyphens.")
    return new


@letters.command("check")
@click.argument("name", default="")
@json_option
@click.pass_context
def check_letter(context: click.Context, name: str, as_data: bool) -> int:
    """Try the letter NAME, or all letters, on everyone in the records, and report every problem with its line."""
    snapshot = snapshot_of(context)
    found = authoring.lint_letters(snapshot, name)
    if as_data:
        as_json({"problems": [problem.as_dict() for problem in found]})
        return 1 if errors_in(found) else 0
    show_problems(found, err=False)
    count = len([letter for letter in snapshot.catalogue.every() if name in {"", letter.key}])
    tried = f"{plural(count, 'letter')} tried on {plural(len(snapshot.records.contacts.contacts), 'contact')}"
    out(f"{tried}: {plural(len(found), 'problem')}." if found else f"{tried}, and nothing to mend.")
    return 1 if errors_in(found) else 0


def _once(once: str) -> str:
    said = {"ever": "once ever", "12 months": "once in 12 months", "per letter": "once after each letter"}
    return said.get(once, once if once == "as asked" else f"once {once}")


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
        found = library.role_of(role)
        if not found.known and not found.alias:
            near = library.near_role(role)
            otherwise = f"did you mean '{near}'?" if near else "`outreach roles` lists them"
            hint = did_you_mean(role.casefold(), library.role_by_key, otherwise)
            raise NotFoundError(
                f"'{role}' is no role this program knows; such a contact gets the general letter", hint=hint
            )
        if not found.known:
            note(f"'{role}' is read as this role: {found.likeness:.0%} like '{found.alias}'.")
        if copied:
            out(f"Copied to {authoring.copy_template(snapshot, f'roles/{found.role.key}.yaml')}. It is yours now.")
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
