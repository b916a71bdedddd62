"""A sample whose drafts are made, for the commands that say what becomes of them."""

from pathlib import Path

import pytest

from tests.conftest import DAY, Run

NAME = "abena-osei.introduction"


@pytest.fixture
def made(sample: Path, run: Run) -> Path:
    run("-C", sample, *DAY, "draft")
    return sample / f"drafts/{NAME}.md"
