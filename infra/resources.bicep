// Everything in one resource group. main.bicep makes the group as well;
// whoever may only deploy into an existing one deploys this file.

import { Email, Features, Hosting, Network, OptionalSettings, Scale, Secrets } from 'types.bicep'

@description('The environment, such as production: part of names, and azd\'s tag.')
param environmentName string
param location string = resourceGroup().location
param productName string
@description('Where the platform itself opens.')
param platformUrl string
param hosting Hosting
@description('The image to run; for containers only.')
param image string
param scale Scale
param email Email
param features Features
param optional OptionalSettings
@secure()
param secrets Secrets
param network Network
@description('Whether the application and the permissions in Microsoft Entra are made too.')
param directory bool
@description('The application (client) id, where somebody else makes the application.')
param clientId string
@description('Storage: Standard_ZRS, Standard_GZRS or another kind of redundancy.')
param storageRedundancy string
@description('How many days logs are kept.')
param retentionDays int
@description('Who is told of alerts: e-mail addresses.')
param operators array

var token = toLower(uniqueString(subscription().id, resourceGroup().id, environmentName))
var tags = { 'azd-env-name': environmentName }
var appName = 'invitations-${token}'
var queues = [
  'invitations'
  'invitations-bulk'
  'acceptances'
  'codes'
  'history'
  'imports'
  'webhooks'
]
var containers = hosting == 'containers'
var acs = email.transport == 'acs'
var ownHost = containers ? '${appName}.${containerEnvironment.?outputs.defaultDomain ?? ''}' : '${appName}.azurewebsites.net'
var publicUrl = 'https://${empty(network.domain) ? ownHost : network.domain}'

module identity 'identity.bicep' = {
  name: 'identity'
  params: {
    name: 'id-invitations-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  params: {
    name: 'invitations-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    retentionDays: retentionDays
  }
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    queues: queues
    private: network.private
    redundancy: storageRedundancy
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    secrets: secrets
    publicNetworkAccess: network.private ? 'Disabled' : 'Enabled'
    workspaceId: monitoring.outputs.workspaceId
  }
}

module virtualNetwork 'network.bicep' = if (network.private) {
  name: 'network'
  params: {
    name: 'vnet-${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module endpoints 'private-endpoints.bicep' = if (network.private) {
  name: 'private-endpoints'
  params: {
    location: location
    tags: tags
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
    networkId: virtualNetwork.?outputs.id ?? ''
    subnetId: virtualNetwork.?outputs.endpointSubnetId ?? ''
  }
}

module communication 'email.bicep' = if (acs) {
  name: 'email'
  params: {
    name: 'invitations-${token}'
    tags: tags
    email: email
    productName: productName
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module containerEnvironment 'container/environment.bicep' = if (containers) {
  name: 'container-environment'
  params: {
    name: 'cae-${token}'
    location: location
    tags: tags
    subnetId: virtualNetwork.?outputs.appSubnetId ?? ''
    workspaceId: monitoring.outputs.workspaceId
  }
}

module registry 'container/registry.bicep' = if (containers) {
  name: 'container-registry'
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module application 'directory.bicep' = if (directory) {
  name: 'directory'
  params: {
    uniqueName: 'invitations-${environmentName}-${token}'
    displayName: productName
    publicUrl: publicUrl
    principalId: identity.outputs.principalId
    privacyUrl: optional.?PRIVACY_URL ?? ''
    termsUrl: optional.?TERMS_URL ?? ''
  }
}

module permissions 'graph-permissions.bicep' = if (directory) {
  name: 'graph-permissions'
  params: {
    principalId: identity.outputs.principalId
    features: features
    email: email
  }
}

module settings 'settings.bicep' = {
  name: 'settings'
  params: {
    publicUrl: publicUrl
    clientId: application.?outputs.clientId ?? clientId
    productName: productName
    platformUrl: platformUrl
    email: email
    emailEndpoint: communication.?outputs.endpoint ?? ''
    features: features
    optional: optional
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    insightsConnectionString: monitoring.outputs.connectionString
  }
}

module plan 'plan.bicep' = if (!containers) {
  name: 'plan'
  params: {
    name: 'plan-${token}'
    location: location
    tags: tags
    zoneRedundant: scale.zoneRedundant
  }
}

module functionApp 'function-app.bicep' = if (!containers) {
  name: 'function-app'
  params: {
    name: appName
    location: location
    tags: tags
    planId: plan.?outputs.id ?? ''
    identityId: identity.outputs.id
    packageUrl: storage.outputs.packageUrl
    scale: scale
    settings: settings.outputs.plain
    secrets: settings.outputs.secret
    vaultUri: vault.outputs.uri
    subnetId: virtualNetwork.?outputs.appSubnetId ?? ''
    workspaceId: monitoring.outputs.workspaceId
  }
  // Started earlier, it could reach neither storage nor vault.
  dependsOn: [endpoints]
}

module containerApp 'container/app.bicep' = if (containers && !empty(image)) {
  name: 'container-app'
  params: {
    name: appName
    location: location
    tags: tags
    environmentId: containerEnvironment.?outputs.id ?? ''
    identityId: identity.outputs.id
    registryServer: registry.?outputs.server ?? ''
    image: image
    scale: scale
    settings: settings.outputs.plain
    secrets: settings.outputs.secret
    vaultUri: vault.outputs.uri
    storageAccountName: storage.outputs.name
    queues: queues
  }
  dependsOn: [endpoints]
}

module domain 'domain.bicep' = if (!containers && !empty(network.domain)) {
  name: 'domain'
  params: {
    functionAppName: functionApp.?outputs.name ?? ''
    planId: plan.?outputs.id ?? ''
    location: location
    tags: tags
    domain: network.domain
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    name: 'invitations-${token}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    operators: operators
  }
}

output appName string = appName
output publicUrl string = publicUrl
output clientId string = application.?outputs.clientId ?? clientId
output applicationUri string = application.?outputs.applicationUri ?? ''
output identityClientId string = identity.outputs.clientId
output identityPrincipalId string = identity.outputs.principalId
output vaultName string = vault.outputs.name
output storageAccountName string = storage.outputs.name
output workspaceId string = monitoring.outputs.workspaceId
output communicationName string = communication.?outputs.name ?? ''
output emailDnsRecords object = communication.?outputs.dnsRecords ?? {}
output registryName string = registry.?outputs.name ?? ''
output permissions array = permissions.?outputs.permissions ?? []
