"""What a store can do with suspect pages: list them, give them back raw, reject them, and take back what was stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection

from cleaning import Page, Refusal
from storage import quarantine, stock
from storage.ledger import Access
from storage.quarantine import Hold
from storage.raw import Archive
from storage.standing import USUAL
from storage.withdrawal import Doubt, withdraw


class Suspects:
    """The quarantine of one store; used from any thread, as the store is."""

    def __init__(self, read: Access, write: Access, archive: Archive, clock: Callable[[], datetime]) -> None:
        self._read, self._write, self._archive, self._clock = read, write, archive, clock

    def waiting(
        self, publisher: str | None = None, run: int | None = None, urls: Iterable[str] | None = None
    ) -> list[Hold]:
        """The pages that wait, oldest first: all, or a publisher's, a run's, or those of these addresses."""

        def read(connection: Connection) -> list[Hold]:
            pages = None if urls is None else quarantine.addresses(connection, urls, USUAL)
            return quarantine.holds(connection, publisher, run, pages)

        return self._read(read)

    def page(self, hold: Hold) -> Page | None:
        """The raw page that waits, with its further pages; None if the archive has lost it."""
        return next(stock.pages(self._archive, [hold.capture]), None)

    def reject(self, hold: Hold) -> None:
        """By hand: this page is none to keep; its bytes are refused from now on."""
        self._write(lambda c: quarantine.reject(c, hold, Refusal.REJECTED.value, self._clock()))

    def withdraw(self, article_id: int, reason: str, evidence: str, run_id: int | None = None) -> None:
        """Take back the current revision of an article; the page it was made of waits to be released or rejected."""
        doubt = Doubt(reason=reason, evidence=evidence, at=self._clock(), run_id=run_id)
        self._write(lambda c: withdraw(c, article_id, doubt))
