"""A form of a page as a browser would send it: every input with what stands in it, and whatever somebody types."""

from html.parser import HTMLParser

from composer.app.repeats import FIELD


class _Inputs(HTMLParser):
    """The inputs of the forms that go to an address."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action = action
        self._inside = False
        self._area = self._select = ""
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = said.get("action") == self._action
        if not self._inside:
            return
        if tag == "textarea":
            self._area = said["name"]
            self.found[self._area] = ""
        elif tag == "select":
            self._select = said["name"]
        elif tag == "option" and self._select and "selected" in said:
            self.found[self._select] = said["value"]
        elif tag == "input" and "name" in said and (said.get("type") != "checkbox" or "checked" in said):
            self.found[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.found[self._area] = self.found[self._area].removeprefix("\n").replace("\n", "\r\n")
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data


def filled(page: str, action: str, /, **typed: str | None) -> dict[str, str]:
    """What the form that goes to an address sends, but for what tells one showing of it from another.

    A double underscore in a name is a dot, ``None`` leaves one out.
    """
    reader = _Inputs(action)
    reader.feed(page)
    assert reader.found, f"no form goes to {action}"
    fields = reader.found | {name.replace("__", "."): text for name, text in typed.items() if text is not None}
    gone = {FIELD, *(name.replace("__", ".") for name, text in typed.items() if text is None)}
    return {name: text for name, text in fields.items() if name not in gone}
