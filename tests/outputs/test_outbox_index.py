"""What files in the outbox are called is written down as one goes along, and is read as it was meant."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composer.drafts.outbox_names import INDEX, OutboxNames
from composer.errors import RecordsError

DRAFTS = st.sampled_from(["a.introduction", "b.thank-you", "c.annual-update-2026"])
STEMS = st.sampled_from(
    ["2026-11-24 Ann – introduction", "2026-11-24 ann – introduction", "2026-11-25 Bo – thanks", "x"]
)
STEPS = st.lists(st.lists(st.tuples(DRAFTS, STEMS, st.booleans()), min_size=1, max_size=3), max_size=6)


def seen(names: OutboxNames) -> list[object]:
    """All that anybody asks of names."""
    every = ["a.introduction", "b.thank-you", "c.annual-update-2026"]
    stems = ["2026-11-24 Ann – introduction", "2026-11-24 ANN – introduction", "2026-11-25 Bo – thanks", "x"]
    free = [names.free(one, stem) for one in every for stem in stems]
    return [[names.of(one) for one in every], [names.draft_of(stem) for stem in stems], free]


@given(steps=STEPS)
@settings(max_examples=60)
def test_what_is_remembered_is_what_is_written_down(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, str, bool]]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("outbox")
    names = OutboxNames(folder)
    for step in steps:
        for draft, wanted, gone in step:
            if gone:
                names.drop([(draft, wanted)])
            else:
                names.reserve(draft, names.free(draft, wanted))
        names.save()
        assert seen(names) == seen(OutboxNames(folder))


def test_a_name_more_leaves_the_lines_that_stand_there(tmp_path: Path) -> None:
    """Of a hundred thousand letters that leave in batches, each line is written once."""
    names, index = OutboxNames(tmp_path), tmp_path / INDEX
    names.reserve("a.introduction", "2026-11-24 Ann – introduction")
    names.save()
    before, number = index.read_bytes(), index.stat().st_ino
    names.reserve("b.introduction", "2026-11-24 Bo – introduction")
    names.save()
    assert index.read_bytes() == before + "b.introduction\t2026-11-24 Bo – introduction\n".encode()
    assert index.stat().st_ino == number


def test_a_line_that_broke_off_spoils_no_other(tmp_path: Path) -> None:
    names, index = OutboxNames(tmp_path), tmp_path / INDEX
    names.reserve("a.introduction", "Ann")
    names.save()
    index.write_bytes(index.read_bytes() + b"b.introd")
    names.reserve("c.introduction", "Cy")
    names.save()
    fresh = OutboxNames(tmp_path)
    assert (fresh.of("a.introduction")[0], fresh.of("c.introduction")[0]) == ("Ann", "Cy")


def test_a_line_that_broke_off_amid_a_letter_spoils_nothing(tmp_path: Path) -> None:
    names, index = OutboxNames(tmp_path), tmp_path / INDEX
    names.reserve("a.introduction", "Ann")
    names.save()
    index.write_bytes(index.read_bytes() + b"b.introduction\t2026-11-24 Bo \xe2\x80")
    for draft in ("c.introduction", "d.introduction"):
        fresh = OutboxNames(tmp_path)
        fresh.reserve(draft, f"Cy {draft}")
        fresh.save()
    fresh = OutboxNames(tmp_path)
    assert [fresh.of(f"{letter}.introduction")[0] for letter in "abcd"] == [
        "Ann", "b.introduction", "Cy c.introduction", "Cy d.introduction",
    ]  # fmt: skip


def test_names_in_another_encoding_stop_everything(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_bytes("a.introduction\tZoë\nb.introduction\tBo\n".encode("latin-1"))
    with pytest.raises(RecordsError):
        OutboxNames(tmp_path).of("a.introduction")
