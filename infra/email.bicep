// E-mail through Azure Communication Services, from a domain of your own.
// Its DNS records are an output; once they stand, the domain is verified and then linked.

import { Email } from 'types.bicep'

param name string
param tags object
param email Email
@description('What guests read beside the address, where the e-mail settings name nothing.')
param productName string
@description('The identity of the app.')
param principalId string
param workspaceId string

// There is no smaller role that may send (docs/permissions.md).
var emailServiceOwner = '09976791-48a7-449e-bb21-39d1a415f350'

resource service 'Microsoft.Communication/emailServices@2026-03-18' = {
  name: 'email-${name}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: email.dataLocation
  }
}

resource domain 'Microsoft.Communication/emailServices/domains@2026-03-18' = {
  parent: service
  name: split(email.sender, '@')[1]
  location: 'global'
  tags: tags
  properties: {
    domainManagement: 'CustomerManaged'
    // The app's e-mails carry no counting picture and no rewritten link.
    userEngagementTracking: 'Disabled'
  }
}

resource sender 'Microsoft.Communication/emailServices/domains/senderUsernames@2026-03-18' = if (email.domainVerified) {
  parent: domain
  name: split(email.sender, '@')[0]
  properties: {
    username: split(email.sender, '@')[0]
    displayName: empty(email.senderName) ? productName : email.senderName
  }
}

resource communication 'Microsoft.Communication/communicationServices@2026-03-18' = {
  name: 'acs-${name}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: email.dataLocation
    disableLocalAuth: true
    linkedDomains: email.domainVerified ? [domain.id] : []
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(communication.id, principalId, emailServiceOwner)
  scope: communication
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', emailServiceOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: communication
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'EmailSendMailOperational'
        enabled: true
      }
      {
        category: 'EmailStatusUpdateOperational'
        enabled: true
      }
    ]
  }
}

output name string = communication.name
output endpoint string = 'https://${communication.properties.hostName}'
output dnsRecords object = domain.properties.verificationRecords
