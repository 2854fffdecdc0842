// The app as a container. KEDA adds instances by the length of each queue and by requests.

import { Scale } from '../types.bicep'

param name string
param location string
param tags object
param environmentId string
@description('The identity of the app.')
param identityId string
param registryServer string
@description('The image with its tag or digest, such as invitations.azurecr.io/invitations:1.2.3.')
param image string
param scale Scale
@description('The outputs of settings.bicep.')
param settings object
param secrets object
param vaultUri string
param storageAccountName string
@description('Queues that the app listens to.')
param queues array

// What a function app is told by its platform, and a container is not.
var told = {
  FUNCTIONS_WORKER_RUNTIME: 'python'
  FUNCTIONS_EXTENSION_VERSION: '~4'
  // All instances share keys, leases and timers under this name.
  AzureFunctionsWebHost__hostid: take(name, 32)
}

// Container Apps couples memory and processors.
var sizes = {
  '512': { cpu: '0.25', memory: '0.5Gi' }
  '2048': { cpu: '1', memory: '2Gi' }
  '4096': { cpu: '2', memory: '4Gi' }
}

var values = [
  for setting in items(union(settings, told)): {
    name: setting.key
    value: setting.value
  }
]

var references = [
  for secret in items(secrets): {
    name: secret.key
    secretRef: toLower(secret.value)
  }
]

var requests = [
  {
    name: 'http'
    http: {
      metadata: {
        concurrentRequests: '32'
      }
    }
  }
]

var messages = [
  for queue in queues: {
    name: queue
    azureQueue: {
      accountName: storageAccountName
      queueName: queue
      queueLength: 16
      identity: identityId
    }
  }
]

resource app 'Microsoft.App/containerApps@2026-01-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      ingress: {
        external: true
        targetPort: 8080
        transport: 'auto'
        allowInsecure: false
      }
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      secrets: [
        for secret in items(secrets): {
          name: toLower(secret.value)
          keyVaultUrl: '${vaultUri}secrets/${secret.value}'
          identity: identityId
        }
      ]
    }
    template: {
      containers: [
        {
          name: 'app'
          image: image
          env: concat(values, references)
          resources: {
            cpu: json(sizes[string(scale.instanceMemoryMB)].cpu)
            memory: sizes[string(scale.instanceMemoryMB)].memory
          }
          probes: [
            {
              type: 'Startup'
              tcpSocket: {
                port: 8080
              }
              periodSeconds: 5
              failureThreshold: 24
            }
            {
              type: 'Liveness'
              tcpSocket: {
                port: 8080
              }
              periodSeconds: 20
            }
          ]
        }
      ]
      scale: {
        // One at least: KEDA knows nothing of the timers, which remind, erase and look after guests.
        minReplicas: max(1, scale.alwaysReady)
        maxReplicas: scale.maximumInstanceCount
        rules: concat(requests, messages)
      }
    }
  }
}

output host string = app.properties.configuration.ingress.fqdn
