"""Where each role works, so that login and the frame of every page lead there."""

from accounts.states import Role
from records.actors import Actor

# Where a role works: the address's name, and what its link says.
_DESKS = {
    Role.UNIT_CLERK: ("unit_projects", "初审"),
    Role.UNIT_LEAD: ("unit_projects", "初审"),
    Role.CENTRE: ("center_library", "项目库"),
    Role.CENTRE_LEAD: ("center_library", "项目库"),
}
_OWN = ("my_projects", "我的成果")
_PUBLIC = ("showcase", "成果展示")


def desk_of(actor: Actor) -> dict[str, str]:
    """Name of the desk's address, the words for its link, and the role; {} for visitors."""
    if not actor.is_person:
        return {}
    name, label = _OWN if actor.role == Role.HOLDER else _DESKS.get(Role(actor.role), _PUBLIC)
    return {"url_name": name, "label": label, "role": Role(actor.role).label, "unit": actor.unit}
