"""Addresses of 会商: the board and what is behind its figures."""

from django.urls import path

from provinces.views import board

urlpatterns = [
    path("center/board/", board.newest_board, name="center_board"),
    path("center/review/<int:number>/board/", board.board, name="center_review_board"),
    path("center/review/<int:number>/board.xlsx", board.board_file, name="center_review_file"),
]
