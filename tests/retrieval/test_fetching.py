from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_network
from socket import create_server
from threading import Event

import httpx
import pytest

from retrieval.errors import SourceError
from retrieval.fetching import MAX_ROBOTS_BYTES, Fetched, Fetcher, NotModified, Validators
from retrieval.readers.html import read_html
from retrieval.settings import RetrievalSettings
from retrieval.types import Source
from tests.retrieval.site import Request, Response, Site

PAGE = Response(b"<p>The river rose.</p>", headers={"Content-Type": "text/html; charset=utf-8"})
HERE = (ip_network("127.0.0.1/32"),)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allowed=HERE) as fetcher:
        yield fetcher


def refusal(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(SourceError) as refused:
        fetcher.fetch(url)
    assert refused.value.uri == url
    return refused.value.reason


def fetched(fetcher: Fetcher, url: str) -> Fetched:
    found = fetcher.fetch(url)
    assert isinstance(found, Fetched)
    return found


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
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "[fd00::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
    ],
)
def test_addresses_of_private_networks_are_refused_before_anything_is_sent_there(site: Site, host: str) -> None:
    with Fetcher() as fetcher:
        assert refusal(fetcher, site.url(host=host)).startswith("is at a private address (")
    assert site.connections == 0


def test_only_the_networks_that_are_allowed_are_read_from(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = PAGE

    assert fetched(fetcher, site.url("/page")).content == PAGE.content
    assert refusal(fetcher, site.url("/page", "127.0.0.2")) == "is at a private address (127.0.0.2)"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (
            "http://169.254.169.254/latest/",
            "redirects to 169.254.169.254, which is at a private address (169.254.169.254)",
        ),
        ("//127.0.0.2/", "redirects to 127.0.0.2, which is at a private address (127.0.0.2)"),
        ("http://[::1]/", "redirects to ::1, which is at a private address (::1)"),
        ("file:///etc/passwd", "redirects to what is no address that begins with http:// or https://"),
        ("ftp://files.example/", "redirects to what is no address that begins with http:// or https://"),
        (
            "http://user:word@127.0.0.1/",
            "redirects to what has a user's name or password in it, which would be stored and shown",
        ),
        ("http://[", "redirects to what is no address that begins with http:// or https://"),
        ("http://a:b/", "redirects to what is no address"),
    ],
)
def test_a_redirect_leads_nowhere_that_an_admin_may_not_go(
    fetcher: Fetcher, site: Site, location: str, reason: str
) -> None:
    site.pages["/page"] = Response(status=302, headers={"Location": location})

    assert refusal(fetcher, site.url("/page")) == reason


class Rebound(Fetcher):
    """As if every name had led to a public address when it was looked up for the check."""

    async def _check(self, url: httpx.URL) -> None:
        return


def test_a_name_that_leads_elsewhere_after_it_was_checked_gets_no_request(site: Site) -> None:
    with Rebound() as fetcher:
        for host in ("localhost", "127.0.0.1"):
            assert refusal(fetcher, site.url("/page", host)) == "is at a private address (127.0.0.1)"
    assert site.requests == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://files.example/a", "is no address that begins with http:// or https://"),
        ("file:///etc/passwd", "is no address that begins with http:// or https://"),
        ("river", "is no address that begins with http:// or https://"),
        ("", "is no address that begins with http:// or https://"),
        ("http://", "is no address that begins with http:// or https://"),
        ("http://[", "is no address that begins with http:// or https://"),
        ("http://a%2e.example/", "is no address that begins with http:// or https://"),
        ("http://a.example:port/", "is no address"),
        ("http://a.example/\n", "is no address"),
        ("http://me:word@a.example/", "has a user's name or password in it, which would be stored and shown"),
        ("http://a.example/" + "a" * 2_000, "is longer than 2,000 characters"),
        (f"http://{'a' * 64}.example/", f"has no such host as {'a' * 64}.example"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(fetcher: Fetcher, url: str, reason: str) -> None:
    assert refusal(fetcher, url) == reason


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


def test_redirects_in_a_circle_end(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = Response(status=307, headers={"Location": "page"})

    assert refusal(fetcher, site.url("/page")) == "redirects more than 5 times"
    assert len(site.asked("/page")) == 6


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Response(b"a" * (2**20 + 1)), id="plain"),
        pytest.param(Response(b"a", length=10**12), id="by its own words"),
        pytest.param(Response(bytes(10**8)).packed(), id="bomb"),
    ],
)
def test_what_is_too_large_is_not_taken_in(site: Site, answer: Response) -> None:
    site.pages["/page"] = answer
    with Fetcher(allowed=HERE, max_bytes=2**20) as fetcher:
        assert refusal(fetcher, site.url("/page")) == "is larger than 1 MB"


def test_what_is_packed_is_unpacked_once(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/once": PAGE.packed(), "/twice": PAGE.packed(2)}

    assert fetched(fetcher, site.url("/once")).content == PAGE.content
    assert refusal(fetcher, site.url("/twice")) == "is packed in a way that was not asked for (gzip, gzip)"


def test_what_follows_on_what_is_packed_is_not_waited_for(fetcher: Fetcher, site: Site) -> None:
    packed = PAGE.packed()
    site.pages["/page"] = replace(packed, length=len(packed.content) + 1)

    assert fetched(fetcher, site.url("/page")).content == PAGE.content


def test_a_bomb_takes_no_more_memory_than_may_be_fetched(site: Site) -> None:
    site.pages["/page"] = Response(bytes(10**8)).packed()
    with Fetcher(allowed=HERE, max_bytes=2**20) as fetcher:
        refusal(fetcher, site.url("/"))  # what is loaded once
        tracemalloc.start()
        try:
            refusal(fetcher, site.url("/page"))
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert most < 10 * 2**20


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not packed", "is packed, and damaged"),
        (zlib.compress(b"a" * 1_000, wbits=31)[:-9], "broke off in the middle of its answer"),
    ],
)
def test_what_is_packed_badly_is_refused(fetcher: Fetcher, site: Site, content: bytes, reason: str) -> None:
    site.pages["/page"] = Response(content, headers={"Content-Encoding": "gzip"})

    assert refusal(fetcher, site.url("/page")) == reason


