"""Measurements of what the database does: calls logged, boards, reports and public data at several sizes."""
