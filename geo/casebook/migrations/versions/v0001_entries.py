"""The entries, and one row that says where the book ends."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXTS = (
    "by", "kind", "attack_id", "decision", "note", "source", "reliability", "credibility",
    "details", "verdict", "attack_sha256", "areas_sha256", "method_sha256", "method_version",
    "at", "before", "sha256",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and the end of an empty book."""
    op.create_table(
        "casebook_entries",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("about", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
    )
    head = op.create_table(
        "casebook_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "sha256": "0" * 64}])


def downgrade() -> None:
    """Refuse: a book that is never erased has no older form to go back to.

    Raises
    ------
    NotImplementedError
        Always.
    """
    raise NotImplementedError("a casebook is not taken apart; restore a backup instead")
