"""A wording may be pasted from anywhere: what never ends or reaches out is stopped, and the pages go on answering."""

import html
import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.app.test_letters import JSON, everything, fields, post
from tests.conftest import at_most

pytestmark = pytest.mark.workers


@pytest.fixture
def editing(client: TestClient, sample: Path) -> dict[str, str]:
    """The form of the introduction, which was just made one's own."""
    made = post(client, "own", {"of": "letters/introduction.md"})
    return fields(client.get(made.headers["location"]).text)


HOSTILE = {
    "a loop without end": (
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}",
        "seconds of processor time, so it was stopped",
    ),
    "a huge range": ("{{ range(10 ** 9) | length }}", "this number is too large for a letter"),
    "a long text": ("{{ 'x' * 1000000000 }}", "works on numbers only"),
    "a way out of the sandbox": ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "__class__"),
    "a file of the system": ("{% include '/etc/passwd' %}", "There is no template '/etc/passwd' to include"),
    "a call without end": ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "calls itself without end"),
    "a choice without end": ("{% if a %}", "nexpected end of template"),
    "a tower": ("{% if a %}" * 200 + "x" + "{% endif %}" * 200, "nested too deeply"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_wording_is_stopped_with_a_sentence(
    kind: str, client: TestClient, sample: Path, editing: dict[str, str]
) -> None:
    text, says = HOSTILE[kind]
    typed = {**editing, "to": "abena-osei", "who": "", "body": f"{{{{ salutation }}}},\n\n{text}\n"}
    before = everything(sample)
    with at_most(30):
        seen = post(client, "look", typed, headers=JSON)
        page = post(client, "impact", typed)
    (problem,) = seen.json()["problems"]
    assert says in problem["text"]
    assert page.status_code in {200, 422}
    assert says in html.unescape(page.text)
    assert "Traceback" not in page.text
    assert client.get("/letters/introduction/edit").status_code == 200
    assert everything(sample) == before


def test_others_are_answered_while_a_wording_loops(client: TestClient, editing: dict[str, str]) -> None:
    typed = {**editing, "to": "abena-osei", "who": "", "body": HOSTILE["a loop without end"][0]}
    answers: list[int] = []
    looking = threading.Thread(target=lambda: answers.append(post(client, "look", typed, headers=JSON).status_code))
    looking.start()
    assert client.get("/stamp").status_code == 200
    assert answers == []
    looking.join(60)
    assert answers == [200]
