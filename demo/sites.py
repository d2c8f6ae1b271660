"""All sample sites, as they are on a given night."""

from __future__ import annotations

from demo.fathom import fathom
from demo.meridian import meridian
from demo.quay import quay
from demo.site import Site
from demo.tables import tables
from demo.tidewatch import tidewatch


def build(night: int = 1) -> tuple[Site, ...]:
    """The sites. From the second night on one article is gone; furniture changes every night."""
    return tidewatch(night), quay(night), fathom(night), meridian(night), tables(night)
