"""The marks around the number of a statement: characters for private use that no record may hold."""

MARK_BEGIN, MARK_END = "\ue010", "\ue011"
"""The merge carries them through in its trace mode."""
