"""Addresses of articles: those that may stand below a quote as a link."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def web_address(address: str | None, base: str | None = None) -> str | None:
    """A whole address that begins with http:// or https://, or None where `address` leads to none.

    A relative one is resolved against `base`.
    """
    if not address:
        return None
    try:
        whole = urljoin(base or "", address.strip())
        parts = urlsplit(whole)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and whole.isprintable() and " " not in whole
    except ValueError:
        return None
    return whole if good else None
