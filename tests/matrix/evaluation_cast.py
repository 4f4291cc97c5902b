"""What the cast is asked about of 专业评价, all in SC: one the agency has taken up, one a
recommendation rests on, one that nothing rests on, and a project that nobody has taken up."""

from projects.evaluating import take_up
from tests import factories


def evaluate_projects(cast):
    holder = cast.actors["holder"]
    cast.opinion = take_up(cast.free, by=cast.actors["agency"])
    cast.evaluation = cast.opinion.evaluation
    cast.evaluation_done = cast.recommendation.evaluation
    cast.evaluation_free = factories.make_evaluation(factories.make_project("listed", holder))
    cast.judged = cast.evaluation_free.project
    cast.opinion_free = cast.evaluation_free.opinions.get()
    cast.similar_of_unit = factories.make_project("listed", holder)
    disputed = factories.make_project("listed", holder, price_open=False, price=2000)
    factories.make_opinion(disputed, 5)
    factories.make_opinion(disputed, 1)
    cast.evaluation_disputed = disputed.evaluations.get()
