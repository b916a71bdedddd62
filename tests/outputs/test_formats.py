"""The output formats: what there is, and that each keeps its word."""

from dataclasses import replace

import pytest

from composer.drafts.departures import SUFFIX
from composer.drafts.draft import Address, Draft
from composer.errors import MessageError
from composer.mail.layout import Layout, load_layout
from composer.mail.message import build_message
from composer.outputs.registry import FORMATS, OutputFormat
from composer.shipped import templates_folder

DRAFT = Draft(
    "abena-osei.introduction", "Patients who wait", "Dear Dr. Osei,\n", to=(Address("a@x.example", "Abena Osei"),)
)


@pytest.fixture(scope="module")
def layout() -> Layout:
    html, css = (
        (templates_folder() / "layouts" / f"letter.{end}").read_text(encoding="utf-8") for end in ("html", "css")
    )
    return load_layout(html, css, path="templates/layouts/letter")


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_format_gives_the_same_bytes_for_the_same_draft(form: OutputFormat, layout: Layout) -> None:
    """A second export changes no file."""
    assert form.render(DRAFT, layout) == form.render(replace(DRAFT), layout)


def test_each_format_is_found_by_its_name_and_files_end_with_it() -> None:
    assert {name: form.name for name, form in FORMATS.items()} == {name: name for name in FORMATS}
    assert [f".{name}" for name in FORMATS] == [SUFFIX]


def test_eml_is_the_message_itself(layout: Layout) -> None:
    form = FORMATS["eml"]
    assert form.needs_address
    assert form.render(DRAFT, layout) == build_message(DRAFT, layout)


def test_a_format_refuses_what_it_cannot_say(layout: Layout) -> None:
    with pytest.raises(MessageError) as caught:
        FORMATS["eml"].render(replace(DRAFT, subject="a\nBcc: e@x.example"), layout)
    assert caught.value.message == "the Subject header holds a line break (U+000A)"
