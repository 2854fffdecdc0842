"""Which path of Graph leads to which handler."""

from aiohttp import web

from dev.simulator.graph import (
    batch,
    deleted,
    groups,
    invitations,
    mail,
    photos,
    policies,
    roles,
    tenants,
    users,
)
from dev.simulator.graph.throttle import THROTTLE, Throttle

USER = "/v1.0/users/{user}"
MEMBERS = "/v1.0/groups/{group}/members"
ASSIGNED = "/v1.0/servicePrincipals/{resource}/appRoleAssignedTo"
MESSAGES = f"{USER}/messages"
DELETED = "/v1.0/directory/deletedItems"
ACCESS = "/v1.0/policies/crossTenantAccessPolicy/default"
AUTHORIZATION = "/v1.0/policies/authorizationPolicy"
FIND = "/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')"


def add_routes(app: web.Application) -> None:
    """Add everything below /v1.0."""
    app[THROTTLE] = Throttle()
    app.add_routes(
        [
            web.post("/v1.0/$batch", batch.run_batch),
            web.post("/v1.0/invitations", invitations.create_invitation),
            web.get("/v1.0/users", users.list_users),
            web.get(USER, users.get_user),
            web.patch(USER, users.update_user),
            web.delete(USER, users.delete_user),
            web.get(f"{USER}/photos/{{size}}/$value", photos.get_photo),
            web.get(f"{USER}/appRoleAssignments", roles.list_of_user),
            web.post(f"{USER}/appRoleAssignments", roles.assign_to_user),
            web.post(MESSAGES, mail.create_draft),
            web.get(f"{MESSAGES}/{{message}}", mail.get_message),
            web.delete(f"{MESSAGES}/{{message}}", mail.delete_message),
            web.post(f"{MESSAGES}/{{message}}/send", mail.send_draft),
            web.get(MEMBERS, groups.list_members),
            web.post(f"{MEMBERS}/$ref", groups.add_member),
            web.delete(f"{MEMBERS}/{{user}}/$ref", groups.remove_member),
            web.get(ASSIGNED, roles.list_of_application),
            web.post(ASSIGNED, roles.assign_for_application),
            web.get(FIND, tenants.find_tenant),
            web.get(f"{DELETED}/{{kind:(microsoft[.])?graph[.]user}}", deleted.list_deleted),
            web.get(f"{DELETED}/{{user}}", deleted.get_deleted),
            web.delete(f"{DELETED}/{{user}}", deleted.purge),
            web.post(f"{DELETED}/{{user}}/restore", deleted.restore),
            web.get(ACCESS, policies.cross_tenant_default),
            web.patch(ACCESS, policies.update_cross_tenant_default),
            web.get(AUTHORIZATION, policies.authorization_policy),
            web.patch(AUTHORIZATION, policies.update_authorization_policy),
        ]
    )
