from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.readers.encoding import NotTextError
from retrieval.readers.html import MAX_ELEMENTS, MAX_PAGE_BYTES, read_html
from retrieval.types import Article, Source
from tests.retrieval.readers.sampling import refused, sample


def page(body: str, head: str = "", uri: str = "notes/the-flood.html") -> Article:
    (article,) = read_html(Source(uri, f"<html><head>{head}</head><body>{body}</body></html>".encode()))
    return article


def text_of(body: str) -> str:
    return page(f"<article><h1>Title</h1>{body}</article>", "<title>Title</title>").text


def test_of_a_page_the_article_is_left_and_what_it_says_of_itself() -> None:
    """No menu, cookie banner, byline, share line, related article, comment or imprint."""
    assert read_html(sample("dam.html")) == [
        Article.create(
            "The dam of Lower Marsh holds again",
            "The old dam above Lower Marsh was repaired in eleven weeks, the river board said on Sunday. Two hundred"
            " people worked on it by day and by night.\n\n"
            "“We had no more time than that,” said the engineer, Tom Hask. He had asked for the repair in 2012"
            " already.\n\n"
            "What it cost\n\n"
            "The repair cost 4.2 million crowns, of which the town paid a third. The rest came from the province.\n\n"
            "Stone and clay: 1.9 million\nWages: 1.5 million\nPumps: 0.8 million\n\n"
            "Height of the water\nYear | Metres\n2014 | 3.1\n2015 | 4.4\n\n"
            "The river does not wait.\n\n"
            "What comes next\n\n"
            "In summer a second sluice will be built beside the mill. The river board wants it to be ready before the"
            " first snow.",
            source="dam.html",
            url="https://courier.example/2016/dam-holds",
            published=date(2016, 3, 27),
            language="en",
            author="Ida Reed",
        )
    ]


def test_questions_and_answers_stay_apart_whichever_way_they_are_written() -> None:
    (article,) = read_html(sample("questions.html"))

    assert article.title == "Questions about the ferry"
    assert article.text == (
        "When does the ferry leave?\nThe ferry leaves at six in the morning and at four in the afternoon.\n\n"
        "May I bring a dog?\nDogs ride for free on a short lead.\nCats ride in a basket.\n\n"
        "How much is a ticket?\n\nA ticket is two crowns for everybody above twelve.\n\n"
        "Is there coffee on board?\n\nThere is coffee on board, but no tea.\n\n"
        "Who steers it?\n\nAnna Brook has steered the ferry since 1998.\n\n"
        "How long does it take?\n\nIt takes twenty minutes, and thirty in strong wind."
    )


def test_questions_that_unfold_their_answers_are_headings() -> None:
    body = """
<div class="item"><button class="accordion">When does it leave?</button><div class="panel"><p>At six.</p></div></div>
<div class="item"><h3><button aria-expanded="false">Luggage</button></h3><div><p>One bag each.</p></div></div>
<div class="item"><div class="question"><strong>Where are tickets sold?</strong></div><div>At the mill.</div></div>
<button>Subscribe now</button>"""

    assert page(f"<h1>Help</h1><div>{body}</div>").text == (
        "When does it leave?\n\nAt six.\n\nLuggage\n\nOne bag each.\n\nWhere are tickets sold?\n\nAt the mill."
    )


def test_a_heading_of_what_is_left_out_is_left_out() -> None:
    assert page(
        "<h1>Title</h1><h2>Now</h2><p>The river rose.</p><h2>Read on</h2><ul><li><a href='/a'>A</a></li></ul>"
    ).text == ("Now\n\nThe river rose.")


def test_strictness_that_finds_next_to_nothing_gives_way() -> None:
    lead = "The river left its bed in the night, and nobody in the lower streets had heard the bells."

    assert page(f"<article><header><h1>T</h1><p>{lead}</p></header><p>It fell.</p></article>").text == (
        f"{lead}\n\nIt fell."
    )
    years = "".join(
        f"<p>In the year {year} the river left its bed, and nobody heard the bells.</p>" for year in range(9)
    )
    assert "4 left" not in page(f"<article>{years}<div class='article-bottom'><p>4 left</p></div></article>").text


def test_a_table_that_only_parts_the_page_is_none() -> None:
    story = (
        "<p>The mill was built in 1650 by a miller from the south.<p>It burned down twice.<p>Now a baker lives in it."
    )
    menu = "<td width=150><a href=a.html>Home</a><br><a href=b.html>Links</a></td>"

    assert page(f"<table width='100%'><tr>{menu}<td>{story}</td></tr></table>").text == (
        "The mill was built in 1650 by a miller from the south.\n\nIt burned down twice.\n\nNow a baker lives in it."
    )


