"""A room as it is chosen: with how many it holds."""

from typing import Any

from django import forms

from roadshows.models import Room


class RoomField(forms.ModelChoiceField):  # type: ignore[type-arg]  # -- no type at run time
    def label_from_instance(self, obj: Any) -> str:
        return room_in_words(obj)


def room_in_words(room: Room) -> str:
    seats = f"{room.seats} 座" if room.seats else ""
    tables = f"{room.tables} 张洽谈桌" if room.tables else ""
    holds = "，".join(filter(None, [seats, tables]))
    return f"{room}（{holds}）" if holds else str(room)
