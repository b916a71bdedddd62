"""Four parsers in three other languages read what was meant: recipients, subject, text, HTML, and what is attached.

Perl's Email::MIME and MIME-tools, Ruby's mail, PHP's mailparse. Each is started once for all messages. Where one is
missing its tests are skipped and say so, but not in CI, which must have all of them.
"""

import hashlib
import json
import mailbox
import os
import random
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from composer.drafts.attachments import Attachment
from composer.drafts.draft import Address, Draft, path_of
from composer.drafts.format import parse_draft
from composer.mail.body import render_letter
from composer.mail.headers import addr_spec
from composer.mail.layout import Layout
from composer.mail.message import OPENS_AS_DRAFT, MessageKind, Stored, build_message, message_id
from composer.outputs.export import ExportRequest
from composer.outputs.occasion import Occasion
from composer.outputs.registry import FORMATS
from composer.workspace.exporting import exporter_of, files_of
from composer.workspace.snapshot import Snapshot
from tests.conftest import TODAY, change

FOLDER = Path(__file__).parent / "judges"
JUDGES: dict[str, list[str | Path]] = {
    "Email::MIME": ["perl", FOLDER / "perl.pl", "email_mime"],
    "MIME-tools": ["perl", FOLDER / "perl.pl", "mime_tools"],
    "Ruby mail": ["ruby", FOLDER / "ruby.rb"],
    "PHP mailparse": ["php", FOLDER / "php.php"],
}
THERE = {
    "Email::MIME": ["perl", "-MEmail::MIME", "-MEmail::Address::XS", "-e1"],
    "MIME-tools": ["perl", "-MMIME::Parser", "-MEmail::Address::XS", "-e1"],
    "Ruby mail": ["ruby", "-rmail", "-e1"],
    "PHP mailparse": ["php", "-r", "exit(function_exists('mailparse_msg_create') ? 0 : 1);"],
}
"""What ends well where a parser is installed."""
MANY, FEW, MOST_SHOWN = 2000, 200, 3
BODY = "Dear *José*,\n\nFrom here on: 3 < 4 & `x`.\n\n- один\n- 二 🙂\n\n.\n\nMaya\n"
ALPHABETS = (
    "abcdefghij KLMNOP", "éüßñçø", "李小龍二", "Олена", ".,;:\"<>()@[]\\'", "🙂👩\u200d⚕️", "=?utf-8?q?x=", "שלום", "e\u0301", " ",
)  # fmt: skip
DOMAINS = ("x.example", "straße.example", "mail.y.example")
FILES = ("one-page.pdf", "Übersicht 二.pdf", "flyer winter.pdf", f"{'x' * 90}.pdf", "שלום.pdf", "a'b(c).pdf")
DOOR = "front door.png"
MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=JUDGES)
def judge(request: pytest.FixtureRequest) -> str:
    name = str(request.param)
    command = THERE[name]
    if not shutil.which(command[0]) or subprocess.run(command, check=False, capture_output=True).returncode:
        reason = f"{name} is not installed; packages.txt names it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return name


def read_by(judge: str, messages: Sequence[bytes], folder: Path) -> list[Any]:
    paths = [folder / f"{number}.eml" for number in range(len(messages))]
    for path, data in zip(paths, messages, strict=True):
        path.write_bytes(data)
    told = subprocess.run(
        JUDGES[judge], input="".join(f"{path}\n" for path in paths).encode(), capture_output=True, check=True
    )
    return [json.loads(line) for line in told.stdout.splitlines()]


# --- what is written ------------------------------------------------------------------------------------------------


def words(chance: random.Random, most: int) -> str:
    """A line of anything, as records and heads are read: composed, with single blanks."""
    made = (
        "".join(chance.choice(chance.choice(ALPHABETS)) for _ in range(chance.randint(1, 12)))
        for _ in range(chance.randint(1, most))
    )
    return unicodedata.normalize("NFC", " ".join(" ".join(made).split()))


