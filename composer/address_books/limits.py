"""How much of an address book is read: bounds that count work, and none that asks the clock."""

from typing import Final

MAX_BYTES: Final = 50_000_000
"""Of a file as it lies on the disk."""
MAX_UNZIPPED: Final = 250_000_000
"""Of all that a spreadsheet's file holds, unpacked."""
MAX_ROWS: Final = 100_000
"""Of a table, and cards of a file."""
MAX_COLUMNS: Final = 1_000
MAX_CELLS: Final = 5_000_000
"""Of a sheet from its first to its last cell, empty ones included: each takes memory."""
MAX_TEXT: Final = 131_072
"""Characters of a cell, or of a line of a card."""
