"""`outreach answer` at the command line: what is asked, what is answered, and all that is refused."""

import json
from pathlib import Path

import pytest

from tests.asking import NAMED, RIGHT, WHO, Asking, ask
from tests.conftest import CALLED, DAY, Ran, Run, change

NAME = "ana-valdez-roca.thank-you"
AT = f"drafts/{NAME}.md"


@pytest.fixture
def asking(with_drafts: Path) -> Asking:
    return ask(with_drafts)


@pytest.fixture
def answer(asking: Asking, run: Run) -> Run:
    """Runs `outreach answer` on the draft that asks."""

    def runner(*words: str | Path) -> Ran:
        return run("-C", asking.folder, *DAY, "answer", NAME, *words)

    return runner


def head_of(asking: Asking) -> str:
    return asking.file.read_text(encoding="utf-8").partition("\n---\n")[0]


# --- what is asked -------------------------------------------------------------------------------------------------


def test_each_question_is_shown_with_its_sentence_and_its_answers(answer: Run) -> None:
    ran = answer()
    assert ran.code == 0
    assert ran.out == (
        f"1. {WHO}\n"
        f"   in {AT}:15:1\n"
        "   A stranger could take this for somebody who came to you.\n"
        "   Who is it about?\n"
        "     colleague  a colleague\n"
        "     nobody     nobody in particular\n"
        "     out        take it out\n"
        "\n"
        f"2. {RIGHT}\n"
        f"   in {AT}:15:27\n"
        "   A stranger could think that somebody gets something for a referral.\n"
        "   Is it right as it stands?\n"
        "     fine       it is right\n"
        "     out        take it out\n"
        "\n"
        f"3. {NAMED}\n"
        f"   in {AT}:15:63\n"
        "   A stranger could take whoever is named here for somebody who came to you.\n"
        "   Who is it about?\n"
        "     colleague  a colleague\n"
        "     nobody     nobody in particular\n"
        "     out        take it out\n"
        "\n"
    )
    assert f"Answer each with its number and a word: `outreach answer {NAME} 1 colleague`." in ran.err


def test_where_nothing_is_asked_that_is_said(with_drafts: Path, run: Run) -> None:
    for draft in (NAME, f"{NAME}.md", f"drafts/{NAME}.md"):
        assert run("-C", with_drafts, *DAY, "answer", draft).out == f"Nothing is asked about {NAME}.\n"
    ran = run("-C", with_drafts, *DAY, "answer", NAME, "--json")
    assert (ran.code, json.loads(ran.out)) == (0, {"draft": NAME, "questions": []})


def test_other_programs_get_the_questions_and_what_came_of_an_answer(answer: Run) -> None:
    first = json.loads(answer("--json").out)["questions"][0]
    assert first == {
        "path": AT, "line": 15, "column": 1, "number": 1, "sentence": WHO, "question": "who is it about?", "codes": ["privacy-client"],
        "learned": ["a stranger could take this for somebody who came to you"], "answers": ["colleague", "nobody", "out"],
    }  # fmt: skip
    done = json.loads(answer("1", "nobody", "--json").out)
    assert done == {"draft": NAME, "sentence": WHO, "answer": "nobody", "left": 2, "reopened": False}


def test_a_sentence_that_two_rules_ask_about_is_one_question(with_drafts: Path, run: Run) -> None:
    ask(with_drafts, "Deborah liked the singalong.")
    asked = json.loads(run("-C", with_drafts, *DAY, "answer", NAME, "--json").out)["questions"]
    assert [question["codes"] for question in asked] == [["privacy-client", "privacy-name"]]
    assert "ana-valdez-roca.thank-you: 1 thing to answer" in run("-C", with_drafts, *DAY, "check", NAME).out
    assert run("-C", with_drafts, *DAY, "answer", NAME, "1", "colleague").code == 0
    assert run("-C", with_drafts, *DAY, "answer", NAME).out == f"Nothing is asked about {NAME}.\n"