def test_the_marks_of_an_encyclopedia_are_no_text() -> None:
    body = """<p>The town lies on the river Bree.<sup class="reference"><a href="#note-1">[1]</a></sup></p>
<h2>History<span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2><p>It was founded in 1342.</p>
<h2>References</h2><ol class="references"><li id="note-1">Reed, <i>Towns of the Bree</i>.</li></ol>"""

    assert text_of(body) == "The town lies on the river Bree.\n\nHistory\n\nIt was founded in 1342."


@pytest.mark.parametrize(
    ("name", "title", "language", "text"),
    [
        (
            "arabic-windows-1256.html",
            "السد يصمد مرة أخرى",
            "ar",
            "تم إصلاح السد القديم فوق المدينة في أحد عشر أسبوعا، وقالت هيئة النهر إن مائتي شخص عملوا فيه ليلا"
            " ونهارا.\n\nبلغت كلفة الإصلاح أربعة ملايين، دفعت المدينة ثلثها، وجاء الباقي من المقاطعة.",
        ),
        (
            "hebrew-utf-16.html",
            "הסכר מחזיק שוב",
            "he",
            "הסכר הישן מעל העיר תוקן בתוך אחד עשר שבועות, כך אמרה רשות הנהר ביום ראשון.\n\n"
            "התיקון עלה ארבעה מיליון, ושליש מהם שילמה העיר.",
        ),
        (
            "chinese-gb2312.html",
            "水坝再次坚守",
            "zh",
            "春天，河水漫过堤岸，淹没了城市低处的街道。两个街区的居民夜里乘船撤离。\n\n"
            "市长说，旧水坝在十一周内修好了，花费四百万元。",
        ),
        (
            "persian.html",
            "سد دوباره می\u200cایستد",
            "fa",
            "سد قدیمی بالای شهر در یازده هفته تعمیر شد و مردم می\u200cگویند که دیگر نمی\u200cترسند. دویست نفر شب و روز"
            " کار کردند 👩\u200d🌾.\n\nهزینهٔ تعمیر چهار میلیون بود و یک سوم آن را شهر پرداخت.",
        ),
    ],
)
def test_pages_of_other_scripts_and_encodings_are_read(name: str, title: str, language: str, text: str) -> None:
    (article,) = read_html(sample(name))

    assert (article.title, article.language, article.text) == (title, language, text)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="koi8-r">', "koi8_r"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', "cp1251"),
        ('<meta charset="windows-1251">', "utf-8"),
        ('<meta charset="utf-7">', "cp1251"),
        ('<meta charset="no-such">', "cp1251"),
        ('<meta charset="mac-cyrillic">', "mac_cyrillic"),
        ("", "utf-16"),
    ],
)
def test_what_a_page_says_of_its_encoding_counts_unless_it_is_plainly_wrong(head: str, encoding: str) -> None:
    markup = f"<html><head>{head}<title>Потоп</title></head><body><p>Река вышла из берегов.</p></body></html>"
    (article,) = read_html(Source("a.html", markup.encode(encoding)))

    assert (article.title, article.text) == ("Потоп", "Река вышла из берегов.")


def test_a_short_page_of_ones_own_is_read_whole() -> None:
    (article,) = read_html(Source("a.html", b"<h1>The flood</h1><p>The river rose.</p><p>It fell.</p>"))

    assert (article.title, article.text) == ("The flood", "The river rose.\n\nIt fell.")


@pytest.mark.parametrize(
    "markup", ["<p>The river rose.</p>", "The river rose.", "<p>The river <b>rose.", "<td>The river rose."]
)
def test_a_fragment_is_a_page_whose_name_is_its_title(markup: str) -> None:
    (article,) = read_html(Source("notes/the-flood.html", markup.encode()))

    assert (article.title, article.text) == ("the flood", "The river rose.")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>It &lt;rose&gt; &amp;\nfell<!-- no -->.</p>", "It <rose> & fell.", id="entities"),
        pytest.param("<p>One line<br>and another one</p>", "One line\nand another one", id="break"),
        pytest.param("<p>He said <q>it rose</q> twice.</p>", "He said “it rose” twice.", id="quotation"),
        pytest.param(
            '<p>It rose<sup><a href="#n1">[1]</a></sup> by two metres<sup>2</sup>.</p>',
            "It rose by two metres2.",
            id="footnote",
        ),
        pytest.param(
            "<p>Bring these:</p><ul><li>bread<ul><li>rye bread</li></ul></li><li>milk and honey</li></ul>",
            "Bring these:\n\nbread\nrye bread\nmilk and honey",
            id="nested list",
        ),
        pytest.param(
            "<p>Read the code below.</p><pre>if rain:\n    stay()\n\ngo()</pre>",
            "Read the code below.\n\nif rain:\n    stay()\n\ngo()",
            id="code",
        ),
        pytest.param("<p>It rose.</p><dl><dt>A</dt><dt>B</dt><dd>C</dd></dl>", "It rose.\n\nA\nB\nC", id="two terms"),
        pytest.param("<p>It rose.</p><script>never()</script><style>p{}</style>", "It rose.", id="script"),
    ],
)
def test_text_is_what_a_reader_of_the_page_sees(markup: str, text: str) -> None:
    assert text_of(markup) == text


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://a.example/flood">', "https://a.example/flood"),
        ('<meta property="og:url" content="https://a.example/og">', "https://a.example/og"),
        ('<link rel="canonical" href="javascript:alert(1)">', "https://b.example/given"),
        ("", "https://b.example/given"),
    ],
)
def test_the_address_is_the_pages_own_or_the_one_that_it_came_from(head: str, url: str) -> None:
    assert page("<p>The river rose by night.</p>", head, "https://b.example/given").url == url


