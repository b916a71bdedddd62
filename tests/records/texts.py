"""Files of records as chance makes them of what people write, and of what they should not."""

from hypothesis import strategies as st

PLAIN = (
    "id: {word}",
    "name: Dr. {word} Osei, MD",
    "name: {word}",
    "address_as: Dr. Osei",
    "family_name: Zieliński",
    "role: college case manager",
    "roles:\n      - clergy\n      - teacher",
    "roles: [clergy, teacher]",
    "roles: clergy",
    "organization: Maple {word}",
    "unknown_person: true",
    "unknown_person: false",
    "team: follow-up team",
    "email: {word}@place.example",
    "phone: (555) 555-0142",
    "fax: +1 555 0142",
    "address: 4 River Street, Fairhaven OH 45202",
    "title: Director, 4 West (acting)",
    "language: pt-BR",
    "state: ON",
    "status: retired",
    "tags: [a, b c]",
    "tags:\n    - a\n    - b",
    "former_ids: [{word}-1]",
    "needs: evenings",
    "needs:\n      - {{text: evenings, need: medicaid, heard: 2026-02-11, source: your center's page}}\n      - at 12:30",
    "needs:\n      - waits, and waits {{so}} long\n      - {{need: medicaid}}",
    "details:\n      - {{text: open late, source: a call}}",
    "consent: {{basis: asked for it, date: 2026-02-11}}",
    "do_not_contact: true",
    "do_not_contact: asked by phone",
    "do_not_contact: {{since: 2026-02-11, reason: asked}}",
    "notes: likes tea; see http://x.example/a?b=c and 12:30",
    "verified: 2026-02-11",
    "name: Null",
    "name: the parents'",
)
ODD = (
    "id: A b",
    "id: a..b",
    "name: =?utf-8?q?a?=",
    "name: null",
    "name:",
    "name: 'Ann'",
    'name: "Ann',
    "name: Ann # or Anna",
    "name: Ann #12",
    "name: Ann: Lee",
    "name: Ann  Lee",
    "name: Ann\u00a0Lee",
    "name: Ann\u200bLee",
    "name:\tAnn",
    "name: Ann\n      Lee",
    "name: &a Ann",
    "names: Ann",
    "nickname: Annie",
    "client: J.M.",
    "email: ada@",
    "email: ada@x.local",
    "email: Ada@X.example",
    "verified: 2026-02-30",
    "verified: 20260211",
    "status: gone",
    "language: english language",
    "unknown_person: yes",
    "unknown_person: True",
    "role: true",
    "role: [a]",
    "role: {{a: b}}",
    "role:\n      - clergy\n      - {{text: a}}",
    "tags: []",
    "tags: [a, ]",
    "tags: [a,b]",
    "tags: [true, null]",
    "tags:\n      -\n      - b",
    "needs: {{text: evenings}}",
    "needs: [{{text: evenings}}, late]",
    "needs:\n      - {{text: a, text: b}}",
    "needs:\n      - {{text: who? me, heard: 2026-02-11}}",
    "needs:\n      - {{texts: a}}",
    "needs:\n      - {{heard: 2026-02-11}}",
    "needs:\n      - {{text: true}}",
    "needs:\n      - text: a\n        heard: 2026-02-11",
    "needs:\n        - a\n      - b",
    "needs:\n      - a\n        # said twice\n      - b",
    "needs:\n      - a: b",
    "details:\n      - open late",
    "details:\n      - {{text: open late}}",
    "details: {{text: a, source: b}}",
    "consent: asked",
    "do_not_contact: null",
    "do_not_contact: [a]",
    "notes: |\n      one\n      two",
    "notes: |+\n      one\n\n",
    "notes: >\n      one\n    # two",
    "website: nowhere",
    "website: northbank.example/a#b",
    "role: " + "a" * 1001,
    "notes: " + "a" * 1001,
    "organization: " + "a" * 201,
    "# a comment",
    "",
    "  role: clergy",
    " role: clergy",
    "- name: Bo",
    "name: Ann \n    phone: 555",
)  # fmt: skip
BETWEEN = ("\n", "# somebody else\n", "  # somebody else\n", "      # somebody\n\n", "   \n", "\t\n", "# no\n  zed\n")
BEFORE = ("people: no\n", "'contacts:\n", "\ufeff", "---\n", "%YAML 1.1\n", "note: |\n  a\n", "[{name: Zed}]\n", "a\r",
          "note: '\n", "---\nnote: a\n", "# a\x85b\n")  # fmt: skip
HEAD = ("contacts: # all\n", "contacts:\n  # all\n", "contacts:\n  [{name: Zed}]\n", "contacts:\n  -\n    name: Zed\n",
        "contacts:\n\n", "contacts: |\n", 'contacts:\n  - "\n', "Contacts:\n", "contacts:\n  - a\n", "contacts:\n  zed\n",
        "contacts:\n  - name: |+\n      Zed\n\n")  # fmt: skip
