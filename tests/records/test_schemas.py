"""The schemas for editors: they take what the reader takes, and refuse what it refuses as far as they can."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from composer.errors import errors_in
from composer.records.contacts import parse_contacts
from composer.records.event_kinds import EVENTS
from composer.records.history import parse_history
from composer.records.practice import parse_practice
from composer.records.schemas import NAMES, schema_text
from composer.records.suppression import parse_suppression
from composer.records.wishes import is_wish
from composer.yaml.reader import read_yaml

ROOT = Path(__file__).parents[2]
PARSERS = {
    "contacts": lambda text: parse_contacts(text, "").problems,
    "practice": lambda text: parse_practice(text, "")[1],
    "history": lambda text: parse_history(text, "").problems,
    "do-not-contact": lambda text: parse_suppression(text, "").problems,
}


@cache
def validator(name: str) -> Draft7Validator:
    return Draft7Validator(json.loads(schema_text(name)))


class EditorLoader(yaml.SafeLoader):
    """Reads as an editor does, which follows YAML 1.2: ``NO`` is text, ``02134`` and ``5e3`` are numbers."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # the library's own


for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    keys = [*first, *([""] if tag == "null" else [])]
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), keys)


def _number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> float:
    text = str(loader.construct_scalar(node))
    return int(text, 0) if text[:2] in {"0x", "0o"} else float(text)


for kind in ("int", "float"):
    EditorLoader.add_constructor(f"tag:yaml.org,2002:{kind}", _number)


def in_an_editor(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # a safe loader, with less in it


def refusals(name: str, value: Any) -> list[str]:
    return [
        f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in validator(name).iter_errors(value)
    ]


def takes(name: str, text: str) -> bool:
    return not errors_in(PARSERS[name](text))


# --- what they accept -----------------------------------------------------------------------------------------------


def samples() -> Iterator[tuple[str, Path]]:
    for name in PARSERS:
        yield from ((name, path) for path in sorted(ROOT.glob(f"{name}.yaml")))
        yield from ((name, path) for path in sorted((ROOT / "templates/workspace").glob(f"{name}.yaml")))
        yield from ((name, path) for path in sorted((ROOT / "tests/data/guard").rglob(f"{name}.yaml")))
    yield from (("role", path) for path in sorted((ROOT / "templates").glob("roles/*.yaml")))


@pytest.mark.parametrize(("name", "path"), [*samples()], ids=lambda one: one.name if isinstance(one, Path) else one)
def test_every_good_file_is_accepted_as_the_reader_and_as_an_editor_reads_it(name: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert refusals(name, read_yaml(text, "").value) == []
    assert refusals(name, in_an_editor(text)) == []


def test_the_examples_of_a_new_workspace_are_accepted_without_their_signs() -> None:
    for name in ("contacts", "practice", "history"):
        text = (ROOT / f"templates/workspace/{name}.yaml").read_text(encoding="utf-8")
        text = re.sub(r"@today[+-]?\d*@", "2026-11-24", re.sub(r"^# ", "", text, flags=re.MULTILINE))
        assert takes(name, text)
        assert refusals(name, in_an_editor(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "- {name: Ann, phone: 02134, state: NO, role: pcp}",
        "- {name: 12, roles: [pcp, grief], needs: Medicaid, email: }",
        "- {name: Ann, needs: [a, {text: b, heard: 2026-03}, {need: grief, heard: Sept 2026}], details: c, met: d}",
        "- {name: Ann, status: Moved, unknown_person: yes, shoe_size: 12, do_not_contact: 2026-03-04}",
        "- {name: Ann, status: do not contact}",
        "- {name: Ann, consent: false}\n- {name: Bea, consent: withdrawn, channel: no}",
        "- {organization: Hill, team: front desk}",
        "contacts:\n  - name: Ann\n    notes: |\n      a\n      b\norganizations:",
        "- {name: Ann, introduced_by: Bea, asked_for: a page, language: es-MX, website: x}",
        "",
    ],
)
def test_whatever_the_reader_takes_is_accepted(text: str) -> None:
    assert takes("contacts", text), parse_contacts(text, "").problems
    assert refusals("contacts", in_an_editor(text)) == []


def test_the_shorthands_of_other_files_are_accepted() -> None:
    for name, text in (
        ("history", "- {date: 2026-03, contact: ann, event: Met}\n- {date: 2026-03-04, contact: a, event: second-note sent}"),
        ("history", "- {date: 2026-03-04, contact: ann, event: unsubscribed}\n- {date: 2026-03-04, contact: b, event: Asked_To_Stop}"),
        ("do-not-contact", "- ann@x.example\n- x.example\n- {email: '@x.example', since: 2026-03}\n- {domain: 'https://x.example/'}"),
        ("practice", "{name: Maya, introduction: I see adults., needs: [climbers, {name: b, phrases: c}], facts: {fee: 140}}"),
        ("practice", "{name: Maya, talks: {problem: A b., topic: c, takeaways: d, needs: grief, minutes: 45}}"),
    ):  # fmt: skip
        assert takes(name, text), PARSERS[name](text)
        assert refusals(name, in_an_editor(text)) == []


@given(event=st.sampled_from(EVENTS), data=st.data())
def test_an_event_may_be_written_in_any_of_its_ways(event: str, data: st.DataObject) -> None:
    said = "".join(
        data.draw(st.sampled_from([c, c.upper()])) if c != "-" else data.draw(st.sampled_from("-_ ")) for c in event
    )
    assert refusals("history", [{"date": "2026-03-04", "contact": "ann", "event": said}]) == []


WISHES = (
    "do not contact", "DNC", "opted out", "Unsubscribed 2026", "no more letters", "no_mail", "don't write", "stop", "blocked",
    "suppressed", "bounced", "leave alone", "never again", "asked to stop", "no contactar", "objected", "removal requested",
    "withdrawn", "revoked", "refused", "denied", "deny", "declined", "has opted_out of all emails", "blacklisted",
)  # fmt: skip


def test_a_wish_that_the_reader_understands_in_a_status_is_not_refused() -> None:
    """An editor that marked it would have somebody write ``active`` instead."""
    for wish in WISHES:
        assert is_wish(wish) or wish == "objected", wish
        assert refusals("contacts", [{"name": "Ann", "status": wish}]) == [], wish


LINE = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), max_size=12)
DAYS = st.dates().map(str)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "day": DAYS,
    "month": st.sampled_from(["2026-03", "Sept 2026", "march, 2026", "2026-13", "someday 2026", "2026"]),
    "line": LINE,
    "odd": st.sampled_from(
        [True, False, None, [], {}, ["a"], [["a"]], {"text": "a"}, {"name": "a"}, {"basis": "asked"}]
    ),
    "known": st.sampled_from(
        ["active", "Moved", "retird", "es", "x@y.example", "https://y.example", "a-b", "a..b", "@", "no"]
    ),
}
FIELDS = (
    "name", "id", "former_ids", "unknown_person", "team", "address_as", "roles", "role", "organization", "email", "phone",
    "address", "channel", "language", "status", "consent", "tags", "needs", "details", "introduced_by", "met", "asked_for",
    "visit", "people_word", "notes", "verified", "do_not_contact", "nickname",
)  # fmt: skip
ANY = st.one_of(*VALUES.values())


