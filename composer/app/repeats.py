"""The same form twice, as a double click or a page that is sent again sends it: it is answered again, and done once."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from hashlib import blake2b
from secrets import token_urlsafe
from threading import Lock
from typing import Generic, TypeVar

from markupsafe import Markup

FIELD = "once"
"""The field of a form that tells one showing of it from another; a form without it is done each time."""
_MOST = 100
T = TypeVar("T")


def once() -> Markup:
    """The field for one form of a page that is being made."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token_urlsafe(12))


class Repeats(Generic[T]):
    """The last forms that were done, with their answers.

    `stamp` is a word that is another one after every change of the files: once they have changed since, a form that
    comes again is done again, or is refused by what it is about.
    """

    def __init__(self, stamp: Callable[[], str]) -> None:
        self._stamp = stamp
        self._done: OrderedDict[bytes, Future[tuple[T, str]]] = OrderedDict()
        self._lock = Lock()

    def do(self, address: str, body: bytes, work: Callable[[], T]) -> T:
        """What the work gives; where this very form is being done, or was and nothing has changed since, that again.

        It raises what the work raises; a form that was refused may come again.
        """
        key = blake2b(repr((address, body)).encode(), digest_size=16).digest()
        with self._lock:
            known = self._done.get(key)
            if known is not None and not self._is_over(known):
                future = None
            else:
                known = future = self._done[key] = Future()
                self._done.move_to_end(key)
                if len(self._done) > _MOST:
                    self._done.popitem(last=False)
        return self._carry_out(future, work) if future else known.result()[0]

    def _is_over(self, known: Future[tuple[T, str]]) -> bool:
        """Whether the form was refused, or the files have changed since it was done."""
        return known.done() and (known.exception() is not None or known.result()[1] != self._stamp())

    def _carry_out(self, future: Future[tuple[T, str]], work: Callable[[], T]) -> T:
        try:
            result = work()
        except BaseException as error:
            future.set_exception(error)
            raise
        future.set_result((result, self._stamp()))
        return result
