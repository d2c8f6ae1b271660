"""Words in addresses that name lists, menus and pages about the site itself, in some languages.

Structure decides first; these words only settle what structure leaves open.
"""

from __future__ import annotations

import re

SECTION = re.compile(
    r"categor(?:y|ies)|cat|rubri(?:c|k|que)|kategorie|sections?|topics?|themes?|pages?|рубрика|разделы?|栏目|카테고리"
)
"""Lists worth reading."""
STRAY = re.compile(
    r"tags?|tagged|labels?|authors?|autor(?:es)?|auteurs?|contributors?|etiquetas?|schlagwort|теги?|автор(?:ы)?|标签|作者|タグ"
)
"""Lists that are many and short."""
NEVER = re.compile(
    r"profiles?|users?|member-list|people|staff|search|calendar|galler(?:y|ies)|photos?|images?|videos?|feed|rss|print|"
    r"log-?in|sign-?(?:in|up)|register|account|cart|shop|products?|wp-(?:admin|content|json|includes)|api|cdn-cgi|static|"
    r"assets|share|redirect|goto|out|comments?|events?|suche|recherche|buscar|поиск|搜索|検索"
)
"""Neither articles nor lists of them."""
ITSELF = re.compile(
    r"about(?:-us)?|contacts?(?:-us)?|privacy(?:-policy|-notice)?|terms(?:-(?:of-(?:use|service)|(?:and-)?conditions))?|"
    r"cookies?(?:-policy)?|disclaimer|imprint|impressum|datenschutz|legal(?:-notice)?|help|faq|site-?map|subscribe|"
    r"newsletters?|donate|support(?:-us)?|advertis(?:e|ing)(?:-with-us)?|careers?|jobs|(?:our-|meet-the-)?team|masthead|"
    r"editorial-(?:policy|standards|guidelines)|code-of-ethics|corrections(?:-policy)?|accessibility|write-for-us|"
    r"press-kit|mentions-legales|qui-sommes-nous|(?:uber|ueber)-uns|kontakt|acerca-de|quienes-somos|contacto|"
    r"politica-de-privacidad|о-нас|контакты|реклама|关于我们|联系我们|隐私政策|درباره-ما|تماس-با-ما"
)
"""Pages about the site, as the last word of a path."""
ASKING = re.compile(r"s|q|query|search|keywords?|tag|author|replytocom|share|action|print")
"""Names of query parameters of searches and of actions."""


def is_list_word(word: str) -> bool:
    """Whether a word in a path says that what follows it is the name of a list, or no text at all."""
    return any(pattern.fullmatch(word) for pattern in (SECTION, STRAY, NEVER))
