"""Every address of this room. What has a literal name comes before what names a project."""

from projects.urls.library import urlpatterns as of_library
from projects.urls.projects import urlpatterns as of_projects

urlpatterns = [*of_library, *of_projects]
