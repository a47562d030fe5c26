"""People who may use the desk: a name and a password in, a session out; repeated failure locks a name for a while.

Passwords are kept as argon2 hashes, session tokens as SHA-256. The lock goes by name, not by address: no address is stored.
"""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update

from ecqa.errors import ServiceError
from ecqa.storage.columns import now
from ecqa.storage.database import Database
from ecqa.storage.tables import login_failures, sessions, users

FAILURES = 5
"""After this many a name is locked."""
LOCKED = timedelta(minutes=15)
"""For this long after the first of them."""
SESSION = timedelta(hours=12)
CHECKED_AT_ONCE = 2
"""Passwords checked at the same time: each takes 64 MB, and whoever likes can send one."""
SHORTEST = 10
"""Characters of a password."""
LONGEST = 1000
NAME = 100


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody logged in."""

    name: str
    csrf: str
    """A secret that every form of the session sends back."""


class Accounts:
    """Users and their sessions.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._checking = threading.BoundedSemaphore(CHECKED_AT_ONCE)

    def save(self, name: str, password: str) -> bool:
        """Makes a user, or gives one a new password, which ends all sessions and the lock; whether the user is new.

        Raises:
            ServiceError: The name or the password cannot be used.
        """
        if not name or len(name) > NAME or not name.isprintable() or name != name.strip():
            raise ServiceError("user-name", limit=NAME)
        if not SHORTEST <= len(password) <= LONGEST:
            raise ServiceError("user-password", least=SHORTEST)
        hashed = self._hasher.hash(password)
        with self._database.write() as connection:
            user = connection.execute(select(users.c.id).where(users.c.name == name)).scalar()
            if user is None:
                connection.execute(insert(users).values(name=name, password_hash=hashed, created_at=now()))
            else:
                connection.execute(update(users).where(users.c.id == user).values(password_hash=hashed))
                connection.execute(delete(sessions).where(sessions.c.user_id == user))
            connection.execute(delete(login_failures).where(login_failures.c.name == name))
        return user is None

    def remove(self, name: str) -> bool:
        """Takes a user away, with all sessions; False where there is none."""
        with self._database.write() as connection:
            return connection.execute(delete(users).where(users.c.name == name)).rowcount > 0

    def names(self) -> list[str]:
        """All users, by name."""
        with self._database.read() as connection:
            return list(connection.execute(select(users.c.name).order_by(users.c.name)).scalars())

    def log_in(self, name: str, password: str) -> str | None:
        """A new session's token, or None for a wrong name or password.

        An attempt counts as a failure until it has succeeded, so that many at the same moment are no way round the lock.

        Raises:
            ServiceError: The name is locked.
        """
        name = name[:NAME].replace("\x00", "")
        moment = now()
        with self._database.write_alone(login_failures) as connection:
            connection.execute(delete(login_failures).where(login_failures.c.failed_at <= moment - LOCKED))
            of_name = login_failures.c.name == name
            count, first = connection.execute(select(func.count(), func.min(login_failures.c.failed_at)).where(of_name)).one()
            if count >= FAILURES:
                minutes = -(-(first + LOCKED - moment).total_seconds() // 60)
                raise ServiceError("login-locked", minutes=int(minutes))
            connection.execute(insert(login_failures).values(name=name, failed_at=moment))
            user = connection.execute(select(users.c.id, users.c.password_hash).where(users.c.name == name)).first()
        if not self._verified(user.password_hash if user else self._nobody, password[:LONGEST]) or user is None:
            return None
        token = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            row = {"token_hash": _hash(token), "user_id": user.id, "csrf": secrets.token_urlsafe(32), "expires_at": moment + SESSION}
            connection.execute(delete(login_failures).where(of_name))
            connection.execute(delete(sessions).where(sessions.c.expires_at <= moment))
            connection.execute(insert(sessions).values(row))
        return token

    def session(self, token: str) -> Session | None:
        """Whose session a token is; None where it is none, or over."""
        chosen = select(users.c.name, sessions.c.csrf).join(users, users.c.id == sessions.c.user_id)
        with self._database.read() as connection:
            row = connection.execute(chosen.where(sessions.c.token_hash == _hash(token), sessions.c.expires_at > now())).first()
        return Session(*row) if row else None

    def log_out(self, token: str) -> None:
        """Ends a session."""
        with self._database.write() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == _hash(token)))

    def _verified(self, hashed: str, password: str) -> bool:
        with self._checking:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
