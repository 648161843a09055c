"""Several processes of the whole program on one PostgreSQL database, with a Discord and a Slack on this machine."""
