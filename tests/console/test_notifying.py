"""Of an alarm somebody is told once, whoever ends a run at that moment; what could not be told is told later."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime

import pytest

from console import notify as notifying
from console.notify import notify
from storage import Alarm, Kind, Store
from storage.alarms import raise_alarm


@pytest.fixture
def alarmed(shelf: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with an alarm that nobody was told about."""
    monkeypatch.setenv("WINNOW_NOTIFY", "json://127.0.0.1:9")
    now = datetime.now(UTC)
    run = shelf.start_run("crawl harbour", "1", now)
    assert run is not None
    alarm = Alarm(publisher="harbour", kind=Kind.SILENT, cause="unknown", figures={}, url="", excerpt="")
    shelf._write(lambda c: raise_alarm(c, alarm, run, now))
    return shelf


def test_runs_that_end_together_tell_an_alarm_once(alarmed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def slowly(address: str, title: str, body: str) -> bool:
        sent.append(title)
        if len(sent) == 1:
            notify(alarmed)  # another run ends while this one is still telling
        return True

    monkeypatch.setattr(notifying, "_sent", slowly)
    notify(alarmed)
    notify(alarmed)
    assert sent == ["Winnow: 1 alarm: harbour"]


def test_what_was_broken_off_or_failed_is_told_later(alarmed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_: str) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return True

    sent: list[str] = []
    monkeypatch.setattr(notifying, "_sent", broken_off)
    with pytest.raises(KeyboardInterrupt):
        notify(alarmed)
    monkeypatch.setattr(notifying, "_sent", lambda *_: False)
    notify(alarmed)
    monkeypatch.setattr(notifying, "_sent", lambda address, title, body: sent.append(title) is None)
    notify(alarmed)
    assert len(sent) == 1
