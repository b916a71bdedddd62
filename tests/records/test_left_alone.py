"""Nobody who asked to be left alone gets a letter: every way to say so, in every place where it is said.

Each line is one attack: no command may make a letter, nor pass or hand over one that was made before the wish.
"""

import unicodedata
from pathlib import Path

import pytest

from tests.conftest import DAY, Run, called
from tests.inline import PRACTICE, Inline

JANE = """\
  - name: Dr. Jané Hale, MD
    role: primary care physician
    email: jane@closed.example
"""
ELM = "organizations:\n  - name: Elm Clinic\n    id: elm\n    email: desk@closed.example\n"
DRAFT = """\
---
from: Maya Chen <maya@harborstreet.example>
to: Dr. Jané Hale <jane@closed.example>
subject: Medicaid, and who has room
letter: introduction
contact: jane-hale
status: draft
language: en
question: hardest-to-place
made: 2026-11-24
---
Dear Dr. Hale,

Who is hardest to place at the moment: patients who should start at once, patients with Medicaid, or patients who can only come in the evening?

I take Buckeye Medicaid.

Patients can call 555-0142 and say that you suggested it. I call back within one working day. When I am full I say so the same day and give other names. Please leave patient details out of email.

With good wishes,
Maya Chen, LPCC
Licensed Professional Clinical Counselor, Ohio
Harbor Street Counseling, 12 Harbor Street, Fairhaven, OH 45202
555-0142, maya@harborstreet.example

If you would rather not hear from me, tell me in a word and I will not write again.
"""
NAME = "jane-hale.introduction.md"


@pytest.fixture(autouse=True)
def _in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("composer.outputs.export.Pool", Inline)


def workspace(folder: Path, contacts: str = f"contacts:\n{JANE}", **files: str) -> Path:
    """A workspace with one contact, and other files under their names (``__`` for the dot, ``_`` for hyphens)."""
    (folder / "practice.yaml").write_text(PRACTICE)
    (folder / "contacts.yaml").write_text(contacts)
    for name, text in files.items():
        (folder / name.replace("__", ".").replace("_", "-")).write_text(text)
    return folder


def put_draft(folder: Path, text: str = DRAFT) -> Path:
    """The draft of a run before the wish, or of a hand."""
    (folder / "drafts").mkdir(exist_ok=True)
    (folder / "drafts" / NAME).write_text(text)
    return folder


def ensure_left_alone(folder: Path, run: Run) -> str:
    """Makes sure that no command makes, passes or hands over a letter to Jane; returns what was printed."""
    ran = [run("-C", folder, *DAY, "draft")]
    assert not list(folder.glob("drafts/jane*")), ran
    put_draft(folder)
    ran += [run("-C", folder, *DAY, "check"), run("-C", folder, *DAY, "export", "--all")]
    printed = "".join(one.out + one.err for one in ran)
    assert "Traceback" not in printed
    assert [one.code for one in ran[1:]] == [1, 1], printed
    assert not list(folder.glob("outbox/*")), printed
    return printed


def test_without_a_wish_the_letter_goes(tmp_path: Path, run: Run) -> None:
    """The others prove something only because this one leaves."""
    put_draft(workspace(tmp_path))
    assert run("-C", tmp_path, *DAY, "check").code == 0
    assert run("-C", tmp_path, *DAY, "export", "--all").code == 0
    assert called(tmp_path).keys() == {"jane-hale.introduction"}


