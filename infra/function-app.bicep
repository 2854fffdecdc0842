// The app on Flex Consumption. Its package lies in the storage account and is fetched with the identity.

import { Scale } from 'types.bicep'

param name string
param location string
param tags object
param planId string
@description('The identity of the app.')
param identityId string
@description('Where the deployed package lies: a container of blobs.')
param packageUrl string
param scale Scale
@description('The outputs of settings.bicep.')
param settings object
param secrets object
param vaultUri string
@description('The subnet that the app calls out from; empty for none.')
param subnetId string
param workspaceId string

var values = [
  for setting in items(settings): {
    name: setting.key
    value: setting.value
  }
]

// Without a version: a new one is fetched within a day, or when the app starts.
var references = [
  for secret in items(secrets): {
    name: secret.key
    value: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret.value})'
  }
]

resource app 'Microsoft.Web/sites@2025-03-01' = {
  // checkov:skip=CKV_AZURE_17:Guests come with a browser that has no client certificate
  // checkov:skip=CKV_AZURE_212:Flex Consumption has always-ready instances instead, which are a parameter
  // checkov:skip=CKV_AZURE_213:Flex Consumption replaces instances by itself and asks no health check
  // checkov:skip=CKV_AZURE_222:Guests come from anywhere
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: planId
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'python'
        version: '3.13'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: scale.instanceMemoryMB
        maximumInstanceCount: scale.maximumInstanceCount
        alwaysReady: scale.alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: scale.alwaysReady }]
      }
    }
    siteConfig: {
      appSettings: concat(values, references)
      ftpsState: 'Disabled'
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
    }
  }
}

// Deploying is for identities: the passwords of the publish profile open nothing.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noDeployPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'FunctionAppLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = app.id
output name string = app.name
output host string = app.properties.defaultHostName
