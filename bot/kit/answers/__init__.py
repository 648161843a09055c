"""What the kit draws itself, and each answer's last steps: forms, help, refusals, sealed buttons, direct messages."""
