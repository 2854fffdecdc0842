// The settings of the app (docs/settings.md), the same wherever it runs.
// Those that are secret are named here and kept in the vault; the host's module turns the names into references.

import { Email, Features, OptionalSettings } from 'types.bicep'

param publicUrl string
param clientId string
param productName string
param platformUrl string
param email Email
@description('The endpoint of the Communication Services resource; empty for other transports.')
param emailEndpoint string
param features Features
param optional OptionalSettings
@description('The client id of the identity of the app.')
param identityClientId string
param storageAccountName string
param insightsConnectionString string

var smtp = email.transport == 'smtp'

var required = {
  PUBLIC_URL: publicUrl
  TENANT_ID: tenant().tenantId
  CLIENT_ID: clientId
  AZURE_CLIENT_ID: identityClientId
  EMAIL_TRANSPORT: email.transport
  EMAIL_SENDER: email.sender
  PRODUCT_NAME: productName
  PLATFORM_URL: platformUrl
  DELETE_REVOKED_GUESTS: features.deleteRevokedGuests ? 'true' : 'false'
  DESCRIBE_GUESTS: features.companyFields ? 'true' : 'false'
}

var transports = {
  acs: {
    EMAIL_ENDPOINT: emailEndpoint
  }
  graph: {}
  smtp: {
    SMTP_HOST: email.smtpHost
    SMTP_PORT: email.smtpPort
    SMTP_SECURITY: email.smtpSecurity
    SMTP_USER: email.smtpUser
  }
}

// Read by the host and the SDKs, not by the app (docs/settings.md, Storage).
var platform = {
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var always = {
  SESSION_KEYS: 'SESSION-KEYS'
  PSEUDONYM_KEY: 'PSEUDONYM-KEY'
}

var password = {
  SMTP_PASSWORD: 'SMTP-PASSWORD'
}

var signatures = {
  WEBHOOK_SECRETS: 'WEBHOOK-SECRETS'
}

@description('Settings by name.')
output plain object = union(optional, required, transports[email.transport], platform)

@description('Names of secrets in the vault, by the setting that each fills.')
output secret object = union(
  always,
  smtp && !empty(email.smtpUser) ? password : {},
  empty(optional.?WEBHOOK_URL) ? {} : signatures
)
