"""Notifications: somebody is told once of each alarm, by mail, chat or webhook, whatever Apprise knows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from console.interrupts import interruptible
from console.out import as_json, complain, say
from console.reports import FAILED, OK
from storage import Alarm, Store

_LONGEST: Final = 4000
"""Characters of a message; some services take no more."""


def notify(store: Store) -> None:
    """Tells of the alarms that nobody was told about yet, wherever WINNOW_NOTIFY says (Apprise addresses).

    Where some cannot be reached it is said, and who was not told is not told later: others would be told twice. Where
    none can, or we are interrupted, it is tried again after the next run. Runs that end together tell each alarm once.
    No message that fails raises: the run is done and stored.
    """
    addresses = os.environ.get("WINNOW_NOTIFY", "").split()
    told = store.watch.take_unnotified() if addresses else []
    if not told:
        return
    reached: list[bool] = []
    try:
        with interruptible():
            reached += (_reached(number, each, *_message(told)) for number, each in enumerate(addresses, 1))
    finally:
        if not any(reached):
            store.watch.give_back(told)


def test(addresses: Sequence[str], machine: bool) -> int:
    """Sends a test message to these addresses, else to those of WINNOW_NOTIFY. A failure where one is not reached."""
    wanted = addresses or os.environ.get("WINNOW_NOTIFY", "").split()
    if not wanted:
        complain("no address: name one, or put some into WINNOW_NOTIFY")
    reached = [_reached(number, each, "Winnow: a test", "Nothing is wrong.") for number, each in enumerate(wanted, 1)]
    if machine:
        as_json({"reached": sum(reached), "failed": len(reached) - sum(reached)})
    elif reached and all(reached):
        say(f"{len(reached)} reached")
    return OK if reached and all(reached) else FAILED


def _reached(number: int, address: str, title: str, body: str) -> bool:
    """Whether the message went out. An address may hold a password: only its number is shown."""
    good = _sent(address, title, body)
    if not good:
        complain(f"notification failed: address {number} was not reached, or is none that Apprise knows")
    return good


def _sent(address: str, title: str, body: str) -> bool:
    from apprise import Apprise, NotifyType  # here: it takes long to load, and most runs have nothing to tell

    try:
        post = Apprise()
        return post.add(address) and bool(post.notify(title=title, body=body, notify_type=NotifyType.WARNING))
    except Exception:  # a service's plugin may raise anything, and the night's work is done
        return False


def _message(alarms: Sequence[Alarm]) -> tuple[str, str]:
    """Title and body."""
    names = sorted({alarm.publisher for alarm in alarms})
    what = "1 alarm" if len(alarms) == 1 else f"{len(alarms)} alarms"
    return f"Winnow: {what}: {', '.join(names[:3])}{' ...' if len(names) > 3 else ''}", _body(alarms)


def _body(alarms: Sequence[Alarm]) -> str:
    lines = []
    ordered = sorted(alarms, key=lambda alarm: (alarm.publisher, alarm.id))
    for publisher, group in groupby(ordered, key=lambda alarm: alarm.publisher):
        lines.append(publisher)
        for alarm in group:
            lines.append(f"- {alarm.text}")
            lines += [f"  {told}" for told in (alarm.url, alarm.excerpt[:200]) if told]
    return "\n".join(lines)[:_LONGEST]
