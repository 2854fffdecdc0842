// What the parameters of main.bicep and resources.bicep hold.

@export()
@description('acs: Azure Communication Services. graph: a mailbox of Microsoft 365. smtp: any mail server.')
type Transport = 'acs' | 'graph' | 'smtp'

@export()
@description('flex: a function app on a Flex Consumption plan. containers: the same app as an image on Container Apps.')
type Hosting = 'flex' | 'containers'

@export()
@description('Memory of an instance (512, 2048 or 4096), the most instances, and how many are always ready for requests; zoneRedundant wants two of these.')
@sealed()
type Scale = {
  instanceMemoryMB: int
  maximumInstanceCount: int
  alwaysReady: int
  zoneRedundant: bool
}

@export()
@description('How e-mail goes out. dataLocation, domainVerified and senderName are for acs, the rest for smtp.')
@sealed()
type Email = {
  transport: Transport
  sender: string
  senderName: string
  dataLocation: string
  domainVerified: bool
  smtpHost: string
  smtpPort: string
  smtpSecurity: string
  smtpUser: string
}

@export()
@description('What the identity may do in the directory beyond inviting; see docs/permissions.md.')
@sealed()
type Features = {
  lookAfterGuests: bool
  companyFields: bool
  resets: bool
  deleteRevokedGuests: bool
  groups: bool
  appRoles: bool
  recogniseWays: bool
  pictures: bool
  mailEverywhere: bool
}

@export()
@description('Settings of docs/settings.md that nothing else decides, by their names; what is left out or empty has its default.')
@sealed()
type OptionalSettings = {
  EMAIL_PER_MINUTE: string?
  EMAIL_PER_HOUR: string?
  ROLES: string?
  DEFAULT_ROLES: string?
  BRAND_COLOUR: string?
  LOGO_URL: string?
  ORGANISATION_DOMAIN: string?
  SUPPORT_URL: string?
  DOCUMENTATION_URL: string?
  PRIVACY_URL: string?
  TERMS_URL: string?
  WELCOME_LINKS: string?
  ALLOWED_REDIRECTS: string?
  INVITER_NOTICES: string?
  INVITER_ORGANISATIONS: string?
  INVITEES_PER_INVITER_PER_DAY: string?
  INVITEES_PER_ORGANISATION_PER_DAY: string?
  WEBHOOK_URL: string?
  INVITATION_DAYS: string?
  REMIND_AFTER_DAYS: string?
  RETENTION_DAYS: string?
  DEFAULT_LANGUAGE: string?
}

@export()
@description('The secrets, as they go into the vault. An empty one leaves alone what the vault holds.')
@sealed()
type Secrets = {
  SESSION_KEYS: string
  PSEUDONYM_KEY: string
  SMTP_PASSWORD: string
  WEBHOOK_SECRETS: string
}

@export()
@description('private: storage and vault have no public address. domain: a domain of your own for the app, empty for none.')
@sealed()
type Network = {
  private: bool
  domain: string
}
