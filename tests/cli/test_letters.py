"""Letters and roles of one's own: copied, changed, tried on everyone."""

from pathlib import Path

import pytest

from composer.workspace.snapshot import Snapshot
from tests.conftest import DAY, TODAY, Run, change


def test_a_copied_letter_is_ones_own_and_replaces_the_one_that_ships(sample: Path, run: Run) -> None:
    ran = run("-C", sample, "letters", "copy", "introduction")
    path = sample / "templates/letters/introduction.md"
    assert ran.code == 0
    assert "Copied to templates/letters/introduction.md" in ran.out
    change(path, "{% include 'parts/closing.md' %}", "Until soon.\n\n{% include 'parts/closing.md' %}")
    run("-C", sample, *DAY, "draft")
    assert "Until soon." in (sample / "drafts/abena-osei.introduction.md").read_text()


def test_a_copy_overwrites_nothing(sample: Path, run: Run) -> None:
    run("-C", sample, "letters", "copy", "introduction")
    path = sample / "templates/letters/introduction.md"
    path.write_text("mine")
    ran = run("-C", sample, "letters", "copy", "introduction")
    assert ran.code == 1
    assert "is there already" in ran.err
    assert path.read_text() == "mine"


def test_a_copy_under_another_name_is_another_letter(sample: Path, run: Run) -> None:
    assert run("-C", sample, "letters", "copy", "openings", "--as", "winter-hours").code == 0
    assert "winter-hours (commercial" in run("-C", sample, "letters").out
    assert run("-C", sample, *DAY, "letters", "check", "winter-hours").out.startswith("1 letter tried on 24 contacts")


@pytest.mark.parametrize("name", ["../evil", "Winter", "a b", "x/y", ""])
def test_a_name_that_no_file_can_have_is_refused(name: str, sample: Path, run: Run) -> None:
    ran = run("-C", sample, "letters", "copy", "openings", "--as", name)
    assert ran.code == (2 if name else 0)
    assert not (sample.parent / "evil.md").exists()


def test_a_copy_takes_no_other_letters_place(sample: Path, run: Run) -> None:
    ran = run("-C", sample, "letters", "copy", "follow-up", "--as", "openings")
    assert ran.code == 1
    assert "the program has a 'openings' of its own" in ran.err
    assert not (sample / "templates").exists()


def test_parts_in_parts_are_parts_of_the_letter(sample: Path, run: Run) -> None:
    run("-C", sample, "letters", "copy", "closing")
    change(sample / "templates/parts/closing.md", "{{", "{% include 'parts/regards.md' %}\n{{")
    (sample / "templates/parts/regards.md").write_text("Kind regards\n")
    catalogue = Snapshot(sample, today=TODAY).catalogue
    files = catalogue.files_of(catalogue.letters["openings"])
    assert files == ("letters/openings.md", "parts/closing.md", "parts/opt-out.md", "parts/regards.md")


def test_a_letter_that_does_not_exist_has_a_suggestion(sample: Path, run: Run) -> None:
    ran = run("-C", sample, "letters", "copy", "introducton")
    assert ran.code == 1
    assert "did you mean 'introduction'?" in ran.err


def test_a_part_can_be_copied_too(sample: Path, run: Run) -> None:
    assert run("-C", sample, "letters", "copy", "parts/closing.md").code == 0
    assert (sample / "templates/parts/closing.md").is_file()


def test_the_shipped_letters_have_no_problem_for_anyone_in_the_sample(sample: Path, run: Run) -> None:
    ran = run("-C", sample, *DAY, "letters", "check")
    assert ran.code == 0, ran.out
    assert ran.out.endswith("contacts, and nothing to mend.\n"), ran.out


BROKEN = """---
letter: hello
title: Hello
about: A letter with every kind of fault.
purpose: relationship
once: as asked
words: [1, 3]
questions: 0
subject: A subject that is far too long for anybody to read in a list of mail
---
{{ salutation }},

What do your clients need? {{ reader.peple }}
{% if news %}
{{ news | sentenses }}
{% endif %}

{{ practice.valediction }}
{{ practice.signed }}
"""


