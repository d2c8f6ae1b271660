"""Importing this loads what is otherwise loaded when a page first needs it: once for all processes forked later."""

from __future__ import annotations

from cleaning.language import identifier

identifier().classify("the language model, half a second of work")
