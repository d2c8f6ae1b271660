"""Importing this loads what is otherwise loaded when a page first needs it: once for all processes forked later."""

from __future__ import annotations

import bs4
import trafilatura

from cleaning.language import identifier

__all__ = ("bs4", "trafilatura")

identifier()  # not asked anything: what it reads for an answer would count as every worker's own memory
