"""What a server's robots.txt forbids is not read."""

from __future__ import annotations

import pytest

from retrieval.errors import SourceError
from retrieval.fetching import MAX_ROBOTS_BYTES, Fetcher
from tests.retrieval.fetching.conftest import PAGE, fetched, refusal
from tests.retrieval.site import Response, Site


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
