// The registry of the image. The identity of the app pulls; nobody has a password.

param name string
param location string
param tags object
@description('The identity of the app.')
param principalId string
param workspaceId string

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  // checkov:skip=CKV_AZURE_139:Where the image is built it must be pushed from; without a password, and Premium alone has private endpoints
  // checkov:skip=CKV_AZURE_163:Scanning is Microsoft Defender for Containers, which is switched on for a subscription, not for a registry
  // checkov:skip=CKV_AZURE_166:Quarantine needs Premium and a scanner that lifts it; the pipeline scans what it builds
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, principalId, acrPull)
  scope: registry
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: registry
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'ContainerRegistryLoginEvents'
        enabled: true
      }
      {
        category: 'ContainerRegistryRepositoryEvents'
        enabled: true
      }
    ]
  }
}

output name string = registry.name
output server string = registry.properties.loginServer
