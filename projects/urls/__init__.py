"""Every address of this room. What has a literal name comes before what names a project."""

from projects.urls.bulk import urlpatterns as of_bulk
from projects.urls.projects import urlpatterns as of_projects

urlpatterns = [*of_bulk, *of_projects]
