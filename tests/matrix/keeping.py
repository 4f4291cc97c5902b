"""Who may keep what a role is answered: nobody, but visitors what is public, and browsers what a
page polls."""

from foundation.caching import POLLED, PRIVATE, PUBLIC

# Every other page that a visitor may open is about logging in, or for machines.
PUBLIC_PAGES = {
    *("home", "search", "privacy", "conditions", "blank_paper"),
    *("showcase", "showcase_suggest", "showcase_project", "showcase_code", "showcase_compare"),
    *("robots", "sitemap", "sitemap_section"),
    *("demands", "demand", "offers", "offer", "matching"),
    *("roadshows", "roadshow_page", "roadshows_ics", "roadshow_ics"),
    *("call", "call_file", "receipt", "results", "host_calls", "host_call"),
    *("file", "file_preview"),
}
POLLS = {
    *("unit_plan_live", "center_plans_live", "center_calendar_progress"),
    "introduction_lines",
    *("unit_bulk_progress", "center_bulk_progress", "unit_import_progress"),
}


def kept(row, column, status):
    """What `Cache-Control` says."""
    if status != 200:
        return PRIVATE
    if column == "visitor" and row.name in PUBLIC_PAGES:
        return PUBLIC
    return POLLED if row.name in POLLS else PRIVATE
