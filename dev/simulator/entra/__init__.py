"""Microsoft Entra: OpenID Connect of the inviting tenant, its sign-in pages, redemption."""
