"""Israel365 News: WordPress with the post's number in front of the slug."""

from crawlers.families import WordPress


class Israel365News(WordPress):
    name = "israel365_news"
    base_url = "https://www.israel365news.com"
    allowed_domains = ("israel365news.com",)
    article_urls = r"^/\d+/[^/?]+/?$"