def test_a_server_that_takes_its_time_is_left(fetcher: Fetcher, site: Site) -> None:
    def answer(_request: Request) -> Response:
        site.closing.wait()
        return PAGE

    site.pages["/page"] = answer
    with Fetcher(allowed=HERE, seconds=0.2) as impatient:
        assert refusal(impatient, site.url("/page")) == "took longer than 0.2 s"
    site.closing.set()

    assert fetched(fetcher, site.url("/page")).content == PAGE.content


def test_a_fetch_under_way_ends_when_the_fetcher_is_closed(fetcher: Fetcher, site: Site) -> None:
    asked = Event()

    def answer(_request: Request) -> Response:
        asked.set()
        site.closing.wait()
        return PAGE

    site.pages["/page"] = answer
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(refusal, fetcher, site.url("/page"))
        assert asked.wait(10)
        fetcher.close()
        assert waiting.result(10) == "was not fetched to the end, as the bot stops"


def test_many_fetches_at_once_share_a_fetcher(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {f"/{number}": Response(b"%d" % number) for number in range(20)}

    with ThreadPoolExecutor(20) as threads:
        found = list(threads.map(lambda number: fetched(fetcher, site.url(f"/{number}")).content, range(20)))

    assert found == [b"%d" % number for number in range(20)]


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


def test_networks_are_set_parted_by_commas() -> None:
    settings = RetrievalSettings(_env_file=None, fetch_networks="10.0.0.0/8, fd00::/8")  # type: ignore[call-arg, arg-type] # pydantic-settings takes both

    assert settings.fetch_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def test_a_server_that_breaks_off_or_is_not_there_is_named(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = Response(b"half", length=8)
    with create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert refusal(fetcher, site.url("/page")) == "broke off in the middle of its answer"
    assert refusal(fetcher, f"http://127.0.0.1:{port}/") == "takes no connections"
    assert refusal(fetcher, site.url("/page").replace("http", "https")) == "does not speak https"


@pytest.mark.parametrize(
    ("robots", "is_read"),
    [
        (Response(status=404), True),
        (Response(status=403), True),
        (Response(b"User-agent: *\nDisallow: /"), False),
        (Response(b"User-agent: *\nDisallow: /\nAllow: /pa*e$"), True),
        (Response(b"User-agent: *\nDisallow: /\n\nUser-agent: verbatim\nDisallow:"), True),
        (Response(b"User-agent: Verbatim\nDisallow: /page\n\nUser-agent: *\nAllow: /"), False),
        (Response(b"<html>not found</html>"), True),
        (Response(b"\xff\xfe\0" * 1_000), True),
        (Response(b"#" * MAX_ROBOTS_BYTES + b"\nUser-agent: *\nDisallow: /"), True),
        (Response(b"User-agent: *\nDisallow: /").packed(), False),
    ],
)
def test_robots_txt_is_obeyed(fetcher: Fetcher, site: Site, robots: Response, is_read: bool) -> None:
    site.pages |= {"/robots.txt": robots, "/page": PAGE}

    if is_read:
        assert fetched(fetcher, site.url("/page")).content == PAGE.content
    else:
        assert refusal(fetcher, site.url("/page")) == "may not be read by programs, says its robots.txt"
        assert site.asked("/page") == []


def test_robots_txt_counts_for_what_is_redirected_to_and_is_asked_for_once(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {
        "/robots.txt": Response(b"User-agent: *\nDisallow: /private"),
        "/page": Response(status=302, headers={"Location": "/private/page"}),
        "/private/page": PAGE,
    }

    assert refusal(fetcher, site.url("/page")) == (
        "redirects to 127.0.0.1, which may not be read by programs, says its robots.txt"
    )
    assert refusal(fetcher, site.url("/private/page")) == "may not be read by programs, says its robots.txt"
    assert len(site.asked("/robots.txt")) == 1


def test_a_server_that_can_not_tell_what_may_be_read_is_left_alone(fetcher: Fetcher, site: Site) -> None:
    site.pages |= {"/robots.txt": Response(status=503), "/page": PAGE}

    assert refusal(fetcher, site.url("/page")) == (
        "answers 503 Service Unavailable when asked for its robots.txt; try again later"
    )


@pytest.mark.parametrize(
    "location", ["http://127.0.0.2/robots.txt", "http://2130706434/robots.txt", "/robots.txt", "file:///etc/passwd"]
)
def test_robots_txt_is_no_way_around_the_rules(fetcher: Fetcher, site: Site, location: str) -> None:
    site.pages |= {"/robots.txt": Response(status=301, headers={"Location": location}), "/page": PAGE}

    try:
        fetcher.fetch(site.url("/page"))
    except SourceError as refused:
        assert refused.reason in {
            "is at a private address (127.0.0.2)",
            "redirects to what is no address that begins with http:// or https://",
        }
    assert all(request.headers["host"] == f"127.0.0.1:{site.port}" for request in site.requests)


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
