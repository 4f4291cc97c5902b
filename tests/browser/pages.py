"""Every HTML page, as somebody who may open it: what the browser tests walk and the bench times.

`path` is formatted with the objects of the matrix' cast, `{draft.ref}`; `column` is who looks,
`visitor` unless said. A page that is in the permission matrix has to be here too.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    name: str  # of its pictures
    path: str
    column: str = "visitor"
    status: int = 200

    def address(self, cast):
        return self.path.format_map(vars(cast))


#         name                 path                             who looks
PAGES = (
    Page("home", "/"),
    Page("home-holder", "/", "holder"),
    Page("showcase", "/showcase/"),
    Page("showcase-narrowed", "/showcase/?q=碳化硅&field=1&unit=SC"),
    Page("showcase-empty", "/showcase/?q=没有的词"),
    Page("showcase-project", "/showcase/{listed.code}/"),
    Page("interest-new", "/showcase/{listed.code}/interest/", "investor"),
    Page("interests-sent", "/desk/interests/", "holder_other"),
    Page("interests-sent-empty", "/desk/interests/", "investor"),
    Page("my-interests", "/my/interests/", "holder"),
    Page("unit-interests", "/unit/interests/", "lead"),
    Page("my-journey", "/my/projects/{listed.ref}/journey/", "holder"),
    Page("unit-journey", "/unit/projects/{listed.ref}/journey/", "lead"),
    Page("center-journey", "/center/library/{listed.ref}/journey/", "centre"),
    Page("privacy", "/privacy/"),
    Page("conditions", "/notices/conditions/"),
    Page("host-calls", "/notices/hosts/"),
    Page("host-call", "/notices/hosts/{host_call.ref}/"),
    Page("host-call-over", "/notices/hosts/{host_picked.call.ref}/", "agency"),
    Page("host-call-apply", "/notices/hosts/{host_call.ref}/", "agency_other"),
    Page("host-applications", "/desk/host-applications/", "agency"),
    Page("host-applications-empty", "/desk/host-applications/", "partner"),
    # the entrance
    Page("login", "/accounts/login/"),
    Page("signup", "/accounts/signup/"),
    Page("password-reset", "/accounts/password/reset/"),
    Page("password-reset-done", "/accounts/password/reset/done/"),
    Page("password-reset-key", "/accounts/password/reset/key/1-no-such-key/"),
    Page("password-reset-over", "/accounts/password/reset/key/done/"),
    Page("email-sent", "/accounts/confirm-email/"),
    Page("email-key", "/accounts/confirm-email/no-such-key/"),
    Page("inactive", "/accounts/inactive/"),
    Page("reopen", "/account/reopen/"),
    Page("reopen-over", "/account/reopen/no-such-token/", status=410),
    # one's own account
    Page("account", "/account/", "holder"),
    Page("account-lead", "/account/", "lead"),
    Page("roles", "/account/roles/", "holder"),
    Page("role-give-up", "/account/roles/{membership.ref}/", "expert"),
    Page("messages", "/account/messages/", "lead"),
    Page("messages-empty", "/account/messages/", "auditor"),
    Page("message", "/account/messages/{message_to_lead.pk}/", "lead"),
    Page("consents", "/account/consents/", "holder"),
    Page("data", "/account/data/", "holder"),
    Page("erase", "/account/data/erase/", "holder"),
    Page("email", "/accounts/email/", "holder"),
    Page("password-change", "/accounts/password/change/", "holder"),
    Page("codes", "/accounts/2fa/", "holder"),
    Page("codes-lead", "/accounts/2fa/", "lead"),
    Page("codes-activate", "/accounts/2fa/totp/activate/", "holder"),
    Page("codes-deactivate", "/accounts/2fa/totp/deactivate/", "lead"),
    Page("codes-recovery", "/accounts/2fa/recovery-codes/generate/", "lead"),
    Page("sessions", "/accounts/sessions/", "holder"),
    Page("reauthenticate", "/accounts/reauthenticate/", "holder"),
    Page("logout", "/accounts/logout/", "holder"),
    # holders
    Page("my", "/my/projects/", "holder"),
    Page("my-empty", "/my/projects/", "holder_other"),
    Page("my-new", "/my/projects/new/", "holder"),
    Page("my-draft", "/my/projects/{draft.ref}/", "holder"),
    *(
        Page(f"my-draft-{step}", f"/my/projects/{{draft.ref}}/?step={step}", "holder")
        for step in ("organisation", "technology", "rights", "conversion", "statement", "check")
    ),
    Page("my-from-word", "/my/projects/{draft.ref}/from-docx/", "holder"),
    Page("my-from-word-found", "/my/projects/{returned.ref}/from-docx/", "holder"),
    Page("my-begin-from-word", "/my/projects/from-docx/", "holder"),
    Page("my-saves", "/my/projects/{draft.ref}/saves/", "holder"),
    Page("my-files", "/my/projects/{draft.ref}/files/", "holder"),
    Page("my-files-listed", "/my/projects/{listed.ref}/files/", "holder"),
    Page("my-grants", "/my/projects/{listed.ref}/grants/", "holder"),
    Page("my-grants-found", "/my/projects/{listed.ref}/grants/?q=技术转移", "holder"),
    Page("my-claims", "/my/claims/", "holder"),
    Page("my-claims-empty", "/my/claims/", "holder_other"),
    Page("my-submitted", "/my/projects/{submitted.ref}/", "holder"),
    Page("my-listed", "/my/projects/{listed.ref}/", "holder"),
    # units
    Page("unit", "/unit/projects/", "lead"),
    Page("unit-empty", "/unit/projects/", "lead_other"),
    Page("unit-all", "/unit/projects/?state=all", "clerk"),
    Page("unit-project", "/unit/projects/{submitted.ref}/", "lead"),
    Page("unit-project-clerk", "/unit/projects/{submitted.ref}/", "clerk"),
    Page("unit-like", "/unit/projects/{pair[ref]}/like/{pair[other]}/", "lead"),
    Page("center-like", "/center/library/{pair[ref]}/like/{pair[other]}/", "centre"),
    Page("unit-project-filed", "/unit/projects/{filed.ref}/", "lead"),
    Page("unit-project-returned", "/unit/projects/{returned.ref}/", "lead"),
    Page("unit-agency", "/unit/projects/", "agency"),
    Page("unit-filing-new", "/unit/projects/new/", "clerk"),
    Page("unit-filing", "/unit/projects/{filed_draft.ref}/edit/?step=statement", "clerk"),
    Page("unit-filing-agency", "/unit/projects/{filed_by_agency.ref}/edit/?step=check", "agency"),
    Page("unit-from-word", "/unit/projects/{filed_draft.ref}/from-docx/", "clerk"),
    Page("unit-begin-from-word", "/unit/projects/from-docx/", "clerk"),
    Page("unit-saves", "/unit/projects/{filed_draft.ref}/saves/", "clerk"),
    Page("unit-files", "/unit/projects/{filed_draft.ref}/files/", "clerk"),
    Page("unit-grants", "/unit/projects/{filed_draft.ref}/grants/", "clerk"),
    Page("unit-people", "/unit/people/", "lead"),
    Page("application", "/memberships/{application.ref}/", "lead"),
    Page("invite", "/memberships/invite/", "lead"),
    Page("delegations", "/unit/delegations/", "lead"),
    Page("delegations-empty", "/unit/delegations/", "clerk_other"),
    Page("delegation", "/unit/delegations/{delegation.ref}/", "lead"),
    Page("delegation-new", "/unit/delegations/new/", "lead"),
    Page("plan", "/unit/plan/", "lead"),
    Page("plan-blank", "/unit/plan/", "clerk_other"),
    Page("plan-form", "/unit/plan/form/", "clerk"),
    *(
        Page(f"plan-form-{step}", f"/unit/plan/form/?step={step}", "clerk")
        for step in ("aims", "organisation", "tasks", "support")
    ),
    Page("plan-form-event", "/unit/plan/form/?step=event-{plan_event.ref}", "clerk"),
    Page("center-experts", "/center/experts/", "centre"),
    Page("center-experts-narrowed", "/center/experts/?q=nobody", "centre"),
    Page("center-expert-invite", "/center/experts/invite/", "centre"),
    Page("center-expert", "/center/experts/{reviewer.ref}/", "centre"),
    Page("center-rounds", "/center/review/?year={last_year[year]}", "centre"),
    Page("center-rounds-empty", "/center/review/", "centre"),
    Page("center-round-new", "/center/review/new/?year={last_year[year]}", "centre"),
    Page("center-round", "/center/review/2/?year={last_year[year]}", "centre"),
    Page("center-round-closed", "/center/review/1/?year={last_year[year]}", "centre_lead"),
    Page("center-assign", "/center/review/2/assign/?year={last_year[year]}", "centre"),
    Page("review-profile", "/review/profile/", "expert"),
    Page("center-plans", "/center/plans/", "centre"),
    Page("center-plan", "/center/plans/SC/", "centre"),
    Page("center-plan-blank", "/center/plans/GD/", "centre"),
    Page("center-plans-waiting", "/center/plans/?year={last_year[year]}", "centre"),
    Page("center-plans-narrowed", "/center/plans/?state=frozen", "centre"),
    Page("center-plan-check", "/center/plans/YN/?year={last_year[year]}", "centre"),
    Page("center-plan-returned", "/center/plans/HB/?year={last_year[year]}", "centre"),
    Page("center-plan-accepted", "/center/plans/SC/?year={last_year[year]}", "centre_lead"),
    Page("center-plan-difference", "/center/plans/YN/difference/?year={last_year[year]}", "centre"),
    Page("center-matters", "/center/matters/", "centre"),
    Page("plan-accepted", "/unit/plan/?year={last_year[year]}", "lead"),
    Page("unit-matters", "/unit/plan/matters/?year={last_year[year]}", "clerk"),
    Page("unit-matters-empty", "/unit/plan/matters/", "lead_other"),
    Page("center-call", "/center/cycles/{cycle[year]}/call/", "centre_lead"),
    Page("call", "/notices/call-{cycle[year]}/"),
    Page("receipt", "/receipts/{receipt[serial]}/"),
    Page("results", "/notices/results-{last_year[year]}/"),
    Page("results-holder", "/notices/results-{last_year[year]}/", "holder"),
    Page("objections", "/desk/objections/", "holder"),
    Page("objections-empty", "/desk/objections/", "auditor"),
    Page("center-hosts", "/center/hosts/?year={last_year[year]}", "centre_lead"),
    Page("center-hosts-clerk", "/center/hosts/?year={last_year[year]}", "centre"),
    Page("center-hosts-empty", "/center/hosts/", "centre_lead"),
    Page("plan-shown", "/unit/plan/?year={last_year[year]}", "lead"),
    Page("center-plan-shown", "/center/plans/SC/?year={last_year[year]}", "centre"),
    # experts
    Page("review", "/review/", "expert"),
    Page("review-task", "/review/{assignment.ref}/", "expert"),
    Page(
        "center-review-plan",
        "/center/review/{round.number}/plans/{reviewed_plan[abbr]}/?year={last_year[year]}",
        "centre_lead",
    ),
    # the centre and the exchange
    Page("board-empty", "/center/board/", "centre"),
    Page("board", "/center/board/?year={last_year[year]}", "centre_lead"),
    *(
        Page(
            f"board-{view}",
            f"/center/review/{{round.number}}/board/?year={{last_year[year]}}&view={view}",
            "centre_lead",
        )
        for view in ("means", "experts", "dispersion")
    ),
    Page("imports", "/unit/imports/", "clerk"),
    Page("imports-empty", "/unit/imports/", "clerk_other"),
    Page("import-columns", "/unit/imports/columns/", "lead"),
    Page("import-file", "/unit/imports/files/{import_upload.ref}/", "clerk"),
    Page("import-checked", "/unit/imports/{import_checked.ref}/", "clerk"),
    Page("import-checked-all", "/unit/imports/{import_checked.ref}/?show=all", "lead"),
    Page("import-taken", "/unit/imports/{import_taken.ref}/", "clerk"),
    Page("unit-hosts", "/unit/plan/hosts/", "lead"),
    Page("unit-hosts-clerk", "/unit/plan/hosts/", "clerk"),
    Page("unit-hosts-new", "/unit/plan/hosts/", "lead_other"),
    Page("unit-hosts-empty", "/unit/plan/hosts/", "clerk_other"),
    Page("library", "/center/library/", "centre"),
    Page("library-all", "/center/library/?state=all", "centre_lead"),
    Page("library-project", "/center/library/{accepted.ref}/", "centre"),
    Page("library-listed", "/center/library/{filed.code}/", "centre_lead"),
    Page("library-withdrawn", "/center/library/{withdrawn.code}/", "centre_lead"),
    Page("cycles", "/center/cycles/", "centre_lead"),
    Page("cycles-read", "/center/cycles/", "centre"),
    Page("center-people", "/center/people/", "centre_lead"),
    Page("organisations", "/center/organisations/", "centre"),
    Page("organisation", "/center/organisations/{organisation.ref}/", "centre"),
    Page("exchange-people", "/exchange/people/", "exchange"),
    # 三员
    Page("security", "/security/", "security"),
    Page("security-person", "/security/people/{somebody.ref}/", "security"),
    Page("audit", "/audit/", "auditor"),
    Page("audit-entry", "/audit/entries/{entry[pk]}/", "auditor"),
    Page("audit-verification", "/audit/verifications/{verification.ref}/", "auditor"),
    Page("system", "/system/", "admin"),
    Page("kit", "/system/kit/", "admin"),
    # refusals
    Page("missing", "/nothing/", status=404),
    Page("missing-desk", "/unit/projects/{draft.ref}/", "lead", 404),
    Page("denied", "/center/library/", "holder", 403),
)
# In each way of display: the components, the front, a list, a desk, one's account, the entrance.
SHOWN_IN_ALL_WAYS = ("kit", "home", "showcase", "library", "account", "login")


def page(name):
    return next(one for one in PAGES if one.name == name)