def people(chance: random.Random, most: int) -> tuple[Address, ...]:
    return tuple(
        Address(
            f"to{chance.randint(0, 999)}@{chance.choice(DOMAINS)}",
            "" if chance.random() < 0.15 else words(chance, chance.choice([2, 3, 12])),
        )
        for _ in range(chance.randint(1, most))
    )


def drafts(count: int) -> Iterator[tuple[Draft, tuple[Attachment, ...]]]:
    chance = random.Random(20261127)
    for number in range(count):
        draft = Draft(
            f"letter-{number}",
            words(chance, 10) or "x",
            BODY,
            to=people(chance, 8),
            cc=people(chance, 3) if chance.random() < 0.3 else (),
            bcc=people(chance, 2) if chance.random() < 0.3 else (),
            reply_to=people(chance, 1) if chance.random() < 0.5 else (),
            sender=people(chance, 1)[0],
            language="es",
        )
        files = chance.sample(FILES, chance.randint(1, 2)) if chance.random() < 0.3 else []
        attached = tuple(Attachment(name, "application/pdf", chance.randbytes(60)) for name in files)
        if number % 10 == 0:  # a picture that the HTML shows stands before the files
            draft = replace(draft, body=f"![Una puerta]({DOOR})\n\n{BODY}", attach=(DOOR,))
            attached = (Attachment(DOOR, "image/png", chance.randbytes(60)), *attached)
        yield draft, attached


def meant(draft: Draft, attached: Sequence[Attachment], layout: Layout, *, html: bool) -> dict[str, Any]:
    fields = {"From": (draft.sender,), "To": draft.to, "Cc": draft.cc, "Bcc": draft.bcc, "Reply-To": draft.reply_to}
    return {
        "people": {
            name: [[_joined(one.display_name), addr_spec(name, one.addr_spec)] for one in those if one]
            for name, those in fields.items()
            if those
        },
        "subject": draft.subject,
        "text": render_letter(draft).text,
        "html": render_letter(draft, layout.styles).html if html else None,
        "attached": [[one.name, one.media_type, hashlib.sha256(one.data).hexdigest()] for one in attached],
    }


def _joined(name: str) -> str:
    """Without blanks: parsers differ on those between two encoded words (RFC 2047, section 6.2)."""
    return "".join(name.split())


def passed_over(judge: str, ours: dict[str, Any], theirs: dict[str, Any]) -> int:
    """How many fields are passed over for a fault that is known, of all that a message has.

    PHP's mailparse takes lists of recipients apart wrongly where a plain name holds a double quote or a backslash, each
    behind a backslash of its own (RFC 5322, section 3.2.4).
    """
    fields = [
        field
        for field, those in ours["people"].items()
        if judge == "PHP mailparse" and any(name.isascii() and {'"', "\\"} & {*name} for name, _ in those)
    ]
    theirs["people"] |= {field: ours["people"][field] for field in fields}
    return len(fields)


def differences(
    judge: str, meant: Sequence[dict[str, Any]], seen: Sequence[dict[str, Any]]
) -> list[tuple[int, str, Any, Any]]:
    assert len(seen) == len(meant)
    found, passed = [], 0
    for number, (ours, theirs) in enumerate(zip(meant, seen, strict=True)):
        theirs["people"] = {name: [[_joined(one), at] for one, at in those] for name, those in theirs["people"].items()}
        passed += passed_over(judge, ours, theirs)
        if ours["html"] is not None:  # the layout stands around it
            theirs["html"] = ours["html"] if ours["html"] in (theirs["html"] or "") else theirs["html"]
        found += [(number, key, ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]]
    assert passed < len(meant) / 5, "a fault of one parser is no reason to look away"
    return found


# --- what is read ---------------------------------------------------------------------------------------------------


def as_stored(draft: Draft) -> MessageKind:
    return MessageKind(stored=Stored(MOMENT, message_id(draft)))


