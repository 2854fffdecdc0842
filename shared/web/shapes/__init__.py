"""The shapes of what systems send and are answered: what is decoded, encoded, and documented."""
