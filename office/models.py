"""People, units and their roles; the institution's own facts; holiday notices."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from office.roles import NEVER_TOGETHER, ROLE_MAY, UNIT_ROLES, May, Role


class Unit(models.Model):
    """A department, school or office of the institution that may be given a case."""

    code = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=100, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位")
        ordering = ["name"]

    def __str__(self) -> str:
        """Its name in the page's language; letters are always written in Chinese."""
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name


class User(AbstractUser):
    """A member of staff. Applicants have no account."""

    first_name = last_name = None
    full_name = models.CharField(_("姓名"), max_length=50)
    full_name_en = models.CharField(_("英文姓名"), max_length=80, blank=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("工作人员")
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    def grants(self) -> list["RoleGrant"]:
        """The roles held now; a deactivated account holds none. Read anew at each request."""
        if not self.is_active:
            return []
        if not hasattr(self, "_grants"):
            self._grants = list(self.role_grants.filter(ended_at=None).select_related("unit"))
        return self._grants

    def roles(self) -> frozenset[Role]:
        return frozenset(Role(grant.role) for grant in self.grants())

    def may(self, thing: May) -> bool:
        return any(thing in ROLE_MAY[Role(grant.role)] for grant in self.grants())

    def unit_ids(self) -> frozenset[int]:
        """The units whose assigned cases this person works on or answers for."""
        return frozenset(g.unit_id for g in self.grants() if Role(g.role) in UNIT_ROLES)


class RoleGrant(models.Model):
    """That a person holds a role, for a unit where the role is a unit's, from then until then."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("单位")
    )
    granted_at = models.DateTimeField(_("授予时间"))
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("角色授予")
        constraints = [
            UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(ended_at=None),
                name="unit_role_granted_once",
            ),
            UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at=None, unit=None),
                name="role_granted_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=UNIT_ROLES, unit__isnull=False)
                | (~Q(role__in=UNIT_ROLES) & Q(unit__isnull=True)),
                name="unit_roles_have_a_unit",
            ),
        ]  # fmt: skip

    def clean(self) -> None:
        """Refuse to join administrators that must be different people."""
        held = self.user.roles() | {Role(self.role)}
        if any(pair <= held for pair in NEVER_TOGETHER):
            raise ValidationError(_("系统、安全、审计管理员不得由同一人担任。"))


def holders_of(role: str) -> models.QuerySet[User]:
    """The people who hold a role now, with all their grants, in two queries for any number."""
    held = RoleGrant.objects.filter(ended_at=None)
    holders = User.objects.filter(
        is_active=True, pk__in=held.filter(role=role).order_by().values("user")
    )
    grants = held.select_related("unit")
    return holders.prefetch_related(models.Prefetch("role_grants", grants, to_attr="_grants"))


class Institution(models.Model):
    """The institution's own facts, one row per version; the newest is in use.

    A notice keeps the version it was made from, so a change of court or address never rewrites
    what was sent.
    """

    version = models.PositiveIntegerField(_("版本"), unique=True)
    name = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=150, blank=True)
    number_prefix = models.CharField(
        _("文号前缀"), max_length=30, help_text=_("例如：示例大学信公")
    )
    office_name = models.CharField(_("工作机构"), max_length=100, default="信息公开办公室")
    office_name_en = models.CharField(max_length=150, default="Access to Information Office")
    head_name = models.CharField(_("工作机构负责人"), max_length=50, blank=True)
    address = models.CharField(_("地址"), max_length=200)
    address_en = models.CharField(_("英文地址"), max_length=250, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=10)
    phone = models.CharField(_("电话"), max_length=40)
    fax = models.CharField(_("传真"), max_length=40, blank=True)
    email = models.EmailField(_("电子邮箱"))
    hours = models.CharField(_("办公时间"), max_length=100)
    hours_en = models.CharField(_("英文办公时间"), max_length=150, blank=True)
    supervisor = models.CharField(
        _("主管部门"), max_length=100, help_text=_("受理申诉、举报的教育行政部门")
    )
    discipline_office = models.CharField(_("校内监督机构"), max_length=100)
    review_authority = models.CharField(_("行政复议机关"), max_length=100)
    online_review = models.CharField(
        _("网上申请行政复议的网址"), max_length=200, blank=True,
        validators=[URLValidator(["https", "http"])],
        help_text=_("写进告知行政复议的段落（行政复议法第二十二条）；没有的留空"),
    )  # fmt: skip
    court = models.CharField(_("管辖法院"), max_length=100)
    supervisor_en = models.CharField(_("主管部门英文名称"), max_length=150, blank=True)
    discipline_office_en = models.CharField(_("校内监督机构英文名称"), max_length=150, blank=True)
    review_authority_en = models.CharField(_("行政复议机关英文名称"), max_length=150, blank=True)
    court_en = models.CharField(_("管辖法院英文名称"), max_length=150, blank=True)
    own_rules = models.CharField(
        _("校内规定"), max_length=150, blank=True,
        help_text=_("本校信息公开的规定，写全称并加书名号；法规没有规定时文书引用它"),
    )  # fmt: skip
    payment_details = models.TextField(
        _("缴费方式"), blank=True, help_text=_("收款单位、账号和缴费地点，印在收费通知书上")
    )
    approval_chains = models.JSONField(
        _("审批环节"), default=dict, blank=True,
        help_text=_("与默认不同的文书种类，按种类代码列出各环节"),
    )  # fmt: skip
    default_law = models.CharField(_("默认适用的法规"), max_length=30, default="cn-university")
    law_settings = models.JSONField(
        _("法规设定"), default=dict, blank=True,
        help_text=_("法规未明确、由本机构确定的事项，按法规代码分列"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("修改时间"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("机构信息")
        ordering = ["-version"]

    def __str__(self) -> str:
        return self.name


class CalendarNotice(models.Model):
    """A holiday notice entered by the office after the ones that ship with the system.

    Written once (the database's triggers see to it, `office.append_only`): one that is wrong, or
    that the State Council amends, is followed by another, which has the last word on its days.
    """

    class Kind(models.TextChoices):
        STATE_COUNCIL = "state_council", _("国务院的放假安排通知")
        REGION = "region", _("民族自治地方或地方人民政府规定的假日")
        INSTITUTION = "institution", _("本机构另定的休息日")

    class CameAs(models.TextChoices):
        TEXT = "text", _("粘贴的原文")
        FILE = "file", _("上传的文件")
        DAYS = "days", _("在年历上点选或者填写")

    year = models.PositiveIntegerField(_("年份"))
    kind = models.CharField(
        _("种类"), max_length=15, choices=Kind.choices, default=Kind.STATE_COUNCIL
    )
    document = models.CharField(_("文号"), max_length=100)
    url = models.URLField(_("网址"), blank=True)
    published_on = models.DateField(_("发布日期"))
    rest = models.JSONField(_("放假日期"), help_text=_("[[名称, 首日, 末日], …]"))
    work = models.JSONField(_("调休上班日期"), default=list)
    work_for = models.JSONField(_("各调休上班日所属节日"), default=list)
    basis = models.CharField(_("法律依据"), max_length=200, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    came_as = models.CharField(
        _("录入方式"), max_length=5, choices=CameAs.choices, default=CameAs.DAYS
    )
    text = models.TextField(_("通知原文"), blank=True)
    sha256 = models.CharField(_("原文的SHA-256"), max_length=64, blank=True)
    remark = models.CharField(_("录入说明"), max_length=500, blank=True)
    version = models.CharField(_("日历版本"), max_length=60, blank=True)
    moves_sha256 = models.CharField(_("影响清单的SHA-256"), max_length=64, blank=True)
    entered_at = models.DateTimeField(_("录入时间"))
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("放假安排通知")
        ordering = ["year", "entered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="state_council")
                | (Q(kind__in=["region", "institution"]) & ~Q(basis="") & ~Q(reason="")),
                name="an_addition_has_basis_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(text="", sha256="") | (~Q(text="") & ~Q(sha256="")),
                name="a_text_has_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return self.document

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise ValidationError(_("放假安排通知只可新增，不可修改；有变动的，另录一份。"))
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args, **kwargs) -> None:
        raise ValidationError(_("放假安排通知不可删除；录错的，另录一份更正。"))
