"""What search engines ask for first: what they may read, and where it all is."""

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from foundation.caching import public_page
from portal.sitemaps import SECTIONS


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap": request.build_absolute_uri(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    return views.index(request, SECTIONS, sitemap_url_name="sitemap_section")


@require_safe
@public_page
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One page of a section, `?p=2`. Raises Http404 where there is none."""
    return views.sitemap(request, SECTIONS, section)
