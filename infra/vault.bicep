// What is still secret: keys of sessions and pseudonyms, the mail server's password, webhook secrets.

import { Secrets } from 'types.bicep'

param name string
param location string
param tags object
@description('The identity of the app, which may read secrets and nothing else.')
param principalId string
@secure()
param secrets Secrets
@description('Enabled, or Disabled where the vault is reached from the virtual network alone.')
param publicNetworkAccess string
param workspaceId string

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  // checkov:skip=CKV_AZURE_109:Denied with private networking, which is a parameter; without it, identity alone opens anything
  // checkov:skip=CKV_AZURE_189:Disabled with private networking, which is a parameter
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: publicNetworkAccess
    networkAcls: {
      // Deployments write the secrets.
      bypass: 'AzureServices'
      defaultAction: publicNetworkAccess == 'Enabled' ? 'Allow' : 'Deny'
    }
  }
}

resource sessionKeys 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = if (!empty(secrets.SESSION_KEYS)) {
  // checkov:skip=CKV_AZURE_41:Expired, it would stop the app at night; its age is watched instead (docs/operations.md)
  parent: vault
  name: 'SESSION-KEYS'
  properties: {
    contentType: 'Fernet keys, comma separated, the newest first'
    value: secrets.SESSION_KEYS
  }
}

resource pseudonymKey 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = if (!empty(secrets.PSEUDONYM_KEY)) {
  // checkov:skip=CKV_AZURE_41:Expired, it would stop the app at night; its age is watched instead (docs/operations.md)
  parent: vault
  name: 'PSEUDONYM-KEY'
  properties: {
    contentType: 'text'
    value: secrets.PSEUDONYM_KEY
  }
}

resource smtpPassword 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = if (!empty(secrets.SMTP_PASSWORD)) {
  // checkov:skip=CKV_AZURE_41:Expired, it would stop the app at night; its age is watched instead (docs/operations.md)
  parent: vault
  name: 'SMTP-PASSWORD'
  properties: {
    contentType: 'text'
    value: secrets.SMTP_PASSWORD
  }
}

resource webhookSecrets 'Microsoft.KeyVault/vaults/secrets@2026-02-01' = if (!empty(secrets.WEBHOOK_SECRETS)) {
  // checkov:skip=CKV_AZURE_41:Expired, it would stop the app at night; its age is watched instead (docs/operations.md)
  parent: vault
  name: 'WEBHOOK-SECRETS'
  properties: {
    contentType: 'whsec_ secrets, comma separated, the newest first'
    value: secrets.WEBHOOK_SECRETS
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
