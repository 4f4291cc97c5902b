"""What is read where several rooms meet."""

from portal.queries.figures import fields_shown, way_so_far, what_came_of_it
from portal.queries.searching import Section, sections_of

__all__ = ["Section", "fields_shown", "sections_of", "way_so_far", "what_came_of_it"]
