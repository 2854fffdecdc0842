"""What the functions share: domain, use cases, outer services, web."""
