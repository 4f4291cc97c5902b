"""Orders for many of the cast: SC's lead and the centre have given some, one waits for a worker."""

from tests.projects.ordering import carried_out, ordered

WORDS = "请补第三方检测报告，上传到“附件”"


def order_many(cast):
    lead, centre = cast.actors["lead"], cast.actors["centre"]
    cast.bulk_order = carried_out(
        ordered("remind", cast.returned, cast.withdrawn, by=lead, note=WORDS)
    )
    cast.bulk_waiting = ordered("decline", cast.submitted, by=lead, reason="不属于战新领域")
    cast.bulk_at_centre = carried_out(ordered("list", cast.listed, cast.filed, by=centre))
    cast.bulk_waiting_at_centre = ordered("list", cast.accepted, by=centre)