@pytest.mark.parametrize(
    ("form", "count"), [("opens as a draft", MANY), ("text alone", FEW), ("in a mailbox", FEW), ("in a Maildir", FEW)]
)
def test_every_parser_reads_what_was_meant(judge: str, form: str, count: int, layout: Layout, tmp_path: Path) -> None:
    """Of 2,000 random lists of recipients and subjects, and of 200 in each other form."""
    messages, said = [], []
    for draft, attached in drafts(count):
        kind = {"opens as a draft": OPENS_AS_DRAFT, "text alone": MessageKind(html=False)}.get(form, as_stored(draft))
        data = build_message(draft, layout, kind, attached)
        messages.append(data.replace(b"\r\n", b"\n") if form == "in a Maildir" else data)
        said.append(meant(draft, attached, layout, html=kind.html))
    found = differences(judge, said, read_by(judge, messages, tmp_path))
    print(f"{judge}: {count} messages, {form}: {len(found)} differences")
    assert found[:MOST_SHOWN] == []


def test_every_parser_reads_the_golden_messages_alike(judge: str, tmp_path: Path) -> None:
    """They are what people's mail programs get; Python's own parser says what stands in them."""
    from email import message_from_bytes, policy

    paths = sorted((Path(__file__).parent.parent / "data/mail").glob("*.eml"))
    read = read_by(judge, [path.read_bytes() for path in paths], tmp_path)
    assert paths
    for path, seen in zip(paths, read, strict=True):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        text = message.get_body(("plain",))
        assert text is not None
        assert seen["subject"] == message["Subject"], path.name
        assert seen["text"] == text.get_content().replace("\r\n", "\n"), path.name
        assert [at for _, at in seen["people"]["To"]] == [one.addr_spec for one in message["To"].addresses], path.name


# --- the letters of the sample practice -----------------------------------------------------------------------------

Leaving = tuple[Draft, tuple[Attachment, ...]]
AS_MESSAGES = ("eml", "eml-text", "mbox", "maildir", "pushed")
WITH_ADDRESS = 21


@pytest.fixture
def sample_letters(with_drafts: Path) -> list[Leaving]:
    """Every letter that has an address, as it would leave; a page and the practice's card go with one of them."""
    (with_drafts / "attachments").mkdir()
    (with_drafts / "attachments/one-page.pdf").write_bytes(b"%PDF-1.7 one page")
    change(with_drafts / "drafts/abena-osei.introduction.md", "status:", "attach: [one-page.pdf, card]\nstatus:")
    snapshot, request = Snapshot(with_drafts, TODAY), ExportRequest(everything=True)
    files = list(files_of(snapshot, request))
    exporter, _ = exporter_of(snapshot, request, files)
    found = []
    for file in files:
        draft, _ = parse_draft(file.text, file.name, path_of(file.name))
        assert draft
        found += [(draft, exporter.attachments(file, exporter.as_it_leaves(file, draft)))] if draft.to else []
    assert len(found) == WITH_ADDRESS
    assert [[one.name for one in attached] for _, attached in found if attached] == [["one-page.pdf", "Maya Chen.vcf"]]
    return found


def as_it_leaves(form: str, letters: Sequence[Leaving], layout: Layout, scratch: Path) -> list[bytes]:
    """The letters as messages, in one of the forms that are any."""
    if form == "pushed":
        return [build_message(draft, layout, as_stored(draft), attached) for draft, attached in letters]
    made = [FORMATS[form].render(draft, layout, Occasion(TODAY, attached=attached)) for draft, attached in letters]
    if form != "mbox":
        return made
    (scratch / "letters.mbox").write_bytes(b"".join(made))
    with closing(mailbox.mbox(scratch / "letters.mbox")) as box:
        return [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118  # a mailbox gives its messages, not its keys


def test_every_parser_reads_every_letter_of_the_sample(
    judge: str, sample_letters: list[Leaving], layout: Layout, tmp_path: Path
) -> None:
    """In every form that is a message."""
    messages, said = [], []
    for form in AS_MESSAGES:
        messages += as_it_leaves(form, sample_letters, layout, tmp_path)
        said += [meant(*one, layout, html=form != "eml-text") for one in sample_letters]
    found = differences(judge, said, read_by(judge, messages, tmp_path))
    print(f"{judge}: {len(messages)} messages of the sample: {len(found)} differences")
    assert len(messages) == WITH_ADDRESS * len(AS_MESSAGES)
    assert found[:MOST_SHOWN] == []
