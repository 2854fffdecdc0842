"""The function app: registers the blueprints, nothing else."""

import azure.functions as func

from BlockInvitations import blueprint as block_invitations
from CheckHealth import blueprint as check_health
from CreateCompany import blueprint as create_company
from DeliveryReports import blueprint as delivery_reports
from DescribeApi import blueprint as describe_api
from GrantAccess import blueprint as grant_access
from Housekeeping import blueprint as housekeeping
from ImportInvitations import blueprint as import_invitations
from InviteUser import blueprint as invite_user
from ManageInvitations import blueprint as manage_invitations
from ManageInvitations.administration import blueprint as administration
from ManageInvitations.console import blueprint as console
from ManageInvitations.operating import blueprint as operating
from ManageInvitations.screens import blueprint as screens
from PrepareSignIn import blueprint as prepare_sign_in
from PublishEvents import blueprint as publish_events
from RedeemInvitation import blueprint as redeem_invitation
from SendInvitation import blueprint as send_invitation
from shared.startup import App

app = App(http_auth_level=func.AuthLevel.FUNCTION)
app.register_functions(invite_user)
app.register_functions(send_invitation)
app.register_functions(delivery_reports)
app.register_functions(redeem_invitation)
app.register_functions(prepare_sign_in)
app.register_functions(create_company)
app.register_functions(grant_access)
app.register_functions(manage_invitations)
app.register_functions(console)
app.register_functions(import_invitations)
app.register_functions(screens)
app.register_functions(administration)
app.register_functions(operating)
app.register_functions(housekeeping)
app.register_functions(block_invitations)
app.register_functions(publish_events)
app.register_functions(describe_api)
app.register_functions(check_health)
