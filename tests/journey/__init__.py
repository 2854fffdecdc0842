"""The app through HTTP, on the whole local environment."""
