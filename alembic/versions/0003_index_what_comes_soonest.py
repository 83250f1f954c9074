"""Index what comes soonest

The lists that are sorted by their day, and the proposals, then need no more than the index: without it each row is fetched for
its day, sealed text and all.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_thread_account_id_status_due_on"), "thread", ["account_id", "status", "due_on", "mailbox_id", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_thread_account_id_status_due_on"), table_name="thread")
