"""The output formats: a small protocol, and a list of what there is."""

from collections.abc import Mapping
from typing import Protocol

from composer.drafts.draft import Draft
from composer.mail.layout import Layout
from composer.outputs.eml import Eml


class OutputFormat(Protocol):
    """One way in which a draft can leave as a file."""

    @property
    def name(self) -> str:
        """What the command line calls it: ``eml``."""
        ...

    @property
    def suffix(self) -> str:
        """The ending of its files."""
        ...

    @property
    def needs_address(self) -> bool:
        """Whether a draft without a recipient cannot leave this way."""
        ...

    def render(self, draft: Draft, layout: Layout) -> bytes:
        """The file's bytes.

        Raises:
            MessageError: the draft cannot be said in this format.
        """
        ...


FORMATS: Mapping[str, OutputFormat] = {form.name: form for form in (Eml(),)}