@given(st.dictionaries(st.sampled_from(FIELDS), ANY, max_size=4), LINE)
def test_no_contact_that_the_reader_takes_is_refused(fields: dict[str, Any], name: str) -> None:
    text = json.dumps([{"name": f"Ann {name}", **fields}])
    assert takes("contacts", text) <= (refusals("contacts", json.loads(text)) == [])


@given(
    st.fixed_dictionaries({"date": ANY, "contact": ANY, "event": st.one_of(st.sampled_from([*EVENTS, *WISHES]), ANY)}),
    st.dictionaries(st.sampled_from(["letter", "fields", "question", "mention", "until", "other"]), ANY, max_size=3),
)
def test_no_event_that_the_reader_takes_is_refused(event: dict[str, Any], more: dict[str, Any]) -> None:
    text = json.dumps([{**event, **more}])
    assert takes("history", text) <= (refusals("history", json.loads(text)) == [])


@given(
    st.lists(
        st.one_of(ANY, st.dictionaries(st.sampled_from(["email", "domain", "contact", "since", "reason", "odd"]), ANY)),
        max_size=2,
    )
)
def test_no_line_of_the_list_that_the_reader_takes_is_refused(lines: list[Any]) -> None:
    text = json.dumps(lines)
    assert takes("do-not-contact", text) <= (refusals("do-not-contact", json.loads(text)) == [])


PRACTICE = (
    "credentials", "licences", "certified", "email", "website", "panels", "introduction", "needs", "offers", "updates", "talks",
    "how_to_refer", "handouts", "facts", "translations", "does_not", "fee", "attach",
)  # fmt: skip
GROUPS = st.dictionaries(
    st.sampled_from(["text", "title", "state", "needs", "date", "name", "channel", "minutes", "from"]), ANY, max_size=4
)


