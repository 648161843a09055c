"""Where everything is stored: an engine for SQLite and one for PostgreSQL, the tables, and their migrations.

A unit of work runs in one transaction and may run twice. Tables hold only text, integers and bytes.
Start reading at ``engine``, then ``statement`` and ``tables``. ``sqlite`` and ``postgres`` are the two engines, and
``copies`` holds backups and the move between them.
"""
