"""Which mail server an address belongs to, what kind of password that takes, and what folders are called."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from composer.addresses import domains_above
from composer.files import read_text
from composer.yaml.reader import read_yaml

Tls = Literal["implicit", "starttls", "none"]
"""TLS from the first byte (port 993), after a word (port 143), or, on this computer only, not at all."""
_FILE = Path(__file__).with_name("servers.yaml")
PORTS: dict[Tls, int] = {"implicit": 993, "starttls": 143, "none": 143}
"""The usual port of each way."""


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A mail server that many people use."""

    name: str
    """What people call it: ``Gmail``."""
    host: str
    password: str
    """In a sentence, what kind of password it takes and where that is made."""
    port: int = 993
    tls: Tls = "implicit"
    user: str = ""
    """``name`` where one signs in with what stands before the @; empty where with the whole address."""
    token: bool = False
    """Whether it takes no password at all, only a token."""

    def user_of(self, address: str) -> str:
        """The name by which the owner of an address signs in."""
        return address.rpartition("@")[0] if self.user == "name" else address


def server_of(address: str) -> KnownServer | None:
    """The server of an address, by its domain or one above it; ``None`` where it is not known."""
    by_domain, _ = _known()
    return next((by_domain[domain] for domain in domains_above(address) if domain in by_domain), None)


def server_at(host: str) -> KnownServer | None:
    """The server that has this name; ``None`` where it is not known."""
    by_domain, _ = _known()
    return next((one for one in by_domain.values() if one.host == host.casefold()), None)


def usual_names(purpose: str) -> tuple[str, ...]:
    """What folders for ``drafts``, or with what was ``sent``, are called in many languages, the likeliest first."""
    return _known()[1][purpose]


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, KnownServer], dict[str, tuple[str, ...]]]:
    found = cast("dict[str, Any]", read_yaml(read_text(_FILE).text, _FILE.name).value)
    by_domain: dict[str, KnownServer] = {}
    for entry in found["servers"]:
        fields = {key: value for key, value in entry.items() if key != "domains"}
        fields["port"] = int(fields.get("port", "993"))
        by_domain |= dict.fromkeys(entry["domains"], KnownServer(**fields))
    return by_domain, {purpose: tuple(found[purpose]) for purpose in ("drafts", "sent")}
