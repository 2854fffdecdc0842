"""Everything that helps to build and to try the app; never deployed."""

DEFAULT_PORT = 7071
