"""Words: Page -> Blocks -> Article. Pure: no clock, disk, network or environment."""

from cleaning.article import DETAILS, Article, Details, Lesson, Outcome, Precision, Refusal
from cleaning.block import Block, Kind
from cleaning.clean import VERSION, clean
from cleaning.edits import Change, Edit, Wording, changes, kinds, only_counted
from cleaning.folding import folded_words
from cleaning.memory import (
    KNOWN_CARDS,
    KNOWN_FURNITURE,
    NOTHING_KNOWN,
    OTHER_PAGES,
    PLACE,
    Memory,
    Sighting,
    card_hash,
    disproved,
    goes_everywhere,
    lessons,
    settled,
    text_hash,
)
from cleaning.nearness import Relation, nearness, read_closely
from cleaning.page import Layout, Page
from cleaning.records import RECORD, record_page
from cleaning.signs import Sign
from cleaning.sketch import SKETCH_SIZE, SKETCH_VERSION, sketch
from cleaning.telling import gist, same_script, slug_words, telling, told
from cleaning.urls import canonicalize, identity, publisher_name, same_site, slug, url_key
from cleaning.weights import words

__all__ = (
    "DETAILS",
    "KNOWN_CARDS",
    "KNOWN_FURNITURE",
    "NOTHING_KNOWN",
    "OTHER_PAGES",
    "PLACE",
    "RECORD",
    "SKETCH_SIZE",
    "SKETCH_VERSION",
    "VERSION",
    "Article",
    "Block",
    "Change",
    "Details",
    "Edit",
    "Kind",
    "Layout",
    "Lesson",
    "Memory",
    "Outcome",
    "Page",
    "Precision",
    "Refusal",
    "Relation",
    "Sighting",
    "Sign",
    "Wording",
    "canonicalize",
    "card_hash",
    "changes",
    "clean",
    "disproved",
    "folded_words",
    "gist",
    "goes_everywhere",
    "identity",
    "kinds",
    "lessons",
    "nearness",
    "only_counted",
    "publisher_name",
    "read_closely",
    "record_page",
    "same_script",
    "same_site",
    "settled",
    "sketch",
    "slug",
    "slug_words",
    "telling",
    "text_hash",
    "told",
    "url_key",
    "words",
)
