"""What people write as a role is understood where it says one role, and asked about where it does not."""

import pytest

from tests.shipped import LIBRARY


def understood(words: str) -> str:
    """The role that these words give with certainty; empty where somebody is asked."""
    found = LIBRARY.role_of(words)
    return found.role.key if found.known else ""


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("individual therapist (trauma)", "therapist"), ("EMDR therapist", "therapist"), ("marriage counselor", "therapist"),
        ("hospital discharge planner, maternity", "discharge-planner"), ("Lead Discharge Planner - 4 West", "discharge-planner"),
        ("intake coordinator, partial hospitalization program", "iop-php"), ("Catholic priest", "clergy"),
        ("senior pastor of a small church", "clergy"), ("director of student affairs", "college-case-manager"),
        ("pediatrics nurse", "pediatrics"), ("nurse at a pediatric practice", "pediatrics"), ("two school counselors", "school"),
        ("pediatrician's office", "pediatrics"), ("EAP intake lead", "eap"), ("social worker in assisted living", "aging-services"),
    ],
)  # fmt: skip
def test_a_known_name_among_other_words_is_that_role(said: str, role: str) -> None:
    assert understood(said) == role


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("receptionist for a therapist", "front-office"), ("therapist for pastors", "therapist"),
        ("psychiatrist's office manager", "front-office"), ("pediatrics front desk", "front-office"),
        ("chaplain to a hospice", "clergy"), ("counselor, MA", "therapist"), ("OB-GYN nurse practitioner", "obgyn"),
        ("discharge planner, pediatrics", "discharge-planner"), ("nurse manager (day program)", "inpatient-unit"),
    ],
)  # fmt: skip
def test_of_two_roles_the_one_who_does_the_work_is_meant(said: str, role: str) -> None:
    assert understood(said) == role


@pytest.mark.parametrize(
    "said",
    ["retired pediatrician", "former school counselor", "therapist (retired)", "ex-pastor", "pediatrician's wife", "not a therapist",
     "massage therapist", "camp counselor", "school bus driver", "estate attorney", "assistant to a therapist", "friend of a pastor",
     "therapist and pastor", "psychologist / school", "general manager", "billing office, Erie PA", "therapist's landlord", "",
     "prime minister", "yoga teacher at a school"],
)  # fmt: skip
def test_what_may_be_somebody_else_is_asked_about(said: str) -> None:
    assert understood(said) == ""


@pytest.mark.parametrize("said", ["retired pediatrician", "former school counselor", "therapist (retired)"])
def test_who_has_left_the_work_gets_the_general_letter(said: str) -> None:
    assert LIBRARY.role_of(said).role.key == "general"
