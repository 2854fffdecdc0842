"""`python3 -m dev package`: the zip that is deployed, and its bill of materials."""
