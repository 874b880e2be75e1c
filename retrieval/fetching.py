"""Pages and feeds, fetched from their addresses: never from a network that is not meant to be read from outside.

It needs httpx-secure and protego, of the extra `web`.
"""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Iterable
from concurrent.futures import CancelledError
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from importlib.metadata import version
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from socket import gaierror
from threading import Lock
from time import monotonic
from types import TracebackType

import anyio
import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from httpx_secure import SSRFProtectionError, httpx_ssrf_protection
from protego import Protego

from retrieval.errors import FetchStopped, SourceError
from retrieval.readers.encoding import NotTextError, decode
from retrieval.types import Source, shorten

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAME = "Verbatim"
USER_AGENT = f"{NAME}/{version('verbatim')} (Telegram bot that quotes pages which its admin added; reads robots.txt)"

MAX_FETCHED_BYTES = 20 * 2**20
MAX_SECONDS = 20.0
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 500 * 2**10
_ROBOTS_SECONDS = 3600.0
_ROBOTS_KEPT = 1_000
_LONGEST_URL = 2_000
_LONGEST_HEADER = 1_000

_TEXT = re.compile(r"text/.*|.*[/+](?:xml|json)")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPTED = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5"
_NAT64 = IPv6Network("64:ff9b::/96")
_IPV4_COMPATIBLE = IPv6Network("::/96")
_BROKE_OFF = "broke off in the middle of its answer"
_GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear again, to answer that nothing changed: of the address that redirects led to."""

    final_url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found at an address. `media_type` and `charset` are what the server called it, in lower case."""

    url: str
    validators: Validators
    content: bytes
    media_type: str | None
    charset: str | None
    fetched_at: datetime

    @property
    def source(self) -> Source:
        """What was fetched, for the readers, named by the address that was asked for.

        What a server says of the encoding goes before what a page says of itself. A text that is in another encoding
        than UTF-8 is therefore turned into it, with a mark, which all readers obey first.
        """
        if self.charset is None or not _TEXT.fullmatch(self.media_type or ""):
            return Source(self.url, self.content)
        try:
            text = decode(self.content, declared=self.charset)
        except NotTextError:
            return Source(self.url, self.content)
        return Source(self.url, text.encode("utf-8-sig", "replace"))


@dataclass(frozen=True, slots=True)
class NotModified:
    """What an address holds is what it held when the validators were given out."""

    url: str
    fetched_at: datetime


class _Refused(Exception):
    """Why an address is not fetched, in words that follow on its name."""


