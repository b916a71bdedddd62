"""Markdown becomes HTML and plain text that say the same, and nothing else gets through."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.drafts.draft import BODY_LIMIT
from composer.errors import MessageError
from composer.mail import body as rendering
from composer.mail.body import Body, render_body
from tests.conftest import at_most

SHOWN: list[tuple[str, str, str]] = [
    ("Dear Jo,\n\nYours\n", "<p>Dear Jo,</p>\n<p>Yours</p>", "Dear Jo,\n\nYours\n"),
    ("one\ntwo  \nthree", "<p>one<br>\ntwo<br>\nthree</p>", "one\ntwo\nthree\n"),
    ("*a\nb* **c** ***d***", "<p><em>a<br>\nb</em> <strong>c</strong> <strong><em>d</em></strong></p>", "a\nb c d\n"),
    ("Maya\n-- \nHarbor Street", "<p>Maya<br>\n-- <br>\nHarbor Street</p>", "Maya\n-- \nHarbor Street\n"),
    ("With\n---\nMaya", "<p>With</p>\n<hr>\n<p>Maya</p>", "With\n\n* * *\n\nMaya\n"),
    ("With\n-\nMaya", "<p>With<br>\n-<br>\nMaya</p>", "With\n-\nMaya\n"),
    ("# One *two*\n\nthree", "<h1>One <em>two</em></h1>\n<p>three</p>", "One two\n\nthree\n"),
    ("#204 is my suite.", "<p>#204 is my suite.</p>", "#204 is my suite.\n"),
    (
        "My suite is\n#204, upstairs\nand left",
        "<p>My suite is<br>\n#204, upstairs<br>\nand left</p>",
        "My suite is\n#204, upstairs\nand left\n",
    ),
    ("- #5 of the list", "<ul>\n<li>#5 of the list</li>\n</ul>", "- #5 of the list\n"),
    ("> #1\n> #", "<blockquote>\n<p>#1<br>\n#</p>\n</blockquote>", "> #1\n> #\n"),
    ("####### seven", "<p>####### seven</p>", "####### seven\n"),
    ("## Suite #204 #", "<h2>Suite #204 #</h2>", "Suite #204 #\n"),
    ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', "3. a\n4. b\n"),
    (
        "- a\n- b\n    - c\n    - d\n- e",
        "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n<li>d</li>\n</ul>\n</li>\n<li>e</li>\n</ul>",
        "- a\n- b\n  - c\n  - d\n- e\n",
    ),
    (
        "1. a\n\n    b\n\n2. c",
        "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>",
        "1. a\n\n   b\n\n2. c\n",
    ),
    (
        "> a\n> b\n>\n> > c",
        "<blockquote>\n<p>a<br>\nb</p>\n<blockquote>\n<p>c</p>\n</blockquote>\n</blockquote>",
        "> a\n> b\n>\n> > c\n",
    ),
    ("a `b < c & *d*` e", "<p>a <code>b &lt; c &amp; *d*</code> e</p>", "a b < c & *d* e\n"),
    ("    if a < b:\n        c\n", "<pre><code>if a &lt; b:\n    c\n</code></pre>", "if a < b:\n    c\n"),
    ("", "", "\n"),
    (" \n\n", "", "\n"),
    ("a\r\nb\rc\u2028d", "<p>a<br>\nb<br>\nc<br>\nd</p>", "a\nb\nc\nd\n"),
    ("a\x00b\x02c\x03d\x0be\x85f\x9cg\ud800h", "<p>abcdefgh</p>", "abcdefgh\n"),
]

LITERAL = [
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<!-- hidden -->",
    "<div>\n\nx\n\n</div>",
    "&copy; &amp; &#60; &lt;b&gt;",
    "![alt](http://x.example/y.png)",
    "![alt][1]",
    "[text][1]",
    "[1]: http://x.example",
    '[text](http://x.example "title")',
    "[text](javascript:alert)",
    "[text](JaVaScRiPt:alert)",
    "[text](data:text/html,x)",
    "[text](file:///etc/passwd)",
    "[text](www.x.example)",
    "[text](//x.example)",
    "[text](/x)",
    "[text](http://x y)",
    "[ ](http://x.example)",
    "<ftp://x.example>",
    "<javascript:alert>",
    "<www.x.example>",
    "[[CONFIRM: which day?]]",
    "3 < 4 > 2 & so on",
    '"quoted" it\'s',
]

LINKS = [
    (
        "[page](https://x.example/a?b=1&c=2)",
        "https://x.example/a?b=1&c=2",
        "page",
        "page <https://x.example/a?b=1&c=2>",
    ),
    ("[x](http://x.example/a_(b)_c)", "http://x.example/a_(b)_c", "x", "x <http://x.example/a_(b)_c>"),
    (r"[a \] b [c]](http://x.example/a\_b)", "http://x.example/a_b", "a ] b [c]", "a ] b [c] <http://x.example/a_b>"),
    ("[*a* `b`](HTTP://x.example)", "HTTP://x.example", "a b", "a b <HTTP://x.example>"),
    ("<https://x.example/a_b_c>", "https://x.example/a_b_c", "https://x.example/a_b_c", "https://x.example/a_b_c"),
    ("[https://x.example](https://x.example)", "https://x.example", "https://x.example", "https://x.example"),
    ("[write](mailto:m@x.example)", "mailto:m@x.example", "write", "write <m@x.example>"),
    ("[m@x.example](mailto:m@x.example)", "mailto:m@x.example", "m@x.example", "m@x.example"),
    ("<m@x.example>", "mailto:m@x.example", "m@x.example", "m@x.example"),
    ("<mailto:m@x.example>", "mailto:m@x.example", "m@x.example", "m@x.example"),
    ("[call](tel:+15550142)", "tel:+15550142", "call", "call <+15550142>"),
    ('[q](http://x.example/"onclick="x)', 'http://x.example/"onclick="x', "q", 'q <http://x.example/"onclick="x>'),
]


@pytest.mark.parametrize(("source", "html", "text"), SHOWN, ids=[repr(row[0]) for row in SHOWN])
def test_both_bodies_of_a_letter(source: str, html: str, text: str) -> None:
    """Each kind of element, as HTML and as text."""
    assert render_body(source) == Body(html, text)


@pytest.mark.parametrize("source", LITERAL)
def test_what_could_hide_or_fetch_prints_as_it_was_typed(source: str, see: Any) -> None:
    body = render_body(source)
    assert see(body.html).shown.split() == source.split()
    assert body.text.split() == source.split()
    assert {tag for tag, _ in see(body.html).elements} <= {"p", "br"}


@pytest.mark.parametrize(("source", "target", "shown", "text"), LINKS, ids=[row[0] for row in LINKS])
def test_a_link_in_both_bodies(source: str, target: str, shown: str, text: str, see: Any) -> None:
    """The HTML leads there; the text says where."""
    body = render_body(source)
    assert [found["href"] for tag, found in see(body.html).elements if tag == "a"] == [target]
    assert see(body.html).shown.strip() == shown
    assert body.text == f"{text}\n"


def test_no_link_stands_in_another(see: Any) -> None:
    body = render_body("[a [b](http://b.example) <http://c.example>](http://d.example)")
    assert [found for tag, found in see(body.html).elements if tag == "a"] == [{"href": "http://d.example"}]
    assert body.text == "a [b](http://b.example) <http://c.example> <http://d.example>\n"


@pytest.mark.parametrize("character", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
def test_a_backslash_makes_any_punctuation_literal(character: str, see: Any) -> None:
    """At the start of a line, where most of them mean something, and within one."""
    body = render_body(f"\\{character} a \\{character}b\\{character} c")
    assert see(body.html).shown.strip() == f"{character} a {character}b{character} c"
    assert body.text == f"{character} a {character}b{character} c\n"


def test_each_element_gets_its_style() -> None:
    """And an element that the map does not name gets none."""
    html = render_body("a *b* `c`", {"p": "margin:0", "code": 'font-family:"A"'}).html
    assert html == '<p style="margin:0">a <em>b</em> <code style="font-family:&quot;A&quot;">c</code></p>'


def test_a_letter_too_long_is_refused() -> None:
    with pytest.raises(MessageError) as caught:
        render_body("a" * (BODY_LIMIT + 1))
    assert caught.value.message == "the letter is longer than 100,000 characters"
    assert caught.value.hint == "shorten it; a letter fits on one page"


@pytest.mark.parametrize("source", ["*a " * 3000 + "b*" * 3000, "> - " * 600 + "a"], ids=["emphasis", "quotes"])
def test_a_letter_too_deep_is_refused_and_the_next_is_not_touched_by_it(source: str) -> None:
    with pytest.raises(MessageError) as caught:
        render_body(source)
    assert caught.value.message == "the letter has quotes or lists too deep inside one another"
    assert render_body("Dear *Jo*") == Body("<p>Dear <em>Jo</em></p>", "Dear Jo\n")


@pytest.mark.parametrize(
    "run",
    ["[", "[a](", "[a][", "<![CDATA[", "<a ", "[a](http://x", "[a](http://x(", "[a[b]", "<http://x", "*a", "_a ", "> "],
)
def test_a_run_that_is_slow_in_python_markdown_is_quick_here(run: str) -> None:
    """Eight thousand opening brackets took it nine seconds, and more of them minutes."""
    with at_most(5):
        render_body((run * 8000)[:BODY_LIMIT])


def test_threads_do_not_disturb_one_another() -> None:
    sources = [f"Dear *{number}*,\n\n- a\n- {number}\n\n> **x {number}**" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render_body, sources)) == [render_body(source) for source in sources]


MARKUP = st.lists(
    st.sampled_from([*"ab é*_`#>+-.)(~|!\\[]<&;:='\"", "\n", "\n\n", "    ", "- ", "> ", "# ", "---", "<b>", "</p>"])
).map("".join)


@given(MARKUP)
def test_html_and_text_show_the_same_words(source: str) -> None:
    """Whatever is typed; signs of lists, quotes and rules stand in the text alone."""
    body = render_body(source)
    shown = re.sub(r"<br>|</?(?:p|li|ul|ol|h\d|pre|blockquote|hr)\b[^<>]*>", " ", body.html)
    shown = re.sub(r"<[^<>]*>", "", shown)
    for name, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        shown = shown.replace(name, character)
    assert re.findall(r"[^\W_]+", shown) == re.findall(r"[^\W_]+", body.text)


@given(MARKUP)
def test_no_line_of_the_text_ends_in_a_blank(source: str) -> None:
    """But the signature's mark: other lines would be taken for flowed text and joined."""
    *lines, last = render_body(source).text.split("\n")
    assert last == ""
    assert [line for line in lines if line != line.rstrip(" \t") and line != "-- "] == []