def test_check_counts_what_is_to_answer_beside_what_is_to_mend(asking: Asking, run: Run) -> None:
    change(asking.file, "I hope ", "They danced a gavotte. I hope ")
    ran = run("-C", asking.folder, *DAY, "check", NAME)
    assert ran.code == 1
    assert f"{NAME}: 1 thing to mend, 3 things to answer\n" in ran.out
    assert "1 draft: 1 thing to mend, 3 things to answer, 1 thing to look at.\n" in ran.out
    assert (
        f"{AT}:15:27: ask[gifts-value]: does anybody get something for a referral here: '{RIGHT}'\n"
        f"  hint: change the sentence, or answer: `outreach answer {NAME} 2 fine` (out in its place)\n" in ran.out
    )
    assert f"`outreach answer {NAME} 3 colleague` (nobody or out in its place)\n" in ran.out
    levels = [line.split(": ")[1].split("[")[0] for line in ran.out.splitlines() if line.startswith(AT)]
    assert levels == ["error", "ask", "ask", "ask"]


def test_what_is_said_to_other_programs_has_the_sentence(asking: Asking, run: Run) -> None:
    problems = json.loads(run("-C", asking.folder, *DAY, "check", NAME, "--json").out)["problems"]
    assert [problem["sentence"] for problem in problems if problem["level"] == "ask"] == [WHO, RIGHT, NAMED]
    assert all("sentence" not in problem for problem in problems if problem["level"] != "ask")


def test_ready_and_export_say_what_is_open_and_how_to_answer(asking: Asking, run: Run) -> None:
    said = f"who is this: '{WHO}' Nobody may learn from a letter who came to you; `outreach answer {NAME}` says more"
    ran = run("-C", asking.folder, *DAY, "ready", NAME)
    assert (ran.code, ran.out) == (1, f"{NAME}  {said}\n")
    assert f"`outreach answer {NAME} 1 colleague`" in ran.err
    assert said in run("-C", asking.folder, *DAY, "export", "eml", NAME, "--all").out
    change(asking.file, "I hope ", "They danced a gavotte. I hope ")
    assert f"gavotte.' tells the reader who came to you, or how they are; `outreach check {NAME}`" in run(
        "-C", asking.folder, *DAY, "ready", NAME
    ).out  # fmt: skip


# --- what is answered ----------------------------------------------------------------------------------------------


def test_an_answer_stands_in_the_head_and_no_other_byte_changes(asking: Asking, answer: Run) -> None:
    before = asking.file.read_text(encoding="utf-8")
    ran = answer("2", "fine")
    assert (ran.code, ran.out) == (0, f"Noted, it is right: {RIGHT}\n")
    assert f"2 questions left, numbered anew: `outreach answer {NAME}` lists what is open." in ran.err
    entry = f'answers:\n  "{RIGHT}": fine\n'
    assert asking.file.read_text(encoding="utf-8") == before.replace("\n---\nDear", f"\n{entry}---\nDear")
    assert answer("1", "colleague").out == f"Noted, a colleague: {WHO}\n"
    last = answer("1", "nobody")
    assert last.out == f"Noted, nobody in particular: {NAMED}\n"
    assert f"Nothing else is asked about {NAME}." in last.err
    assert asking.kept() == []


def test_a_draft_that_is_answered_becomes_ready_and_leaves(asking: Asking, answer: Run, run: Run) -> None:
    for word in ("colleague", "fine", "colleague"):
        answer("1", word)
    assert run("-C", asking.folder, *DAY, "ready", NAME).out == f"{NAME}  ready\n"
    assert run("-C", asking.folder, *DAY, "export", "eml", NAME).code == 0
    assert WHO in (asking.folder / f"outbox/{CALLED[NAME]}.eml").read_text(encoding="utf-8")


def test_a_sentence_that_changes_is_asked_about_again(asking: Asking, answer: Run) -> None:
    answer("1", "colleague")
    change(asking.file, f"{WHO} I shall", "They liked the long singalong. I shall")
    assert answer().out.startswith("1. They liked the long singalong.\n")


