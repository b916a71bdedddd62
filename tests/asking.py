"""A draft of the sample with sentences that a person is asked about, whatever the shipped points say of them."""

from dataclasses import dataclass
from pathlib import Path

from tests.conftest import change
from tests.shipped import LIBRARY

POINTS = """\
kinds: [privacy-client, privacy-feedback, privacy-email, gifts-value, claims-outcome]
ask: 5
stop: 20
stop_thanks: 20
points: |
  9 0 0 0 0 singalong
  0 9 0 0 0 tidings
  0 0 0 9 0 hamper
  0 0 0 0 9 wonders
  30 0 0 0 0 gavotte
"""
# Words that say nothing: a file with fewer is refused, and a sentence is read in the language that knows its words.
POINTS += "".join(
    f"  0 0 0 0 0 {sign}\n"
    for sign in sorted({line.split(maxsplit=5)[-1] for line in LIBRARY.sentence_points.points.splitlines()})
    if f"{sign}\n" not in POINTS and " " not in sign
)
WHO, RIGHT, NAMED = (
    "They liked the singalong.",
    "I shall bring a hamper: it's heavy.",
    "Deborah at the desk sends her best wishes.",
)


@dataclass(frozen=True)
class Asking:
    """A draft that asks: who it is about, whether it is right, and who is named."""

    folder: Path
    name: str = "ana-valdez-roca.thank-you"

    @property
    def file(self) -> Path:
        return self.folder / f"drafts/{self.name}.md"

    def kept(self) -> list[str]:
        """The texts of all backups."""
        return [path.read_text(encoding="utf-8") for path in (self.folder / ".outreach/backup").glob("*")]


def ask(folder: Path, *sentences: str) -> Asking:
    """Writes sentences into the sample's thank-you, the first paragraph's end; the three above where none is given."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates/sentence-points.yaml").write_text(POINTS, encoding="utf-8")
    asking = Asking(folder)
    change(asking.file, "I hope ", f"{' '.join(sentences or (WHO, RIGHT, NAMED))} I hope ")
    return asking
