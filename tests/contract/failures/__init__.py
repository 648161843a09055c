"""What goes wrong outside: requests delivered twice, restarts, and a database that is slow or full."""