def test_out_takes_exactly_the_sentence_and_keeps_what_was(asking: Asking, answer: Run) -> None:
    before = asking.file.read_text(encoding="utf-8")
    ran = answer("2", "out")
    assert (ran.code, ran.out) == (0, f"Taken out: {RIGHT}\nWhat you had is in .outreach/backup.\n")
    assert asking.file.read_text(encoding="utf-8") == before.replace(f"{RIGHT} ", "")
    assert asking.kept() == [before]


@pytest.mark.parametrize(("number", "word", "why"), [
    ("1", "colleague", "you answered what was asked about it on 2026-11-24"), ("1", "out", "its text changed on 2026-11-24"),
])  # fmt: skip
def test_what_was_ready_is_a_draft_again(number: str, word: str, why: str, asking: Asking, answer: Run) -> None:
    change(asking.file, "status: draft", "status: ready\napproved: abc")
    assert answer(number, word).out.endswith("It was ready and is a draft again: read it once more.\n")
    assert f"status: draft\nlanguage: en\nmade: 2026-11-24\nreason: {why}; read it again" in head_of(asking).replace(
        f"answers:\n  {WHO}: colleague\n", ""
    )  # fmt: skip
    assert "approved" not in head_of(asking)


def test_an_answer_that_changes_after_ready_stops_the_letter(asking: Asking, answer: Run, run: Run) -> None:
    for word in ("colleague", "fine", "colleague"):
        answer("1", word)
    run("-C", asking.folder, *DAY, "ready", NAME)
    change(asking.file, f"{NAMED}: colleague", f"{NAMED}: nobody")
    assert "its answers were changed after you marked it ready" in run("-C", asking.folder, *DAY, "export").out


def test_answers_outlast_a_refresh_with_new_words(asking: Asking, answer: Run, run: Run) -> None:
    answer("1", "colleague")
    change(asking.folder / "practice.yaml", "maya@harborstreet.example", "chen@harborstreet.example")
    run("-C", asking.folder, *DAY, "draft", "--refresh")
    text = asking.file.read_text(encoding="utf-8")
    assert "from: Maya Chen <chen@harborstreet.example>\n" in text
    assert f"answers:\n  {WHO}: colleague\n" in text
    assert [one["sentence"] for one in json.loads(answer("--json").out)["questions"]] == [RIGHT, NAMED]


def test_a_subject_is_answered_and_not_taken_out(asking: Asking, answer: Run) -> None:
    change(asking.file, "subject: With thanks", 'subject: "Thanks: no hamper"')
    assert answer().out.startswith(
        f"1. Thanks: no hamper\n   in {AT}:4\n   A stranger could think that somebody gets something for a referral.\n"
        "   Is it right as it stands?\n     fine       it is right\n\n2. "
    )
    ran = answer("1", "out")
    assert ran.code == 1
    assert ran.err == (
        "error: the subject cannot be taken out: a letter needs one\n"
        f"  hint: write another one in {AT}:4, or answer: fine\n"
    )
    assert answer("1", "fine").code == 0
    assert '  "Thanks: no hamper": fine\n' in asking.file.read_text(encoding="utf-8")


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "says", "hint"),
    [(("1", "colleage"), "there is no answer 'colleage'", "did you mean 'colleague'?"), (("1", "nobdy"), "there is no answer 'nobdy'", "did you mean 'nobody'?"),
     (("2", "fien"), "there is no answer 'fien'", "did you mean 'fine'?"), (("1", "me"), "there is no answer 'me'", "answer: colleague, nobody or out"),
     (("1", ""), "there is no answer ''", "answer: colleague, nobody or out"),
     (("2", "colleague"), "'colleague' does not answer this question: is it right as it stands?", "answer: fine or out"),
     (("4", "fine"), f"there is no question 4 about {NAME}; it asks 3", f"`outreach answer {NAME}` lists what is asked")],
)  # fmt: skip
def test_an_answer_that_cannot_be_taken_is_a_sentence_and_changes_nothing(
    words: tuple[str, str], says: str, hint: str, asking: Asking, answer: Run
) -> None:
    before = asking.file.read_bytes()
    ran = answer(*words)
    assert (ran.code, ran.out, ran.err) == (1, "", f"error: {says}\n  hint: {hint}\n")
    assert asking.file.read_bytes() == before


