"""What the furniture of a page calls itself, in some thirty languages. Structure decides first; these are evidence."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final

from cleaning.folding import fold


class Label(StrEnum):
    """What a short line announces."""

    RELATED = "related"
    ALSO_READ = "also read"
    SHARE = "share"
    NEWSLETTER = "newsletter"
    COMMENTS = "comments"
    ADVERTISEMENT = "advertisement"
    NEXT_PREVIOUS = "next and previous"
    TAGS = "tags"
    POPULAR = "popular"
    ABOUT_AUTHOR = "about the author"
    LOAD_MORE = "load more"
    REACTIONS = "reactions"
    RIGHTS = "rights"
    PRINT = "print"


_NO_LABEL: Final[frozenset[Label]] = frozenset()
_PHRASES: Final[dict[Label, str]] = {
    Label.RELATED: """
        more from|more on this|more on this story|more articles|more stories|more news|related|related articles|
        related stories|related posts|related news|related content|related topics|you may also like|
        you might also like|recommended|recommended for you|read next|up next|most recent|latest news|
        latest articles|in other news|further reading|mehr zum thema|mehr von|lesen sie auch|
        das könnte sie auch interessieren|weitere artikel|verwandte artikel|sur le même sujet|à lire aussi|
        lire aussi|articles liés|plus de|vous aimerez aussi|noticias relacionadas|artículos relacionados|
        te puede interesar|más noticias|más de|leia também|notícias relacionadas|veja também|leia mais|
        articoli correlati|leggi anche|potrebbe interessarti|altri articoli|zobacz także|czytaj także|
        powiązane artykuły|читайте также|материалы по теме|по теме|похожие новости|другие новости|
        новости по теме|ещё по теме|читайте також|також за темою|διαβάστε επίσης|σχετικά άρθρα|δείτε επίσης|
        ilgili haberler|benzer haberler|اخبار مرتبط|بیشتر بخوانید|مطالب مرتبط|مواضيع ذات صلة|اقرأ أيضا|
        اقرأ المزيد|أخبار ذات صلة|相关新闻|相关阅读|相关文章|推荐阅读|相关报道|延伸阅读|関連記事|おすすめ記事|
        おすすめ|関連ニュース|관련기사|관련 기사|관련뉴스|함께 보기|추천 기사|berita terkait|baca juga|lees ook|
        gerelateerd|læs også|läs mer|läs också|les også|lue myös|tin liên quan|เรื่องที่เกี่ยวข้อง|
        související články|mohlo by vás zajímat|další články|kapcsolódó cikkek|ajánlott cikkek|ajánljuk|
        ezek is érdekelhetik|ez is érdekelheti|articole similare|pe aceeași temă|citește și|свързани новини|
        още по темата|povezane vijesti|povezani članci|pročitajte još|ilgili haber|bunlar da ilginizi çekebilir|
        bài viết liên quan|tin cùng chuyên mục|có thể bạn quan tâm|ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง|
        เรื่องน่าสนใจ|संबंधित खबरें|और पढ़ें|ये भी पढ़ें|সম্পর্কিত খবর|আরও পড়ুন|متعلقہ خبریں|כתבות נוספות|
        כתבות קשורות|עוד בנושא|אולי יעניין אותך גם|អត្ថបទទាក់ទង|相关专题|相關新聞|相關報導|延伸閱讀|
        あわせて読みたい|関連リンク|注目記事|추천기사|관련 뉴스|berita lainnya|artikel terkait|artikel lainnya|
        najnovšie správy|súvisiace články|relaterade artiklar|mer om ämnet|relaterte artikler|
        meer over dit onderwerp|ook interessant|мавзуга оид|тақырыпқа сай|آخر الأخبار|مقالات ذات صلة|
        مواضيع متعلقة|مطالب پیشنهادی|خبرهای مرتبط""",
    Label.ALSO_READ: """
        also read|read also|see also|read more|also see|don't miss|more details|watch also|read this|
        lesen sie auch|siehe auch|lire aussi|à lire aussi|voir aussi|lea también|lea además|ver también|
        leia também|veja também|leggi anche|vedi anche|zobacz też|czytaj też|czytaj również|читайте также|
        смотрите также|читать также|читайте також|διαβάστε επίσης|διαβάστε ακόμη|ayrıca okuyun|ayrıca bakınız|
        بیشتر بخوانید|همچنین بخوانید|اقرأ أيضا|اقرأ ايضا|延伸阅读|相关阅读|另请参阅|あわせて読みたい|関連記事|
        함께 보기|관련기사|baca juga|lees ook|läs också|læs også|les også|lue myös|xem thêm|
        čtěte také|přečtěte si také|čítajte aj|prečítajte si aj|olvassa el ezt is|ezt is olvassa el|olvasta már|
        citește și|citiți și|прочетете още|вижте още|pročitajte i|pročitajte još|bunu da okuyun|
        bunları da okuyun|đọc thêm|đọc tiếp|อ่านเพิ่มเติม|อ่านข่าว|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|
        और पढ़ें|আরও পড়ুন|یہ بھی پڑھیں|קראו גם|קראו עוד|ראו גם|អានបន្ថែម|ဆက်ဖတ်ရန်|lihat juga|simak juga|
        baca selengkapnya|lihat juga video|延伸閱讀|更多新聞|もっと読む|lea más|le puede interesar|
        te puede interesar|te recomendamos|confira também|saiba mais|à lire également|lire également|mehr dazu|
        auch interessant|lesetipp|per approfondire|zie ook|бұл да қызық|ўқинг|اقرأ المزيد|شاهد أيضا|للمزيد|
        مطالب مرتبط|بیشتر بدانید""",
    Label.SHARE: """
        share|share this|share this article|share this story|share this post|share on facebook|share on twitter|
        share on x|share on linkedin|share on whatsapp|share via email|share with friends|tweet|tweet this|
        pin it|email this|email this article|copy link|copy the link|follow us|follow us on|facebook|twitter|
        whatsapp|telegram|linkedin|pinterest|reddit|vkontakte|weibo|wechat|teilen|artikel teilen|
        auf facebook teilen|partager|partager cet article|compartir|compartir en|compartilhar|compartilhe|
        condividi|condividi su|udostępnij|podziel się|поделиться|поделитесь|поделиться в соцсетях|вконтакте|
        одноклассники|поширити|κοινοποίηση|μοιράσου|paylaş|اشتراک گذاری|اشتراک‌گذاری|به اشتراک بگذارید|شارك|
        مشاركة|分享|分享到|分享到微博|分享到微信|微信扫一扫|分享至|シェア|シェアする|ツイート|ツイートする|공유|
        공유하기|bagikan|delen|del|dela|jaa|chia sẻ|
        sdílet|sdílejte|zdieľať|megosztás|oszd meg|distribuie|сподели|podijeli|podeli|แชร์|शेयर करें|
        শেয়ার করুন|שתפו|שיתוף|ចែករំលែក|မျှဝေ|ulashish|бөлісу""",
    Label.NEWSLETTER: """
        newsletter|newsletter sign up|sign up|subscribe|subscribe now|subscribe to our newsletter|
        sign up for our newsletter|join our newsletter|get our newsletter|get the latest news|email address|
        your email|newsletter abonnieren|jetzt abonnieren|inscrivez-vous|abonnez-vous|s'abonner|suscríbete|
        suscríbase|boletín|inscreva-se|assine|iscriviti|iscriviti alla newsletter|zapisz się|подпишитесь|
        подписаться|подпишитесь на наш канал|підпишіться|εγγραφείτε|abone ol|عضویت در خبرنامه|خبرنامه|اشترك|
        النشرة البريدية|订阅|订阅我们|メールマガジン|メルマガ登録|구독|구독하기|소식 받아보기|berlangganan|
        aanmelden|schrijf je in|
        hírlevél|hírlevél feliratkozás|iratkozzon fel hírlevelünkre|feliratkozás|přihlásit se k odběru|
        odebírat newsletter|odber noviniek|abonare newsletter|абонирайте се|pretplati se|bülten|e-bülten|
        đăng ký nhận tin|हमारे व्हाट्सएप चैनल से जुड़ें|הרשמה לניוזלטר|s'abonner à la newsletter|abonează-te""",
    Label.COMMENTS: """
        comment|leave a reply|leave a comment|post a comment|add a comment|write a comment|comments|comments are closed|
        no comments|no comments yet|join the conversation|your email address will not be published|
        save my name email and website in this browser for the next time i comment|be the first to comment|
        log in to comment|kommentare|kommentar schreiben|kommentar verfassen|commentaires|
        laisser un commentaire|comentarios|deja un comentario|dejar un comentario|deixe um comentário|
        comentários|commenti|lascia un commento|komentarze|dodaj komentarz|комментарии|оставить комментарий|
        добавить комментарий|коментарі|σχόλια|αφήστε ένα σχόλιο|yorumlar|yorum yap|نظر شما|نظرات|ارسال نظر|
        التعليقات|اترك تعليقا|评论|发表评论|网友评论|登录后参与讨论|コメント|コメントする|댓글|의견쓰기|
        댓글 쓰기|komentar|reacties|kommentarer|bình luận|
        diskuse|diskuze|vstoupit do diskuse|diskusia|hozzászólások|hozzászólás|comentarii|lasă un comentariu|
        коментари|komentari|ความคิดเห็น|แสดงความคิดเห็น|टिप्पणियाँ|कमेंट करें|মন্তব্য|תגובות|הוספת תגובה|
        הגב לכתבה|មតិយោបល់|留言|發表留言|ý kiến|gửi bình luận""",
    Label.ADVERTISEMENT: """
        advertisement|advertisements|advertising|ad|sponsored|sponsored content|
        advertisement continue reading below|story continues below advertisement|article continues below|
        continue reading below|werbung|anzeige|publicité|publicidad|publicidade|anuncio|pubblicità|reklama|
        реклама|διαφήμιση|reklam|آگهی|تبلیغات|إعلان|اعلان|广告|広告|광고|iklan|advertentie|annons|annonce|
        mainos|quảng cáo|
        hirdetés|reklám|inzerce|publicitate|oglas|โฆษณา|विज्ञापन|বিজ্ঞাপন|פרסומת|ការផ្សាយពាណិជ្ជកម្ម|ကြော်ငြာ|
        scroll to continue with content|реклама на сайте|patrocinado|sponsrad""",
    Label.NEXT_PREVIOUS: """
        previous|next|previous article|next article|previous post|next post|previous story|next story|newer|
        older|prev|back to top|go back|back|zurück|weiter|nächster artikel|vorheriger artikel|article précédent|
        article suivant|suivant|précédent|anterior|siguiente|artículo anterior|artículo siguiente|próximo|
        precedente|successivo|poprzedni|następny|предыдущая|следующая|предыдущая статья|следующая статья|
        попередня|наступна|προηγούμενο|επόμενο|önceki|sonraki|قبلی|بعدی|السابق|التالي|上一篇|下一篇|前の記事|
        次の記事|이전|다음|이전글|다음글""",
    Label.TAGS: """
        tags|tag|topics|topic|filed under|tagged|tagged with|keywords|categories|category|posted in|schlagworte|
        themen|mots clés|sujets|thèmes|etiquetas|temas|tópicos|argomenti|tagi|теги|метки|темы|ключевые слова|
        теги и темы|ετικέτες|etiketler|برچسب‌ها|برچسب ها|كلمات مفتاحية|الوسوم|标签|关键词|关键字|タグ|
        キーワード|태그|열쇠어|trefwoorden|topik|
        címkék|štítky|klíčová slova|kľúčové slová|etichete|етикети|oznake|tagovi|แท็ก|แท็กที่เกี่ยวข้อง|टैग|
        ট্যাগ|תגיות|từ khóa|chủ đề|temas relacionados|mots-clés|標籤|關鍵字|관련태그|kata kunci""",
    Label.POPULAR: """
        most read|most popular|trending|trending now|top stories|popular|popular posts|editor's picks|
        meistgelesen|les plus lus|lo más leído|más leídas|mais lidas|più letti|najczęściej czytane|
        самое читаемое|популярное|найпопулярніше|δημοφιλή|en çok okunanlar|çok okunanlar|پربازدیدترین|
        الأكثر قراءة|热门排行|热门文章|点击排行|アクセスランキング|人気記事|많이 본 기사|많이 본 뉴스|
        terpopuler|meest gelezen|
        legolvasottabb|nejčtenější|najčítanejšie|cele mai citite|най-четени|najčitanije|ข่าวยอดนิยม|ข่าวล่าสุด|
        ट्रेंडिंग|সর্বাধিক পঠিত|הנקראות ביותר|xem nhiều|đọc nhiều|lo más visto|mais lidas do dia|热点新闻|
        24小时排行|熱門新聞|ランキング|人気ランキング|많이 본|인기기사|주요뉴스|ultimas noticias|
        últimas noticias|últimas notícias|ultime notizie|dernières nouvelles|neueste artikel|последние новости|
        останні новини|آخرین اخبار|son haberler|sidste nyt|senaste nytt""",
    Label.ABOUT_AUTHOR: """
        about the author|about author|about the authors|über den autor|zum autor|à propos de l'auteur|
        sobre el autor|sobre o autor|sull'autore|o autorze|об авторе|про автора|σχετικά με τον συγγραφέα|
        yazar hakkında|درباره نویسنده|عن الكاتب|作者简介|著者紹介|プロフィール|필자소개|글쓴이""",
    Label.LOAD_MORE: """
        more|load more|show more|view all|see all|view more|see more|more articles|more stories|mehr|mehr laden|
        alle anzeigen|voir plus|voir tout|ver más|ver todo|ver mais|mostra altro|pokaż więcej|показать ещё|
        показать еще|загрузить ещё|більше|περισσότερα|daha fazla|ادامه|المزيد|更多|查看更多|もっと見る|더보기|
        전체보기|selengkapnya|meer""",
    Label.REACTIONS: """
        what's your reaction|what is your reaction|your reaction|rate this article|rate this|like|dislike|love|
        funny|angry|sad|wow|ваша оценка|оцените статью|оцените новость|你的心情|リアクション|반응|واکنش شما|
        tepkiniz|was this article helpful|was this helpful""",
    Label.RIGHTS: """
        all rights reserved|copyright|alle rechte vorbehalten|tous droits réservés|
        todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|
        wszelkie prawa zastrzeżone|все права защищены|усі права захищені|tüm hakları saklıdır|
        تمامی حقوق محفوظ است|جميع الحقوق محفوظة|版权所有|无断転載を禁じます|無断転載を禁じます|
        무단 전재 및 재배포 금지|무단전재 및 재배포 금지|
        všechna práva vyhrazena|všetky práva vyhradené|minden jog fenntartva|toate drepturile rezervate|
        всички права запазени|sva prava pridržana|mọi quyền được bảo lưu|สงวนลิขสิทธิ์|सर्वाधिकार सुरक्षित|
        כל הזכויות שמורות|រក្សាសិទ្ធិគ្រប់យ៉ាង|hak cipta dilindungi|riproduzione riservata|
        無断転載・複製を禁じます|무단전재 재배포금지""",
    Label.PRINT: """
        print|print this|print this article|print article|email|e-mail|save|listen|listen to this article|
        bookmark|report a typo|font size|drucken|imprimer|imprimir|stampa|drukuj|распечатать|версия для печати|
        печать|друк|εκτύπωση|yazdır|چاپ|نسخه چاپی|طباعة|打印|大 中 小|印刷|인쇄|프린트|cetak|afdrukken|skriv ut""",
}


@cache
def phrases(label: Label) -> frozenset[str]:
    """The folded phrases of a label."""
    return frozenset(filter(None, (fold(phrase) for phrase in _PHRASES[label].split("|"))))


@cache
def _by_phrase() -> Mapping[str, frozenset[Label]]:
    every = {phrase for label in Label for phrase in phrases(label)}
    return {phrase: frozenset(label for label in Label if phrase in phrases(label)) for phrase in every}


def labels_of(folded: str) -> frozenset[Label]:
    """The labels whose phrase is the whole of a folded line."""
    return _by_phrase().get(folded, _NO_LABEL)


def opens_with(folded: str, label: Label, most: int = 6) -> str:
    """The longest phrase of a label with which a folded line begins, of at most `most` words; "" if none."""
    parts = folded.split(" ")
    for count in range(min(most, len(parts)), 0, -1):
        head = " ".join(parts[:count])
        if head in phrases(label):
            return head
    return ""