class Fetcher:
    """Fetches pages and feeds. Safe to use from several threads; `close` ends the one of its own.

    Addresses of private networks, of this machine and of clouds' metadata are refused, whether they are written down,
    come from a name or at the end of redirects, unless they lie in one of the networks `allowed`. `seconds` is the
    most that a fetch may take, with everything, `max_bytes` the most that it may bring, unpacked.
    """

    def __init__(
        self,
        *,
        allowed: Iterable[Network] = (),
        seconds: float = MAX_SECONDS,
        max_bytes: int = MAX_FETCHED_BYTES,
        user_agent: str = USER_AGENT,
    ) -> None:
        self._allowed = tuple(allowed)
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._headers = {"User-Agent": user_agent, "Accept": _ACCEPTED, "Accept-Encoding": "gzip"}
        self._robots: dict[str, tuple[float, Protego]] = {}
        self._tls = httpx.create_ssl_context()
        self._lock = Lock()
        self._stack = ExitStack()
        self._portal: BlockingPortal | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the thread that the connections are in, and what is under way there."""
        with self._lock:
            if self._portal is not None:
                self._portal.call(self._portal.stop, True)
            self._portal = None
            self._stack.close()

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | NotModified:
        """What is at an address now.

        With the validators of an earlier fetch the answer may be that it has not changed. Raises `SourceError` with
        the reason in an admin's words, `FetchStopped` when it is closed meanwhile.
        """
        with self._lock:
            if self._portal is None:
                # One event loop for all fetches: to end one means to wait for names that are still being resolved.
                self._portal = self._stack.enter_context(start_blocking_portal())
            portal = self._portal
        try:
            return portal.call(self._fetch, url, known)
        except _Refused as refused:
            raise SourceError(url, str(refused)) from refused
        except CancelledError as error:
            raise FetchStopped(url, "was not fetched to the end, as the bot stops") from error

    async def _fetch(self, url: str, known: Validators | None) -> Fetched | NotModified:
        # The whole is timed, below.
        no_timeout = httpx.Timeout(None)
        client = httpx.AsyncClient(headers=self._headers, verify=self._tls, trust_env=False, timeout=no_timeout)
        # Connects to addresses that were checked, whatever a name leads to a moment later.
        httpx_ssrf_protection(client, check_globally_reachable=False, custom_validator=self._validate)
        try:
            with anyio.fail_after(self._seconds):
                async with client:
                    return await self._follow(client, url, known)
        except TimeoutError as error:
            raise _Refused(f"took longer than {self._seconds:g} s") from error

    async def _follow(self, client: httpx.AsyncClient, url: str, known: Validators | None) -> Fetched | NotModified:
        hop = _parsed(url)
        for number in range(MAX_REDIRECTS + 1):
            try:
                await self._check(hop)
                if not await self._robots_allow(client, hop):
                    raise _Refused("may not be read by programs, says its robots.txt")
                found = await self._get(client, hop, known, url)
            except _Refused as refused:
                raise (
                    refused if not number else _Refused(f"redirects to {shorten(hop.host)}, which {refused}")
                ) from refused
            if not isinstance(found, httpx.URL):
                return found
            hop = found
        raise _Refused(f"redirects more than {MAX_REDIRECTS} times")

    async def _get(
        self, client: httpx.AsyncClient, hop: httpx.URL, known: Validators | None, url: str
    ) -> Fetched | NotModified | httpx.URL:
        """What is at an address, or where it redirects to."""
        headers: dict[str, str] = {}
        if known and known.final_url == str(hop):
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        try:
            async with client.stream("GET", hop, headers=headers) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return _parsed(response.headers["location"], hop)
                now = datetime.now(UTC)
                if response.status_code == httpx.codes.NOT_MODIFIED and headers:
                    return NotModified(url, now)
                if response.status_code != httpx.codes.OK:
                    raise _Refused(f"answers {_status(response)}")
                content = await _body(response, self._max_bytes)
                kind = Message()
                kind["content-type"] = response.headers.get("content-type", "")
                return Fetched(
                    url,
                    Validators(str(hop), _plain(response, "etag"), _plain(response, "last-modified")),
                    content,
                    kind.get_content_type() if "content-type" in response.headers else None,
                    kind.get_content_charset(),
                    now,
                )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _Refused(_in_words(error)) from error

    async def _robots_allow(self, client: httpx.AsyncClient, url: httpx.URL) -> bool:
        robots = url.copy_with(path="/robots.txt", query=None, fragment=None)
        read_at, rules = self._robots.get(str(robots), (-_ROBOTS_SECONDS, None))
        if rules is None or monotonic() - read_at > _ROBOTS_SECONDS:
            rules = Protego.parse(await self._robots_at(client, robots))
            if len(self._robots) >= _ROBOTS_KEPT:
                self._robots.clear()
            self._robots[str(robots)] = monotonic(), rules
        return rules.can_fetch(str(url), NAME)

    async def _robots_at(self, client: httpx.AsyncClient, robots: httpx.URL) -> str:
        """The rules of a server; none where it has none (RFC 9309, section 2.3.1)."""
        for number in range(MAX_REDIRECTS + 1):
            if number:
                await self._check(robots)
            try:
                async with client.stream("GET", robots) as response:
                    if response.status_code in _REDIRECTS and "location" in response.headers:
                        robots = _parsed(response.headers["location"], robots)
                        continue
                    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                        raise _Refused(f"answers {_status(response)} when asked for its robots.txt; try again later")
                    if response.status_code != httpx.codes.OK:
                        return ""
                    return (await _body(response, MAX_ROBOTS_BYTES, cut=True)).decode("utf-8", "replace")
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise _Refused(_in_words(error)) from error
        return ""

    async def _check(self, url: httpx.URL) -> None:
        """Raise `_Refused` unless all addresses of a host may be read from, before the first packet goes there."""
        host = url.raw_host.decode("ascii").strip("[]")
        try:
            found = await anyio.getaddrinfo(host, url.port or (443 if url.scheme == "https" else 80))
        except (gaierror, UnicodeError) as error:
            raise _Refused(f"has no such host as {url.host}") from error
        for *_, (written, *_) in found:
            address = ip_address(written)
            if not self._admits(address):
                raise _Refused(f"is at a private address ({address})")

    def _validate(self, _host: str, address: Address, _port: int) -> bool:
        return self._admits(address)

    def _admits(self, address: Address) -> bool:
        return _is_public(address) or any(address in network for network in self._allowed)


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address):
        # Addresses of the older kind in newer clothes lead where the older ones lead.
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and (address in _NAT64 or address in _IPV4_COMPATIBLE):
            inner = IPv4Address(address.packed[-4:])
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast and not getattr(address, "is_site_local", False)


def _parsed(written: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that may be fetched; where a redirect leads, if `base` is what redirects."""
    try:
        url = httpx.URL(written) if base is None else base.join(written)
        host = url.host
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise _Refused("is no address" if base is None else "redirects to what is no address") from error
    reason = None
    # The library escapes what no name of a host may have in it.
    if url.scheme not in {"http", "https"} or not host or "%" in host:
        reason = "is no address that begins with http:// or https://"
    elif url.userinfo:
        reason = "has a user's name or password in it, which would be stored and shown"
    elif len(str(url)) > _LONGEST_URL:
        reason = f"is longer than {_LONGEST_URL:,} characters"
    if reason:
        raise _Refused(reason if base is None else f"redirects to what {reason}")
    return url.copy_with(fragment=None)


