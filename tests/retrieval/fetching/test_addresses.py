"""Where pages are not fetched from: private networks, by whatever way, and what is no address of the web."""

from __future__ import annotations

from ipaddress import ip_network

import httpx
import pytest

from retrieval.fetching import Fetcher
from retrieval.settings import RetrievalSettings
from tests.retrieval.fetching.conftest import PAGE, fetched, refusal
from tests.retrieval.site import Response, Site


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


def test_networks_are_set_parted_by_commas() -> None:
    settings = RetrievalSettings(_env_file=None, fetch_networks="10.0.0.0/8, fd00::/8")  # type: ignore[call-arg, arg-type] # pydantic-settings takes both

    assert settings.fetch_networks == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
