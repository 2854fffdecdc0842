// Storage and vault, reached from the virtual network alone.

param location string
param tags object
param storageId string
param vaultId string
param networkId string
param subnetId string

var parts = [
  {
    part: 'blob'
    targetId: storageId
    zoneName: 'privatelink.blob.${environment().suffixes.storage}'
  }
  {
    part: 'queue'
    targetId: storageId
    zoneName: 'privatelink.queue.${environment().suffixes.storage}'
  }
  {
    part: 'table'
    targetId: storageId
    zoneName: 'privatelink.table.${environment().suffixes.storage}'
  }
  {
    part: 'vault'
    targetId: vaultId
    zoneName: 'privatelink.vaultcore.azure.net'
  }
]

// One after the other: endpoints made at once in one subnet stand in each other's way.
@batchSize(1)
module endpoint 'private-endpoint.bicep' = [
  for item in parts: {
    name: 'private-endpoint-${item.part}'
    params: {
      name: 'pep-${item.part}-${uniqueString(item.targetId)}'
      location: location
      tags: tags
      targetId: item.targetId
      part: item.part
      zoneName: item.zoneName
      networkId: networkId
      subnetId: subnetId
    }
  }
]
