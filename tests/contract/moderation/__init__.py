"""What coordinators correct, review and read, and what waits for them."""
