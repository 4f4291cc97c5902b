"""Every address of this room. What has a literal name comes before what names a project."""

from projects.urls.evaluations import urlpatterns as of_evaluations
from projects.urls.projects import urlpatterns as of_projects

urlpatterns = [*of_evaluations, *of_projects]
