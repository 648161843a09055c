"""Where it is kept: one engine for SQLite and one for PostgreSQL, the tables, and their migrations."""
