"""What flows into and out of storage: found addresses, due ones, fetches, saves, and what readers get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cleaning import Outcome, Refusal, Wording


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a listing names. `key` is its identity: cleaning.identity(url, layout)."""

    url: str
    key: str
    modified: datetime | None = None
    """When it last changed, as the listing says (aware)."""
    title: str = ""
    source: str = ""
    """Address of the listing."""


@dataclass(frozen=True, slots=True)
class Due:
    """An address to ask for now. Validators are empty when the whole page is wanted."""

    url: str
    etag: str = ""
    last_modified: str = ""
    known: bool = False
    """Whether an article of this address is stored."""
    parts: tuple[str, ...] = ()
    """Addresses of the article's pages 2..n, as last seen."""
    publisher: str = ""
    source: str = ""
    """Where it was found first: the address of a feed, list or sitemap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How asking for an address ended without an article page: unchanged, gone, moved, forbidden, failed..."""

    url: str
    publisher: str
    outcome: Outcome
    at: datetime
    reason: str = ""
    evidence: str = ""
    status: int | None = None
    seconds: float = 0.0
    bytes: int = 0
    retry_at: datetime | None = None
    """Not before then, as the server asked."""
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving a page did."""

    outcome: Outcome
    reason: str = ""
    article_id: int | None = None
    revision: int = 0
    """Number of the article's current revision; 0 without an article."""
    url: str = ""
    """The article's address, else the page's."""
    withdrawn: tuple[Outcome, ...] = ()
    """How pages of this run were counted that are held now because of this one."""


class Harm(StrEnum):
    """What cleaning a stored page again would do to its article that somebody should look at first."""

    LOST = "lost"
    """The page would be no article any more. What is stored stays, but no new revision would follow."""
    HALVED = "halved"
    """Less than half of the text would be left."""


MISHAPS = frozenset({Refusal.TIMEOUT, Refusal.MEMORY, Refusal.CRASH})
"""Why the cleaner did not come to an end with a page."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What saving a page would do: the words of its article before and after, None where there are none."""

    saved: Saved
    before: Wording | None = None
    after: Wording | None = None
    refused_before: bool = False
    """Whether the page was refused when it was saved."""

    @property
    def mishap(self) -> bool:
        """Whether the cleaner did not come to an end with the page: that loses nothing, and says nothing about it."""
        return self.saved.outcome is Outcome.REFUSED and self.saved.reason in MISHAPS

    @property
    def harm(self) -> Harm | None:
        """What would go that is there now."""
        if self.before is None or self.refused_before or self.mishap:
            return None
        if self.after is None:
            return Harm.LOST
        return Harm.HALVED if 2 * len(self.after.text) < len(self.before.text) else None

    @property
    def differs(self) -> bool:
        """Whether text or title would be others, or the page an article that was none, or the reverse."""
        if self.after is None:
            return not self.refused_before
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article as stored, with its current text: the columns of v1_article."""

    article_id: int
    url: str
    canonical_url: str
    publisher: str
    title: str | None
    text: str
    authors: tuple[str, ...]
    published: str | None
    published_precision: str | None
    language: str | None
    image: str | None
    section: str | None
    tags: tuple[str, ...]
    source: str | None
    source_url: str | None
    first_seen: datetime
    last_changed: datetime
    revision: int
    duplicate_of: str | None
    cluster: int
    gone_at: datetime | None
    evidence: Mapping[str, str]
    cleaner_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRow:
    """One text that an article had."""

    url: str
    revision: int
    title: str | None
    text: str
    created_at: datetime
    reason: str
    edits: tuple[str, ...]
    """Classes of what was changed since the revision before (cleaning.Edit)."""
    cleaner_version: str
    run: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """One publisher's part of a run: every address in exactly one of these numbers."""

    publisher: str
    found: int = 0
    """The sum of all outcomes."""
    new: int = 0
    changed: int = 0
    same: int = 0
    """Including `not_modified`."""
    duplicate: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    """Reason -> addresses."""
    held: int = 0
    part: int = 0
    moved: int = 0
    gone: int = 0
    forbidden: int = 0
    failed: int = 0
    later: int = 0
    not_modified: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)
    """Reasons of `failed` and `forbidden` -> addresses."""
    bytes: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherStatus:
    """What is stored of one publisher."""

    publisher: str
    addresses: int
    waiting: int
    """Found but never asked."""
    articles: int
    duplicates: int
    gone: int
    refused: int
    failing: int
    last_new: datetime | None
    last_fetch: datetime | None


class RunState(StrEnum):
    """How a run stands, or how it ended."""

    RUNNING = "running"
    DONE = "done"
    TIME_LIMIT = "time limit"
    """Its time was over: what it had not come to is left for the next run."""
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    LOST = "lost"
    """Its process died."""

    @property
    def may_go_on(self) -> bool:
        """Whether the slot may be claimed again: the work was broken off, and not by its own plan."""
        return self in (RunState.INTERRUPTED, RunState.FAILED, RunState.LOST)


@dataclass(frozen=True, slots=True)
class Ended:
    """Where an address ended in a run."""

    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run of a job."""

    run: int
    job: str
    slot: str
    state: str
    reason: str
    version: str
    started_at: datetime
    heartbeat_at: datetime
    finished_at: datetime | None
    attempts: int = 1
    """How often it was begun, interrupts aside."""
    process: str = ""
    """Names the process that runs it, among all of its machine."""
