// A resource group with everything in it. Values come from main.bicepparam, which reads the environment.

targetScope = 'subscription'

import { Email, Features, Hosting, Network, OptionalSettings, Scale, Secrets } from 'types.bicep'

@minLength(1)
@maxLength(40)
param environmentName string
param location string
param resourceGroupName string
param productName string
param platformUrl string
param hosting Hosting
param image string
param scale Scale
param email Email
param features Features
param optional OptionalSettings
@secure()
param secrets Secrets
param network Network
param directory bool
param clientId string
param storageRedundancy string
@minValue(30)
@maxValue(730)
param retentionDays int
param operators array

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: empty(resourceGroupName) ? 'rg-invitations-${environmentName}' : resourceGroupName
  location: location
  tags: {
    'azd-env-name': environmentName
  }
}

module resources 'resources.bicep' = {
  name: 'resources'
  scope: group
  params: {
    environmentName: environmentName
    location: location
    productName: productName
    platformUrl: platformUrl
    hosting: hosting
    image: image
    scale: scale
    email: email
    features: features
    optional: optional
    secrets: secrets
    network: network
    directory: directory
    clientId: clientId
    storageRedundancy: storageRedundancy
    retentionDays: retentionDays
    operators: operators
  }
}

// azd keeps these in its environment, for hooks and for people.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_APP_NAME string = resources.outputs.appName
output AZURE_KEY_VAULT_NAME string = resources.outputs.vaultName
output AZURE_STORAGE_ACCOUNT_NAME string = resources.outputs.storageAccountName
output AZURE_COMMUNICATION_NAME string = resources.outputs.communicationName
output AZURE_CONTAINER_REGISTRY_NAME string = resources.outputs.registryName
output APP_URL string = resources.outputs.publicUrl
output APP_CLIENT_ID string = resources.outputs.clientId
output APP_APPLICATION_URI string = resources.outputs.applicationUri
output APP_IDENTITY_CLIENT_ID string = resources.outputs.identityClientId
output APP_IDENTITY_PRINCIPAL_ID string = resources.outputs.identityPrincipalId
output APP_PERMISSIONS array = resources.outputs.permissions
output EMAIL_DNS_RECORDS object = resources.outputs.emailDnsRecords
output WORKSPACE_ID string = resources.outputs.workspaceId