async def _body(response: httpx.Response, limit: int, *, cut: bool = False) -> bytes:
    """The body, unpacked. What is longer than `limit` is cut there, or refused; so is what is packed otherwise.

    httpx by itself would unpack whatever a server chose to pack, however often, and whole chunks at a time.
    """
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip"}:
        raise _Refused(f"is packed in a way that was not asked for ({packing[:20]})")
    size = response.headers.get("content-length", "")
    if not cut and size.isdecimal() and len(size) < 20 and int(size) > limit:
        raise _Refused(_too_large(limit))
    unpacker = None if packing == "identity" else zlib.decompressobj(_GZIP)
    content = bytearray()
    async for raw in response.aiter_raw():
        try:
            content += unpacker.decompress(raw, limit + 1 - len(content)) if unpacker else raw
        except zlib.error as error:
            raise _Refused("is packed, and damaged") from error
        if len(content) > limit:
            if cut:
                return bytes(content[:limit])
            raise _Refused(_too_large(limit))
        if unpacker and unpacker.eof:
            break
    if unpacker and not unpacker.eof:
        raise _Refused(_BROKE_OFF)
    return bytes(content)


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {httpx.codes.get_reason_phrase(response.status_code)}".rstrip()


def _plain(response: httpx.Response, header: str) -> str | None:
    """The value of a header that can be kept and sent back."""
    value: str | None = response.headers.get(header)
    return value if value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_HEADER else None


def _too_large(limit: int) -> str:
    return f"is larger than {limit / 2**20:g} MB"


def _in_words(error: Exception) -> str:
    match error:
        case SSRFProtectionError():
            return f"is at a private address ({error.ip_addr})"
        case httpx.ConnectError() if isinstance(cause := _of_tls(error), ssl.SSLCertVerificationError):
            return f"has no certificate that can be trusted ({cause.verify_message})"
        case httpx.ConnectError() if _of_tls(error):
            return "does not speak https"
        case httpx.ConnectError():
            return "takes no connections"
        case httpx.RemoteProtocolError() if "location" in str(error):
            return "redirects to what is no address"
        case httpx.RemoteProtocolError() | httpx.ReadError() | httpx.WriteError():
            return _BROKE_OFF
        case _:
            return f"can't be fetched ({type(error).__name__})"


def _of_tls(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error
