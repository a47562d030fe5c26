"""The tables of the first version.

Revision v0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

from ecqa.storage.columns import Document, Moment, Words

revision = "v0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step forward."""
    _questions()
    _opinions()
    _counts()
    _people()
    _runs()
    _scores()


def downgrade() -> None:
    """The step back: nothing is left."""
    for table in (
        "ratings",
        "sheets",
        "run_rows",
        "runs",
        "audit",
        "login_failures",
        "sessions",
        "users",
        "asked_articles",
        "asked",
        "gaps",
        "feedback",
        "turns",
        "conversations",
    ):
        op.drop_table(table)


def _questions() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index("ix_conversations_owner", "conversations", ["owner"])
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "turns",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("filters", Document(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("problem", Words(), nullable=False),
        sa.Column("answer", Document(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_turns_conversation_id_conversations", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "number", name="pk_turns"),
    )


def _opinions() -> None:
    op.create_table(
        "feedback",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("thumbs", sa.String(length=4), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("answer", Words(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "number", name="pk_feedback"),
    )
    op.create_index("ix_feedback_owner", "feedback", ["owner"])
    op.create_index("ix_feedback_saved_at", "feedback", ["saved_at"])
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("detail", Words(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("resolved_by", Words(), nullable=True),
        sa.Column("resolved_at", Moment(), nullable=True),
        sa.Column("note", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gaps"),
        sa.UniqueConstraint("conversation_id", "number", "origin", name="uq_gaps_conversation_id"),
    )
    op.create_index("ix_gaps_day", "gaps", ["day"])
    op.create_index("ix_gaps_noted_at", "gaps", ["noted_at"])
    op.create_index("ix_gaps_owner", "gaps", ["owner"])
    op.create_index("ix_gaps_state", "gaps", ["state"])


def _counts() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("question", Words(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("mode", Words(), nullable=False),
        sa.Column("milliseconds", sa.Float(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asked"),
    )
    op.create_index("ix_asked_asked_at", "asked", ["asked_at"])
    op.create_index("ix_asked_day", "asked", ["day"])
    op.create_index("ix_asked_owner", "asked", ["owner"])
    op.create_table(
        "asked_articles",
        sa.Column("asked_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", Words(), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.ForeignKeyConstraint(["asked_id"], ["asked.id"], name="fk_asked_articles_asked_id_asked", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("asked_id", "article_id", name="pk_asked_articles"),
    )


def _people() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("name", name="uq_users_name"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id_users", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "login_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("failed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_login_failures"),
    )
    op.create_index("ix_login_failures_failed_at", "login_failures", ["failed_at"])
    op.create_index("ix_login_failures_name", "login_failures", ["name"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", Words(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("gold", Words(), nullable=False),
        sa.Column("choice", Document(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("problem", Words(), nullable=False),
        sa.Column("started_by", Words(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_started_at", "runs", ["started_at"])
    op.create_index("ix_runs_state", "runs", ["state"])
    op.create_table(
        "run_rows",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question_id", Words(), nullable=False),
        sa.Column("answer", Document(), nullable=False),
        sa.Column("judgement", Document(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_rows_run_id_runs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "place", name="pk_run_rows"),
    )


def _scores() -> None:
    op.create_table(
        "sheets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("questions", Document(), nullable=False),
        sa.Column("made_by", Words(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_sheets_run_id_runs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sheets"),
    )
    op.create_index("ix_sheets_run_id", "sheets", ["run_id"])
    op.create_table(
        "ratings",
        sa.Column("sheet_id", sa.String(length=32), nullable=False),
        sa.Column("question_id", Words(), nullable=False),
        sa.Column("rater", sa.String(length=100), nullable=False),
        sa.Column("scale", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("rated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheets.id"], name="fk_ratings_sheet_id_sheets", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sheet_id", "question_id", "rater", "scale", name="pk_ratings"),
    )
