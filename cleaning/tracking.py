"""The parameters of an address that say how a reader came, not what is read."""

from __future__ import annotations

import re
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


PREFIXES = (
    "utm_", "mtm_", "matomo_", "piwik_", "pk_", "hsa_", "_hs", "mc_", "ga_", "_ga", "fb_", "wt_", "wt.", "at_", "oly_",
    "vero_", "ns_", "sc_c", "aspsessionid", "amp_", "guce_", "trk", "_branch_",
    "action_ref", "action_type", "action_obj", "ml_subscriber", "mkt_", "itm_", "stm_", "snr_", "iesrc",
    "_x_tr_", "__cf_chl", "bsft_", "cx_test", "cx_art", "elqtrack", "elqcampaign", "elqcsid",
)  # fmt: skip
"""A parameter whose name begins like this is tracking. Kept long enough that no plain word begins so."""

NAMES = words("""
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh li_fat_id epik srsltid
    zanpid irclickid rb_clickid wickedid dm_i mkt_tok gad_source gad_campaignid gdfms gdftrk gdffi _gl _openstat
    _bta_c _bta_tid spm scm cmpid cmp ncid ocid icid intcid int_cid intcmp s_cid s_kwcid ef_id smid smtyp sr_share
    sref ref_src ref_url referrer_source xtor xtref ito emc mbid cndid bxid esrc wprov soc_src soc_trk guccounter
    __twitter_impression tblci taid oborigurl __s __hstc __hssc __hsfp hsctatracking isappinstalled replytocom
    usqp campaign_id campaignid campaign_name ad_id adset_id mkcid mkevt mkrid algo_pvid aff_id affid cvid ftag
    ftcamp rcclick fref hootpostid wkrid share_source share_medium share_from sharetoken share_token shareid
    utm utmsource utmmedium utmcampaign utmterm utmcontent mibextid dicbo tduid spref traffic_source trafficsource
    ck_subscriber_id _kx elq elqat elqaid elqak sc_lid sc_uid sc_llid sc_eh sc_src sc_customer
    linkid_source trackingid tracking_id tracking_source nr_email_referer echobox
""")

SOURCES = words("""
    twitter tw x facebook fb linkedin whatsapp wa telegram tg reddit instagram pinterest vk weibo wechat tiktok
    youtube google googlenews google_news gnews bing yahoo flipboard feedly rss feed rssfeed atom sitemap
    newsletter nl email mail e-mail social social_media share shared sharing home homepage frontpage front index
    top topnews mostread most-read most_read popular trending related relatedarticles related-articles recommended
    sidebar ticker menu nav header footer push notification app mobile widget embed internal banner promo timeline
    groupmessage singlemessage
""")
"""Words that name where a reader came from."""

SOURCE_NAMES = words("referrer referer via from share shared src partner rss feature")
"""Parameters that are tracking only when their value is one of SOURCES: `from=rss` is, `from=4711` is not.

`ref` and `source` are none of them: too many sites tell pages apart by these.
"""
_REFERRERS = frozenset({"referrer", "referer"})

SESSION_NAMES = words("""
    sid s session sessionid session_id sess sessid sess_id s_id jsessionid phpsessid phpsession aspsessionid cfid
    cftoken oscsid zenid xtcsid osid wsid usersid usid vsid
""")
_SURE_SESSION_NAMES = words("jsessionid phpsessid phpsession aspsessionid cftoken oscsid zenid xtcsid")
_COLDFUSION = re.compile(r"\d{5,}")

_SURE_VALUE = re.compile(r"[0-9A-Za-z_,.!~:*-]{8,}")
_HEX = re.compile(r"(?=\D*\d)(?=\d*[a-f])(?:[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_TOKEN = re.compile(r"[0-9A-Za-z]{16,}")
_TURN = re.compile(r"\d(?=[A-Za-z])|[A-Za-z](?=\d)")
_ADDRESS = re.compile(r"https?(?::|%3a)", re.IGNORECASE)
_NOISE_PAIRS = frozenset({("nb", "1")})
"""Fixed companions of share links: `?share=twitter&nb=1`."""


def looks_like_session(name: str, value: str) -> bool:
    """Whether this parameter carries a session id: the name may, and the value is long and random."""
    name = name.lower()
    if name in _SURE_SESSION_NAMES:
        return _SURE_VALUE.fullmatch(value) is not None
    if name == "cfid":
        return _COLDFUSION.fullmatch(value) is not None
    return name in SESSION_NAMES and is_random(value)


def is_random(value: str) -> bool:
    """Whether a value is long and random: hex digits, a UUID, or a token in which letters and digits take turns."""
    if _HEX.fullmatch(value):
        return True
    return _TOKEN.fullmatch(value) is not None and len(_TURN.findall(value)) >= 4


@lru_cache(maxsize=4096)
def is_tracking_name(name: str) -> bool:
    """Whether a parameter of this name is tracking, whatever its value."""
    name = name.lower()
    return name in NAMES or name.startswith(PREFIXES)


def is_noise(name: str, value: str) -> bool:
    """Whether a parameter can be left out without another page being shown: tracking, a session id, a cache buster."""
    if is_tracking_name(name):
        return True
    lowered = name.lower()
    if lowered in SOURCE_NAMES:
        return value.lower() in SOURCES or (lowered in _REFERRERS and _ADDRESS.match(value) is not None)
    if lowered == "source":
        return "---" in value  # Medium's own click path, such as source=rss----a1b2---4
    if name == "_":
        return value.isdigit()  # a time stamp against caches
    return (lowered, value) in _NOISE_PAIRS or looks_like_session(lowered, value)
