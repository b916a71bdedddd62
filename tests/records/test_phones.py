"""Two spellings of one number have one key, which a quick look and the whole reading agree on."""

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from composer.records.phones import phone_key

FIGURES = st.text("0123456789", min_size=3, max_size=11)
SIGNS = st.sampled_from(["", " ", "-", ".", "(", ") ", "/", "+1 "])


@given(st.lists(st.tuples(SIGNS, FIGURES), min_size=1, max_size=3))
def test_a_quick_look_gives_what_the_whole_reading_gives(parts: list[tuple[str, str]]) -> None:
    written = "".join(sign + figures for sign, figures in parts)
    assert phone_key(written, "US") == whole(written)


@given(st.from_regex(r"\(?[0-9]{3}\)?[ .-]?[0-9]{3}[ .-]?[0-9]{4}", fullmatch=True))
def test_and_for_every_number_of_ten_figures(written: str) -> None:
    assert phone_key(written, "US") == whole(written)


def whole(written: str) -> str:
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return ""
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return str(plain) if phonenumbers.is_possible_number(number) else ""
