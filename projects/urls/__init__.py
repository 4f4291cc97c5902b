"""Every address of this room. What has a literal name comes before what names a project."""

from projects.urls.bulk import urlpatterns as of_bulk
from projects.urls.corrections import urlpatterns as of_corrections
from projects.urls.evaluations import urlpatterns as of_evaluations
from projects.urls.library import urlpatterns as of_library
from projects.urls.projects import urlpatterns as of_projects
from projects.urls.queue import urlpatterns as of_queue
from projects.urls.remarks import urlpatterns as of_remarks

urlpatterns = [
    *(*of_library, *of_bulk, *of_queue, *of_remarks, *of_corrections, *of_evaluations),
    *of_projects,
]
