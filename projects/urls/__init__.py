"""Every address of this room. What has a literal name comes before what names a project."""

from projects.urls.projects import urlpatterns as of_projects
from projects.urls.remarks import urlpatterns as of_remarks

urlpatterns = [*of_remarks, *of_projects]
