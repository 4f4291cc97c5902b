from projects.models.code import CodeSeries
from projects.models.listing import Listing
from projects.models.project import Project
from projects.models.version import Version

__all__ = ["CodeSeries", "Listing", "Project", "Version"]
