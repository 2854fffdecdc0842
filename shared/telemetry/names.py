"""Every name under which telemetry goes out; the queries of docs/telemetry.md use no other.

What is sent under each stands in docs/telemetry.md as well.
"""

from shared.domain.invitation import EmailFate

ROLE = "symuserinvitation"  # cloud_RoleName: the host's own telemetry has the function app's name
ROOT = "Invitation"  # the span under which everything about an invitation stands

# Metrics.
STEPS = "invitation.steps"
CALLS = "outer.calls"
OPERATIONS = "operations"
WAITS = "queue.wait"
DROPPED = "telemetry.dropped"
METRICS = frozenset({STEPS, CALLS, OPERATIONS, WAITS, DROPPED})

# Dimensions of metrics, steps and spans.
STEP = "step"
REASON = "reason"
CUSTOMER = "customer"
SINCE_CREATED = "since_created"
SERVICE = "service"
CALL = "call"
STATUS = "status_class"
THROTTLED = "throttled"
FUNCTION = "function"
TRIGGER = "trigger"
OUTCOME = "outcome"
ATTEMPT = "attempt"
LOGGER = "logger"
MAIL_TRANSPORT = "mail_transport"
MAIL_PER_HOUR = "mail_per_hour"
DIMENSIONS = frozenset(
    {STEP, REASON, CUSTOMER, SINCE_CREATED, SERVICE, CALL, STATUS, THROTTLED, FUNCTION, TRIGGER}
    | {OUTCOME, ATTEMPT, LOGGER, MAIL_TRANSPORT, MAIL_PER_HOUR}
)

# The outer services.
GRAPH = "graph"
STORAGE = "storage"
MAIL = "mail"
WEBHOOK = "webhook"
IDENTITY = "identity"
SIGN_IN = "sign-in"
SERVICES = frozenset({GRAPH, STORAGE, MAIL, WEBHOOK, IDENTITY, SIGN_IN})

# Steps that no row keeps. All others are kinds of stored events.
STARTED = "AppStarted"
FOLLOWED = "LinkFollowed"
SIGN_IN_STARTED = "SignInStarted"
SIGN_IN_FAILED = "SignInFailed"
COMPANY_SHOWN = "CompanyShown"
SEEN = frozenset({STARTED, FOLLOWED, SIGN_IN_STARTED, SIGN_IN_FAILED, COMPANY_SHOWN})
STORED = frozenset(
    {"InvitationCreated", "GuestInvited", "InvitationSent", "InvitationAccepted", "CompanyCreated"}
    | {"CompanyJoined", "AccessGranted", "AccessFailed", "InvitationFailed", "InvitationRevoked"}
    | {"InvitationBlocked", "InvitationResent", "InvitationExtended", "GuestReminded"}
    | {"GuestRedeemed", "GuestGone", "GuestHealed", "GuestDeleted", "CorrectionRefused"}
    | {"ResendRefused", "InvitationErased", "PersonErased"}
    | {"InvitationRequeued", "AccessRequeued"}
    | {f"Email{fate.value.title()}" for fate in EmailFate}
)
OTHER = "Other"  # a kind of event that is not here yet
STEP_NAMES = SEEN | STORED | {OTHER}