def test_every_problem_of_a_letter_is_reported_with_its_line(sample: Path, run: Run) -> None:
    """An unknown filter first; once that is mended, the field, and what readers would trip over."""
    folder = sample / "templates/letters"
    folder.mkdir(parents=True)
    (folder / "hello.md").write_text(BROKEN)
    ran = run("-C", sample, *DAY, "letters", "check", "hello")
    assert ran.code == 1
    assert "templates/letters/hello.md:15: error[merge-filter]: there is no filter 'sentenses'" in ran.out
    assert "did you mean 'sentences'?" in ran.out
    (folder / "hello.md").write_text(BROKEN.replace("sentenses", "sentences"))
    ran = run("-C", sample, *DAY, "letters", "check", "hello")
    assert "templates/letters/hello.md:13: error[merge-field]: there is no field 'reader.peple'" in ran.out
    assert "and 21 more)" in ran.out
    (folder / "hello.md").write_text(BROKEN.replace("sentenses", "sentences").replace("peple", "people"))
    ran = run("-C", sample, *DAY, "letters", "check", "hello")
    assert ran.code == 0
    for line in (
        "hello.md:7: warning[letter-words]",
        "hello.md:8: warning[letter-questions]: it has 1 questions in it for",
        "hello.md:9: warning[letter-subject]",
        "hello.md:2: warning[letter-word]: it says 'clients' to",
    ):
        assert f"templates/letters/{line}" in ran.out, ran.out


def test_a_role_of_ones_own_is_checked_with_its_lines_and_then_used(sample: Path, run: Run) -> None:
    assert run("-C", sample, "roles", "clergy", "--copy").code == 0
    path = sample / "templates/roles/clergy.yaml"
    own = (
        path.read_text()
        .replace("person: member", "person: parishioner")
        .replace("people: members", "people: parishioners")
    )
    path.write_text(own)
    assert Snapshot(sample, today=TODAY).library.role_by_key["clergy"].people == "parishioners"
    path.write_text(
        own.replace("  - low-fee", "  - low-fees")
        if "  - low-fee\n" in own
        else own.replace("need: low-fee", "need: low-fees")
    )
    line = path.read_text().split("low-fees")[0].count("\n") + 1
    ran = run("-C", sample, *DAY, "check")
    assert ran.code == 1
    assert f"templates/roles/clergy.yaml:{line}" in ran.out
    assert "did you mean 'low-fee'?" in ran.out


def test_a_new_role_is_known_by_its_aliases(sample: Path, run: Run) -> None:
    run("-C", sample, "roles", "general", "--copy")
    path = sample / "templates/roles/general.yaml"
    path.rename(path.with_name("interior-designer.yaml"))
    path = path.with_name("interior-designer.yaml")
    path.write_text(
        path.read_text()
        .replace("key: general", "key: interior-designer")
        .replace("aliases: [general, other, unknown]", "aliases: [interior designer, room planner]")
    )
    found = Snapshot(sample, today=TODAY).library.role_of("Interior Designer")
    assert (found.role.key, found.known) == ("interior-designer", True)
    assert "'interior designer' is no role" not in run("-C", sample, *DAY, "check").out


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("PCP", "primary-care"), ("Family Doctor", "primary-care"), ("R.D.", "dietitian"), ("discharge planner", "discharge-planner"),
        ("Title IX case manager", "college-case-manager"), ("pediatric nurse practioner", "pediatrics"),
        ("family nurse practitioner", "primary-care"), ("hospital intake social worker", "discharge-planner"),
        ("student wellness case manager", "college-case-manager"), ("nursing home administrator", "aging-services"),
        ("mobile crisis clinician", "emergency-crisis"), ("front desk lead", "front-office"), ("employee assistance counselor", "eap"),
        ("assisted living director", "aging-services"),
        # Nobody's guess would be better than a coin's.
        ("yoga teacher", "general"), ("dean of engineering", "general"), ("social worker", "general"), ("interior designer", "general"),
        ("estate attorney", "general"), ("veterans liaison", "general"), ("", "general"),
        ("chiropractor", "allied-health"), ("doula", "allied-health"), ("HR manager", "employer"), ("oncology social worker", "medical-specialist"),
        ("hospice bereavement coordinator", "bereavement"), ("fire department chaplain", "first-responders"),
    ],
)  # fmt: skip
def test_what_people_call_a_role_finds_its_profile_or_the_honest_one(said: str, role: str, workspace: Snapshot) -> None:
    found = workspace.library.role_of(said)
    assert found.role.key == role
    assert found.known or found.likeness < 1 or role == "general"


def test_a_guessed_role_is_shown_with_its_confidence(sample: Path, run: Run) -> None:
    """In the problems, beside the draft, and by `outreach roles`."""
    path = sample / "contacts.yaml"
    path.write_text(path.read_text().replace("role: interior designer", "role: pediatric nurse practioner"))
    ran = run("-C", sample, *DAY, "draft")
    assert "'pediatric nurse practioner' is read as 'pediatrics' (" in ran.err
    assert "% like 'pediatric nurse practitioner')" in ran.err
    assert "write role: pediatrics if that is right" in ran.err
    assert "is read as this role" in run("-C", sample, "roles", "pediatric nurse practioner").err