@given(st.dictionaries(st.sampled_from(PRACTICE), st.one_of(ANY, GROUPS, st.lists(GROUPS, max_size=2)), max_size=3))
def test_no_practice_that_the_reader_takes_is_refused(fields: dict[str, Any]) -> None:
    text = json.dumps({"name": "Maya", **fields})
    assert takes("practice", text) <= (refusals("practice", json.loads(text)) == [])


# --- what they refuse -----------------------------------------------------------------------------------------------

WRONG = [
    ("contacts", "- {role: pcp}", "a contact without a name"),
    ("contacts", "- {name: [Ann, Bea]}", "a list where a text belongs"),
    ("contacts", "- {name: true}", "a truth where a text belongs"),
    ("contacts", "- {name: Ann, status: retird}", "a status that there is not"),
    ("contacts", "- {name: Ann, status: 5}", "a number for a status"),
    ("contacts", "- {name: Ann, email: ann}", "no address"),
    ("contacts", "organizations: [{name: Hill, website: not here}]", "no web address"),
    ("contacts", "- {name: Ann, id: Not An Id}", "no id"),
    ("contacts", "- {name: Ann, verified: 3/9/2026}", "a day in another order"),
    ("contacts", "- {name: Ann, visit: 2026-13-01}", "a month that there is not"),
    ("contacts", "- {name: Ann, needs: [{say: a}]}", "a need without a text"),
    ("contacts", "- {name: Ann, phone: 'a\n\n\n  b'}", "two lines where one belongs"),
    ("contacts", "- {name: Ann, do_not_contact: [a]}", "a list for a wish"),
    ("contacts", "- {name: Ann, client_name: b}", "a client"),
    ("contacts", "- {name: Ann, needs: [{text: a, diagnosis: b}]}", "a diagnosis inside"),
    ("contacts", "- {name: Ann, unknown_person: perhaps}", "neither true nor false"),
    ("contacts", "people: []", "a part that there is not"),
    ("contacts", "Ann", "a text instead of a list"),
    ("practice", "{credentials: LPCC}", "a practice without a name"),
    ("practice", "{name: Maya, licences: [{title: LPCC}]}", "a licence without a state"),
    ("practice", "{name: Maya, offers: I have room.}", "an offer without needs"),
    ("practice", "{name: Maya, mail_password: a}", "a secret"),
    ("practice", "{name: Maya, how_to_refer: {text: Call., channel: pigeon}}", "a channel that there is not"),
    ("history", "- {date: 2026-03-04, contact: ann}", "nothing that happened"),
    ("history", "- {date: 2026-03-04, contact: ann, event: emailed}", "an event that there is not"),
    ("history", "- {date: tomorrow, contact: ann, event: called}", "no day"),
    ("history", "- {date: 2026-03-04, contact: ann, event: called, case_notes: b}", "notes on a case"),
    ("do-not-contact", "- {reason: a}", "nobody"),
    ("do-not-contact", "- {emial: a@x.example, contact: b}", "a misspelt field, which may have named somebody"),
    ("do-not-contact", "a@x.example", "a text instead of a list"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "why"), WRONG, ids=[why for _, _, why in WRONG])
def test_what_is_plainly_wrong_is_refused_by_both(name: str, text: str, why: str) -> None:
    assert not takes(name, text), why
    assert refusals(name, in_an_editor(text)) != [], why


# --- what they are --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_field_says_what_it_holds(name: str) -> None:
    """A new field without a docstring, or a line in `schema_words.py`, fails here."""
    groups = json.loads(schema_text(name))["definitions"]
    silent = [f"{kind}.{field}" for kind, group in groups.items() for field, shape in group["properties"].items()
              if len(shape["description"]) < 8]  # fmt: skip
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_no_field_of_ours_has_a_name_that_is_refused(name: str) -> None:
    groups = json.loads(schema_text(name))["definitions"].values()
    assert not [
        field
        for one in groups
        for field in one["properties"]
        for bad in one["patternProperties"]
        if re.search(bad, field)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_patterns_are_written_as_an_editor_in_javascript_reads_them(name: str) -> None:
    text = schema_text(name)
    assert re.findall(r"\\\\[AZzGpPhR]|\(\?P|\(\?<|\(\?#|\(\?[aiLmsux]", text) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_schema_is_the_one_that_the_command_writes(name: str) -> None:
    path = ROOT / f"templates/schema/{name}.json"
    assert path.read_text(encoding="utf-8") == schema_text(name), "`outreach schema --to templates/schema` writes it"
