// A domain of your own for the function app. Its CNAME and its TXT record asuid.<domain> must stand before.

param functionAppName string
param planId string
param location string
param tags object
param domain string

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource binding 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = {
  parent: app
  name: domain
  properties: {
    siteName: functionAppName
    hostNameType: 'Verified'
    customHostNameDnsRecordType: 'CName'
  }
}

resource certificate 'Microsoft.Web/certificates@2025-03-01' = {
  name: 'cert-${replace(domain, '.', '-')}'
  location: location
  tags: tags
  properties: {
    serverFarmId: planId
    canonicalName: domain
  }
  dependsOn: [binding]
}

module tls 'domain-tls.bicep' = {
  name: 'domain-tls'
  params: {
    functionAppName: functionAppName
    domain: domain
    thumbprint: certificate.properties.thumbprint
  }
}
