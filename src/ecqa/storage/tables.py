"""The tables of the database as SQLAlchemy knows them; `migrations` makes them, and a test compares both."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Integer, MetaData, String, Table, UniqueConstraint

from ecqa.storage.columns import Document, Moment, Words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can name it."""

metadata = MetaData(naming_convention=NAMES)

OWNER = String(64)
"""SHA-256 of a browser's secret, in hex."""
IDENTIFIER = String(32)
DAY = String(10)
"""ISO date where the server stands."""

conversations = Table(
    "conversations",
    metadata,
    Column("id", IDENTIFIER, primary_key=True),
    Column("owner", OWNER, nullable=False, index=True),
    Column("title", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False, index=True),
    Column("deleted_at", Moment),
    Column("last_number", Integer, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", IDENTIFIER, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(10), nullable=False),
    Column("question", Words, nullable=False),
    Column("filters", Document, nullable=False),
    Column("text", Words, nullable=False),
    Column("problem", Words, nullable=False),
    Column("answer", Document),
    Column("asked_at", Moment, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", IDENTIFIER, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("owner", OWNER, nullable=False, index=True),
    Column("thumbs", String(4), nullable=False),
    Column("reason", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("question", Words, nullable=False),
    Column("answer", Words, nullable=False),
    Column("saved_at", Moment, nullable=False, index=True),
)

asked = Table(
    "asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", OWNER, nullable=False, index=True),
    Column("question", Words, nullable=False),
    Column("status", String(10), nullable=False),
    Column("mode", Words, nullable=False),
    Column("milliseconds", Float, nullable=False),
    Column("day", DAY, nullable=False, index=True),
    Column("asked_at", Moment, nullable=False, index=True),
)

asked_articles = Table(
    "asked_articles",
    metadata,
    Column("asked_id", Integer, ForeignKey("asked.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("article_id", Words, primary_key=True),
    Column("title", Words, nullable=False),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", OWNER, nullable=False, index=True),
    Column("origin", String(10), nullable=False),
    Column("question", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("conversation_id", IDENTIFIER),
    Column("number", Integer),
    Column("day", DAY, nullable=False, index=True),
    Column("noted_at", Moment, nullable=False, index=True),
    Column("state", String(10), nullable=False, index=True),
    Column("resolved_by", Words),
    Column("resolved_at", Moment),
    Column("note", Words, nullable=False),
    UniqueConstraint("conversation_id", "number", "origin"),
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("password_hash", String(255), nullable=False),
    Column("created_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, index=True),
    Column("failed_at", Moment, nullable=False, index=True),
)

runs = Table(
    "runs",
    metadata,
    Column("id", IDENTIFIER, primary_key=True),
    Column("title", Words, nullable=False),
    Column("gold", Words, nullable=False),
    Column("choice", Document, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("cancel", Boolean, nullable=False),
    Column("problem", Words, nullable=False),
    Column("started_by", Words, nullable=False),
    Column("started_at", Moment, nullable=False, index=True),
    Column("ended_at", Moment),
    Column("process", String(160), nullable=False, server_default=""),
    Column("alive_at", Moment),
)

run_rows = Table(
    "run_rows",
    metadata,
    Column("run_id", IDENTIFIER, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("question_id", Words, nullable=False),
    Column("answer", Document, nullable=False),
    Column("judgement", Document, nullable=False),
)

sheets = Table(
    "sheets",
    metadata,
    Column("id", IDENTIFIER, primary_key=True),
    Column("run_id", IDENTIFIER, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("title", Words, nullable=False),
    Column("questions", Document, nullable=False),
    Column("made_by", Words, nullable=False),
    Column("made_at", Moment, nullable=False),
)

ratings = Table(
    "ratings",
    metadata,
    Column("sheet_id", IDENTIFIER, ForeignKey("sheets.id", ondelete="CASCADE"), primary_key=True),
    Column("question_id", Words, primary_key=True),
    Column("rater", String(100), primary_key=True),
    Column("scale", String(20), primary_key=True),
    Column("value", Integer),
    Column("rated_at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", Words, nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", Words, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("detail", Words, nullable=False, server_default=""),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("beginning", String(20), nullable=False),
    Column("scopes", Document, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Column("used_on", DAY),
)

chat_tokens = Table(
    "chat_tokens",
    metadata,
    Column("day", DAY, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
)
