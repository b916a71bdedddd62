"""A talk as a letter says it: a title in quotation marks, and days as people write them."""

import pytest

from composer.briefs.talks import talk_dates, talk_topic
from composer.records.practice import Talk
from tests.conftest import TODAY
from tests.shipped import LIBRARY


def talk(topic: str = "x", dates: tuple[str, ...] = ()) -> Talk:
    return Talk(problem="P.", topic=topic, takeaways=("one",), needs=("evenings",), dates=dates)


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("what to say so that a patient goes", "what to say so that a patient goes"),
        ("Leaving the argument in the truck", "\u201cLeaving the argument in the truck\u201d"),
        ("OCD in the confessional", "OCD in the confessional"),
    ],
)
def test_a_title_stands_in_quotation_marks(topic: str, said: str) -> None:
    assert talk_topic(talk(topic)) == said


def test_a_day_to_come_is_written_as_people_write_it_and_words_stay() -> None:
    days = talk_dates(talk(dates=("2026-03-01", "2027-01-20", "Tuesday, January 12, at noon")), LIBRARY, TODAY)
    assert days == ["Wednesday, January 20", "Tuesday, January 12, at noon"]
