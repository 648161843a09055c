"""The deployment's keys: where they come from, which one is current, and the hashes of callers that they make."""
