"""The guest's way in Chromium, with every page on it checked."""
