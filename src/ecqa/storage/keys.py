"""Keys of programs that call the service: a name in, a secret out that is shown once; later a secret in, what its holder may do out.

Only the SHA-256 of a secret is stored. It has 256 random bits, so that it needs no salt and no slow hash.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import delete, func, insert, select, update

from ecqa.errors import ServiceError
from ecqa.storage.columns import local_day, now
from ecqa.storage.database import Database
from ecqa.storage.tables import api_keys

SCOPES = ("ask", "search", "metrics")
"""What a key may be good for: answers, passages and articles, figures of the server."""
PREFIX = "ecqa_"
"""What a secret begins with, so that it is recognised where it should not be."""
SHOWN = len(PREFIX) + 4
"""First characters of a secret that are kept, so that its owner tells keys apart."""
NAME = 100


@dataclass(frozen=True, slots=True)
class Key:
    """One key, without its secret."""

    id: int
    name: str
    beginning: str
    """The first characters of the secret."""
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_on: str | None
    """ISO date on which it was used last."""

    def open_at(self, moment: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or moment < self.expires_at)


class Keys:
    """The keys of the service.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, scopes: tuple[str, ...] = ("ask", "search"), days: int | None = None) -> str:
        """Makes a key; its secret, which nobody can find again. A revoked key of the same name is replaced.

        Args:
            name: Who gets it, 1 to 100 characters.
            scopes: Some of SCOPES.
            days: After how many it expires; None is never.

        Raises:
            ServiceError: The name cannot be used or is taken, or a scope is none.
        """
        if not name or len(name) > NAME or not name.isprintable() or name != name.strip():
            raise ServiceError("user-name", limit=NAME)
        if not scopes or not set(scopes) <= set(SCOPES):
            raise ServiceError("key-scopes", known=", ".join(SCOPES))
        secret = PREFIX + secrets.token_urlsafe(32)
        moment = now()
        row = {"name": name, "key_hash": _hash(secret), "beginning": secret[:SHOWN], "scopes": [s for s in SCOPES if s in scopes]}
        with self._database.write_alone(api_keys) as connection:
            connection.execute(delete(api_keys).where(api_keys.c.name == name, api_keys.c.revoked_at.is_not(None)))
            if connection.execute(select(api_keys.c.id).where(api_keys.c.name == name)).first() is not None:
                raise ServiceError("key-taken", name=name)
            expires = None if days is None else moment + timedelta(days=days)
            connection.execute(insert(api_keys).values(row | {"created_at": moment, "expires_at": expires}))
        return secret

    def revoke(self, name: str) -> bool:
        """Ends a key from the next request on; False where no open key has the name."""
        chosen = update(api_keys).where(api_keys.c.name == name, api_keys.c.revoked_at.is_(None))
        with self._database.write() as connection:
            return connection.execute(chosen.values(revoked_at=now())).rowcount > 0

    def all(self) -> list[Key]:
        """All keys by name, revoked ones too."""
        with self._database.read() as connection:
            return [_key(row) for row in connection.execute(_COLUMNS.order_by(api_keys.c.name)).all()]

    def used(self) -> bool:
        """Whether there is any key, be it revoked or expired: from the first one on nobody gets in without."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(api_keys)).scalar_one() > 0

    def find(self, secret: str) -> Key | None:
        """The key of a secret, noted as used today; None where it is none, revoked or expired."""
        with self._database.read() as connection:
            row = connection.execute(_COLUMNS.where(api_keys.c.key_hash == _hash(secret))).first()
        moment = now()
        if row is None or not (key := _key(row)).open_at(moment):
            return None
        if key.used_on != (today := local_day(moment)):
            with self._database.write() as connection:
                connection.execute(update(api_keys).where(api_keys.c.id == key.id).values(used_on=today))
        return key


_COLUMNS = select(
    api_keys.c.id,
    api_keys.c.name,
    api_keys.c.beginning,
    api_keys.c.scopes,
    api_keys.c.created_at,
    api_keys.c.expires_at,
    api_keys.c.revoked_at,
    api_keys.c.used_on,
)


def _key(row: SqlRow[*tuple[Any, ...]]) -> Key:
    return Key(row.id, row.name, row.beginning, tuple(row.scopes), row.created_at, row.expires_at, row.revoked_at, row.used_on)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
