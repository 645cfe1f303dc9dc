"""Schema of the casebook's tables, one migration a version, run by Alembic from the wheel too."""
