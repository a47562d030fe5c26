"""A request in, who sent it out, or why it is not let in: keys, what they are good for, and how many requests a minute.

As long as no key was ever made, requests that come from this machine itself are let in, where the server listens on this machine only:
the sender's address is a loopback one, no proxy passed the request on, and it names this machine as its host (so that no web page
elsewhere can send a browser of this machine here). From the first key on nobody gets in without.
"""

import hashlib
import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from ecqa.errors import ServiceError
from ecqa.interfaces.allowance import Allowance
from ecqa.interfaces.visitors import address_of
from ecqa.storage import Storage
from ecqa.storage.keys import SCOPES

PASSED_ON = ("x-forwarded-for", "x-real-ip", "forwarded")
"""Headers by which a proxy says for whom it asks."""
BEARER = HTTPBearer(auto_error=False, description="ecqa key add NAME")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request."""

    name: str
    """Of the key; empty for this machine itself."""
    owner: str
    """Under which questions are counted: no secret of anybody, and the same for all requests of a key."""
    scopes: tuple[str, ...]
    """What it may do."""


class Access:
    """Who is let in.

    Args:
        storage: Where the keys are.
        allowance: How many requests a minute.
        listens_here: Whether the server listens on this machine only.
    """

    def __init__(self, storage: Storage, allowance: Allowance, *, listens_here: bool) -> None:
        self._storage = storage
        self._allowance = allowance
        self._listens_here = listens_here
        self._nobody = Caller("", secrets.token_urlsafe(24), SCOPES)

    def admit(self, request: HTTPConnection, scope: str | None = None) -> Caller:
        """Who sent a request, which is counted.

        Args:
            request: With its headers and its address.
            scope: What the key must be good for; None is anything.

        Raises:
            ServiceError: It is not let in.
            QuestionError: There were too many in the last minute.
        """
        try:
            caller = self._caller(request, scope)
        except ServiceError:
            self._allowance.take("", address_of(request))
            raise
        self._allowance.take(caller.owner, address_of(request))
        return caller

    def open_without_key(self) -> bool:
        """Whether requests of this machine need no key."""
        return self._listens_here and not self._storage.keys.used()

    def _caller(self, request: HTTPConnection, scope: str | None) -> Caller:
        if not self._storage.keys.used():
            if self._listens_here and _from_here(request):
                return self._nobody
            raise ServiceError("api-closed")
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise ServiceError("key-needed")
        key = self._storage.keys.find(secret.strip())
        if key is None:
            raise ServiceError("key-wrong")
        if scope is not None and scope not in key.scopes:
            raise ServiceError("key-scope", scope=scope, name=key.name)
        owner = hashlib.sha256(f"{key.id} {key.created_at.isoformat()}".encode()).hexdigest()
        return Caller(key.name, f"key-{owner}", key.scopes)


def may(scope: str) -> Callable[..., Caller]:
    """A FastAPI dependency that lets in who may do something.

    Args:
        scope: One of `storage.keys.SCOPES`.
    """

    def admitted(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]) -> Caller:
        caller: Caller = request.app.state.services.access.admit(request, scope)
        request.state.noted["key"] = caller.name
        return caller

    return admitted


Asking = Annotated[Caller, Depends(may("ask"))]
Searching = Annotated[Caller, Depends(may("search"))]
Watching = Annotated[Caller, Depends(may("metrics"))]


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _from_here(request: HTTPConnection) -> bool:
    """Whether a request was sent by a program of this machine, for itself."""
    if any(name in request.headers for name in PASSED_ON) or not is_loopback(address_of(request)):
        return False
    return is_loopback(request.url.hostname or "")
