"""Why an invitation failed: what the inviter reads, and what Microsoft said."""

from dataclasses import dataclass

RESEND = "Check the address, then resend the invitation; give another address if it is wrong."


@dataclass(frozen=True)
class Failure:
    """A reason and a next step in plain words; `kind` is stable, `code` the service's own.

    `answer` and `request_id` are the service's words, kept whole for whoever looks into it.
    """

    code: str
    reason: str
    next_step: str = RESEND
    kind: str = "unknown"
    answer: str = ""
    request_id: str = ""

    def fields(self) -> dict[str, str]:
        """Return the fields of an invitation that hold it."""
        return {
            "failure": self.code,
            "failure_reason": self.reason,
            "failure_next_step": self.next_step,
            "failure_kind": self.kind,
            "failure_answer": self.answer,
            "failure_request_id": self.request_id,
        }

    def details(self) -> dict[str, str]:
        """Return what an event says of it."""
        return {"code": self.code, "reason": self.reason, "kind": self.kind}


# The fields of an invitation that has not failed.
NONE = dict.fromkeys(Failure("", "").fields(), "")
