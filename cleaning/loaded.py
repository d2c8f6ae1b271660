"""Importing this loads what is otherwise loaded when a page first needs it: once for all processes forked later."""

from __future__ import annotations

import bs4
import trafilatura

from cleaning.hosts import registered_domain
from cleaning.language import identifier

__all__ = ("bs4", "trafilatura")

registered_domain("press.example")
identifier().classify("the language model, half a second of work")
