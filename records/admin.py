from django.contrib import admin

from records.models import Approval, LogEntry, WorkRun


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly):
    list_display = ["chain", "sequence", "event", "actor_kind", "actor_name", "at"]
    list_filter = ["actor_kind"]
    search_fields = ["chain", "event"]


@admin.register(Approval)
class ApprovalAdmin(ReadOnly):
    list_display = ["subject", "stage", "verdict", "by_name", "at"]
    search_fields = ["subject"]


@admin.register(WorkRun)
class WorkRunAdmin(ReadOnly):
    list_display = ["name", "due_at", "finished_at", "failed_at", "last_error"]
