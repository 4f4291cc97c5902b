"""Addresses of the annual call: the unit's plan, the centre's overview, receipts for all."""

from django.urls import path

from provinces.views import calls, center, form, orders, papers, plan, public, scans

urlpatterns = [
    path("notices/call-<int:year>/", public.call, name="call"),
    path("receipts/<str:serial>/", public.receipt, name="receipt"),
    path("unit/plan/", plan.plan_page, name="unit_plan"),
    path("unit/plan/live/", plan.plan_live, name="unit_plan_live"),
    path("unit/plan/form/", form.plan_form, name="unit_plan_form"),
    path("unit/plan/form/keep/", form.keep, name="unit_plan_keep"),
    path("unit/plan/events/add/", orders.add, name="unit_plan_event_add"),
    path("unit/plan/events/<str:ref>/drop/", orders.drop, name="unit_plan_event_drop"),
    path("unit/plan/copy/", orders.copy, name="unit_plan_copy"),
    path("unit/plan/freeze/", orders.freeze_plan, name="unit_plan_freeze"),
    path("unit/plan/submit/", orders.submit_plan, name="unit_plan_submit"),
    path("unit/plan/take-back/", orders.take_back_plan, name="unit_plan_take_back"),
    path("unit/plan/scan/", scans.send, name="unit_plan_scan"),
    path("unit/plan/scan/begin/", scans.begin, name="unit_plan_scan_begin"),
    path("unit/plan/letter.pdf", papers.letter, name="unit_plan_letter"),
    path("unit/plan/receipts/<str:serial>.pdf", papers.receipt_pdf, name="unit_plan_receipt"),
    path("plans/scans/<str:ref>/", papers.scan_file, name="plan_scan"),
    path("plans/scans/<str:ref>/<int:number>.jpg", papers.scan_page, name="plan_scan_page"),
    path("center/plans/", center.plans, name="center_plans"),
    path("center/plans/live/", center.plans_live, name="center_plans_live"),
    path("center/plans/remind/", center.remind_plans, name="center_plans_remind"),
    path("center/plans/<str:abbr>/", center.plan_detail, name="center_plan"),
    path("center/plans/<str:abbr>/letter.pdf", papers.center_letter, name="center_plan_letter"),
    path("center/cycles/<int:year>/call/", calls.call_form, name="center_call"),
    path("center/cycles/<int:year>/exempt/", calls.grant, name="center_exempt"),
    path("center/exemptions/<str:ref>/revoke/", calls.revoke, name="center_exemption_revoke"),
]
