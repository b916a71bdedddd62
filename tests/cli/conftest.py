"""A sample whose drafts are made, for the commands that say what becomes of them."""

from pathlib import Path

import pytest

NAME = "abena-osei.introduction"


@pytest.fixture
def made(with_drafts: Path) -> Path:
    return with_drafts / f"drafts/{NAME}.md"
