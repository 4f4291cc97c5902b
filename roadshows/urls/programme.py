"""Addresses of the programme of a roadshow."""

from django.urls import path

from roadshows.views import programme, programme_items, programme_lineup, programme_release

_OF = "<roadshow_desk:desk>/<str:ref>/programme/"

urlpatterns = [
    path(_OF, programme.programme, name="roadshow_programme"),
    path(f"{_OF}begins/", programme.begins, name="roadshow_begins"),
    path(f"{_OF}lineup/", programme_lineup.lineup, name="roadshow_lineup"),
    path(f"{_OF}lineup/add/", programme_lineup.add, name="roadshow_line_up"),
    path(f"{_OF}new/", programme_items.new, name="roadshow_item_new"),
    path(f"{_OF}items/<str:item>/", programme_items.item, name="roadshow_item"),
    path(f"{_OF}items/<str:item>/move/", programme.move, name="roadshow_item_move"),
    path(f"{_OF}items/<str:item>/out/", programme.out, name="roadshow_item_out"),
    path(f"{_OF}items/<str:item>/back/", programme.back, name="roadshow_item_back"),
    path(f"{_OF}release/", programme_release.preview, name="roadshow_release"),
    path(f"{_OF}release/now/", programme_release.release_now, name="roadshow_release_now"),
    path(f"{_OF}releases/<int:number>/", programme_release.version, name="roadshow_version"),
]
