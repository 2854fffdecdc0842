"""What the simulated inviting tenant is, before anybody seeds anything else."""

TENANT_ID = "5f1c2d7e-93a4-4a0b-8a55-0b7d2f6c1e90"
TENANT_NAME = "GFMS"
TENANT_DOMAIN = "gfms.example"
CLIENT_ID = "b3a1f0c2-6d54-4f0e-9c1d-2f8e7a6b5c4d"
CLIENT_SECRET = "local-only-client-secret"  # noqa: S105 - opens nothing but the simulator
EMAIL_ACCESS_KEY = "bG9jYWwtb25seS1lbWFpbC1hY2Nlc3Mta2V5LTAxMjM0NTY3ODk="
IDENTITY_HEADER = "local-only-identity-header"
INSTRUMENTATION_KEY = "5b1f0a9e-3c7d-4e2a-8f64-0d9b7c1e2a35"
GROUP_ID = "0c9f6a37-2c5b-4c0e-9a45-8d2f1b7e6a11"
RESOURCE_ID = "7d4e2b90-1f3a-4b6c-8e5d-9a0c1b2d3e4f"
APP_ROLE_ID = "e2f8a6c4-5b3d-4e1f-9c7a-6d8b0f2a4c5e"
# Case 1 of the guide (J5): a company that has Entra ID, with one person in its directory.
ENTRA_CUSTOMER_TENANT_ID = "2b9d4c61-7a0e-4d35-b8f2-6c1e5a9f0d37"
ENTRA_CUSTOMER_DOMAIN = "precision-werke.example"
ENTRA_CUSTOMER_USER = "anna.keller@precision-werke.example"
ENTRA_CUSTOMER_PASSWORD = "Local-only-1"  # noqa: S105 - opens nothing but the simulator
# People of the inviting tenant; what each may do in the console says the role (docs/console.md).
MEMBER_PASSWORD = "Local-only-1"  # noqa: S105 - opens nothing but the simulator
INVITER = "tamer.mohamed-nour@gfms.example"
ADMIN = "admin@gfms.example"
NO_INVITER = "lena.okafor@gfms.example"
# A system that calls the API with tokens of its own.
DAEMON_CLIENT_ID = "6e1f9b72-0c4d-4a83-9e57-3d2a8b6c1f04"
DAEMON_CLIENT_SECRET = "local-only-daemon-secret"  # noqa: S105 - opens nothing but the simulator
DAEMON_OBJECT_ID = "c07d5e2a-8b91-4f36-a1e4-7f9d0b3c6a58"
