"""What must always be so of the trail and of work."""

from django.db.models import F, Q

from records.models import Message, Seal


def seals_out_of_order() -> int:
    return Seal.objects.filter(first_id__gt=F("last_id")).count()


def progress_beyond_total() -> int:
    return Message.objects.filter(Q(progress__gt=F("total"))).count()


INVARIANTS = {
    "封存段首尾有序": seals_out_of_order,
    "进度不超过总数": progress_beyond_total,
}
