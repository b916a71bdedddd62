"""One tree, two bodies: what the reader sees and what mutt shows are the same letter."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.errors import MessageError
from composer.mail.body import render_body


class Words(HTMLParser):
    """The visible words of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def words_of(html: str) -> list[str]:
    parser = Words()
    parser.feed(html)
    parser.close()
    return parser.words


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>", "one\ntwo\n"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>", "one\n\ntwo\n"),
        ("**b** and *e*", "<p><strong>b</strong> and <em>e</em></p>", "b and e\n"),
        ("[site](https://x.example)", '<p><a href="https://x.example">site</a></p>', "site <https://x.example>\n"),
        ("<https://x.example/a?b=1&c=2>", '<p><a href="https://x.example/a?b=1&amp;c=2">https://x.example/a?b=1&amp;c=2</a></p>', "https://x.example/a?b=1&c=2\n"),
        ("<a@b.example>", '<p><a href="mailto:a@b.example">a@b.example</a></p>', "a@b.example\n"),
        ("[write](mailto:a@b.example)", '<p><a href="mailto:a@b.example">write</a></p>', "write <a@b.example>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b\n"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>", "1. a\n2. b\n"),
        ("> said\n> twice", "<blockquote>\n<p>said<br>\ntwice</p>\n</blockquote>", "> said\n> twice\n"),
        ("# Head\n\ntext", "<h1>Head</h1>\n<p>text</p>", "Head\n\ntext\n"),
        ("`a  b`", "<p><code>a  b</code></p>", "a  b\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>", "a\n\n* * *\n\nb\n"),
        ("", "", "\n"),
    ],
)  # fmt: skip
def test_markdown_becomes_both_bodies(source: str, html: str, text: str) -> None:
    body = render_body(source)
    assert (body.html, body.text) == (html, text)


def test_a_nested_list_keeps_its_shape() -> None:
    assert render_body("- a\n    - b\n    - c\n- d").text == "- a\n  - b\n  - c\n- d\n"


@pytest.mark.parametrize(
    "source",
    [
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "<div>\nx\n</div>",
        "&copy; &#65;",
        "<!-- hidden -->",
        "![i](http://x.example/p.png)",
    ],
)
def test_markup_of_other_kinds_prints_as_it_stands(source: str) -> None:
    """Nothing is fetched, hidden or run."""
    body = render_body(source)
    assert " ".join(body.text.split()) == " ".join(source.split())
    assert set(re.findall(r"<(\w+)", body.html)) <= {"p", "br"}


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "//x.example", "JaVaScRiPt:x"],
)
def test_a_link_to_anything_but_mail_web_and_phone_is_text(target: str) -> None:
    body = render_body(f"[click]({target})")
    assert "href" not in body.html
    assert body.text == "click\n"


def test_styles_are_set_on_their_elements() -> None:
    assert render_body("a", {"p": "margin:0"}).html == '<p style="margin:0">a</p>'


def test_an_empty_letter_shows_nothing_of_the_one_before() -> None:
    """Markdown returns early for an empty text; a letter must never show in another."""
    render_body("For Dr. Osei only")
    assert render_body(" \n").text == "\n"


def test_a_text_beyond_a_letter_is_refused() -> None:
    with pytest.raises(MessageError, match="longer than 100,000 characters"):
        render_body("x" * 100_001)


def test_no_line_of_the_text_part_ends_in_a_blank() -> None:
    """Thunderbird would take the whole text for flowed and join its lines."""
    text = render_body("one  \ntwo \n\n- a  \n- b\n\nend ").text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@given(st.text(st.sampled_from("ab *_`[]()<>#+-.!&~|=\\1\n:{}"), max_size=120))
@settings(max_examples=300, deadline=None)
def test_both_bodies_say_the_same_words(source: str) -> None:
    """Whatever a person types."""
    body = render_body(source)
    signs = re.compile(r"[->*+.\d<>]+")
    said = [word for word in (signs.sub("", word) for word in body.text.split()) if word]
    shown = [word for word in (signs.sub("", word) for word in words_of(body.html)) if word]
    links = body.html.count("href")
    assert "".join(said) == "".join(shown) or links
