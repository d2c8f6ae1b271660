"""IUVM Press: Varient, slugs at the root."""

from crawlers.families import Varient


class IuvmPress(Varient):
    name = "iuvm_press"
    allowed_domains = ("iuvmpress.co",)
