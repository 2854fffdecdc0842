"""Backs up the app's tables into a folder and restores them (docs/backup.md)."""
