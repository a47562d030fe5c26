"""An address to the bytes that are there: http and https only, nothing on this machine or its network, with limits of size and time.

The host is looked up once, all its addresses are judged, and the connection goes to one of those: a name that changes between the
two leads nowhere else. Every redirection is judged again.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from ecqa.errors import CorpusError

LIMIT = 50_000_000
SECONDS = 30.0
REDIRECTIONS = 5
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "multipart/related": ".mhtml",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    name: str
    """A file name with the ending of its kind."""
    data: bytes
    url: str
    """Where it was in the end."""


def fetch(url: str, *, limit: int = LIMIT, seconds: float = SECONDS, private: bool = False) -> Fetched:
    """What is at an address.

    Args:
        url: As typed.
        limit: Bytes it may have.
        seconds: Time for all of it, redirections included.
        private: Whether addresses of this machine and its network are allowed; for tests.

    Raises:
        CorpusError: The address is none of http or https, leads to a private one, cannot be reached, or gives too much or too slowly.
    """
    end = time.monotonic() + seconds
    address = url
    for _ in range(REDIRECTIONS + 1):
        connection, target = _connected(address, end, private)
        try:
            connection.request("GET", target, headers={"User-Agent": "ecqa", "Accept": "*/*", "Accept-Encoding": "identity"})
            reply = connection.getresponse()
            if reply.status in (301, 302, 303, 307, 308) and reply.getheader("Location"):
                address = urljoin(address, str(reply.getheader("Location")))
                continue
            if reply.status != 200:
                raise CorpusError("url-status", url=shown(address), status=reply.status)
            kind = (reply.getheader("Content-Type") or "").split(";")[0].strip().lower()
            return Fetched(_name(address, kind), _body(reply, address, limit, end), address)
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise CorpusError("url-unreachable", url=shown(address), reason=type(problem).__name__) from problem
        finally:
            connection.close()
    raise CorpusError("url-redirections", url=shown(url))


def shown(url: str) -> str:
    """An address for a message: no password, no control characters, not too long."""
    return re.sub(r"//[^/@]*@", "//", "".join(c if c.isprintable() else "?" for c in url))[:200]


def _connected(url: str, end: float, private: bool) -> tuple[http.client.HTTPConnection, str]:
    """A connection to the host of an address, and what to ask for there."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as problem:
        raise CorpusError("url-form", url=shown(url)) from problem
    if parts.scheme not in ("http", "https") or not host or parts.username or not url.isascii() or not url.isprintable() or " " in url:
        raise CorpusError("url-form", url=shown(url))
    port = port or (443 if parts.scheme == "https" else 80)
    left = max(0.1, end - time.monotonic())
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as problem:
        raise CorpusError("url-unreachable", url=shown(url), reason=host) from problem
    if not private and not all(ipaddress.ip_address(one[4][0]).is_global for one in found):
        raise CorpusError("url-private", url=shown(url))
    try:
        stream = socket.create_connection((str(found[0][4][0]), port), timeout=left)
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
    except OSError as problem:
        raise CorpusError("url-unreachable", url=shown(url), reason=problem.strerror or type(problem).__name__) from problem
    connection = http.client.HTTPConnection(host, port, timeout=left)
    connection.sock = stream
    return connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _body(reply: http.client.HTTPResponse, url: str, limit: int, end: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := reply.read1(65_536):
        size += len(piece)
        if size > limit:
            raise CorpusError("url-too-large", url=shown(url), limit=limit // 1_000_000)
        if time.monotonic() > end:
            raise CorpusError("url-too-slow", url=shown(url))
        pieces.append(piece)
    return b"".join(pieces)


def _name(url: str, kind: str) -> str:
    """A file name made of the last part of the address, or of its host."""
    parts = urlsplit(url)
    last = unquote(parts.path).rstrip("/").split("/")[-1] or (parts.hostname or "page")
    stem, _, ending = last.rpartition(".")
    known = f".{ending.lower()}" if stem else ""
    wanted = _ENDINGS.get(kind) or (known if known in _ENDINGS.values() else ".html")
    base = stem if stem and known in (wanted, ".htm", ".asp", ".aspx", ".php", ".jsp", ".shtml") else last
    return re.sub(r"[^\w.\-\u4e00-\u9fff]+", "-", base)[:100].strip("-.") + wanted
