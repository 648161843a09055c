"""What coordinators set right, and the audit trail they read."""
