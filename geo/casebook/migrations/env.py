"""Run the migrations on the connection that the store gives, inside its transaction."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="casebook_version",
    transactional_ddl=False,  # the store has opened the one transaction already
)
context.run_migrations()
