"""The office's addresses. Everything here needs a sign-in but the sign-in itself."""

from django.urls import path

from web.staff.views import (
    book,
    bundle,
    case,
    figures,
    outgoing,
    paper,
    queue,
    redaction,
    redaction_pictures,
    register,
    remedies,
    remedy_acts,
    remedy_feedback,
    reminders,
    settings_pages,
    sign_in,
    steps,
    stopped,
    today,
)

app_name = "staff"
urlpatterns = [
    path("", today.today, name="today"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("cases/", queue.queue, name="queue"),
    path("cases/by-applicant/", queue.find_applicant, name="find_applicant"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/reveal/", case.reveal, name="reveal"),
    path("cases/<str:number>/code/", case.new_code, name="new_code"),
    path("cases/<str:number>/files/<int:pk>/", case.attachment, name="attachment"),
    path("cases/<str:number>/notices/", case.drafting, name="drafting"),
    path("cases/<str:number>/steps/<slug:name>/", steps.step, name="step"),
    path("register/", register.register, name="register"),
    *bundle.urlpatterns,
    *outgoing.urlpatterns,
    *stopped.urlpatterns,
    *paper.urlpatterns,
    *book.urlpatterns,
    *settings_pages.urlpatterns,
    *figures.urlpatterns,
    *redaction.urlpatterns,
    *redaction_pictures.urlpatterns,
    *remedies.urlpatterns,
    *remedy_acts.urlpatterns,
    *remedy_feedback.urlpatterns,
    *reminders.urlpatterns,
]
