"""A workspace: the one façade over a folder of plain files that the user owns, and the only composition root."""

from composer.workspace.drafting import DraftResult, DraftRun
from composer.workspace.folder import Workspace

__all__ = ["DraftResult", "DraftRun", "Workspace"]
