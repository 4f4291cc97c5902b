"""A unit's clerk brings a spreadsheet, sees what is wrong, mends it in place, takes it in."""

import io
import re

import pytest
import xlsxwriter
from playwright.sync_api import expect

from projects.models import ImportWork, Project
from records.models import Inspection
from tests.browser.test_attachments import work
from tests.browser.test_main_job import log_in
from tests.factories import make_clerk

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = ("成果名称", "技术领域", "单位", "TRL", "专利情况", "合作意向", "联系电话", "备注2")
MANY = 10_000


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def workbook(rows, title="浙江省 2022 年度项目汇总表"):
    """As people make them: a title over the header, a column nobody knows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("汇总")
    sheet.write_string(0, 0, title)
    for at, cells in enumerate([HEAD, *rows], start=1):
        for place, text in enumerate(cells):
            sheet.write(at, place, text)
    book.close()
    return file.getvalue()


def good(number):
    return (
        f"第 {number} 号快速固化风电叶片修补胶",
        "新材料",
        "甬江新材料大学",
        7,
        f"2021SR{number:07d}",
        "许可/入股",
        "0574-88000021",
        "",
    )


BAD = [
    ("智能网联汽车毫米波雷达", "汽车电子", "之江智能大学", 8, "", "转让", "0574-88000022", ""),
    ("可穿戴连续血糖监测贴片", "生物", "之江医疗器械研究院", "十", "", "入股", "1380013800", ""),
    ("", "新材料", "台州湾高分子学院", 7, "ZL202110000001.5", "—", "", "无名"),
]


def send(page, base, raw, name):
    page.goto(f"{base}/unit/imports/")
    page.get_by_label("表格文件").set_input_files([{"name": name, "mimeType": "x", "buffer": raw}])
    page.get_by_role("button", name="上传并核对").click()
    work(Inspection, 1)
    page.wait_for_url(re.compile(r"/unit/imports/[0-9A-Z]{10}/"))


def test_clerk_mends_a_file_in_place_takes_it_in_and_undoes_it(watched, look, live_server):
    page, base, clerk = watched, live_server.url, make_clerk()
    log_in(page, base, clerk.user.email)
    page.goto(f"{base}/unit/imports/")
    look("imports-empty")
    page.goto(f"{base}/unit/imports/columns/")
    look("imports-columns")
    raw = workbook([*(good(number) for number in range(1, 57)), *BAD])
    send(page, base, raw, "浙江项目汇总_0505.xlsx")
    look("import-reading")
    work(ImportWork, 1)
    expect(page.get_by_role("button", name="导入 56 行")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("表头在第 2 行")).to_be_visible()
    look("import-checked")

    mend_in_place(page)
    look("import-mended")
    page.get_by_role("button", name="导入 57 行").click()
    expect(page.get_by_role("heading", name="正在导入")).to_be_visible()
    look("import-taking")
    work(ImportWork, 1)
    expect(page.get_by_text("新建 57 项")).to_be_visible(timeout=10_000)
    look("import-taken")
    assert Project.objects.filter(status="draft").count() == 57

    undo(page)
    assert Project.objects.filter(status="draft").count() == 0
    page.goto(f"{base}/unit/imports/")
    look("imports")


def mend_in_place(page):
    """A proposal is taken, a choice made, a row left out; the counts follow at once."""
    page.get_by_role("button", name="改为“5.4 新能源汽车相关服务”").click()
    expect(page.get_by_role("button", name="导入 57 行")).to_be_visible()
    row = page.locator("#row-60")
    row.get_by_text("当场修改").first.click()
    row.get_by_label("技术成熟度").select_option("7 级")
    row.get_by_role("button", name="改好了").first.click()
    expect(row.get_by_text("技术成熟度：")).to_have_count(0)
    left_out = page.locator("#row-61")
    left_out.get_by_role("button", name="不导入这一行").click()
    expect(left_out.get_by_text("不导入", exact=True)).to_be_visible()


def undo(page):
    page.get_by_text("撤销本次导入").first.click()
    page.locator("details.confirm form").get_by_role("button", name="撤销本次导入").click()
    work(ImportWork, 1)
    expect(page.get_by_text("这次导入已经撤销")).to_be_visible(timeout=10_000)


def test_ten_thousand_rows_are_looked_through_and_taken_in(watched, look, live_server):
    page, base, clerk = watched, live_server.url, make_clerk()
    log_in(page, base, clerk.user.email)
    raw = workbook([*(good(number) for number in range(1, MANY - 2)), *BAD])

    send(page, base, raw, "全省汇总.xlsx")
    work(ImportWork, 1)

    taken = page.get_by_role("button", name=f"导入 {MANY - 3} 行")
    expect(taken).to_be_visible(timeout=60_000)
    expect(page.locator("tr[id^=row-]")).to_have_count(3)
    page.get_by_role("link", name=f"全部 {MANY}").click()
    expect(page.locator("tr[id^=row-]")).to_have_count(50)
    look("import-many")
    page.get_by_role("link", name="第 200 页").click()
    expect(page.locator(f"#row-{MANY + 2}")).to_be_visible()
    taken.click()
    work(ImportWork, 1)
    expect(page.get_by_text(f"新建 {MANY - 3} 项")).to_be_visible(timeout=60_000)
    assert Project.objects.count() == MANY - 3
