"""What 三员 do: accounts, the trail, how the portal runs."""

from tests.matrix.rows import LOGIN, MOVED, post, row

CONTROL_ROWS = [
    row("security", visitor=LOGIN, security=200, rest=403),
    row("security_person", "somebody", visitor=LOGIN, security=200, rest=403),
    post(
        "security_suspend",
        "somebody",
        {"reason": "账号外借"},
        visitor=LOGIN,
        security=MOVED,
        rest=403,
    ),
    post("security_reopen", "somebody", visitor=LOGIN, security=409, rest=403),
    post(
        "security_end",
        "membership",
        {"reason": "调离"},
        visitor=LOGIN,
        security=MOVED,
        rest=403,
    ),
    row("audit", visitor=LOGIN, auditor=200, rest=403),
    row("audit_entry", "entry", visitor=LOGIN, auditor=200, rest=403),
    post("audit_verify", visitor=LOGIN, auditor=MOVED, rest=403),
    row("audit_verification", "verification", visitor=LOGIN, auditor=200, rest=403),
    row("system", visitor=LOGIN, admin=200, rest=403),
    row("system_messages", visitor=LOGIN, admin=200, rest=403),
    row("kit", visitor=LOGIN, admin=200, rest=403),
]
