"""One story of a news agency, which two publishers print word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from demo.story import Story, write

AGENCY = "Littoral News Agency"


def wire(published: datetime) -> Story:
    """The agency's story as it is printed at this time: the same words everywhere, no standfirst."""
    return replace(write("railway", 77, published, salt="agency"), author=AGENCY, standfirst="")
