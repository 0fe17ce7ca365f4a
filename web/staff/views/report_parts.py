"""The parts of a report while it is drafted: an overview, and each part on a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.models import User
from office.roles import May
from records.refusals import Refusal
from reports import publication, who, writing
from reports.models import AnnualReport, PartText
from reports.parts import PREFACE, Part
from reports.prepared import Prepared
from reports.typed import typed_numbers
from requests_app.steps import ChangedMeanwhile, NotPermitted
from web.fields import number_sent
from web.refusals import carried_out, tell
from web.staff.report_forms import (
    AuthorForm,
    CommentForm,
    FactsForm,
    PartForm,
)
from web.staff.report_parts import Comparison, choices, comments_of, compare, last_year, lines_of
from web.staff.report_shown import ShownBlock, shown_blocks
from web.staff.views.yearly_report import report_of
from web.today import now, today


def report_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All parts: who writes which, how far they are, what is missing; and the facts."""
    report = report_of(request, pk)
    if report.is_published or not who.may_write(request.user):
        return redirect("staff:report_show", pk)
    form = FactsForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        try:
            writing.write_facts(
                report, form.cleaned_data["facts"], edits=form.cleaned_data["edits"],
                by=request.user, at=now(),
            )  # fmt: skip
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            report.refresh_from_db()
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("staff:report_edit", pk)
    prepared = publication.prepare(report, on=today())
    people = who.possible_authors()
    lines = lines_of(report, prepared)
    context = {
        "report": report, "form": form, "prepared": prepared,
        "table_two": any("table_two" in part.generated for part in report.of_form.parts),
        "due_on": report.of_form.due_on(report.period),
        "lines": [(line, _author_form(line.author, line.part, people)) for line in lines],
        "missing": [line.part for line in lines if line.is_missing],
        "open_comments": sum(line.open_comments for line in lines),
        "may_configure": request.user.may(May.CONFIGURE),
    }  # fmt: skip
    return render(request, "staff/report_edit.html", context)


def _author_form(author: User | None, part: Part, people: QuerySet[User]) -> AuthorForm:
    return AuthorForm(people=people, initial={"author": author}, auto_id=f"author_{part.code}_%s")