AFTER = ("contacts:\n  - name: Zed\n", "...\n", "...\n- name: Zed\n", "---\n", "---\n- name: Zed\n", "%TAG\n", "zed\n",
         "'\n", '"\n', "- name: Zed\n", "  - name: Zed\n", "# the end", "\ufeff", "\ufeff- name: Zed\n", " zed\n",
         "    zed\n", "        zed\n", "- - a\n", "  -\n", "? a\n", ": a\n", "  # zed\n  role: a\n")  # fmt: skip
PLACES = (
    "organizations:\n  - name: Maple a\n    phone: 555\n",
    "organizations:\n- name: B\n  notes: |\n    a\n\n",
    "# all\n",
)
TYPED = " :#'\"-,[]{}?&*!|>%@`~\t\n\r\x85\u2028\u2029é\u00a0\ufeff\x00\x1b😀aA0."


@st.composite
def mostly(draw: st.DrawFn, usual: tuple[str, ...], odd: tuple[str, ...], one_in: int) -> str:
    """A usual piece; once in a while an odd one."""
    return draw(st.sampled_from(odd if draw(st.integers(1, one_in)) == one_in else usual))


@st.composite
def records(draw: st.DrawFn, indent: str) -> str:
    """One record, nearly always of plain fields, and sometimes with one that is not."""
    lines = draw(st.lists(st.sampled_from(PLAIN), max_size=6, unique_by=lambda line: line.split(":")[0]))
    if not any(line.startswith("name") for line in lines):
        lines.append("name: Dr. {word}")
    if draw(st.integers(1, 4)) == 4:
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(ODD)))
    word = draw(st.text("abcde", min_size=3, max_size=4))
    written = "\n".join(f"    {line}" for line in lines).format(word=word)
    moved = "\n".join(indent + line[2:] for line in written.split("\n"))
    return f"{indent}- {moved[len(indent) + 2 :]}\n"


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of contacts as somebody may have typed it."""
    indent = draw(st.sampled_from(("  ", "", "    ")))
    people = draw(st.lists(records(indent), min_size=1, max_size=4))
    text = "".join(person + draw(mostly(("",), BETWEEN, 4)) for person in people)
    if draw(st.booleans()):
        head = draw(mostly(("contacts:\n",), HEAD, 6))
        text = draw(mostly(("", *PLACES), BEFORE, 8)) + head + text + draw(mostly(("", *PLACES), AFTER, 8))
    else:
        text = draw(mostly(("", "# all\n"), BEFORE, 8)) + text + draw(mostly(("",), AFTER, 8))
    for _ in range(max(0, draw(st.integers(-6, 2)))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(TYPED)) + text[at + draw(st.integers(0, 1)) :]
    if draw(st.integers(1, 12)) == 12:
        text = text.replace("\n", draw(st.sampled_from(("\r\n", "\r"))))
    return text.removesuffix("\n") if draw(st.booleans()) else text


TORN_APART = '- {date: 2026-02-04, contact: ann, event: met, mention: "you had\n'
BLOCK = "- date: 2026-02-06\n  contact: ann\n  event: met\n  mention: |+\n    you had\n\n"
PIECES = (
    "- {date: 2026-01-02, contact: ann, event: called}\n",
    "- {date: 2026-03-09, contact: bob-lee, event: sent, letter: introduction}\n",
    "- {date: 2026-02-01, contact: ann, event: snoozed, until: 2026-09-01}\n",
    "- {date: 2026-02-03, contact: a.b_c-d, event: sent, letter: introduction, question: waits}\n",
    "- {date: 2026-02-03, contact: ann, event: sent, letter: introduction, mention: you had moved - at 9.30}\n",
    "- {date: 2026-02-03, contact: ann, event: snoozed, question: q, mention: true story, until: 2026-09-01}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: true}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: two  blanks}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: one, two}\n",
    "- {date: 2026-02-03, contact: ann, event: met, mention: " + "a" * 1001 + "}\n",
    "- {date: 2026-02-03, contact: ann, event: sent, letter: null, question: false}\n",
    "- {date: 2026-02-03, contact: a..b, event: met}\n",
    "- {date: 2026-02-03, contact: ann-, event: met}\n",
    "- {date: 2026-02-03, contact: " + "a" * 65 + ", event: met}\n",
    "- {date: 2026-02-03, contact: ann, event: met, contact: bob}\n",
    "- {date: 2026-02-30, contact: ann, event: met}\n",
    "- {date: 2026-02-03, contact: null, event: met}\n",
    "- {date: 2026-02-03, contact: ann, event: emailed}\n",
    "- {date: 2026-02-03, contact: ann, event: card-sent}\n",
    '- {date: 2026-02-04, contact: ann, event: met, mention: "you had moved"}\n',
    TORN_APART,
    'moved"}\n',
    '- moved"}\n',
    "- date: 2026-02-05\n  contact: ann\n  event: called\n",
    BLOCK,
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
    "[{date: 2026-01-02, contact: ann, event: called}]\n",
    "# a\r",
    "# a\x85\n",
)
