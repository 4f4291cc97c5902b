from introductions.models.introduction import NOTED, Introduction, Seat
from introductions.models.talk import LONGEST, Appointment, Line

__all__ = ["LONGEST", "NOTED", "Appointment", "Introduction", "Line", "Seat"]
