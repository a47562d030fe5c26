"""Tokens of a chat model by day.

Revision v0003, after v0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step forward."""
    op.create_table(
        "chat_tokens",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_chat_tokens"),
    )


def downgrade() -> None:
    """The step back."""
    op.drop_table("chat_tokens")
