"""The schema's history, one file per step. Alembic runs the steps that a database lacks."""
