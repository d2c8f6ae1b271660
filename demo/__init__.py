"""Sample publishers for a first run: made-up sites served on loopback."""

from demo.server import Served, serve
from demo.site import Resource, Site
from demo.sites import build

__all__ = ["Resource", "Served", "Site", "build", "serve"]
