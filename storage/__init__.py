"""Memory: addresses, articles, revisions and runs, in SQLite or PostgreSQL."""

from storage.alarms import Alarm, Kind
from storage.condition import Condition
from storage.engine import UnfitDatabase, UnknownDatabase, is_there, place_of
from storage.exports import EXPORTED, Wanted
from storage.heart import Heart
from storage.migrate import NewerDatabase
from storage.nouns import (
    MISHAPS,
    ArticleRow,
    Due,
    Ended,
    Fetch,
    Found,
    Harm,
    Preview,
    PublisherStatus,
    RevisionRow,
    RunCounts,
    RunRow,
    RunState,
    Saved,
)
from storage.process import age, is_dead, process_name, process_number
from storage.quarantine import Hold
from storage.recall import Learned
from storage.runs import is_alive
from storage.schedulers import QUIET, SchedulerRow
from storage.sources import Ailment, SourceRow
from storage.store import RECLEANED, RELEASED, Store
from storage.traits import Usual
from storage.trouble import is_trouble, told
from storage.violations import Violation
from storage.writer import Closed
from storage.yields import Health, Pulse, RunYield, rate

__all__ = [
    "EXPORTED",
    "MISHAPS",
    "QUIET",
    "RECLEANED",
    "RELEASED",
    "Ailment",
    "Alarm",
    "ArticleRow",
    "Closed",
    "Condition",
    "Due",
    "Ended",
    "Fetch",
    "Found",
    "Harm",
    "Health",
    "Heart",
    "Hold",
    "Kind",
    "Learned",
    "NewerDatabase",
    "Preview",
    "PublisherStatus",
    "Pulse",
    "RevisionRow",
    "RunCounts",
    "RunRow",
    "RunState",
    "RunYield",
    "Saved",
    "SchedulerRow",
    "SourceRow",
    "Store",
    "UnfitDatabase",
    "UnknownDatabase",
    "Usual",
    "Violation",
    "Wanted",
    "age",
    "is_alive",
    "is_dead",
    "is_there",
    "is_trouble",
    "place_of",
    "process_name",
    "process_number",
    "rate",
    "told",
]