@pytest.mark.parametrize(
    "markup",
    [
        '<p><time datetime="2016-03-27T18:30:00Z">Sunday</time>, as on 2014-05-06</p><p>The river rose by night.</p>',
        '<p class="post-date">27 March 2016</p><p>The river rose by night, as on 2014-05-06.</p>',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2016-03-27",'
        ' "dateModified": "2016-04-02"}</script><p>The river rose by night.</p>',
    ],
)
def test_the_day_of_publication_stands_beside_the_text(markup: str) -> None:
    assert page(markup).published == date(2016, 3, 27)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>The river rose on 27 March 2016, and again on 2017-04-02.</p>",
        "<p>The river rose <time>lately</time> 2017-04-02 10:00:00, and fell.</p>",
    ],
)
def test_a_day_in_the_text_is_not_when_it_was_published(markup: str) -> None:
    assert page(markup).published is None


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        pytest.param("<html><body></body></html>", "has no article on it", id="empty"),
        pytest.param("<!-- <p>The river rose.</p>", "has no article on it", id="comment"),
        pytest.param("<body><script>document.write('x')</script></body>", "has no article on it", id="script"),
        pytest.param("<noscript>Enable JavaScript.</noscript><div></div>", "has no article on it", id="application"),
        pytest.param("<p>a" * MAX_ELEMENTS, "elements of HTML, and at most 50,000 are read", id="many elements"),
        pytest.param(" " * (MAX_PAGE_BYTES + 1), "is 5.0 MB of HTML, and at most 5 MB is read", id="large"),
    ],
)
def test_a_page_without_an_article_is_refused_in_words(markup: str, reason: str) -> None:
    assert reason in refused(read_html, Source("a.html", markup.encode()))


def test_what_is_nested_ten_thousand_deep_is_read_with_what_follows_it() -> None:
    deep = "<div>" * 10_000 + "<p>The stream was deep.</p>" + "</div>" * 10_000
    (article,) = read_html(Source("a.html", f"<p>The river rose.</p>{deep}<p>The sea is far.</p>".encode()))

    assert article.text == "The river rose.\n\nThe stream was deep.\n\nThe sea is far."


@pytest.mark.parametrize(
    "hostile",
    ["<", "<b>", "<!--", "<p a=b ", "&", "<table><tr><td>", "<ul><li>", '<script type="application/ld+json">[', "</p>"],
)
def test_markup_without_end_costs_no_article(hostile: str) -> None:
    assert text_of("<p>The river rose by night.</p>" + hostile * 2_000).startswith("The river rose by night.")


tags = st.sampled_from(
    "<p> </p> <div> </div> <b> </b> <ul> <li> </ul> <dl> <dt> <dd> <table> <tr> <td> <pre> </pre> <q> </q> <br> <h1>"
    " </h1> <sup> <a href='#a'> <!-- --> <html> <head> <body> </html> <title> <script> </script> &nbsp; &zwnj; &#0;"
    " <a:b> <p @a=b> <details> <summary> <frameset> <svg> <![CDATA[ <?xml <!DOCTYPE".split(" ")
)
words = st.text(st.characters(codec="utf-8"), max_size=8)


@settings(max_examples=100)
@given(st.lists(tags | words | st.just("The river rose by night. "), max_size=40).map("".join))
def test_any_markup_gives_a_canonical_article_or_a_reason(markup: str) -> None:
    try:
        (article,) = read_html(Source("a.html", markup.encode()))
    except NotTextError:
        return
    except SourceError as error:
        assert error.reason.startswith("has no article on it")
        return
    assert article.title.strip() == article.title != ""
    assert article.text.strip() == article.text != ""
    assert "\n\n\n" not in article.text
    assert not set(article.text + article.title) & set("\r\v\f\0\x85\u2028\u2029\u00ad\ufeff\u202e")
