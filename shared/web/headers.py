"""The headers that every answer to a browser carries."""

# The link and the pages hold secrets or personal data: nothing is kept, nothing leaks by referrer.
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
