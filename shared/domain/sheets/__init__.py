"""Tables that people upload: CSV in any common encoding, and XLSX."""
