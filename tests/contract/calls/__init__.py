"""A caller's way: the script, the logged call, what the office said, and the next one."""
