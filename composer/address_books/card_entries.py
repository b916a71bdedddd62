"""An entry from a vCard."""

import re
from collections.abc import Iterator
from typing import Final

from composer.address_books.cards import Card, Property
from composer.address_books.cells import emails_in, one_line, postal_text, unique
from composer.address_books.entry import Entry, Kind, Phone, PostalAddress, Unusable, Use
from composer.address_books.rows import NOBODY, use_of
from composer.patterns import regex
from composer.records.address_book_layouts import OWN, Layouts, plain_header

_NAME_PARTS: Final = ("family", "given", "additional", "prefixes", "suffixes")
_READ: Final = frozenset(
    ["FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "ADR", "URL", "NOTE", "CATEGORIES", "LANG",
     "LANGUAGE", "PRONOUNS"]
)  # fmt: skip
_LEFT_OUT: Final = (
    "VERSION", "PRODID", "REV", "UID", "BDAY", "ANNIVERSARY", "DEATH", "BIRTHPLACE", "GENDER", "GRAMGENDER", "TZ",
    "GEO", "SORT-STRING", "CLASS", "MAILER", "SOURCE", "NAME", "PROFILE", "LABEL", "MEMBER", "CLIENTPIDMAP", "XML",
    "AGENT", "CALURI", "CALADRURI", "FBURL", "CREATED", "KIND", "PHOTO", "LOGO", "SOUND", "KEY", "X-AB", "X-PHONETIC",
    "X-EVOLUTION", "X-MOZILLA", "X-ADDRESSBOOKSERVER", "X-IMAGE", "X-MS-", "X-APPLE", "X-ANDROID", "X-GENDER", "X-WAB",
    "X-SHARED-PHOTO",
)  # fmt: skip
"""What names begin with that say nothing for a letter, or what no letter may know."""
_KEPT: Final = frozenset({"X-ABRELATEDNAMES"})
_USES: Final = ("fax", "pager", "cell", "main", "work", "home")
"""What a number is for, the word first that says most."""
_EXTENSION = regex(r"(?i);ext=([0-9]+).*\Z|;.*\Z")
_KINDS: Final = {"group": "group", "org": "org", "organization": "org", "location": "org"}
_ADR: Final = ("box", "extended", "street", "city", "region", "postcode", "country")


class CardReader:
    """Makes entries from cards."""

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts

    def read(self, card: Card) -> Entry | Unusable:
        """What a card says."""
        written = {"vCard": card.written}
        fields: dict[str, str] = {}
        rest: dict[str, str] = {}
        organization, department = self._organization(card)
        title, *roles = [*unique(one_line(one.text) for name in ("TITLE", "ROLE") for one in card.preferred(name)), ""]
        for name, text in (*(("ROLE", role) for role in roles if role), *self._others(card)):
            known = self._layouts.table.find(name)
            kept, key = (fields, OWN[known[0]]) if known and known[0] in OWN else (rest, name)
            kept[key] = f"{kept[key]}\n{text}" if key in kept else text
        entry = Entry(
            card.number,
            self._kind(card),
            card.text("FN"),
            **self._name(card),
            nickname=one_line(card.text("NICKNAME")),
            organization=organization,
            department=department,
            title=title,
            emails=unique(one for each in card.preferred("EMAIL") for one in emails_in(each.text)),
            phones=tuple(dict.fromkeys(self._phones(card))),
            addresses=tuple(self._addresses(card)),
            websites=unique(one_line(one.text) for one in card.preferred("URL")),
            note="\n".join(unique(one.text for one in card.all("NOTE"))),
            categories=self._categories(card),
            language=card.text("LANG") or card.text("LANGUAGE"),
            pronouns=one_line(card.text("PRONOUNS")),
            fields=fields,
            rest=rest,
            written=written,
        )
        somebody = entry.formatted_name or entry.given or entry.family or entry.nickname or organization or entry.emails
        return entry if somebody else Unusable(card.number, NOBODY, written)

    def _kind(self, card: Card) -> Kind:
        said = (card.text("KIND") or card.text("X-ADDRESSBOOKSERVER-KIND")).lower()
        if said in _KINDS:
            return _KINDS[said]  # type: ignore[return-value]
        return "org" if card.text("X-ABSHOWAS").upper().startswith("COMPANY") else "individual"

    def _name(self, card: Card) -> dict[str, str]:
        parts = next((one.parts() for one in card.all("N")), [])
        return {name: " ".join(re.split(r"[\s,]+", part)) if name != "suffixes" else one_line(part)
                for name, part in zip(_NAME_PARTS, parts, strict=False)}  # fmt: skip

    def _organization(self, card: Card) -> tuple[str, str]:
        parts = next((parts for one in card.preferred("ORG") if any(parts := one.parts())), [""])
        return one_line(parts[0]), ", ".join(one_line(part) for part in parts[1:] if part)

    def _phones(self, card: Card) -> Iterator[Phone]:
        for one in card.preferred("TEL"):
            text = one_line(one.text)
            if text.lower().startswith("tel:"):
                text = _EXTENSION.sub(lambda found: f" ext. {found[1]}" if found[1] else "", text[4:])
            if text:
                yield Phone(text, self._use(card, one))

    def _use(self, card: Card, one: Property) -> Use:
        words = (*one.types, label) if (label := card.label(one)) else one.types
        said = {use_of(word, self._layouts) for word in words}
        return next((use for use in _USES if use in said), "other")

    def _addresses(self, card: Card) -> Iterator[PostalAddress]:
        for one in card.preferred("ADR"):
            parts = dict(zip(_ADR, one.parts(), strict=False))
            country, region = one_line(parts.pop("country", "")), one_line(parts.get("region", ""))
            somewhere = any(part for name, part in parts.items() if name != "region")
            text = postal_text(parts, postcode_first=bool(country and not region)) if somewhere else ""
            if text or region or country:
                yield PostalAddress(text, region, country, self._use(card, one))

    def _categories(self, card: Card) -> tuple[str, ...]:
        said = (one_line(item) for one in card.all("CATEGORIES") for item in one.items())
        return unique(one for one in said if plain_header(one) not in self._layouts.no_categories)

    def _others(self, card: Card) -> Iterator[tuple[str, str]]:
        """What nothing else takes, by what a Mac calls it, or else by its name."""
        for one in card.properties:
            label = card.label(one)
            if one.name == "TEL" and label and not use_of(label, self._layouts):
                yield label, one_line(one.text)
            if one.name in _READ or (one.name.startswith(_LEFT_OUT) and one.name not in _KEPT):
                continue
            if text := one.text.strip(";"):
                yield label or one.name, text
