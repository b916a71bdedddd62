"""Tables as one XLSX file, a sheet each; every cell is text."""

import io
from collections.abc import Iterable
from datetime import date, datetime

import xlsxwriter

from composer.outputs.contact_tables import Table

_WIDE, _WIDEST = 12, 48
_LONGEST = 32_767
"""Characters that a cell can hold (Excel's specifications and limits)."""


def as_xlsx(tables: Iterable[Table], today: date) -> bytes:
    """The tables as a workbook with their names as sheets, the columns' names on top and kept in sight."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": datetime.combine(today, datetime.min.time())})
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(table.columns):
                sheet.write_string(0, column, name, bold)
                widest = max((len(row[column]) for row in table.rows), default=0)
                sheet.set_column(column, column, min(max(_WIDE, widest), _WIDEST))
            for number, row in enumerate(table.rows, 1):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell[:_LONGEST], wrapped)
    return made.getvalue()
