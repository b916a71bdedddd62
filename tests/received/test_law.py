"""The law of `outreach sync`: in whatever order and however often mail is read, the history comes to be the same."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composer.workspace.snapshot import Snapshot
from composer.workspace.syncing import sync_messages
from tests.conftest import TODAY, Run
from tests.received.conftest import NAME, OTHER, Office
from tests.received.posted import OURS, THEIRS, mail, raw
from tests.received.shapes import AWAY, RETURNED, WAITING, filled

JONAH = "Dr. Jonah Brandt <jonah@lakeschool.example>"


def everything(office: Office) -> list[bytes]:
    """What two readers wrote, what was written to them, and what the post office said."""
    return [
        office.went(),
        office.went(OTHER, date="Sat, 21 Nov 2026 10:00:00 -0500"),
        mail("Thank you.\n", date="Sat, 21 Nov 2026 11:00:00 -0500", message_id="<a@x.example>"),
        mail("One more thing: do you take Medicaid?\n", date="Sat, 21 Nov 2026 12:00:00 -0500", message_id="<b@x.example>"),
        mail("Welcome.\n", sender=OURS, to=THEIRS, date="Sat, 21 Nov 2026 13:00:00 -0500", fields="In-Reply-To: <b@x.example>\n", message_id="<c@x.example>"),
        mail("Please take me off your list.\n", date="Mon, 23 Nov 2026 11:00:00 -0500", message_id="<d@x.example>"),
        mail("Thanks.\n", sender=JONAH, date="Sun, 22 Nov 2026 11:00:00 -0500", message_id="<e@x.example>"),
        mail("Thank you. It was before your letter.\n", sender=JONAH, date="Thu, 19 Nov 2026 11:00:00 -0500", message_id="<f@x.example>"),
        filled(RETURNED["Gmail"][0], "jonah@lakeschool.example"),
        filled(WAITING["Exim"], "jonah@lakeschool.example"),
        filled(AWAY["German"], "a.osei@riverstreet.example"),
        b"no message at all",
    ]  # fmt: skip


def after(home: Path, files: list[list[bytes]]) -> tuple[list[str], dict[str, str]]:
    """The history's lines and how the drafts stand, once some files were read, one after the other."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(home, Path(folder) / "office")
        for messages in files:
            sync_messages(Snapshot(copy, TODAY), map(raw, messages))
        store = Snapshot(copy, TODAY).store
        states = {name: str(draft.status) for name in store.names() if (draft := store.read(name)[0])}
        return sorted((copy / "history.yaml").read_text().splitlines()), states


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_the_history_is_the_same_in_whatever_order_and_however_often_mail_is_read(
    handed_over: Path, run: Run, data: st.DataObject
) -> None:
    messages = everything(Office(handed_over, run))
    some = st.lists(st.sampled_from(messages), max_size=len(messages))
    files = [*data.draw(st.lists(some, max_size=3)), data.draw(st.permutations(messages))]
    assert after(handed_over, list(data.draw(st.permutations(files)))) == after(handed_over, [messages])


def test_what_the_law_is_tried_on_is_all_noted(handed_over: Path, run: Run) -> None:
    lines, states = after(handed_over, [everything(Office(handed_over, run))])
    kinds = sorted(line.rpartition("event: ")[2].partition(",")[0].strip("}") for line in lines)
    assert kinds == ["answered", "bounced", "may have asked to stop", "replied", "replied", "replied", "sent", "sent"]
    assert states == {NAME: "sent", OTHER: "sent"}
