"""Addresses of orders for many, and of the single 催办; the desks differ by who comes in."""

from django.urls import path

from projects.views import bulk, bulk_orders, urging

urlpatterns = [
    path("unit/projects/bulk/", bulk.unit_bulk, name="unit_bulk"),
    path("unit/projects/bulk/order/", bulk.unit_give, name="unit_bulk_give"),
    path("unit/orders/", bulk_orders.unit_orders, name="unit_bulk_orders"),
    path("unit/orders/<str:ref>/", bulk_orders.unit_order, name="unit_bulk_order"),
    path("unit/orders/<str:ref>/progress/", bulk_orders.unit_progress, name="unit_bulk_progress"),
    path("unit/orders/<str:ref>/report.xlsx", bulk_orders.unit_report, name="unit_bulk_report"),
    path("unit/orders/<str:ref>/again/", bulk_orders.unit_again, name="unit_bulk_again"),
    path("unit/projects/<str:ref>/remind/", urging.remind_at_unit, name="unit_project_remind"),
    path("center/library/bulk/", bulk.center_bulk, name="center_bulk"),
    path("center/library/bulk/order/", bulk.center_give, name="center_bulk_give"),
    path("center/orders/", bulk_orders.center_orders, name="center_bulk_orders"),
    path("center/orders/<str:ref>/", bulk_orders.center_order, name="center_bulk_order"),
    path(
        "center/orders/<str:ref>/progress/",
        bulk_orders.center_progress,
        name="center_bulk_progress",
    ),
    path(
        "center/orders/<str:ref>/report.xlsx", bulk_orders.center_report, name="center_bulk_report"
    ),
    path("center/orders/<str:ref>/again/", bulk_orders.center_again, name="center_bulk_again"),
    path("center/library/<str:ref>/remind/", urging.remind_at_centre, name="center_project_remind"),
]
