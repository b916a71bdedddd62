"""Lines that the program wrote are read quickly, and exactly as YAML would have read them."""

from datetime import date
from operator import attrgetter
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.records.base import read_records
from composer.records.event_lines import split_lines, write_event
from composer.records.history import EVENTS, Event, parse_history, set_aside
from composer.yaml.reader import read_yaml

TORN_APART = '- {date: 2026-02-04, contact: ann, event: met, mention: "you had\n'
BLOCK = "- date: 2026-02-06\n  contact: ann\n  event: met\n  mention: |+\n    you had\n\n"
PIECES = (
    "- {date: 2026-01-02, contact: ann, event: called}\n",
    "- {date: 2026-03-09, contact: bob-lee, event: sent, letter: introduction}\n",
    "- {date: 2026-02-01, contact: ann, event: snoozed, until: 2026-09-01}\n",
    "- {date: 2026-02-03, contact: a.b_c-d, event: sent, letter: introduction, question: waits}\n",
    "- {date: 2026-02-03, contact: ann, event: sent, letter: introduction, mention: you had moved - at 9.30}\n",
    "- {date: 2026-02-03, contact: ann, event: snoozed, question: q, mention: true story, until: 2026-09-01}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: true}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: two  blanks}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: one, two}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: " + "a" * 1001 + "}\n",
    "- {date: 2026-02-03, contact: ann, event: sent, letter: null, question: false}\n",
    "- {date: 2026-02-03, contact: a..b, event: met}\n",
    "- {date: 2026-02-03, contact: ann-, event: met}\n",
    "- {date: 2026-02-03, contact: " + "a" * 65 + ", event: met}\n",
    "- {date: 2026-02-03, contact: ann, event: met, contact: bob}\n",
    "- {date: 2026-02-30, contact: ann, event: met}\n",
    "- {date: 2026-02-03, contact: null, event: met}\n",
    "- {date: 2026-02-03, contact: ann, event: emailed}\n",
    "- {date: 2026-02-03, contact: ann, event: card-sent}\n",
    '- {date: 2026-02-04, contact: ann, event: met, mention: "you had moved"}\n',
    TORN_APART,
    'moved"}\n',
    '- moved"}\n',
    "- date: 2026-02-05\n  contact: ann\n  event: called\n",
    BLOCK,
    "    moved\n",
    "  event: called\n",
    "-\n  date: 2026-02-07\n  contact: ann\n  event: met\n",
    "- a word\n",
    "# - {date: 2026-01-02, contact: ann, event: called}\n",
    "\n",
    "---\n",
    "...\n",
    "events:\n",
    "- {date: 2026-01-02, contact: ann, event: called}\r\n",
    "  - {date: 2026-01-02, contact: ann, event: called}\n",
    "- {date: 2026-01-02, contact: ann, event: called} # by phone\n",
    "- {date: 2026-01-02, contact: ann, event: ca",
    "\ufeff",
    "[{date: 2026-01-02, contact: ann, event: called}]\n",
    "# a\r",
    "# a\x85\n",
)


def told(event: Event) -> tuple[Any, ...]:
    """All that there is to say of an event."""
    assert event.origin
    node, fields = event.origin.node, [(name, value) for name, value in vars(event).items() if name != "origin"]
    places = event.origin[:2], node.start, node.last_line, node.keys_at, node.values_at
    return (
        event,
        fields,
        event.model_fields_set,
        repr(event),
        event.model_dump(),
        hash(event),
        places,
        event.cite("date"),
    )


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example(TORN_APART + PIECES[0] + 'moved"}\n')
@example(TORN_APART + PIECES[0] + '- moved"}\n')
@example(BLOCK + PIECES[0] + "    moved\n")
@example(PIECES[0] + PIECES[-4])
@example(PIECES[0] + "---\n" + PIECES[0])
@example("[{date: 2026-01-02, contact: ann, event: called}]\n" + PIECES[0])
@example("# a\r# b\n" + PIECES[0])
@example("  " + PIECES[0] + PIECES[0])
def test_a_history_reads_as_yaml_alone_reads_it(text: str) -> None:
    read = parse_history(text, "history.yaml")
    document = read_yaml(set_aside(text)[0], "history.yaml")
    events, problems = read_records(Event, document.value, "history.yaml")
    assert [told(event) for event in read.events] == [told(event) for event in sorted(events, key=attrgetter("date"))]
    expected = sorted([*document.problems, *problems])
    assert [p for p in read.problems if p.code != "history-torn"] == expected


@given(
    st.sampled_from(EVENTS),
    st.dates(),
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), max_size=40),
)
def test_what_is_written_reads_back(kind: str, day: date, letter: str, mention: str) -> None:
    line = write_event({"date": day.isoformat(), "contact": "ann", "event": kind, "letter": letter, "mention": mention})
    history = parse_history(line + "\n", "history.yaml")
    assert history.problems == ()
    assert [(e.date, e.event, e.letter, e.mention) for e in history.events] == [
        (day, kind, letter, " ".join(mention.split()))
    ]


def test_the_lines_of_the_program_do_not_go_through_yaml() -> None:
    text = PIECES[0] + PIECES[-1] + PIECES[1]
    lines, rest = split_lines(text, frozenset(EVENTS))
    assert [(line.line, line.contact) for line in lines] == [(1, "ann"), (3, "bob-lee")]
    assert rest == "\n" + PIECES[-1] + "\n"


def test_a_question_and_a_plain_mention_do_not_go_through_yaml_either() -> None:
    fields = {"date": "2026-01-02", "contact": "a.lee", "event": "sent", "letter": "introduction", "question": "waits"}
    text = write_event({**fields, "mention": "you had moved to Fairhaven - at last", "until": "2026-09-01"})
    assert split_lines(text, frozenset(EVENTS))[1] == ""
