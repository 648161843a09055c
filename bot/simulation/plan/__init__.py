"""What happens on a simulated day: when people come, from where, and what they do. Plain functions, seeded."""
