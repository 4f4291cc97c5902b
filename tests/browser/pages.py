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
    # the account, as a visitor
    Page("login", "/accounts/login/"),
    Page("signup", "/accounts/signup/"),
    Page("password-reset", "/accounts/password/reset/"),
    Page("password-reset-done", "/accounts/password/reset/done/"),
    Page("password-reset-key", "/accounts/password/reset/key/x-bad/"),
    Page("email-sent", "/accounts/confirm-email/"),
    Page("email-key", "/accounts/confirm-email/bad/"),
    Page("inactive", "/accounts/inactive/"),
    # the account, logged in
    Page("logout", "/accounts/logout/", "holder"),
    Page("password-change", "/accounts/password/change/", "holder"),
    Page("email", "/accounts/email/", "holder"),
    Page("reauthenticate", "/accounts/reauthenticate/", "holder"),
    # holders
    Page("my", "/my/projects/", "holder"),
    Page("my-empty", "/my/projects/", "holder_other"),
    Page("my-new", "/my/projects/new/", "holder"),
    Page("my-draft", "/my/projects/{draft.ref}/", "holder"),
    Page("my-submitted", "/my/projects/{submitted.ref}/", "holder"),
    Page("my-listed", "/my/projects/{listed.ref}/", "holder"),
    # units
    Page("unit", "/unit/projects/", "lead"),
    Page("unit-empty", "/unit/projects/", "lead_other"),
    Page("unit-all", "/unit/projects/?all=1", "clerk"),
    Page("unit-project", "/unit/projects/{submitted.ref}/", "lead"),
    Page("unit-project-clerk", "/unit/projects/{submitted.ref}/", "clerk"),
    # the centre
    Page("library", "/center/library/", "centre"),
    Page("library-all", "/center/library/?all=1", "centre_lead"),
    Page("library-project", "/center/library/{accepted.ref}/", "centre"),
    # control
    Page("kit", "/system/kit/", "admin"),
    # refusals
    Page("missing", "/nothing/", status=404),
    Page("missing-desk", "/unit/projects/{draft.ref}/", "lead", 404),
    Page("denied", "/center/library/", "holder", 403),
)
# In each way of display: the components, the front, a list, a desk.
SHOWN_IN_ALL_WAYS = ("kit", "home", "showcase", "library")


def page(name):
    return next(one for one in PAGES if one.name == name)
