"""What people search here, may subscribe to, and keep."""

from django.db.models import TextChoices


class SearchKind(TextChoices):
    """Postings of a kind are searched under its name."""

    PROJECT = "project", "成果"
    DEMAND = "demand", "需求"
    OFFER = "offer", "要素供给"

    @property
    def place(self) -> str:
        """The address of the list, by name and by path."""
        return "showcase" if self == SearchKind.PROJECT else f"{self.value}s"

    @property
    def measure(self) -> str:
        return "项" if self == SearchKind.PROJECT else "条"


class FollowKind(TextChoices):
    """What people follow."""

    ORGANISATION = "organisation", "单位"
    FIELD = "field", "领域"

    def words_of(self, followed: object) -> str:
        """浙江大学; 新材料领域, which the taxonomy calls 新材料产业."""
        if self == FollowKind.ORGANISATION:
            return str(followed)
        return f"{str(followed).removesuffix('产业')}领域"
