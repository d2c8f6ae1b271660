"""The names under which meta tags tell a page's title, site, dates, authors and topic, most trusted first."""

from __future__ import annotations

import re
from typing import Final


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.replace("=", "itemprop ") for name in text.split())


TITLES: Final = _names(
    """og:title twitter:title dc.title dcterms.title citation_title parsely-title sailthru.title headline title
    cxenseparse:title hdl article:title og:headline
    articletitle =headline"""
)
SITES: Final = _names(
    "og:site_name application-name apple-mobile-web-app-title dc.publisher publisher twitter:site_name cre "
    "copyright-holder"
)
PUBLISHED: Final = _names(
    """article:published_time og:article:published_time article:published og:published_time datepublished pubdate
    publishdate publish-date publish_date pub_date parsely-pub-date sailthru.date article_date_original
    cxenseparse:recs:publishtime displaydate published-date published_time published published_at dc.date.issued
    dcterms.issued citation_online_date prism.publicationdate citation_publication_date citation_date
    originalpublicationdate article:post_date ptime rnews:datepublished bt:pubdate og:pubdate date_published
    article.published article-publish-date publication-date publication_date =datepublished"""
)
"""Those that say published."""
DATED: Final = _names(
    """dc.date.created dcterms.created dcterms.date dc.date datecreated article.created content_create_date date
    release_date video:release_date og:video:release_date og:release_date book:release_date eprints.datestamp
    created_at =datecreated"""
)
"""Those that only say date or created, which may be that of the record or of a change."""
_LISTED: Final = frozenset((*PUBLISHED, *DATED))
_PUBLICATION: Final = re.compile(
    r"(?:publi\w*|pub)[-_.: ]?(?:date|time|day|datetime|at|on|timestamp)|(?:date|time)[-_.: ]?publi"
)
_OTHER_PART: Final = re.compile(r"modif|updat|expir|unpub|end|until|last|year|issue")


def tells_publication(name: str) -> bool:
    """Whether a name that no list has says in its own words that its value is when the page was published."""
    return (
        "pub" in name
        and name not in _LISTED
        and _PUBLICATION.search(name) is not None
        and _OTHER_PART.search(name) is None
    )


AUTHORS: Final = _names(
    """author article:author_name article.author og:article:author og:author byl byline parsely-author sailthru.author
    article:author citation_author dc.creator dcterms.creator cxenseparse:author dc.contributor.creator rbauthors
    book:author authors author_name creator dable:author dcsext.author content_author article_author mediator_author
    =author"""
)
DESCRIPTIONS: Final = _names("og:description description twitter:description dc.description =description")
IMAGES: Final = _names("og:image:secure_url og:image og:image:url twitter:image twitter:image:src thumbnail image")
SECTIONS: Final = _names("article:section og:article:section parsely-section section dc.subject.section category")
TAGS: Final = _names("article:tag og:article:tag news_keywords parsely-tags keywords")
LANGUAGES: Final = _names("content-language language dc.language dcterms.language og:locale")
