"""The audit trail: its entries, the chain that ties them together, and the witness beside the key."""
