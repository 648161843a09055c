"""Members, seats, states and districts as people type them."""
