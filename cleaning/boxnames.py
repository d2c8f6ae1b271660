"""What boxes call themselves: names in a class or id by which comments, share bars, menus and the like are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from cleaning.sheet import Node

_RUN: Final = re.compile(r"([a-z]{1,12})[a-z]*")
"""A run of letters in a label, or so much of it as any name begins with."""
_CODE: Final = re.compile(r"(?<![a-z0-9])(?=[a-f]*\d+[a-f])[a-f0-9]{6,}(?![a-z0-9])")
"""A number in hexadecimal, as programs set it into names: the "ad" in "element-9ad7f97" is no advertisement."""
_BEGINNING: Final = re.compile(r"(?:^|(?<=\|))[a-z]{1,12}(?![?*])")
"""The letters that an alternative surely begins with: an optional letter is none of them."""


class BoxName:
    """One thing that boxes call themselves, by whole words of a class or id, or by tags of its own.

    "comments-area" holds "comments", "has-comments" does not.
    """

    def __init__(self, names: str, tags: tuple[str, ...] = ()) -> None:
        self.tags = tags
        self._names = re.compile(rf"(?<![a-z])(?<!has-)(?<!no-)(?<!with-)(?<!without-)(?:{names})(?![a-z])")
        self._beginnings = tuple(_BEGINNING.findall(re.sub(r"\([^)]*\)", "(", names)))

    def may_begin(self, run: str) -> bool:
        """Whether one of the names may begin with a run of letters."""
        return run.startswith(self._beginnings)

    def found_in(self, label: str) -> str:
        """The name that a label holds, "" if none."""
        found = self._names.search(label)
        return found[0] if found else ""


COMMENTS: Final = BoxName(
    r"comments?(?![-_]*(?:enabled|disabled|open|closed|on|off|true|false|allowed)(?![a-z]))|comments?-?(?:list|area|box|body|text|div|form|section|wrap|wrapper|thread|block|container|content|item)s?|"
    r"disqus\w*|respond|replies|reader-comments|opinions?-list|discussion|kommentar(?:e|er|i|y|ii)|commentaires|"
    r"comentarios|coments?|commenti|komentarz\w+|komentar(?:e|i|ji)|reacties|yorumlar|otz[iy]v[iy]"
)
"""In other languages only the plural: the singular is also what a publisher's own commentary is called."""
SHARE: Final = BoxName(
    r"shar(?:e|es|er|ing)(?:-?(?:bar|box|buttons?|links?|tools?|block|icons?|area|wrap|wrapper|list))?|sharedaddy|addthis\w*|addtoany|socials?|social-?\w+|sociable|follow-?us|reactions?|rating|vote|poll|likes?"
)
NEWSLETTER: Final = BoxName(
    r"newsletters?\w*|subscri(?!bers?-?(?:only|premium|content|exclusive))\w+|sign-?up|sign-?in|mailchimp|mc4wp|optin|paywall|log-?in|regwall|donat\w+"
)
RELATED: Final = BoxName(
    r"relate[ds]?|related-?\w+|recommend\w*|recirc\w*|more-?(?:from|news|stories|articles|posts|on)|read-?(?:more|next|also)|also-?read|"
    r"see-?also|popular|trending|most-?(?:read|viewed|popular)|top-?stories|latest-?\w*|teasers?|outbrain|taboola|you-?may\w*|"
    r"next-?prev|post-?nav\w*|prev-?next|up-?next|crp|yarpp\w*|jp-relatedposts|similar"
)
NAVIGATION: Final = BoxName(
    r"nav|navbar|navigation|menu|breadcrumbs?|crumbs?|pagination|pager|page-?links|toolbar|tools?|skip-?\w*|search|footer|foot|colophon|"
    r"site-?header|masthead|sidebar|side-?bar|aside|rail|widgets?|copyright\w*|article-?copyright\w*|legal|"
    r"disclaimers?|affiliate-?disclosure|toc|lang\w*|topbar|sitemap|tags?|tag-?(?:list|cloud|links)|"
    r"post-tags|print",
    tags=("nav", "footer", "aside"),
)
CONSENT: Final = BoxName(r"cookies?|cookie-?\w+|consent|gdpr|cmp|alertdialog", tags=("dialog",))
LAID_OVER: Final = BoxName(r"cli|privacy|modal|popup|lightbox|overlay|toast|notice")
ADVERTISING: Final = BoxName(
    r"ads?|ad-?(?:slot|unit|box|wrapper|container)|advert\w*|sponsor\w*|promo\w*|banner|dfp|commercial"
)
ABOUT_AUTHOR: Final = BoxName(
    r"author[-_]{0,2}(?:box|bio|info|card|about|description|profile)|saboxplugin\w*|about-?(?:the-?)?author|"
    r"bio|biography|vcard-?bio"
)


_ALL: Final = (
    COMMENTS,
    SHARE,
    NEWSLETTER,
    RELATED,
    NAVIGATION,
    CONSENT,
    LAID_OVER,
    ADVERTISING,
    ABOUT_AUTHOR,
)
_LONGEST_WORD: Final = 60
_BY_TAG: Final = {tag: thing for thing in _ALL for tag in thing.tags}
Named: TypeAlias = tuple[Node, Mapping[BoxName, str]]
"""A box, and the name by which it is known for each thing that it calls itself."""


def named(nodes: Iterable[Node]) -> list[Named]:
    """Those of some boxes that have a name, in the same order. Each label is read once, for all names.

    A tag of the site's own is a name as well: <app-newsletter-box>.
    """
    known: dict[str, dict[BoxName, str]] = {"": {}}
    found = []
    for node in nodes:
        label = f"{node.label} {node.part} {node.tag}" if node.part or "-" in node.tag else node.label
        if (names := known.get(label)) is None:
            names = known[label] = _names_in(label)
        if names or node.tag in _BY_TAG:
            found.append((node, _with_tag(node.tag, names)))
    return found


def _with_tag(tag: str, names: dict[BoxName, str]) -> Mapping[BoxName, str]:
    """The names of a label and, stronger than these, what the tag says."""
    return {**names, _BY_TAG[tag]: f"<{tag}>"} if tag in _BY_TAG else names


def _names_in(label: str) -> dict[BoxName, str]:
    found: dict[BoxName, str] = {}
    for word in label.split():
        names = _names_of(word) if len(word) <= _LONGEST_WORD else _read_names(word)
        if names:
            found = {**names, **found}
    return found


@lru_cache(maxsize=16_384)
def _names_of(word: str) -> Mapping[BoxName, str]:
    """The same for a word without spaces, remembered: pages say the same few words over and over."""
    return _read_names(word)


def _read_names(word: str) -> Mapping[BoxName, str]:
    said = _CODE.sub("", word)
    things = {thing for run in _RUN.findall(said) for thing in _begun_by(run)}
    return {thing: name for thing in things if (name := thing.found_in(said))}


@lru_cache(maxsize=16_384)
def _begun_by(run: str) -> tuple[BoxName, ...]:
    """The things that a run of letters may begin a name of."""
    return tuple(thing for thing in _ALL if thing.may_begin(run))
