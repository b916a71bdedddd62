"""The least that a mail merge can do: one process, one loop, one file. It says what all the rest costs.

    python benchmarks/floor.py FOLDER FILE

FOLDER is one of mailmerge's, with its template and its database. Each letter is filled by Jinja, rendered by
Python-Markdown and put into a message of two parts; nothing is chosen, checked, styled or read back. The message is
put together as bytes: the standard library's `EmailMessage` would take three times as long as everything else here.
"""

import csv
import sys
from pathlib import Path

import jinja2
import markdown

MESSAGE = """{head}
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_floor"

--=_floor
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

{text}
--=_floor
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: 8bit

{html}
--=_floor--

"""


def write_messages(folder: Path, file: Path) -> int:
    """A message for each line of the database, one after the other; how many they are."""
    text = (folder / "mailmerge_template.txt").read_text(encoding="utf-8").replace("CONTENT-TYPE: text/markdown\n", "")
    template, converter = jinja2.Environment().from_string(text), markdown.Markdown()
    made = 0
    with (folder / "mailmerge_database.csv").open(newline="", encoding="utf-8") as rows, file.open("wb") as out:
        for row in csv.DictReader(rows):
            head, _, body = template.render(row).partition("\n\n")
            html = converter.reset().convert(body)
            out.write(MESSAGE.format(head=head, text=body, html=html).encode())
            made += 1
    return made


if __name__ == "__main__":
    print(write_messages(Path(sys.argv[1]), Path(sys.argv[2])))