def report_part(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Write one part, with its preview, the numbers it may name and what is said of it."""
    report, part = part_of(request, pk, code)
    if report.is_published:
        return redirect("staff:report_show", pk)
    kept = writing.newest(report, code)
    typed = request.POST if request.method == "POST" else None
    initial = {"text": kept.text if kept else "", "seen": kept.number if kept else 0}
    form = PartForm(typed, part=part, initial=initial)
    if typed is not None and form.is_valid():
        if name := request.POST.get("insert", ""):
            form = _with_name(request, form, part, name)
        elif "preview" not in request.POST:
            if _kept(request, report, part, form):
                return redirect("staff:report_part", pk, code)
            kept = writing.newest(report, code)
    return _editor(request, report, part, form, kept)


def _with_name(request: HttpRequest, form: PartForm, part: Part, name: str) -> PartForm:
    """The same form with a number's name at the end of the text; nothing is saved."""
    given = request.POST.copy()
    given["text"] = f"{form.cleaned_data['text'].rstrip()}{{{name}}}"
    return PartForm(given, part=part)


def _kept(request: HttpRequest, report: AnnualReport, part: Part, form: PartForm) -> bool:
    """Save it; if somebody else wrote the part meanwhile, what was typed stays in the form."""
    text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
    try:
        kept = writing.write_part(report, part.code, text, seen=seen, by=request.user, at=now())
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except ChangedMeanwhile as refusal:
        newest = writing.newest(report, part.code)
        form.add_error(None, str(refusal))
        form.theirs = newest
        form.data = request.POST.copy()
        form.data["seen"] = newest.number if newest else 0
        return False
    except Refusal as refusal:
        tell(form, refusal)
        return False
    messages.success(request, _("已保存。") if kept else _("没有改动。"))
    return True


def editor_again(
    request: HttpRequest, report: AnnualReport, part: Part, *, comment_form: CommentForm
) -> HttpResponse:
    """The page as it is, with a remark that could not be kept."""
    kept = writing.newest(report, part.code)
    initial = {"text": kept.text if kept else "", "seen": kept.number if kept else 0}
    form = PartForm(part=part, initial=initial)
    return _editor(request, report, part, form, kept, comment_form=comment_form)


def _editor(
    request: HttpRequest,
    report: AnnualReport,
    part: Part,
    form: PartForm,
    kept: PartText | None,
    *,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    text = str(form["text"].value() or "")
    saved = kept.text if kept else ""
    prepared = publication.prepare(report, on=today(), instead={part.code: text})
    people = who.readers(report, part.code)
    theirs = getattr(form, "theirs", None)
    context = {
        "report": report, "part": part, "form": form, "kept": kept,
        "blocks": _preview(prepared, report, part, request),
        "preface": prepared.document.preface if part.code == PREFACE else (),
        "groups": choices(prepared, text or part.default, to=request.user),
        "findings": prepared.of_part(part.code),
        "unsaved": text.strip() != saved.strip(),
        "typed": typed_numbers(saved, prepared.cells) if text == saved else [],
        "last_year": last_year(report, part.code, text),
        "theirs": theirs, "comparison": _against(theirs, report, part, text),
        "comments": comments_of(report, part.code),
        "comment_form": comment_form or CommentForm(people=people),
        "failed": bool(comment_form and comment_form.errors),
        "may_write": who.may_write_part(request.user, report, part.code),
        "whole": request.user.may(May.REPORT), "manages": who.may_write(request.user),
    }  # fmt: skip
    return render(request, "staff/report_part.html", context)


def _preview(
    prepared: Prepared, report: AnnualReport, part: Part, request: HttpRequest
) -> tuple[ShownBlock, ...]:
    if part.code == PREFACE:
        return ()
    blocks = prepared.document.section(part.code).blocks
    return shown_blocks(blocks, report, to=request.user)


def _against(
    theirs: PartText | None, report: AnnualReport, part: Part, text: str
) -> Comparison | None:
    """What somebody else saved beside what was typed here."""
    if theirs is None:
        return None
    mine = PartText(report=report, part=part.code, number=theirs.number + 1, text=text)
    return compare(theirs, mine)


def report_part_versions(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Any two versions of a part compared; without a choice, the last two."""
    report, part = part_of(request, pk, code)
    kept = list(report.part_texts.filter(part=code).select_related("written_by"))
    by_number = {str(version.number): version for version in kept}
    before = by_number.get(request.GET.get("before", ""), kept[-2] if len(kept) > 1 else None)
    after = by_number.get(request.GET.get("after", ""), kept[-1] if kept else None)
    if before and after and before.number > after.number:
        before, after = after, before
    context = {
        "report": report, "part": part, "kept": kept, "newest": kept[-1] if kept else None,
        "comparison": compare(before, after) if before and after else None,
        "may_restore": not report.is_published
        and who.may_write_part(request.user, report, part.code),
    }  # fmt: skip
    return render(request, "staff/report_part_versions.html", context)


@require_POST
def report_part_restore(request: HttpRequest, pk: int, code: str, number: int) -> HttpResponse:
    report, part = part_of(request, pk, code)
    get_object_or_404(report.part_texts, part=code, number=number)
    seen = number_sent(request, "seen")

    def restore() -> None:
        writing.restore(report, code, number, seen=seen, by=request.user, at=now())

    if carried_out(request, restore, done=_("已恢复第%(n)s稿。") % {"n": number}):
        return redirect("staff:report_part", pk, part.code)
    return redirect("staff:report_part_versions", pk, part.code)


@require_POST
def report_part_bind(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Put a cell's name in the place of a typed number."""
    report, _part = part_of(request, pk, code)

    def bind() -> None:
        writing.bind(
            report, code, start=number_sent(request, "start"), typed=request.POST.get("typed", ""),
            name=request.POST.get("name", ""), seen=number_sent(request, "seen"),
            by=request.user, at=now(),
        )  # fmt: skip

    carried_out(request, bind, done=_("已改为引用统计数，以后随统计变化。"))
    return redirect("staff:report_part", pk, code)


@require_POST
def report_part_assign(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    report = report_of(request, pk)
    part = _named(report, code)
    if not who.may_write(request.user):
        raise PermissionDenied(who.NOT_ALLOWED)
    form = AuthorForm(request.POST, people=who.possible_authors())
    if not form.is_valid():
        messages.error(request, _("请从名单中选择执笔人。"))
        return redirect("staff:report_edit", pk)
    author = form.cleaned_data["author"]

    def assign() -> None:
        writing.assign(report, code, author, by=request.user, at=now())

    name = author.full_name if author else _("不指定")
    said = _("“%(part)s”的执笔人：%(who)s。") % {"part": part.title, "who": name}
    carried_out(request, assign, done=said)
    return redirect("staff:report_edit", pk)


def part_of(request: HttpRequest, pk: int, code: str) -> tuple[AnnualReport, Part]:
    """A report and its part, for whoever may read that part; for others there is none."""
    report = get_object_or_404(AnnualReport, pk=pk)
    part = _named(report, code)
    if not who.may_read_part(request.user, report, code):
        raise Http404
    return report, part


def _named(report: AnnualReport, code: str) -> Part:
    try:
        return report.of_form.part(code)
    except KeyError as unknown:
        raise Http404 from unknown


_PART = "report/<int:pk>/parts/<slug:code>/"
urlpatterns = [
    path("report/<int:pk>/edit/", report_edit, name="report_edit"),
    path(_PART, report_part, name="report_part"),
    path(f"{_PART}versions/", report_part_versions, name="report_part_versions"),
    path(f"{_PART}restore/<int:number>/", report_part_restore, name="report_part_restore"),
    path(f"{_PART}bind/", report_part_bind, name="report_part_bind"),
    path(f"{_PART}assign/", report_part_assign, name="report_part_assign"),
]
