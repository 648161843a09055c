"""Everything held about the caller: to see, link, take along and delete."""
