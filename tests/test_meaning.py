"""What two texts have in common though they share no word: measured offline, and the same every time."""

import socket

import pytest

from composer.meaning import Meanings

THINGS = [
    ["I work with the fear that goes with bowel disease."],
    ["I come to the house, for an older couple when one of them cannot travel.", "elders"],
    ["I see a family in the same week after a suicide."],
    ["I teach a course for people who lie awake.", "insomnia"],
]


@pytest.mark.parametrize(
    ("note", "nearest"),
    [
        ("they are too scared to be far from a bathroom", 0),
        ("his parents in their eighties do not leave home any more", 1),
        ("she buried her brother, who took his own life", 2),
        ("nobody on nights gets any sleep", 3),
    ],
)
def test_of_several_things_the_one_that_means_the_same_is_nearest(note: str, nearest: int) -> None:
    near = Meanings(THINGS).near(note)
    assert max(range(len(near)), key=near.__getitem__) == nearest


def test_what_it_is_for_counts_beside_what_it_chiefly_says() -> None:
    plain, with_entry = Meanings([["I see people."], ["I see people.", "panic attacks"]]).near("panic at work")
    assert with_entry > plain


@pytest.mark.parametrize("note", ["", "   ", "\u200b"])
def test_a_text_without_words_is_near_to_nothing(note: str) -> None:
    assert all(near < 0.2 for near in Meanings(THINGS).near(note))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Meanings(THINGS).near("grief") == Meanings(THINGS).near("grief")
