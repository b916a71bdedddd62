"""Lines that the program wrote are read quickly, and exactly as YAML would have read them."""

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from composer.records.base import read_records
from composer.records.event_lines import split_lines, write_event
from composer.records.history import EVENTS, Event, parse_history, set_aside
from composer.records.yaml_reader import read_yaml

PIECES = (
    "- {date: 2026-01-02, contact: ann, event: called}\n",
    "- {date: 2026-03-09, contact: bob-lee, event: sent, letter: introduction}\n",
    "- {date: 2026-02-01, contact: ann, event: snoozed, until: 2026-09-01}\n",
    "- {date: 2026-02-30, contact: ann, event: met}\n",
    "- {date: 2026-02-03, contact: null, event: met}\n",
    "- {date: 2026-02-03, contact: ann, event: emailed}\n",
    "- {date: 2026-02-03, contact: ann, event: card-sent}\n",
    '- {date: 2026-02-04, contact: ann, event: met, mention: "you had moved"}\n',
    '- {date: 2026-02-04, contact: ann, event: met, mention: "you had\n',
    'moved"}\n',
    '- moved"}\n',
    "- date: 2026-02-05\n  contact: ann\n  event: called\n",
    "- date: 2026-02-06\n  contact: ann\n  event: met\n  mention: |+\n    you had\n\n",
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
)


@settings(max_examples=600)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example(PIECES[8] + PIECES[0] + PIECES[9])
@example(PIECES[8] + PIECES[0] + PIECES[10])
@example(PIECES[12] + PIECES[0] + PIECES[13])
@example(PIECES[0] + PIECES[23])
@example(PIECES[0] + "---\n" + PIECES[0])
def test_a_history_reads_as_yaml_alone_reads_it(text: str) -> None:
    read = parse_history(text, "history.yaml")
    document = read_yaml(set_aside(text)[0], "history.yaml")
    events, problems = read_records(Event, document.value, "history.yaml")
    assert list(read.events) == sorted(events, key=lambda event: event.date)
    assert [event.where("contact") for event in read.events] == [
        event.where("contact") for event in sorted(events, key=lambda event: event.date)
    ]
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
    text = PIECES[0] + PIECES[5] + PIECES[1]
    lines, rest = split_lines(text, frozenset(EVENTS))
    assert [(line.line, line.contact) for line in lines] == [(1, "ann"), (3, "bob-lee")]
    assert rest == "\n" + PIECES[5] + "\n"
