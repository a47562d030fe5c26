"""Which process a run of evaluation belongs to, and when that last gave a sign of life.

Revision v0005, after v0004.
"""

import sqlalchemy as sa
from alembic import op

from ecqa.storage.columns import Moment

revision = "v0005"
down_revision = "v0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The step forward."""
    op.add_column("runs", sa.Column("process", sa.String(160), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("alive_at", Moment(), nullable=True))


def downgrade() -> None:
    """The step back."""
    with op.batch_alter_table("runs") as table:
        table.drop_column("alive_at")
        table.drop_column("process")
