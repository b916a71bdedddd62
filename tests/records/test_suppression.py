"""The list of those who get nothing: by address, domain, person and place; and it fails closed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import RecordsError
from composer.records.suppression import parse_suppression
from composer.workspace.drafting import choose_letters, write_drafts
from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run


@pytest.mark.parametrize(
    ("text", "address", "found"),
    [
        ("- ann@x.example\n", "Ann@X.example", True), ("- ann@x.example\n", "anna@x.example", False),
        ("- x.example\n", "bo@x.example", True), ("- x.example\n", "bo@mail.x.example", True),
        ("- x.example\n", "bo@notx.example", False), ("- '@x.example'\n", "bo@x.example", True),
        ("- {domain: x.example, since: 2026-01-02}\n", "bo@x.example", True),
        ("- {email: ann@x.example, reason: asked}\n", "ann@x.example", True), ("", "ann@x.example", False),
        ("# nobody yet\n", "ann@x.example", False),
    ],
)  # fmt: skip
def test_an_address_is_found_by_itself_and_by_its_domain(text: str, address: str, found: bool) -> None:
    suppression = parse_suppression(text, "do-not-contact.yaml")
    assert suppression.problems == ()
    assert (suppression.address(address) is not None) == found


@given(st.lists(st.sampled_from(["a.example", "b.example", "mail.a.example", "x@c.example"]), unique=True))
def test_the_order_of_the_list_does_not_matter(entries: list[str]) -> None:
    forth, back = ("".join(f"- {entry}\n" for entry in order) for order in (entries, entries[::-1]))
    for address in ("x@c.example", "y@a.example", "y@mail.a.example", "y@b.example"):
        assert bool(parse_suppression(forth, "f").address(address)) == bool(
            parse_suppression(back, "f").address(address)
        )


@pytest.mark.parametrize(
    "text",
    ["- ann@\n", "- {emial: ann@x.example}\n", "- {since: 2026-01-02}\n", "ann@x.example\n", "- {email: ann@x.example, note: x}\n", "- [a\n", "- {domain: nope}\n", "\t- x.example\n"],
)  # fmt: skip
def test_whatever_is_wrong_in_it_is_an_error(text: str) -> None:
    problems = parse_suppression(text, "do-not-contact.yaml").problems
    assert problems
    assert {problem.level for problem in problems} == {"error"}


@pytest.mark.parametrize("broken", [b"- ann@\n", b"- {domain: [}\n", b"\xff\xfe\x00"])
def test_while_it_cannot_be_read_nothing_is_written(sample: Path, run: Run, broken: bytes) -> None:
    assert run("-C", sample, *DAY, "draft").code == 0
    (sample / "do-not-contact.yaml").write_bytes(broken)
    before = sorted((sample / "drafts").iterdir())
    for command in (["draft", "--refresh"], ["export", "--all"]):
        ran = run("-C", sample, *DAY, *command)
        assert ran.code == 1, ran.err
        assert "do-not-contact.yaml" in ran.err
        assert "Traceback" not in ran.err
    assert sorted((sample / "drafts").iterdir()) == before
    assert not (sample / "outbox").exists()


def test_a_list_without_permission_stops_too(sample: Path) -> None:
    (sample / "do-not-contact.yaml").mkdir()  # as unreadable as a file without permission, for root as well
    with pytest.raises(Exception, match=r"do-not-contact\.yaml"):
        write_drafts(Snapshot(sample, today=TODAY))


def test_a_domain_on_the_list_gets_no_draft_and_says_why(sample: Path, run: Run) -> None:
    (sample / "do-not-contact.yaml").write_text("- {domain: riverstreet.example, reason: asked by phone}\n")
    out = run("-C", sample, *DAY, "draft").out
    assert "riverstreet.example is on the list in do-not-contact.yaml (asked by phone)" in out
    assert not (sample / "drafts/abena-osei.introduction.md").exists()


def test_an_address_written_into_a_draft_by_hand_is_stopped(sample: Path, run: Run) -> None:
    run("-C", sample, *DAY, "draft")
    (sample / "do-not-contact.yaml").write_text("- elsewhere.example\n")
    path = sample / "drafts/abena-osei.introduction.md"
    path.write_text(path.read_text().replace("subject:", "cc: Bo <bo@elsewhere.example>\nsubject:", 1))
    ran = run("-C", sample, *DAY, "export", "--all")
    assert "address-suppressed" in ran.err
    assert not (sample / "outbox/2026-11-24 Dr Abena Osei – introduction.eml").exists()


def test_a_contact_named_on_the_list_gets_nothing(sample: Path) -> None:
    (sample / "do-not-contact.yaml").write_text("- {contact: abena-osei}\n- {organization: Second Street Church}\n")
    workspace = Snapshot(sample, today=TODAY)
    left_out = {choice.contact.id for choice in choose_letters(workspace) if "do-not-contact.yaml" in choice.because}
    assert left_out == {"abena-osei", "ada-okafor"}


def test_records_error_names_the_line(sample: Path) -> None:
    (sample / "do-not-contact.yaml").write_text("- x.example\n- ann@\n")
    with pytest.raises(RecordsError) as caught:
        write_drafts(Snapshot(sample, today=TODAY))
    assert [(p.at.path, p.at.line) for p in caught.value.problems if p.at.path == "do-not-contact.yaml"] == [
        ("do-not-contact.yaml", 2)
    ]


SHAPES = (
    "www.x.example", "'*@x.example'", "'%@x.example'", "'@x.example'", "'%x.example'", "'.x.example'", "WWW.X.example", "https://www.x.example/",
    "http://x.example/team?a=1", "'*@*.x.example'", "{domain: www.x.example}", "{email: '%@x.example'}", "{domain: 'https://x.example'}",
    "{contact: www.x.example}", "'*@www.x.example'", "mailto:ann@x.example", "x.example.", "'*x.example'", "www2.x.example",
    "'x.example/*'", "'%@%.x.example'", "{email: 'a%@x.example'}", "'a?@x.example'", "'*.*@x.example'", "'any@x.example, bo@y.example'",
    "x.example (all)", "everyone at x.example", "ann at x.example", "'[x.example]'", "ann@x.example;bo@x.example", "<ann@x.example>",
)  # fmt: skip


@pytest.mark.parametrize("line", SHAPES)
def test_a_line_of_another_shape_is_understood_or_stops_everything(line: str, sample: Path) -> None:
    (sample / "contacts.yaml").write_text("- name: Ann Roe\n  email: ann@x.example\n")
    (sample / "do-not-contact.yaml").write_text(f"- {line}\n")
    records = Snapshot(sample, today=TODAY).records
    stops = [one for one in records.blocking() if one.at.path == "do-not-contact.yaml"]
    assert stops or records.suppression.against("ann-roe", "ann@x.example")
