"""What the Tab key offers beside commands and options: contacts by id or name, drafts, and letters.

The shell asks while somebody types, so nothing is said there, not even what is wrong: then nothing is offered.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from composer.errors import ComposerError
from composer.filenames import names_in
from composer.patterns import regex
from composer.settings import read_settings
from composer.spelling import normalized

_PLAIN = regex(r"\w[\w.+-]*\Z")


def contacts(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The ids that begin so, and those of people of whose name a word does: ``osei`` offers ``abena-osei``."""
    return [CompletionItem(id_, help=name) for id_, name in _offered(_contacts_in(_folder(context)), begun)]


def drafts(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The drafts whose names begin so; none whose name a shell would take for more than a name."""
    try:
        names = names_in(_folder(context) / "drafts")
    except ComposerError:
        return []
    stems = (name.removesuffix(".md") for name in names if name.endswith(".md"))
    return [CompletionItem(stem) for stem in stems if stem.startswith(begun) and _PLAIN.match(stem)]


def _folder(context: click.Context) -> Path:
    """The workspace as a command would find it; the options in front of the command are read, and not obeyed yet."""
    from composer.cli.options import is_workspace

    named = context.find_root().params.get("folder")
    here = Path(named) if named else Path()
    return here if named or is_workspace(here) else read_settings().workspace or here


def _contacts_in(folder: Path) -> list[tuple[str, str]]:
    from composer.records.book import read_contacts

    try:
        return [(one.id, one.display_name) for one in read_contacts(folder)[0].contacts]
    except ComposerError:
        return []


def _offered(people: Iterable[tuple[str, str]], begun: str) -> Iterator[tuple[str, str]]:
    wanted = normalized(begun)
    for id_, name in people:
        words = (*normalized(name).split(), *id_.split("-"))  # an id has no accents, as many type
        if id_.startswith(begun.casefold()) or any(word.startswith(wanted) for word in words):
            yield id_, name