FIELDS = (
    "do_not_contact: true", "do_not_contact: yes", "do_not_contact: asked by phone", "do_not_contact: 2026-03-04",
    "do_not_contact: {since: 2026-03-04}", "do_not_contact:", "do_not_contact: maybe", "do_not_contact: [yes]",
    "do_not_contact: {sinse: 2026-03-04}", "do_not_contact: {since: 2026-13-04}", "do_not_contct: true",
    "Do Not Contact: true", "do-not-contact: true", "opt_out: true", "opt_out: 1", "opt_out: Yes", "opted_out: 2026-03-04",
    "optout: x", "opt_out: maybe", "opt-out: ?", "opt_out_date: 2026-03-04", "unsubscribed: 2026-03-04",
    "unsubscribe: true", "unsubscribd: true", "dnc: true", "DNC: true", "do_not_email: true", "do_not_mail: asked",
    "no_contact: true", "no more letters: please", "stop: true", "stopped: 2026-01-02", "bounced: true",
    "blocked: yes", "asked_to_stop: 2026-01-02", "subscribed: false", "consent: withdrawn", "consent: false",
    "status: unsubscribed", "status: do not contact", "status: Do-Not-Contact", "status: gone", "status: retird",
    "tags: [colleague, do-not-contact]", "tags: unsubscribed", "channel: do not contact", "may_contact: no",
    "notes: Do not contact!", "notes: Please stop.", "no_contactar: true",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_the_record_says_so(field: str, tmp_path: Path, run: Run) -> None:
    ensure_left_alone(workspace(tmp_path, f"contacts:\n{JANE}    {field}\n"), run)


@pytest.mark.parametrize("named", ["Elm Clinic", "elm", "ELM", "elm  clinic", "Elm clinik", "The Elm Clinic", "Elm"])
@pytest.mark.parametrize("field", ["do_not_contact: true", "opt_out: 2026-03-04", "dnc: maybe", "do_not_contact: [a]"])
def test_a_field_of_the_organization_says_so(field: str, named: str, tmp_path: Path, run: Run) -> None:
    ensure_left_alone(workspace(tmp_path, f"{ELM}    {field}\ncontacts:\n{JANE}    organization: {named}\n"), run)


@pytest.mark.parametrize("fault", ["phone: true", "email: desk@", "do_not_contct: true", "unknwn: 1\n    id: A B"])
def test_an_organization_that_cannot_be_used_still_holds(fault: str, tmp_path: Path, run: Run) -> None:
    places = f"organizations:\n  - name: Elm Clinic\n    {fault}\n    do_not_contact: true\n"
    ensure_left_alone(workspace(tmp_path, f"{places}contacts:\n{JANE}    organization: Elm Clinic\n"), run)


LIST = (
    "jane@closed.example", "Jane@Closed.Example", "Jane Hale <jane@closed.example>", "jane+x@closed.example",
    "closed.example", "'@closed.example'", "'*@closed.example'", "'*.closed.example'", "example", "Dr.Hale",
    "Jane Hale", "jane hale", "Dr. Jane Hale", "Hale, Jane", "'Hale, Jane, MD'", "Jane Hale MD", "JANE HALE, Ph.D.",
    "Jane\u0301 Hale", "Hale", "jane-hale", "Jane Marie Hale", "Jain Hale", "'*'", "nobody at all",
    "{contact: jane-hale}", "{contact: Jane-Hale}", "{contact: jane hale}", "{contact: 'Hale, Jane'}",
    "{contact: jane@closed.example}", "{contact: '*@closed.example'}", "{contact: jane-hal}",
    "{organization: Jane Hale}", "{email: Jane <jane@closed.example>}", "{email: '*@closed.example'}",
    "{email: '@closed.example'}", "{domain: '@closed.example'}", "{domain: '*@closed.example'}",
    "{domain: jane@closed.example}", "{email: '*@closed.example', domain: other.example}", "{email: 'j*@closed.example'}",
    "{Email: jane@closed.example}", "{name: Jane Hale}", "{person: jane-hale}", "*@closed.example", "@closed.example",
)  # fmt: skip


@pytest.mark.parametrize("line", LIST)
def test_a_line_of_the_list_says_so(line: str, tmp_path: Path, run: Run) -> None:
    printed = ensure_left_alone(workspace(tmp_path, do_not_contact__yaml=f"- {line}\n"), run)
    assert "do-not-contact.yaml" in printed


@pytest.mark.parametrize("line", ["Elm Clinic", "elm", "{organization: elm}", "{organization: ELM CLINIC}", "{contact: Elm Clinic}", "{organization: The Elm Clinic}", "{organization: Elm}", "{organization: Oak Clinic}"])  # fmt: skip
@pytest.mark.parametrize("places", [ELM, ""])
def test_a_line_of_the_list_names_their_organization(line: str, places: str, tmp_path: Path, run: Run) -> None:
    contacts = f"{places}contacts:\n{JANE}    organization: Elm Clinic\n"
    ensure_left_alone(workspace(tmp_path, contacts, do_not_contact__yaml=f"- {line}\n"), run)


EVENTS = (
    "{date: 2026-03-04, contact: jane-hale, event: asked to stop}", "{date: 2026-03-04, contact: Jane-Hale, event: Asked_to_stop}",
    "{date: 2026-03-04, contact: Jane Hale, event: asked-to-stop}", "{date: 2026-03-04, contact: jhale, event: asked to stop}",
    "{date: 2026-03-04, contact: jane-hale, event: unsubscribed}", "{date: 2026-03-04, contact: jane-hale, event: opted out}",
    "{date: 2026-03-04, contact: jane-hal, event: asked to stop}", "{date: 2026-03-04, contact: jane-hale, event: askd to stop}",
    "{date: 2026-03-04, contact: jane-hale, event: asked to stop", "{date: yesterday, contact: jane-hale, event: asked to stop}",
    "{contact: jane-hale, event: asked to stop}", "{date: 2027-03-04, contact: jane-hale, event: asked to stop}",
)  # fmt: skip


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("other", ["", "  - name: Bo\n    phone: true\n"])
def test_an_event_says_so(event: str, other: str, tmp_path: Path, run: Run) -> None:
    """Another record that cannot be read hides nobody's wish."""
    contacts = f"contacts:\n{JANE}    former_ids: [jhale]\n{other}"
    ensure_left_alone(workspace(tmp_path, contacts, history__yaml=f"- {event}\n"), run)


def test_an_id_that_two_people_claim_stops_both(tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n  - name: J Hale\n    id: jhale\n{JANE}    former_ids: [jhale]\n"
    event = "- {date: 2026-03-04, contact: jhale, event: asked to stop}\n"
    ensure_left_alone(workspace(tmp_path, contacts, history__yaml=event), run)


MAILBOXES = ("jane@closed.example", "JANE@closed.example", "Jane+work@Closed.EXAMPLE")
WISHES = (
    "    do_not_contact: true\n", "    unsubscribed: true\n", "    do_not_contact: true\n    phone: true\n",
    "    status: stop\n", "    opt_out: maybe\n",
)  # fmt: skip


@pytest.mark.parametrize("address", MAILBOXES)
@pytest.mark.parametrize("wish", WISHES)
def test_another_record_with_their_mailbox_says_so(address: str, wish: str, tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n{JANE}  - name: J. Hale\n    id: j\n    email: {address}\n{wish}"
    ensure_left_alone(workspace(tmp_path, contacts), run)


@pytest.mark.parametrize("line", ["j", "J. Hale", "{contact: j}"])
def test_another_record_with_their_mailbox_is_on_the_list(line: str, tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n{JANE}  - name: J. Hale\n    id: j\n    email: JANE@closed.example\n"
    ensure_left_alone(workspace(tmp_path, contacts, do_not_contact__yaml=f"- {line}\n"), run)


def test_the_mailbox_of_an_organization_that_asked_is_nobodys(tmp_path: Path, run: Run) -> None:
    places = "organizations:\n  - {name: Oak, email: Jane@closed.example, do_not_contact: true}\n"
    ensure_left_alone(workspace(tmp_path, f"{places}contacts:\n{JANE}"), run)


def test_the_second_record_of_one_person_says_so(tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n{JANE}  - name: Dr. Jané Hale\n    email: other@x.example\n    do_not_contact: true\n"
    ensure_left_alone(workspace(tmp_path, contacts), run)


@pytest.mark.parametrize("head", ["cc: Bo <BO@x.example>", "bcc: bo+a@x.example", "cc: a@y.example, Bo <bo@x.example>"])
@pytest.mark.parametrize("wish", ["contact", "list", "event"])
def test_nobody_who_asked_stands_in_a_draft_by_hand(head: str, wish: str, tmp_path: Path, run: Run) -> None:
    bo = "  - name: Bo Marsh\n    email: bo@x.example\n" + ("    dnc: true\n" if wish == "contact" else "")
    files = {
        "contact": {}, "list": {"do_not_contact__yaml": "- Bo Marsh\n"},
        "event": {"history__yaml": "- {date: 2026-03-04, contact: bo-marsh, event: asked to stop}\n"},
    }[wish]  # fmt: skip
    folder = workspace(tmp_path, f"contacts:\n{JANE}{bo}", **files)
    put_draft(folder, DRAFT.replace("subject:", f"{head}\nsubject:"))
    ran = run("-C", folder, *DAY, "export", "--all")
    assert "address-suppressed" in ran.err
    assert not list(folder.glob("outbox/*"))


@pytest.mark.parametrize("field", ["opt_out: no", "opt_out: false", "unsubscribed: 0", "do_not_contact: false", "subscribed: yes", "opt_out_date:", "dnc: n", "consent: {basis: asked for it}", "status: Active"])  # fmt: skip
def test_a_field_that_says_no_stops_nobody(field: str, tmp_path: Path, run: Run) -> None:
    put_draft(workspace(tmp_path, f"contacts:\n{JANE}    {field}\n"))
    assert run("-C", tmp_path, *DAY, "export", "--all").code == 0
    assert list(tmp_path.glob("outbox/*.eml"))


@pytest.mark.parametrize("line", ["Ann Hale", "ann@closed.example", "{contact: ann-hale}", "open.example", "notclosed.example"])  # fmt: skip
def test_a_line_for_somebody_else_stops_nobody_else(line: str, tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n{JANE}  - name: Rev. Ann Hale\n    role: clergy\n    email: ann@closed.example\n"
    put_draft(workspace(tmp_path, contacts, do_not_contact__yaml=f"- {line}\n"))
    assert run("-C", tmp_path, *DAY, "export", "--all").code == 0
    assert called(tmp_path).keys() == {"jane-hale.introduction"}


@pytest.mark.parametrize("address", MAILBOXES)
def test_two_records_with_one_mailbox_keep_their_distance(address: str, tmp_path: Path, run: Run) -> None:
    """A second introduction to a mailbox that had one four days ago waits."""
    contacts = f"contacts:\n{JANE}  - name: J. Hale\n    id: j\n    role: clergy\n    email: {address}\n"
    event = "- {date: 2026-11-20, contact: j, event: introduction sent}\n"
    folder = put_draft(workspace(tmp_path, contacts, history__yaml=event))
    ran = run("-C", folder, *DAY, "export", "--all")
    assert "a letter went to J. Hale there on 2026-11-20; theirs may go on 2026-11-27" in ran.out
    assert not list(folder.glob("outbox/*"))


def test_the_id_of_a_place_is_never_printed_for_its_name(tmp_path: Path, run: Run) -> None:
    workspace(tmp_path, f"{ELM}contacts:\n{JANE}    organization: elm\n", history__yaml="")
    assert "Elm Clinic" in run("-C", tmp_path, *DAY, "contacts").out
    due = run("-C", tmp_path, *DAY, "due", "--all").out
    assert "elm" not in due.replace("Elm", "")


def test_a_name_that_may_be_two_people_stops_and_says_who(tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n{JANE}  - name: Jane Hale\n    id: other\n    email: other@x.example\n"
    printed = ensure_left_alone(workspace(tmp_path, contacts, do_not_contact__yaml="- Jane Hale\n"), run)
    assert "do-not-contact.yaml:1:3: error[do-not-contact-contact]: 'Jane Hale' may be jane-hale, other\n" in printed


def test_decomposed_names_are_the_same_names(tmp_path: Path, run: Run) -> None:
    apart = unicodedata.normalize("NFD", f"contacts:\n{JANE}")
    ensure_left_alone(workspace(tmp_path, apart, do_not_contact__yaml="- {contact: Jané Hale}\n"), run)


@pytest.mark.parametrize("address", ["jane@closed.example", "Jane+front@closed.example"])
def test_of_two_records_with_one_mailbox_one_is_due(address: str, tmp_path: Path, run: Run) -> None:
    contacts = f"contacts:\n{JANE}  - name: J. Hale\n    id: j\n    role: clergy\n    email: {address}\n"
    folder = workspace(tmp_path, contacts, history__yaml="")
    out = run("-C", folder, *DAY, "due", "--all").out
    assert out.count("Introduce yourself (1)") == 1
    assert "Dr. Jané Hale, MD with the same address is due in the same week; theirs comes a week later" in " ".join(
        out.split()
    )


@pytest.mark.parametrize("name", ["The Elm Clinic", "Elm Clinic, Inc.", "elm-clinic"])
def test_of_two_colleagues_one_is_due_however_their_place_is_spelled(name: str, tmp_path: Path, run: Run) -> None:
    other = f'  - name: Bo Marsh\n    role: clergy\n    email: bo@x.example\n    organization: "{name}"\n'
    folder = workspace(tmp_path, f"contacts:\n{JANE}    organization: Elm Clinic\n{other}", history__yaml="")
    assert "Introduce yourself (1)" in run("-C", folder, *DAY, "due", "--all").out


@pytest.mark.parametrize("wish", ["contact", "list", "event"])
def test_a_letter_that_was_sent_before_the_wish_is_nothing_to_mend(wish: str, tmp_path: Path, run: Run) -> None:
    """It is over; and it is not handed over once more."""
    field = "    dnc: true\n" if wish == "contact" else ""
    files = {
        "list": {"do_not_contact__yaml": "- jane@closed.example\n"},
        "event": {"history__yaml": "- {date: 2026-11-24, contact: jane-hale, event: asked to stop}\n"},
    }.get(wish, {})
    folder = put_draft(workspace(tmp_path, f"contacts:\n{JANE}{field}", **files), DRAFT.replace("draft\nl", "sent\nl"))
    assert run("-C", folder, *DAY, "check").code == 0
    assert run("-C", folder, *DAY, "export", "--all", "--again").code == 1
    assert not list(folder.glob("outbox/*"))
