"""NK Insider: WordPress with dated permalinks."""

from crawlers.families import WordPress


class NkInsider(WordPress):
    name = "nk_insider"
    base_url = "https://www.nkinsider.org"
    allowed_domains = ("nkinsider.org",)
    article_urls = r"^/\d{4}/\d\d/\d\d/[^/?]+/?$"
