"""Microsoft Graph, Entra, a managed identity and ACS Email, simulated at the wire."""
