"""From words as people type them to typed arguments."""
