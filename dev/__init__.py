"""Everything that helps to build and to try the app; never deployed."""
