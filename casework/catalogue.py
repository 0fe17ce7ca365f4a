"""The office fills in the list of what it publishes: where, by which unit, since when."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Item, ItemLink, ItemUpdate
from catalogue.models.items import ItemQuerySet
from office.models import Unit, User
from office.roles import May
from records import log
from records.refusals import Refusal
from requests_app.steps import ChangedMeanwhile, NotPermitted
from requests_app.who import actor_of

CHAIN = "catalogue"
FILLED = (
    "link", "unit", "unit_name", "cycle", "cycle_dates", "cycle_note", "changed_on", "updated_on",
)  # fmt: skip


def seen_by(user: User) -> ItemQuerySet:
    """The items a person looks after: all of them, or those of their own units."""
    if user.may(May.CONFIGURE):
        return Item.every.all()
    return Item.objects.filter(unit__in=user.unit_ids())


def require_filler(by: User) -> None:
    """Raises NotPermitted for whoever does not keep the directory."""
    if not by.may(May.CONFIGURE):
        raise NotPermitted(_("公开目录由信息公开办公室负责人或系统管理员填写。"))


def fill_in(
    item: Item,
    facts: Mapping[str, Any],
    *,
    more_links: Collection[tuple[str, str]] | None = None,
    edits: int,
    by: User,
    on: date,
    at: datetime,
) -> Item:
    """Keep where and by whom a matter is published: any of `FILLED`; others stay as they are.

    An empty link means that it is not published, and shows as 未填. `more_links` are all further
    ones, as (title, address); None leaves them. `edits` is what the page was made from.
    """
    require_filler(by)
    with transaction.atomic():
        item = locked(item)
        if item.edits != edits:
            raise ChangedMeanwhile(_("这一项已被他人修改，修改历史中有改动；请核对后再保存。"))
        changes = change(item, facts, on=on, at=at)
        if more_links is not None:
            changes |= _relink(item, more_links)
        if changes:
            _saved(item, "catalogue_filled", changes, by=by, at=at)
    return item


def locked(item: Item) -> Item:
    """The row itself, kept from others until the transaction ends."""
    return Item.every.select_for_update().get(pk=item.pk)


def change(item: Item, facts: Mapping[str, Any], *, on: date, at: datetime) -> dict[str, Any]:
    """Put the facts into the row, unsaved; return field -> [was, becomes]. Raises Refusal."""
    unknown = set(facts) - set(FILLED)
    if unknown:
        raise ValueError(f"not filled in by the office: {sorted(unknown)}")
    was = {name: getattr(item, name) for name in facts}
    for name, value in facts.items():
        setattr(item, name, value)
    _refuse_faults(item, facts, on)
    changes = {
        name: [_plain(was[name]), _plain(value)]
        for name, value in facts.items()
        if was[name] != value
    }
    if "updated_on" in changes:
        _note_update(item, was["updated_on"], at=at)
    return changes


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Unit) else value


def _refuse_faults(item: Item, facts: Mapping[str, Any], on: date) -> None:
    reasons = []
    if facts.get("updated_on") and facts["updated_on"] > on:
        reasons.append(_("更新日期不能晚于今天。"))
    if facts.get("changed_on") and facts["changed_on"] > on:
        reasons.append(_("内容形成或者变更日期不能晚于今天。"))
    if item.unit and item.unit_name:
        reasons.append(_("责任单位只能填一处：选本校单位，或者写系统以外的单位。"))
    if (item.cycle == "dated") != bool(item.cycle_dates):
        reasons.append(_("选“每年的固定日期”的，须写明日期；选其他周期的，不写。"))
    try:
        item.full_clean(validate_constraints=False)
    except ValidationError as fault:
        reasons += fault.messages
    if reasons:
        raise Refusal(*reasons)


def _note_update(item: Item, was: date | None, *, at: datetime) -> None:
    """The public history of updates; a date put back takes the later one out of it."""
    if was and (item.updated_on is None or item.updated_on < was):
        late = item.updates.filter(updated_on__lte=was)
        late = late.filter(updated_on__gt=item.updated_on) if item.updated_on else late
        late.delete()
    if item.updated_on:
        ItemUpdate.objects.get_or_create(
            item=item, updated_on=item.updated_on, defaults={"recorded_at": at}
        )


def _relink(item: Item, wanted: Collection[tuple[str, str]]) -> dict[str, Any]:
    """Make the further links these; the ones that go stand in the log."""
    was = {more.url: more for more in item.more_links.all()}
    before = [[more.title, more.url] for more in was.values()]
    urls = [url for _title, url in wanted]
    if wanted and not item.link:
        raise Refusal(_("有其他链接的，网址链接也要填：目录首先显示它。"))
    if item.link in urls or len(set(urls)) < len(urls):
        raise Refusal(_("同一网址在一项中只写一次。"))
    item.more_links.exclude(url__in=urls).delete()
    for title, url in wanted:
        row = was.get(url) or ItemLink(item=item, url=url)
        row.title = title
        try:
            row.full_clean(exclude=["item"])
        except ValidationError as fault:
            raise Refusal(*fault.messages) from fault
        row.save()
    after = [[more.title, more.url] for more in item.more_links.all()]
    return {} if before == after else {"more_links": [before, after]}


def _saved(item: Item, event: str, changes: Mapping[str, Any], *, by: User, at: datetime) -> None:
    item.edits += 1
    item.save(update_fields=[*FILLED, "edits"])
    payload = {"item": item.number, "code": item.code, "changes": dict(changes)}
    log.append(CHAIN, event, actor=actor_of(by), at=at, payload=payload)


def settle_many(
    items: Iterable[Item],
    *,
    unit: Unit | None = None,
    cycle: str = "",
    by: User,
    on: date,
    at: datetime,
) -> int:
    """Give several items one unit, one cycle, or both; each is logged. Return how many changed."""
    require_filler(by)
    facts: dict[str, Any] = {}
    if unit is not None:
        facts |= {"unit": unit, "unit_name": ""}
    if cycle:
        facts |= {"cycle": cycle, "cycle_dates": "", "cycle_note": ""}
    chosen = sorted({item.pk for item in items})
    if not chosen or not facts:
        raise Refusal(_("请勾选事项，并选定责任单位或者更新周期。"))
    if cycle == "dated":
        raise Refusal(_("固定日期请在各项中填写。"))
    changed = 0
    with transaction.atomic():
        for item in Item.objects.select_for_update().filter(pk__in=chosen).order_by("pk"):
            changes = change(item, facts, on=on, at=at)
            if changes:
                _saved(item, "catalogue_filled", changes, by=by, at=at)
                changed += 1
    return changed


def confirmed(item: Item, facts: Mapping[str, Any], *, by: User, on: date, at: datetime) -> None:
    """Take over what a unit proposed, in the transaction of its confirmation."""
    changes = change(item, facts, on=on, at=at)
    _saved(item, "catalogue_proposal_confirmed", changes, by=by, at=at)
