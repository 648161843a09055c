"""What an admin does to the database from the command line: backups, keys, the audit trail, totals, moves."""
