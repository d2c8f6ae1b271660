"""Boxes that say by their class, id or tag what they are: comments, share bars, newsletter calls, navigation..."""

from __future__ import annotations

import re

from cleaning.boxes import Prose, inside, named_boxes, show
from cleaning.draft import Draft, Drops


def _names(alternatives: str) -> re.Pattern[str]:
    """Names as whole words of a class or id: "comments-area" holds "comments", "has-comments" does not."""
    return re.compile(rf"(?<![a-z])(?<!has-)(?<!no-)(?<!with-)(?<!without-)(?:{alternatives})(?![a-z])")


_COMMENTS = _names(r"comments?|commentlist|disqus\w*|respond|replies|reader-comments|opinions?-list|discussion")
_SHARE = _names(
    r"shar(?:e|es|er|ing)|sharedaddy|addthis\w*|addtoany|socials?|social-?\w+|sociable|follow-?us|reactions?|rating|vote|poll|likes?"
)
_NEWSLETTER = _names(r"newsletters?|subscri\w+|sign-?up|mailchimp|mc4wp|optin|paywall|login|regwall|donat\w+")
_RELATED = _names(
    r"relate[ds]?|related-?\w+|recommend\w*|recirc\w*|more-?(?:from|news|stories|articles|posts|on)|read-?(?:more|next|also)|also-?read|"
    r"see-?also|popular|trending|most-?(?:read|viewed|popular)|top-?stories|latest-?\w*|teasers?|outbrain|taboola|you-?may\w*|"
    r"next-?prev|post-?nav\w*|prev-?next|up-?next|crp|yarpp\w*|jp-relatedposts|similar"
)
_NAVIGATION = _names(
    r"nav|navbar|navigation|menu|breadcrumbs?|crumbs?|pagination|pager|page-?links|toolbar|tools?|skip-?\w*|search|footer|foot|colophon|"
    r"site-?header|masthead|sidebar|side-?bar|aside|rail|widgets?|copyright|legal|toc|lang\w*|topbar|sitemap|tags?|tag-?(?:list|cloud|links)|"
    r"post-tags|print"
)
_CONSENT = _names(r"cookies?|cookie-?\w+|consent|gdpr|cmp|alertdialog")
_LAID_OVER = _names(r"cli|privacy|modal|popup|lightbox|overlay|toast|notice")
_ADVERTISING = _names(
    r"ads?|ad-?(?:slot|unit|box|wrapper|container)|advert\w*|sponsor\w*|promo\w*|banner|dfp|commercial"
)
_ABOUT_AUTHOR = _names(
    r"author-?(?:box|bio|info|card|about|description|profile)|about-?(?:the-?)?author|bio|biography|vcard-?bio"
)


def _boxes(draft: Draft, names: re.Pattern[str], tags: tuple[str, ...] = (), **most: float) -> Drops:
    for node in named_boxes(draft, names, tags, **most):
        for index in inside(draft, node):
            yield index, show(node)


def removed_by_layout(draft: Draft) -> Drops:
    """What the publisher's own layout says is not the article."""
    for node in draft.sheet.nodes:
        if node.mark == "remove":
            for index in inside(draft, node):
                yield index, f"layout: {show(node)}"


def hidden_box(draft: Draft) -> Drops:
    """What the page does not show, unless it holds the text (which a script then reveals)."""
    prose = Prose(draft)
    for node in draft.sheet.nodes:
        if node.hidden and not (node.parent and node.parent.hidden) and not prose.is_wrapper(node):
            for index in inside(draft, node):
                yield index, "hidden by its markup"


def comments(draft: Draft) -> Drops:
    """Readers' comments and the form for them, however much longer than the article they are."""
    return _boxes(draft, _COMMENTS, most=0.9)


def share_bar(draft: Draft) -> Drops:
    """Buttons to share, follow, like or rate."""
    return _boxes(draft, _SHARE)


def newsletter_call(draft: Draft) -> Drops:
    """Calls to subscribe, sign up, log in or donate."""
    return _boxes(draft, _NEWSLETTER)


def related_box(draft: Draft) -> Drops:
    """Boxes of related, popular, latest or neighbouring articles."""
    return _boxes(draft, _RELATED)


def navigation(draft: Draft) -> Drops:
    """Menus, breadcrumbs, page numbers, sidebars, footers, tag lists."""
    return _boxes(draft, _NAVIGATION, ("nav", "footer", "aside"))


def consent_notice(draft: Draft) -> Drops:
    """Cookie and consent texts, and other things laid over the page."""
    yield from _boxes(draft, _CONSENT, ("dialog",), most=0.9)
    yield from _boxes(draft, _LAID_OVER)


def advertisement(draft: Draft) -> Drops:
    """Advertising and promotion."""
    return _boxes(draft, _ADVERTISING)


def about_author(draft: Draft) -> Drops:
    """The box about the author under or beside the text."""
    return _boxes(draft, _ABOUT_AUTHOR)
