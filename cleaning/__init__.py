"""Words: Page -> Blocks -> Article. Pure: no clock, disk, network or environment."""

from cleaning.article import Article, Outcome, Precision, Refusal
from cleaning.block import Block, Kind
from cleaning.clean import VERSION, clean
from cleaning.page import Layout, Page
from cleaning.urls import canonicalize, identity, publisher_name, same_site, url_key

__all__ = (
    "VERSION",
    "Article",
    "Block",
    "Kind",
    "Layout",
    "Outcome",
    "Page",
    "Precision",
    "Refusal",
    "canonicalize",
    "clean",
    "identity",
    "publisher_name",
    "same_site",
    "url_key",
)
