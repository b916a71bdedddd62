"""A parser in another language reads our messages as they were meant.

Perl's Email::MIME (Debian: ``libemail-mime-perl``). Where it is missing the tests are skipped and say so, but not in
CI, which must have it.
"""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from composer.drafts.draft import Address, Draft
from composer.mail.body import render_body
from composer.mail.headers import addr_spec
from composer.mail.layout import Layout
from composer.mail.message import MessageKind, Stored, build_message, message_id

SCRIPT = Path(__file__).parent / "email_mime.pl"
BODY = "Dear *José*,\n\nFrom here on: 3 < 4 & `x`.\n\n- один\n- 二 🙂\n\n-- \nMaya\n"
NAMES = [
    "",
    "Maya Chen",
    "Dr. Abena Osei",
    'Osei, "Q" (MD) \\ <x>',
    "Zieliński, Tomasz",
    "李小龍",
    "Олена Шевченко 🙂",
    "é" * 90,
]
SUBJECTS = [
    "Patients who wait",
    "Réponse à votre question " * 5,
    "二 🙂",
    "=?utf-8?q?no?=",
    " two  blanks ",
    "word " * 40 + "end",
]


@pytest.fixture(scope="module")
def perl() -> str:
    found = shutil.which("perl")
    if not found or subprocess.run([found, "-MEmail::MIME", "-MEmail::Address::XS", "-e1"], check=False).returncode:
        reason = "Perl's Email::MIME is not installed; on Debian: apt-get install libemail-mime-perl"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def read_by(perl: str, data: bytes) -> Any:
    return json.loads(subprocess.run([perl, SCRIPT], input=data, capture_output=True, check=True).stdout)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_another_parser_reads_what_was_meant(subject: str, perl: str, layout: Layout) -> None:
    """Headers, recipients with their names, and both parts."""
    to = tuple(Address(f"to{number}@straße.example", name) for number, name in enumerate(NAMES))
    draft = Draft("x", subject, BODY, to=to, bcc=to[:1], sender=to[4], reply_to=to[3:5], language="es")
    seen = read_by(perl, build_message(draft, layout))
    meant = {"From": to[4:5], "To": to, "Bcc": to[:1], "Reply-To": to[3:5]}
    assert seen["names"] == [*meant, "Subject", "MIME-Version", "Content-Type", "X-Unsent"]
    assert seen["subject"] == subject
    assert seen["recipients"] == {
        name: [[a.display_name, addr_spec(name, a.addr_spec)] for a in addresses] for name, addresses in meant.items()
    }
    (plain, _, text), (html, _, document) = seen["parts"]
    assert [plain, html] == ["text/plain", "text/html"]
    assert [language for _, language, _ in seen["parts"]] == ["es", "es"]
    assert text.replace("\r\n", "\n") == render_body(BODY).text
    assert render_body(BODY, layout.styles).html in document.replace("\r\n", "\n")


def test_another_parser_reads_a_message_of_a_mailbox_that_is_text_alone(perl: str, layout: Layout) -> None:
    to = tuple(Address(f"to{number}@example.org", name) for number, name in enumerate(NAMES))
    draft = Draft("x", SUBJECTS[1], BODY, to=to, sender=to[4], language="es")
    stored = Stored(datetime(2026, 11, 24, 12, tzinfo=UTC), message_id(draft))
    seen = read_by(perl, build_message(draft, layout, MessageKind(html=False, stored=stored)))
    assert seen["names"] == [
        *("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"),
        *("Content-Type", "Content-Language", "Content-Transfer-Encoding"),
    ]
    assert seen["subject"] == SUBJECTS[1]
    assert seen["date"] == "Tue, 24 Nov 2026 12:00:00 +0000"
    assert seen["message_id"] == message_id(draft)
    assert seen["recipients"]["To"] == [[a.display_name, a.addr_spec] for a in to]
    ((kind, language, text),) = seen["parts"]
    assert (kind, language) == ("text/plain", "es")
    assert text.replace("\r\n", "\n") == render_body(BODY).text


def test_another_parser_reads_the_golden_messages(perl: str) -> None:
    """They are what people's mail programs get."""
    for path in sorted((Path(__file__).parent.parent / "data" / "mail").glob("*.eml")):
        seen = read_by(perl, path.read_bytes())
        kinds = ["text/plain"] if path.name.startswith("text-") else ["text/plain", "text/html"]
        assert [kind for kind, _, _ in seen["parts"]] == kinds
        assert seen["recipients"]["To"]
