"""A page is fetched with what its server says of it, and again only where it has changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.errors import SourceError
from retrieval.fetching import Fetched, Fetcher, NotModified, Validators
from retrieval.readers.html import read_html
from retrieval.types import Source
from tests.retrieval.fetching.conftest import PAGE, fetched, refusal
from tests.retrieval.site import Request, Response, Site


def test_a_page_is_fetched_with_what_its_server_says_of_it(fetcher: Fetcher, site: Site) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Sun, 27 Mar 2016 18:30:00 GMT", **PAGE.headers}
    site.pages["/page"] = Response(PAGE.content, headers=headers)
    before = datetime.now(UTC)

    found = fetched(fetcher, site.url("/page#part"))

    assert found == Fetched(
        site.url("/page#part"),
        Validators(site.url("/page"), '"v1"', "Sun, 27 Mar 2016 18:30:00 GMT"),
        PAGE.content,
        "text/html",
        "utf-8",
        found.fetched_at,
    )
    assert before <= found.fetched_at <= datetime.now(UTC)
    (request,) = site.asked("/page")
    assert request.headers["user-agent"].startswith("Verbatim/")
    assert "authorization" not in request.headers


def test_what_has_not_changed_is_not_fetched_again(fetcher: Fetcher, site: Site) -> None:
    def answer(request: Request) -> Response:
        same = request.headers.get("if-none-match") == '"v1"' and "if-modified-since" in request.headers
        return Response(status=304) if same else Response(PAGE.content, headers={"ETag": '"v1"', "Last-Modified": "x"})

    site.pages |= {"/page": answer, "/old": Response(status=301, headers={"Location": "/page"})}
    known = fetched(fetcher, site.url("/old")).validators

    again = fetcher.fetch(site.url("/old"), known)

    assert isinstance(again, NotModified)
    assert again.url == site.url("/old")
    assert "if-none-match" not in site.asked("/old")[1].headers


def test_validators_of_another_address_are_kept_from_a_server(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = PAGE

    fetcher.fetch(site.url("/page"), Validators("https://elsewhere.example/", '"secret"', "x"))

    assert not {"if-none-match", "if-modified-since"} & site.asked("/page")[0].headers.keys()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "answers 404 Not Found"),
        (500, "answers 500 Internal Server Error"),
        (204, "answers 204 No Content"),
        (304, "answers 304 Not Modified"),
        (302, "answers 302 Found"),
    ],
)
def test_an_answer_that_is_no_page_is_told_as_it_is(fetcher: Fetcher, site: Site, status: int, reason: str) -> None:
    site.pages["/page"] = Response(status=status)

    assert refusal(fetcher, site.url("/page")) == reason


@pytest.mark.parametrize("etag", ["\xe9", "a" * 1_001, "a\x01"])
def test_a_validator_that_could_not_be_sent_back_is_not_kept(fetcher: Fetcher, site: Site, etag: str) -> None:
    site.pages["/page"] = Response(PAGE.content, headers={"ETag": etag})

    try:
        known = fetched(fetcher, site.url("/page")).validators
    except SourceError as refused:
        assert refused.reason == "broke off in the middle of its answer"
    else:
        assert known == Validators(site.url("/page"))
        assert isinstance(fetcher.fetch(site.url("/page"), known), Fetched)


@pytest.mark.parametrize(
    "content_type",
    ["", ";", "text/html; charset", "text/html; charset*=x''%ff", "text/html; charset=\xe9", "a" * 5_000],
)
def test_a_content_type_that_says_nothing_does_no_harm(fetcher: Fetcher, site: Site, content_type: str) -> None:
    site.pages["/page"] = Response(PAGE.content, headers={"Content-Type": content_type})

    assert read_html(fetched(fetcher, site.url("/page")).source)[0].text == "The river rose."


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/html; charset=koi8-r", "koi8_r"),
        ("text/html; charset=windows-1251", "utf-8"),
        ("application/xhtml+xml; charset=windows-1251", "cp1251"),
        ("text/html; charset=nonsense", "cp1251"),
        ("text/html", "koi8_r"),
        ("text/html; charset=mac-cyrillic", "mac_cyrillic"),
        ('text/html; charset="UTF-16"', "utf-16"),
    ],
)
def test_what_a_server_says_of_the_encoding_reaches_the_reader(
    fetcher: Fetcher, site: Site, content_type: str, encoding: str
) -> None:
    page = '<meta charset="koi8-r"><title>Потоп</title><p>Река вышла из берегов и залила улицы.</p>'
    site.pages["/page"] = Response(page.encode(encoding), headers={"Content-Type": content_type})

    (article,) = read_html(fetched(fetcher, site.url("/page")).source)

    assert (article.title, article.url) == ("Потоп", site.url("/page"))
    assert article.text == "Река вышла из берегов и залила улицы."


@pytest.mark.parametrize("content", [b"%PDF-1.7\n\xff\xfe\0", "Река вышла из берегов".encode("koi8_r")])
@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream"])
def test_what_is_not_called_a_text_stays_as_it_is(fetcher: Fetcher, site: Site, content: bytes, kind: str) -> None:
    site.pages["/a"] = Response(content, headers={"Content-Type": f"{kind}; charset=koi8-r"})

    assert fetched(fetcher, site.url("/a")).source == Source(site.url("/a"), content)
