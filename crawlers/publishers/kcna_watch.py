"""KCNA Watch: aggregates North Korean outlets; the number in an address is the identity, its slug is not unique."""

from cleaning import Layout
from crawlers.sources import Feed, Listing, Sitemap
from crawlers.spider import ArticleSpider


class KcnaWatch(ArticleSpider):
    name = "kcna_watch"
    allowed_domains = ("kcnawatch.org",)
    listings = (
        Feed("/newstream/feed/"),
        Sitemap("/sitemap_index.xml"),
        Listing("/", more="/wp-admin/admin-ajax.php?action=get_cat_by_source&die=true&from={from}&to={to}&sort="),
    )
    article_urls = r"^/newstream/\d+-\d+/"
    layout = Layout(body="div.article-content", date_order="DMY", identity=r"/newstream/(\d+-\d+)")
