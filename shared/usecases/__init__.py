"""What the app does: each step of an invitation, readable on one screen."""