@pytest.mark.parametrize("words", [("1",), ("0", "fine"), ("one", "fine"), ("-1", "fine"), ("1", "fine", "more")])
def test_half_an_answer_is_wrong_usage(words: tuple[str, ...], asking: Asking, answer: Run) -> None:
    before = asking.file.read_bytes()
    assert answer(*words).code == 2
    assert asking.file.read_bytes() == before


@pytest.mark.parametrize(("status", "says"), [
    ("sent", "it was sent; `outreach log --undo`"), ("handed-over", "it was handed over; `outreach reopen` makes it a draft"),
    ("skipped", "it is skipped; `outreach reopen` makes it a draft"),
])  # fmt: skip
@pytest.mark.parametrize("word", ["colleague", "out"])
def test_a_letter_that_left_or_was_put_aside_stays_as_it_is(
    status: str, says: str, word: str, asking: Asking, answer: Run
) -> None:
    change(asking.file, "status: draft", f"status: {status}")
    before = asking.file.read_bytes()
    ran = answer("1", word)
    assert ran.code == 1
    assert f"error: nothing was changed: {says}" in ran.err
    assert asking.file.read_bytes() == before


def test_a_letter_that_was_sent_is_asked_nothing_any_more(asking: Asking, answer: Run, run: Run) -> None:
    change(asking.file, "status: draft", "status: sent")
    assert answer().out == f"Nothing is asked about {NAME}.\n"
    ran = run("-C", asking.folder, *DAY, "check", NAME)
    assert "to answer" not in ran.out
    assert ran.code == 0


def test_a_draft_that_is_read_only_or_cannot_be_read_stays_as_it_is(asking: Asking, answer: Run) -> None:
    asking.file.chmod(0o444)
    before = asking.file.read_bytes()
    for word in ("colleague", "out"):
        ran = answer("1", word)
        assert ran.code == 1
        assert f"{AT} is read-only, so nothing was changed" in ran.err
    assert (asking.file.read_bytes(), asking.kept()) == (before, [])
    asking.file.chmod(0o644)
    change(asking.file, "subject: ", "subject: 'open ")
    ran = answer()
    assert ran.code == 1
    assert f"error: the draft {AT} cannot be read\n" in ran.err
    assert f"{AT}:4:10: error" in ran.err


def test_a_head_on_one_line_is_not_changed(asking: Asking, answer: Run) -> None:
    text = asking.file.read_text(encoding="utf-8")
    fields = ", ".join(
        f'{line.partition(": ")[0]}: "{line.partition(": ")[2]}"' for line in head_of(asking).split("\n")[1:]
    )
    asking.file.write_text(text.replace(head_of(asking), f"---\n{{{fields}}}"), encoding="utf-8")
    before = asking.file.read_bytes()
    ran = answer("1", "colleague")
    assert ran.code == 1
    assert "this head does not have each field on a line of its own; nothing was changed" in ran.err
    assert asking.file.read_bytes() == before


@pytest.mark.parametrize(
    "wrapped", ["## {}", "> {}\n> More of it.", "[{} More.](https://x.example)", "**{} More.**", "| {} | b |"]
)
def test_out_leaves_alone_what_is_more_than_a_sentence(with_drafts: Path, run: Run, wrapped: str) -> None:
    asking = ask(with_drafts, f"Hello.\n\n{wrapped.format(WHO)}\n\n")
    before = asking.file.read_text(encoding="utf-8")
    ran = run("-C", with_drafts, *DAY, "answer", NAME, "1", "out")
    assert (ran.code, asking.file.read_text(encoding="utf-8")) == (1, before)
    assert "is part of a heading, a quote, a table or a link, so nothing was done" in ran.err
