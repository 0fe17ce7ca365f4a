from django.urls import path, register_converter

from web.public import (
    reports_views,
    views_apply,
    views_case,
    views_catalogue,
    views_deadline,
    views_filing,
    views_package,
    views_pages,
    views_track,
    views_verify,
)

register_converter(reports_views.ReportSlug, "report")

app_name = "public"
urlpatterns = [
    path("", views_pages.home, name="home"),
    path("catalogue/", views_catalogue.catalogue, name="catalogue"),
    path("catalogue/<int:number>/", views_catalogue.catalogue_item, name="catalogue_item"),
    path("catalogue/catalogue.json", views_catalogue.catalogue_json, name="catalogue_json"),
    path("catalogue/catalogue.csv", views_catalogue.catalogue_csv, name="catalogue_csv"),
    path("guide/", views_pages.guide, name="guide"),
    path("deadline/", views_deadline.deadline, name="deadline"),
    path("privacy/", views_pages.privacy, name="privacy"),
    path("accessibility/", views_pages.accessibility, name="accessibility"),
    path("reports/", reports_views.reports, name="reports"),
    path("reports/<report:slug>/", reports_views.report, name="report"),
    path("reports/<report:slug>/<str:name>", reports_views.report_file, name="report_file"),
    path("reports/<int:pk>/", reports_views.report_by_number, name="report"),
    path("apply/", views_apply.start, name="apply"),
    path("apply/check/", views_filing.check, name="apply_check"),
    path("apply/done/", views_filing.done, name="apply_done"),
    path("apply/<slug:step>/", views_apply.question, name="apply"),
    path("verify/", views_verify.verify, name="verify"),
    path("verify/<path:code>/", views_verify.verified, name="verified"),
    path("track/", views_track.track, name="track"),
    path("track/leave/", views_track.leave, name="leave"),
    path("track/case/", views_case.case, name="case"),
    path("track/case/correct/", views_case.correct, name="correct"),
    path("track/case/reasons/", views_case.reasons, name="reasons"),
    path("track/case/withdraw/", views_case.withdraw, name="withdraw"),
    path("track/case/complain/", views_case.complain, name="complain"),
    path("track/case/notice/<int:pk>/", views_case.notice, name="notice"),
    path("track/case/all.zip", views_package.package_zip, name="package_zip"),
    path("track/case/all.pdf", views_package.package_pdf, name="package_pdf"),
    path("track/case/notice/<int:pk>/english/", views_case.notice_english, name="notice_english"),
    path("track/case/file/<int:pk>/", views_case.released, name="released"),
]
