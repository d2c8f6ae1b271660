"""Words: Page -> Blocks -> Article. Pure: no clock, disk, network or environment."""

from cleaning.article import Article, Outcome, Precision, Refusal
from cleaning.block import Block, Kind
from cleaning.clean import VERSION, clean
from cleaning.edits import Change, Edit, Wording, changes, kinds, only_counted
from cleaning.nearness import Relation, nearness, read_closely
from cleaning.page import Layout, Page
from cleaning.records import RECORD, record_page
from cleaning.sketch import SKETCH_SIZE, SKETCH_VERSION, sketch
from cleaning.urls import canonicalize, identity, publisher_name, same_site, url_key

__all__ = (
    "RECORD",
    "SKETCH_SIZE",
    "SKETCH_VERSION",
    "VERSION",
    "Article",
    "Block",
    "Change",
    "Edit",
    "Kind",
    "Layout",
    "Outcome",
    "Page",
    "Precision",
    "Refusal",
    "Relation",
    "Wording",
    "canonicalize",
    "changes",
    "clean",
    "identity",
    "kinds",
    "nearness",
    "only_counted",
    "publisher_name",
    "read_closely",
    "record_page",
    "same_site",
    "sketch",
    "url_key",
)
