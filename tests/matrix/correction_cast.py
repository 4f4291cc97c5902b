"""Corrections of the cast: of the first holder's projects in SC one in each state that is pending,
one accepted; of what SC's clerk filed one that waits."""

from tests import factories
from tests.projects.correcting_things import make_correction


def correct_projects(cast):
    holder, clerk, lead = (cast.actors[name] for name in ("holder", "clerk", "lead"))

    def corrected(status):
        project = factories.make_project("listed", holder)
        return make_correction(status, project, holder, lead)

    cast.correction = corrected("proposed")
    cast.correction_open = corrected("open")
    cast.correction_returned = corrected("returned")
    cast.correction_accepted = corrected("accepted")
    filed = factories.make_filed_project("listed", clerk)
    cast.correction_filed = make_correction("proposed", filed, clerk, lead)
    cast.corrected_filed = filed
    cast.corrected = cast.correction_open.project
    cast.corrected_returned = cast.correction_returned.project
