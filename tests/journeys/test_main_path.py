"""One case through all its people, in a real browser, by links and buttons alone.

The applicant asks under the Measures (15 working days); the registrar takes it in and gives it to
Academic Affairs; the officer searches, drafts and hands in; head of unit, head of office, secrecy
reviewer and leader sign; the applicant reads the reply; the year's table counts it.
"""

import re
from datetime import date

import pytest
import time_machine

from tests.cast import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture(params=[1280, pytest.param(360, marks=pytest.mark.full)])
def width(request) -> int:
    return request.param


@pytest.fixture
def one_day():
    with time_machine.travel(at(WEDNESDAY, 9), tick=True):
        yield


def files_an_application(applicant) -> tuple[str, str]:
    """From the front page to the ticket; returns number and query code."""
    applicant.goes_to("/").follows("开始申请").presses("开始填写")
    applicant.fills("信息的名称", "2025年转专业人数")
    applicant.fills("内容描述", "请提供2025年各学院接收转专业学生的人数。")
    applicant.presses("保存并继续")
    applicant.ticks("电子文本").ticks("网上下载").presses("保存并继续")
    applicant.fills("用途", "了解转专业政策").presses("保存并继续")
    applicant.ticks("自然人").presses("保存并继续")
    applicant.fills("姓名", "张示例䶮").ticks("护照").fills("证件号码", "E00000000")
    applicant.presses("保存并继续")
    applicant.fills("联系电话", "13800000000").fills("电子邮箱", "zhang@example.com")
    applicant.fills("通信地址", "湖北省示例市大学路1号")
    applicant.presses("保存并继续")
    applicant.presses("保存并继续")
    applicant.presses("继续")
    assert applicant.heading == "提交前请核对"
    applicant.ticks("以上内容真实").presses("提交申请")
    assert applicant.heading == "申请已收到"
    page = applicant.page
    return page.locator("#number").inner_text(), page.locator("#code").inner_text()


def takes_it_in(registrar, number: str) -> None:
    registrar.signs_in("zhou").follows("登记来件 " + number).presses("登记")
    registrar.follows("交办")
    registrar.chooses("交给哪个单位", "教务处").presses("交办")


def drafts(officer, number: str) -> None:
    officer.signs_in("wu").follows(number, exact=True)
    officer.follows("记录检索").fills("检索范围", "学籍系统").fills("检索关键词", "转专业")
    officer.fills("检索结果", "得数据表1份。").presses("记录检索")
    officer.follows("起草文书").follows("予以公开答复书")
    officer.ticks("予以公开")
    officer.chooses("具体情形", "现予提供　第十八条第（一）项")
    officer.fills("获取的方式、途径和时间", "2025年各学院共接收转专业学生312人，随本答复书提供。")
    # Ticked beforehand, since the applicant showed a passport; this one reads Chinese.
    officer.page.get_by_label("附英文译文").uncheck()
    officer.ticks("我确认写入和上传的内容不涉及国家秘密").presses("保存草稿")
    officer.presses("保存并送审")


def signs(person, username: str, button: str) -> None:
    person.signs_in(username).follows("审批（1）").presses(button)


def reviews_secrecy(reviewer) -> None:
    reviewer.signs_in("yan").follows("审批（1）").follows("记录保密审查结论")
    reviewer.ticks("可以公开").fills("审查说明", "不含涉密内容").ticks("没有填").presses("保密审查")


def test_a_case_from_filing_to_the_cell_that_counts_it(cast, visitor, one_day, width):
    applicant = visitor(width)
    number, code = files_an_application(applicant)
    takes_it_in(visitor(width), number)
    drafts(visitor(width), number)
    signs(visitor(width), "feng", "批准")
    signs(visitor(width), "zheng", "批准")
    reviews_secrecy(visitor(width))
    signs(visitor(width), "chen", "批准并盖章发出")

    follower = visitor(width).goes_to("/").follows("查询进度")
    follower.fills("申请编号", number).fills("查询码", code).presses("查询")
    with follower.page.expect_download() as download:
        follower.page.get_by_role("link", name=re.compile("答复书.*PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    assert all(code not in address for address in follower.seen + applicant.seen)

    head = visitor(width).signs_in("zheng").follows("年度统计")
    head.page.locator(".full tr", has_text="予以公开").get_by_role("link").last.click()
    head.looks()
    assert head.reads(number)


@pytest.mark.full
def test_an_application_is_filed_and_followed_without_any_script(cast, visitor, one_day):
    number, code = files_an_application(visitor(360, script=False))
    follower = visitor(360, script=False).goes_to("/").follows("查询进度")
    follower.fills("申请编号", number).fills("查询码", code).presses("查询")
    assert follower.reads(number)
