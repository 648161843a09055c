"""The REST routes that a bot asks, by what they are about."""
