"""What exactly was done, beside who did what to which document and when.

Revision v0004, after v0003.
"""

import sqlalchemy as sa
from alembic import op

from ecqa.storage.columns import Words

revision = "v0004"
down_revision = "v0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step forward."""
    op.add_column("audit", sa.Column("detail", Words(), nullable=False, server_default=""))


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("audit") as table:
        table.drop_column("detail")
