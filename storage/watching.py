"""What a store can tell about its publishers' nights: what is usual, what is wrong, and how each run went."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from storage import alarms
from storage.alarms import Alarm, Kind
from storage.balance import balance
from storage.engine import upsert
from storage.ledger import Access
from storage.sentinel import Sentinel
from storage.traits import NOTHING_ODD, Oddity, Usual
from storage.usual import accept, usual
from storage.vigil import Judged, judge_run
from storage.watch_schema import run_report


class Watch:
    """The sentinel of one store; used from any thread, as the store is."""

    def __init__(self, read: Access, write: Access, sentinel: Sentinel, clock: Callable[[], datetime]) -> None:
        self._read, self._write, self._sentinel, self._clock = read, write, sentinel, clock

    def usual(self, publisher: str) -> Usual:
        """What is usual of the publisher's pages now."""
        return self._read(lambda c: usual(c, publisher, None))

    def alarms(self, publisher: str | None = None) -> list[Alarm]:
        """What is wrong now, eldest first: with a publisher, or with any."""
        return self._read(lambda c: alarms.open_alarms(c, publisher))

    def judge_run(self, run_id: int) -> Judged:
        """At the end of a run: judge each publisher's night as a whole."""
        return self._write(lambda c: judge_run(c, run_id, self._clock()))

    def accept(self, publisher: str, kinds: Sequence[Kind] | None = None) -> list[Alarm]:
        """By hand: all this is usual. Closes the publisher's alarms, all or those of these kinds; returns them."""

        def write(connection: Connection) -> list[Alarm]:
            met = [each for each in alarms.open_alarms(connection, publisher) if kinds is None or each.kind in kinds]
            for each in met:
                at = each.opened_at or self._clock()
                accept(connection, publisher, Oddity.__members__.get(each.kind.name, NOTHING_ODD), at)
                alarms.close(connection, each, self._clock(), accepted=True)
            self._sentinel.forget()
            return met

        return self._write(write)

    def take_unnotified(self) -> list[Alarm]:
        """Alarms that nobody was told about, for the caller to tell: to others they count as told from now on."""

        def take(connection: Connection) -> list[Alarm]:
            taken = set(alarms.take_unnotified(connection, self._clock()))
            return [each for each in alarms.open_alarms(connection) if each.id in taken]

        return self._write(take)

    def give_back(self, untold: Sequence[Alarm]) -> None:
        """Nobody could be told about these: somebody may try again."""
        ids = [each.id for each in untold]
        self._write(lambda c: alarms.give_back(c, ids))

    def miscounted(self, run_id: int) -> list[str]:
        """Where the figures of a run differ from the states that its addresses are in, in words; empty if all is well.

        To be asked before another run begins: what that one touches is left out.
        """
        return self._read(lambda c: balance(c, run_id))

    def keep_report(self, run_id: int, figures: Mapping[str, float], finish: str, report: str) -> None:
        """Store the report of a run: its figures (schema.FIGURES, seconds), why it ended, and all of it as JSON.

        What was kept of it before is replaced.
        """
        row = {**figures, "run_id": run_id, "finish": finish, "report": report}

        def write(connection: Connection) -> None:
            insert = upsert(connection.dialect.name, run_report)
            told = {name: insert.excluded[name] for name in row if name != "run_id"}
            connection.execute(insert.on_conflict_do_update(index_elements=["run_id"], set_=told), row)

        self._write(write)

    def report(self, run_id: int | None = None) -> str | None:
        """The report of a run, or of the latest that has one; None if there is none."""
        c = run_report.c
        wanted = select(c.report).order_by(c.run_id.desc()).limit(1)
        wanted = wanted if run_id is None else wanted.where(c.run_id == run_id)
        return self._read(lambda connection: connection.execute(wanted).scalar())
