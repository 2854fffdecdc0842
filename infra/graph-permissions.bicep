// What the identity of the app may do through Microsoft Graph: the least for the features that are on.

extension microsoftGraphV1

import { Email, Features } from 'types.bicep'

@description('The object id of the identity of the app.')
param principalId string
param features Features
param email Email

var ids = {
  'User.Invite.All': '09850681-111b-4a89-9bed-3f2cae46d706'
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214'
  'User.ReadWrite.All': '741f803b-c850-494e-b5df-cde7c675a1ca'
  'User.DeleteRestore.All': 'eccc023d-eccf-4e7b-9683-8813ab36cecc'
  'GroupMember.ReadWrite.All': 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695'
  'AppRoleAssignment.ReadWrite.All': '06b708a9-e830-4db3-a914-8e69da51d44f'
  'CrossTenantInformation.ReadBasic.All': 'cac88765-0581-4025-9725-5ebc13f729ee'
  'Policy.Read.All': '246dd0d5-5bd0-4def-940b-0421030a5b68'
  'ProfilePhoto.Read.All': 'e24d31aa-e1ab-4c80-85fe-23018690335d'
  'Mail.ReadWrite': 'e2a3a72e-5f79-4c64-b1b1-878b674786c9'
  'Mail.Send': 'b633e1c5-b582-4048-a93e-9f11b44c7e96'
}

// A wider permission that a feature needs anyway makes a narrower one needless.
var writesUsers = features.companyFields || features.resets
var readsUsers = features.lookAfterGuests || features.deleteRevokedGuests
var mail = features.mailEverywhere && email.transport == 'graph'

var always = ['User.Invite.All']
var permissions = union(
  always,
  writesUsers ? ['User.ReadWrite.All'] : [],
  readsUsers && !writesUsers ? ['User.Read.All'] : [],
  features.deleteRevokedGuests && !writesUsers ? ['User.DeleteRestore.All'] : [],
  features.pictures && !readsUsers && !writesUsers ? ['ProfilePhoto.Read.All'] : [],
  features.groups ? ['GroupMember.ReadWrite.All'] : [],
  features.appRoles ? ['AppRoleAssignment.ReadWrite.All'] : [],
  features.recogniseWays ? ['CrossTenantInformation.ReadBasic.All', 'Policy.Read.All'] : [],
  mail ? ['Mail.ReadWrite', 'Mail.Send'] : []
)

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: '00000003-0000-0000-c000-000000000000'
}

resource grants 'Microsoft.Graph/appRoleAssignedTo@v1.0' = [
  for permission in permissions: {
    appRoleId: ids[permission]
    principalId: principalId
    resourceId: graph.id
  }
]

output permissions array = permissions