@given(
    st.lists(
        st.sampled_from(
            ["<a href=x>", "](", "[x", "http://e.example", "javascript:", ")", "<", ">", '"', " on=", "`", "\\", "\n"]
        )
    )
)
def test_only_elements_of_a_letter_come_out(fragments: list[str]) -> None:
    """And every link leads to the web, to mail or to a telephone."""
    html = render_body("".join(fragments)).html
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(r'</?(?:p|br|code|pre|blockquote|a)>|<a href="(?:https?://|mailto:|tel:)[^"<>]*">', tag)


# A quarter of the signs mean something to Markdown somewhere, so that half of the texts are plain and half nearly so.
NEARLY_PLAIN = st.lists(
    st.sampled_from([*"ab. ,-)(:;'\"é–日|~{}$%^@/?+=#>1", "\n", "\n\n", "2.", "\u2003", "\u00a0", "&", "*", "  "])
)


@given(NEARLY_PLAIN.map("".join))
def test_plain_words_are_rendered_as_markdown_renders_them(text: str) -> None:
    """They do not go through Python-Markdown, which stays the judge."""
    styles = {"p": "margin:0"}
    quick = render_body(text, styles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_PLAIN", re.compile(r"(?!)"))
        assert quick == render_body(text, styles)


def test_a_letter_as_it_is_generated_needs_no_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_converter", None)
    letter = "Dear Dr. O\u2019Neil,\n\nPeople can call 555-0142; I answer the same day.\n\nMaya Chen, LPCC\nhttps://x.example\n"
    assert render_body(letter).text == letter
