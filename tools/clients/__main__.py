"""Gives real drafts to real mail programs, edits a sentence in each, sends it, and reads what arrived: `make clients`.

`--only NAME` takes one program. Nothing leaves this computer: the programs know one server, on loopback.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.clients.claws import Claws
from tools.clients.client import Client
from tools.clients.comparing import faults
from tools.clients.letters import Trial, write_trials
from tools.clients.mutts import Mutt
from tools.clients.screen import DrivingError
from tools.clients.sink import sink
from tools.clients.thunderbird import Thunderbird

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "mail"
CLIENTS: tuple[Client, ...] = (Mutt("neomutt", pictured="menu"), Mutt("mutt"), Claws(), Thunderbird())
CONTROLS: tuple[tuple[str, Client, str, str], ...] = (
    ("neomutt, given the form with HTML", Mutt("neomutt"), "eml", "text/html still has the unedited sentence"),
    ("Claws, given the form with HTML", Claws(), "eml", "text/html still has the unedited sentence"),
)
"""What must be found, so that a check that finds nothing means something: a wrong way, the form, what is said of it."""


def try_one(client: Client, trial: Trial, home: Path, picture: Path | None = None) -> list[str]:
    """What is wrong with what one program made of one draft; that it could not be driven, too."""
    with sink() as kept:
        try:
            client.send(trial, port=kept.port, home=home, picture=picture)
        except DrivingError as error:
            return [str(error)]
        return faults(trial.message, trial.edit, kept.await_all(20))


def try_client(client: Client, folder: Path) -> bool:
    """Tries a program with every draft, and says what came of it; whether all were right."""
    right = 0
    trials = write_trials(folder / client.name, client.program)
    for number, trial in enumerate(trials):
        picture = None if number else PICTURES / f"{client.name}.png"
        found = try_one(client, trial, folder / f"{client.name}-{number}", picture)
        right += not found
        for fault in found:
            print(f"  {client.name}, {trial.path.stem}: {fault}")
    print(f"{client.name} {client.version()}: {right} of {len(trials)} drafts arrived with the edited words only")
    return right == len(trials)


def control(wanted: list[str], folder: Path) -> Iterator[bool]:
    """Goes wrong ways on purpose: whether each is named."""
    for number, (name, client, form, expected) in enumerate(CONTROLS):
        if wanted and client.name not in wanted:
            continue
        trial = write_trials(folder / f"control-{number}", client.program, form)[0]
        found = try_one(client, trial, folder / f"control-home-{number}")
        named = any(expected in fault for fault in found)
        print(f"{name}: {'noticed' if named else 'NOT NOTICED'} ({'; '.join(found) or 'no fault'})")
        yield named


def main() -> None:
    """Tries them all; ends with 1 where anything was wrong, or a program that is wanted is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.clients", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", default=[], choices=[client.name for client in CLIENTS])
    wanted = parser.parse_args().only
    fine = True
    with TemporaryDirectory() as name:
        for client in CLIENTS:
            if wanted and client.name not in wanted:
                continue
            if shutil.which(client.name):
                fine &= try_client(client, Path(name))
            else:
                print(f"{client.name} is not installed, and was not tried")
                fine = False
        fine &= all(list(control(wanted, Path(name))))
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
