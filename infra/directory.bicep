// Microsoft Entra: the application that guests and inviters sign in to. It trusts the managed identity; it has no secret.

extension microsoftGraphV1

@description('The name by which a later deployment finds the application again. Never change it.')
param uniqueName string
param displayName string
param publicUrl string
@description('The object id of the identity of the app.')
param principalId string
param privacyUrl string
param termsUrl string

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: uniqueName
  displayName: displayName
  // Administrators of guests' tenants can agree to it for their people; signing in stays at this tenant.
  signInAudience: 'AzureADMultipleOrgs'
  identifierUris: ['api://${tenant().tenantId}/${uniqueName}']
  web: {
    homePageUrl: publicUrl
    redirectUris: [
      '${publicUrl}/api/RedeemInvitation'
      '${publicUrl}/api/Consent'
      '${publicUrl}/api/ManageInvitations/SignedIn'
    ]
    implicitGrantSettings: {
      enableAccessTokenIssuance: false
      enableIdTokenIssuance: false
    }
  }
  info: {
    privacyStatementUrl: empty(privacyUrl) ? null : privacyUrl
    termsOfServiceUrl: empty(termsUrl) ? null : termsUrl
  }
  api: {
    requestedAccessTokenVersion: 2
    oauth2PermissionScopes: [
      {
        id: guid(uniqueName, 'access_as_user')
        value: 'access_as_user'
        type: 'User'
        isEnabled: true
        adminConsentDisplayName: 'Invite guests'
        adminConsentDescription: 'Make and look after invitations as the signed-in inviter.'
        userConsentDisplayName: 'Invite guests'
        userConsentDescription: 'Make and look after invitations for you.'
      }
    ]
  }
  appRoles: [
    {
      id: guid(uniqueName, 'Inviter')
      value: 'Inviter'
      displayName: 'Inviter'
      description: 'Makes and looks after the invitations of the own organisation.'
      allowedMemberTypes: ['User', 'Application']
      isEnabled: true
    }
    {
      id: guid(uniqueName, 'Invitation.Admin')
      value: 'Invitation.Admin'
      displayName: 'Invitation admin'
      description: 'Makes and looks after the invitations of all organisations, in anybody\'s name.'
      allowedMemberTypes: ['User', 'Application']
      isEnabled: true
    }
  ]
}

resource trust 'Microsoft.Graph/applications/federatedIdentityCredentials@v1.0' = {
  name: '${application.uniqueName}/managed-identity'
  description: 'The app proves with its managed identity that it is this application.'
  issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
  subject: principalId
  audiences: ['api://AzureADTokenExchange']
}

resource servicePrincipal 'Microsoft.Graph/servicePrincipals@v1.0' = {
  appId: application.appId
  // Guests sign in without an assignment; inviters need a role.
  appRoleAssignmentRequired: false
}

output clientId string = application.appId
output applicationUri string = 'api://${tenant().tenantId}/${uniqueName}'
output servicePrincipalId string = servicePrincipal.id
