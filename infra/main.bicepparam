// For azd and for az alike: every value comes from the environment. `azd env set NAME value` sets one.

using './main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param resourceGroupName = readEnvironmentVariable('AZURE_RESOURCE_GROUP', '')
param productName = readEnvironmentVariable('PRODUCT_NAME')
param platformUrl = readEnvironmentVariable('PLATFORM_URL')

param hosting = readEnvironmentVariable('HOSTING', 'flex')
param image = readEnvironmentVariable('IMAGE', '')
param scale = {
  instanceMemoryMB: int(readEnvironmentVariable('INSTANCE_MEMORY_MB', '2048'))
  maximumInstanceCount: int(readEnvironmentVariable('MAXIMUM_INSTANCE_COUNT', '40'))
  alwaysReady: int(readEnvironmentVariable('ALWAYS_READY', '0'))
  zoneRedundant: bool(readEnvironmentVariable('ZONE_REDUNDANT', 'false'))
}

param email = {
  transport: readEnvironmentVariable('EMAIL_TRANSPORT', 'graph')
  sender: readEnvironmentVariable('EMAIL_SENDER')
  senderName: readEnvironmentVariable('EMAIL_SENDER_NAME', '')
  dataLocation: readEnvironmentVariable('EMAIL_DATA_LOCATION', 'Europe')
  domainVerified: bool(readEnvironmentVariable('EMAIL_DOMAIN_VERIFIED', 'false'))
  smtpHost: readEnvironmentVariable('SMTP_HOST', '')
  smtpPort: readEnvironmentVariable('SMTP_PORT', '587')
  smtpSecurity: readEnvironmentVariable('SMTP_SECURITY', 'starttls')
  smtpUser: readEnvironmentVariable('SMTP_USER', '')
}

param features = {
  lookAfterGuests: bool(readEnvironmentVariable('LOOK_AFTER_GUESTS', 'true'))
  companyFields: bool(readEnvironmentVariable('COMPANY_FIELDS', 'false'))
  resets: bool(readEnvironmentVariable('RESET_REDEMPTION', 'false'))
  deleteRevokedGuests: bool(readEnvironmentVariable('DELETE_REVOKED_GUESTS', 'false'))
  groups: bool(readEnvironmentVariable('GRANT_GROUPS', 'false'))
  appRoles: bool(readEnvironmentVariable('GRANT_APP_ROLES', 'false'))
  recogniseWays: bool(readEnvironmentVariable('RECOGNISE_WAYS', 'false'))
  pictures: bool(readEnvironmentVariable('SHOW_PICTURES', 'false'))
  mailEverywhere: bool(readEnvironmentVariable('MAIL_EVERYWHERE', 'false'))
}

param optional = {
  EMAIL_PER_MINUTE: readEnvironmentVariable('EMAIL_PER_MINUTE', '')
  EMAIL_PER_HOUR: readEnvironmentVariable('EMAIL_PER_HOUR', '')
  ROLES: readEnvironmentVariable('ROLES', '')
  DEFAULT_ROLES: readEnvironmentVariable('DEFAULT_ROLES', '')
  BRAND_COLOUR: readEnvironmentVariable('BRAND_COLOUR', '')
  LOGO_URL: readEnvironmentVariable('LOGO_URL', '')
  ORGANISATION_DOMAIN: readEnvironmentVariable('ORGANISATION_DOMAIN', '')
  SUPPORT_URL: readEnvironmentVariable('SUPPORT_URL', '')
  DOCUMENTATION_URL: readEnvironmentVariable('DOCUMENTATION_URL', '')
  PRIVACY_URL: readEnvironmentVariable('PRIVACY_URL', '')
  TERMS_URL: readEnvironmentVariable('TERMS_URL', '')
  WELCOME_LINKS: readEnvironmentVariable('WELCOME_LINKS', '')
  ALLOWED_REDIRECTS: readEnvironmentVariable('ALLOWED_REDIRECTS', '')
  INVITER_NOTICES: readEnvironmentVariable('INVITER_NOTICES', '')
  INVITER_ORGANISATIONS: readEnvironmentVariable('INVITER_ORGANISATIONS', '')
  INVITEES_PER_INVITER_PER_DAY: readEnvironmentVariable('INVITEES_PER_INVITER_PER_DAY', '')
  INVITEES_PER_ORGANISATION_PER_DAY: readEnvironmentVariable('INVITEES_PER_ORGANISATION_PER_DAY', '')
  WEBHOOK_URL: readEnvironmentVariable('WEBHOOK_URL', '')
  INVITATION_DAYS: readEnvironmentVariable('INVITATION_DAYS', '')
  REMIND_AFTER_DAYS: readEnvironmentVariable('REMIND_AFTER_DAYS', '')
  RETENTION_DAYS: readEnvironmentVariable('RETENTION_DAYS', '')
  DEFAULT_LANGUAGE: readEnvironmentVariable('DEFAULT_LANGUAGE', '')
}

// Only given when they are new: an empty one leaves alone what the vault holds.
param secrets = {
  SESSION_KEYS: readEnvironmentVariable('SESSION_KEYS', '')
  PSEUDONYM_KEY: readEnvironmentVariable('PSEUDONYM_KEY', '')
  SMTP_PASSWORD: readEnvironmentVariable('SMTP_PASSWORD', '')
  WEBHOOK_SECRETS: readEnvironmentVariable('WEBHOOK_SECRETS', '')
}

param network = {
  private: bool(readEnvironmentVariable('PRIVATE_NETWORK', 'false'))
  domain: readEnvironmentVariable('CUSTOM_DOMAIN', '')
}

param directory = bool(readEnvironmentVariable('MAKE_APPLICATION', 'true'))
param clientId = readEnvironmentVariable('CLIENT_ID', '')
param storageRedundancy = readEnvironmentVariable('STORAGE_REDUNDANCY', 'Standard_ZRS')
param retentionDays = int(readEnvironmentVariable('LOG_RETENTION_DAYS', '90'))
param operators = empty(readEnvironmentVariable('OPERATORS', '')) ? [] : split(readEnvironmentVariable('OPERATORS', ''), ',')
