"""The people of every story, and the shortest ways to a case in their hands.

Literal dates: the stories begin on Monday 2 March 2026 unless they say otherwise.
"""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from casework import filing
from office.models import Institution, RoleGrant, Unit, User
from office.roles import Role
from requests_app.models import Application

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
PASSWORD = "correct horse battery staple"


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of that day in Shanghai."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


NATURAL_PERSON = {
    "kind": "natural_person", "name": "张示例", "identity_kind": "resident_card",
    "identity_number": "42080019900101123X", "phone": "13800000000",
    "email": "zhang@example.com", "address": "湖北省荆门市示例路1号", "postcode": "448000",
}  # fmt: skip

ASKED = {
    "subject": "2023—2025年各学院接收转专业学生的人数",
    "description": "请提供2023—2025年各学院接收转专业学生的人数，以及现行的转专业管理办法。",
    "form": "electronic", "delivery": "online", "law": "cn-regulation",
}  # fmt: skip


class Cast:
    """Everybody, by the part they play."""

    def __init__(self) -> None:
        self.academic_affairs = Unit.objects.create(
            code="jwc", name="教务处", name_en="Academic Affairs Office"
        )
        self.logistics = Unit.objects.create(code="hqc", name="后勤处", name_en="Logistics Office")
        self.registrar = _person("zhou", "周登记", Role.REGISTRAR)
        self.officer = _person("wu", "吴起草", Role.OFFICER, self.academic_affairs)
        self.department_head = _person(
            "feng", "冯处长", Role.DEPARTMENT_HEAD, self.academic_affairs
        )
        self.office_head = _person("zheng", "郑审核", Role.OFFICE_HEAD)
        self.secrecy_reviewer = _person("yan", "严保密", Role.SECRECY_REVIEWER)
        self.finance = _person("qian", "钱财务", Role.FINANCE)
        self.leader = _person("chen", "陈校长", Role.LEADER)
        self.inspector = _person("he", "何监督", Role.INSPECTOR)
        self.system_admin = _person("xi", "席系统", Role.SYSTEM_ADMIN)
        self.security_admin = _person("an", "安全员", Role.SECURITY_ADMIN)
        self.audit_admin = _person("shen", "审计员", Role.AUDIT_ADMIN)
        self.outsider = _person("jiang", "蒋外人", Role.OFFICER, self.logistics)

    def everyone(self) -> dict[str, User]:
        return {name: who for name, who in vars(self).items() if isinstance(who, User)}


def _person(username: str, full_name: str, role: Role, unit: Unit | None = None) -> User:
    user = User.objects.create_user(
        username, f"{username}@example.com", PASSWORD, full_name=full_name
    )
    RoleGrant.objects.create(user=user, role=role, unit=unit, granted_at=at(date(2020, 1, 1)))
    return user


def an_institution(**changes) -> Institution:
    facts = {
        "version": 1, "name": "示例大学", "name_en": "Example University",
        "number_prefix": "示例大学信公", "head_name": "郑审核", "address": "湖北省示例市大学路1号",
        "address_en": "1 University Road, Example City, Hubei", "postcode": "430000",
        "phone": "0000-1234567", "fax": "0000-1234568", "email": "xxgk@example.edu.cn",
        "hours": "工作日8:30—12:00，14:00—17:30", "hours_en": "Working days 8:30–17:30",
        "supervisor": "湖北省教育厅", "discipline_office": "示例大学纪检监察机构",
        "review_authority": "湖北省人民政府", "court": "示例市中级人民法院",
        "changed_at": at(date(2020, 1, 1)),
    }  # fmt: skip
    return Institution.objects.create(**facts | changes)


@pytest.fixture
def institution(db) -> Institution:
    return an_institution()


@pytest.fixture
def cast(institution) -> Cast:
    return Cast()


def filed(on: date = MONDAY, *, law: str = "cn-regulation", applicant=None, **asked) -> Application:
    """A case filed online that day at nine."""
    return filing.file_online(
        application=ASKED | {"law": law} | asked,
        applicant=NATURAL_PERSON | (applicant or {}),
        filing_key=uuid4(),
        at=at(on),
    ).application


def registered(cast: Cast, on: date = MONDAY, **asked) -> Application:
    """A case filed and registered the same day."""
    application = filed(on, **asked)
    application.receive(by=cast.registrar, on=on, at=at(on, 10))
    return application


def in_hand(cast: Cast, on: date = MONDAY, **asked) -> Application:
    """A case registered and given to the Academic Affairs Office the same day."""
    application = registered(cast, on, **asked)
    application.assign(by=cast.registrar, on=on, at=at(on, 11), unit=cast.academic_affairs)
    return application


def awaiting_correction(cast: Cast, on: date = MONDAY, asked_on: date | None = None) -> Application:
    """A case whose applicant has been asked to say which years are meant."""
    application = in_hand(cast, on)
    application.request_correction(
        by=cast.office_head, on=asked_on or on, at=at(asked_on or on, 15),
        missing="请说明所需信息的年度。", days=10,
    )  # fmt: skip
    return application


SUPPLIED = {
    "asked_for": "转专业人数", "answer": "granted", "ground": "", "reasons": "",
    "how_obtained": "随本答复书以电子文本提供。",
}  # fmt: skip


def answered(cast: Cast, on: date = MONDAY, answered_on: date | None = None) -> Application:
    """A case answered that day, the answer not yet served."""
    application = in_hand(cast, on)
    application.answer(
        by=cast.leader, on=answered_on or on, at=at(answered_on or on, 16), items=[SUPPLIED]
    )
    return application


def reasons_heard(application: Application, cast: Cast, on: date = MONDAY) -> None:
    """The applicant asks for very much, was asked why and said it: a later date may be fixed."""
    application.ask_reasons(
        by=cast.office_head, on=on, at=at(on, 15), grounds="2026年2月以来提出申请26件", days=10
    )
    application.receive_reasons(by=cast.registrar, on=on, at=at(on, 15, 30), answer="课题研究。")
