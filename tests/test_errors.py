"""Errors speak to people, and every one of them has a kind."""

from composer.errors import ComposerError, Kind, Place, errors_in, format_problem


def test_every_error_has_a_kind_that_the_rims_know() -> None:
    """The command line and the browser map kinds, so a new error without one would leave as a bug."""
    classes: set[type[ComposerError]] = {ComposerError, *ComposerError.__subclasses__()}
    assert len(classes) > 5
    assert all(isinstance(cls.kind, Kind) for cls in classes)


def test_a_problem_is_written_as_compilers_write_it() -> None:
    """Path, line, column, level and code in one line, the remedy below it."""
    problem = Place("contacts.yaml", 12, 12).error(
        "contact-email", "'ada@' has no domain", "write it as name@example.org"
    )
    assert format_problem(problem) == (
        "contacts.yaml:12:12: error[contact-email]: 'ada@' has no domain\n  hint: write it as name@example.org"
    )


def test_a_problem_of_a_whole_file_has_no_line() -> None:
    """A zero is not a line."""
    assert format_problem(Place("history.yaml").error("yaml-size", "too large")) == (
        "history.yaml: error[yaml-size]: too large"
    )


def test_warnings_stop_nothing() -> None:
    """Only errors are errors."""
    warning = Place("a", 1, 1).warning("x", "look")
    error = Place("a", 2, 1).error("x", "mend")
    assert errors_in([warning, error]) == (error,)


def test_a_problem_becomes_json_under_its_field_names() -> None:
    """Scripts read the same names that the documentation lists."""
    assert list(Place("a", 1, 1).error("c", "t").as_dict()) == [
        "path",
        "line",
        "column",
        "code",
        "level",
        "text",
        "hint",
    ]
