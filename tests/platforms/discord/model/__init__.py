"""What this Discord holds: servers, channels, messages, interactions, commands."""
