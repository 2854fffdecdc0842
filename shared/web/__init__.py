"""HTTP: problem documents for systems, pages and e-mails for people, sealed cookies."""
