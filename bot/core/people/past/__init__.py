"""What an account did lately, and what of it outlives its deleted person: used slots, suspensions, wrong codes."""
