"""What a process looks at again and again: files, data, keys, backups, and the other processes."""
