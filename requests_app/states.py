"""The states of an application, the channels it comes by, the kinds of applicant."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where the case is. Consultation, extension, approval, assignment are facts, not states."""

    FILED = "filed", _("已提交")
    IN_HAND = "in_hand", _("办理中")
    AWAITING_CORRECTION = "awaiting_correction", _("等待补正")
    AWAITING_PAYMENT = "awaiting_payment", _("等待缴费")
    ANSWERED = "answered", _("已答复")
    NOT_PROCESSED = "not_processed", _("不予处理")
    ABANDONED = "abandoned", _("视为放弃")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN_STATES = frozenset(
    {State.FILED, State.IN_HAND, State.AWAITING_CORRECTION, State.AWAITING_PAYMENT}
)
FINAL_STATES = frozenset(State) - OPEN_STATES


class Channel(TextChoices):
    """How an application arrived (Regulations art. 29, 31)."""

    ONLINE = "online", _("网上提交")
    COUNTER = "counter", _("当面提交")
    POST = "post", _("邮寄")
    FAX = "fax", _("传真")
    EMAIL = "email", _("电子邮件")
    ORAL = "oral", _("口头提出")


class ApplicantKind(TextChoices):
    """The six columns of the statutory table (LAW: 30号格式 Table III)."""

    NATURAL_PERSON = "natural_person", _("自然人")
    BUSINESS = "business", _("商业企业")
    RESEARCH = "research", _("科研机构")
    PUBLIC_INTEREST = "public_interest", _("社会公益组织")
    LEGAL_SERVICES = "legal_services", _("法律服务机构")
    OTHER = "other", _("其他组织")


class IdentityKind(TextChoices):
    RESIDENT_CARD = "resident_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HMT_PERMIT = "hmt_permit", _("港澳台居民通行证或居住证")
    CREDIT_CODE = "credit_code", _("统一社会信用代码")
    OTHER = "other", _("其他证件")


class Form(TextChoices):
    """In what form the information is wanted (Regulations art. 29(2)(3), 40)."""

    ELECTRONIC = "electronic", _("电子文本")
    PAPER = "paper", _("纸质文本")
    INSPECTION = "inspection", _("现场查阅")


class Delivery(TextChoices):
    """By which way the applicant wants to receive it."""

    ONLINE = "online", _("网上下载")
    EMAIL = "email", _("电子邮件")
    POST = "post", _("邮寄")
    COUNTER = "counter", _("当面领取")
    FAX = "fax", _("传真")


class Turn(TextChoices):
    """Whose turn it is: derived from state and facts, never stored."""

    OFFICE = "office", _("信息公开办公室")
    UNIT = "unit", _("承办单位")
    APPLICANT = "applicant", _("申请人")
    THIRD_PARTY = "third_party", _("第三方")
    NOBODY = "nobody", _("已办结")
