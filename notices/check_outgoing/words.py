"""Each rule in words: what was found, and how to mend it or what to look at first."""

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from notices.check_outgoing.finding import MOST_PLACES, Finding, Place

INSPECT = _("在Office中用“文件→信息→检查文档”删除后重新上传。")
PRINT_ANEW = _("从原文件重新导出一份PDF，再上传。")
SAVE_PICTURE = _("用画图等软件另存一份后重新上传；或导出时不保留元数据。")
SEE_NUMBER = _("不应提供的，请遮盖或删除后重新上传；应当提供的，写明理由放行。")

# Rule: what was found, and what to do about it.
RULES_SAID = {
    "unreadable": (_("文件打不开或不完整，无法检查"), _("请从原文件重新导出后上传。")),
    "too_much": (
        _("文件过大、页数过多或检查超时，无法检查"),
        _("请拆成几个文件，或降低图片分辨率后上传。"),
    ),
    "too_deep": (_("文件的内部结构层层相套过深，不能安全地打开"), PRINT_ANEW),
    "encrypted": (_("文件设有密码或使用限制，无法检查"), _("请去掉密码和限制后重新上传。")),
    "hidden_sheet": (_("隐藏的工作表"), _("取消隐藏后核对；不提供的，删除工作表后重新上传。")),
    "hidden_rows": (_("隐藏的行"), _("取消隐藏后核对；不提供的，删除整行后重新上传。")),
    "hidden_columns": (_("隐藏的列"), _("取消隐藏后核对；不提供的，删除整列后重新上传。")),
    "filtered_rows": (
        _("筛选后不显示的行"),
        _("清除筛选后核对；只提供一部分的，复制到新文件再上传。"),
    ),
    "name_to_hidden": (
        _("隐藏的名称，或指向隐藏内容的名称"),
        _("在“公式→名称管理器”中删除后重新上传。"),
    ),
    "name_with_words": (
        _("名称管理器中存有文字"),
        _("在“公式→名称管理器”中核对；与本件无关的，删除。"),
    ),
    "data_model": (
        _("数据模型（Power Pivot），其中有全部原始数据"),
        _("只把要提供的单元格复制到新文件，再上传。"),
    ),
    "connection": (_("外部数据连接"), _("在“数据→查询和连接”中删除后重新上传。")),
    "pivot_cache": (
        _("数据透视表，其中存有全部原始数据"),
        _("把透视表复制为数值，放到新文件，再上传。"),
    ),
    "external_link": (
        _("指向文件之外的链接"),
        _("断开链接（Excel：“数据→编辑链接”）后重新上传。"),
    ),
    "formula_from_elsewhere": (
        _("引用其他文件的公式，其中存有那个文件的数据"),
        _("把公式复制为数值后重新上传。"),
    ),
    "words_left_behind": (
        _("已经删除的单元格留下的文字"),
        _("把要提供的内容复制到新文件，再上传。"),
    ),
    "white_text": (_("白底上的白字"), _("核对是否有意遮挡；遮挡的，请删除文字本身。")),
    "blacked_text": (
        _("涂成与底色相同的字，选中就能看见"),
        _("涂黑不是删除。请删除文字本身，或导出为PDF后用本系统的遮盖功能。"),
    ),
    "text_not_shown": (
        _("单元格格式设为不显示内容"),
        _("改为常规格式后核对；不提供的，请删除内容。"),
    ),
    "tiny_text": (_("小得看不见的字"), _("放大后核对；不提供的，请删除。")),
    "comments": (_("批注"), INSPECT),
    "tracked_changes": (_("修订记录，包括删去的文字"), _("接受或拒绝全部修订后重新上传。")),
    "revision_log": (_("共享工作簿的修订记录"), INSPECT),
    "hidden_text": (_("隐藏文字"), INSPECT),
    "hidden_shape": (_("隐藏的图形"), _("在“选择窗格”中显示后核对；不提供的，删除。")),
    "cropped_picture": (
        _("裁剪过的图片，裁去的部分还在文件里"),
        _("用“压缩图片”并勾选“删除图片的剪裁区域”。"),
    ),
    "custom_xml": (_("自定义XML数据"), INSPECT),
    "custom_properties": (_("自定义的文件属性"), INSPECT),
    "document_variables": (_("文档变量"), _("把要提供的内容复制到新文件，再上传。")),
    "embedded_object": (_("嵌入的对象或文件"), _("改为图片或者单独的附件。")),
    "alt_chunk": (_("嵌入的另一份文档"), _("在Word中打开、保存一次后重新上传。")),
    "glossary": (_("文档部件（构建基块）"), _("把要提供的内容复制到新文件，再上传。")),
    "field_with_path": (
        _("引用其他文件或数据库的域"),
        _("全选后按Ctrl+Shift+F9把域变为文字，再上传。"),
    ),
    "field_with_words": (
        _("域代码里的文字，纸面上看不见"),
        _("按Alt+F9核对；全选后按Ctrl+Shift+F9把域变为文字，再上传。"),
    ),
    "scenarios": (_("方案管理器中存有的数值"), _("在“数据→模拟分析→方案管理器”中删除后重新上传。")),
    "unknown_part": (
        _("不认识的部分，无法检查"),
        _("在Office中另存一份后重新上传；仍有的，改为PDF。"),
    ),
    "properties": (
        _("文件属性中写有作者等信息"),
        _("用“检查文档”删除；写的是单位名称的，可以放行。"),
    ),
    "path": (_("计算机上的路径，可能带有用户名"), _("删除文件属性或链接后重新上传。")),
    "path_of_file": (
        _("文件原来所在的路径"),
        _("用“检查文档”删除；路径中没有姓名的，可以放行。"),
    ),
    "edit_history": (_("元数据中有编辑经过"), PRINT_ANEW),
    "covered_text": (
        _("看不见却能复制出来的文字（被方块或图片盖住）"),
        _("盖住不是删除。请用本系统的遮盖功能，或删除文字后重新导出。"),
    ),
    "invisible_text": (
        _("看不见的文字层（扫描件识别文字时产生）"),
        _("请核对其中有没有已经涂去的内容；没有的，可以放行。"),
    ),
    "covered_picture": (
        _("被方块或另一张图片盖住的图片"),
        _("盖住不是删除，移开就能看见。请核对；遮挡的，请用本系统的遮盖功能。"),
    ),
    "outside_page": (_("页面之外的文字（裁去的部分还在文件里）"), PRINT_ANEW),
    "hidden_layer": (_("关闭的图层"), _("合并图层后重新导出。")),
    "attachment": (_("PDF里的附件"), _("删除附件；要提供的，单独上传。")),
    "annotation": (_("批注、标记或图章"), _("删除批注，或把批注合并到页面后重新导出。")),
    "script": (_("脚本"), PRINT_ANEW),
    "action": (_("打开文件或程序的动作"), PRINT_ANEW),
    "form": (_("可以填写的表单"), _("打印为PDF，使表单变为普通页面，再上传。")),
    "private_data": (_("制作软件的私有数据"), PRINT_ANEW),
    "earlier_revision": (_("文件里还留有以前的版本"), PRINT_ANEW),
    "left_behind": (_("已经删除的页或图还在文件里"), PRINT_ANEW),
    "thumbnail": (_("缩略图，可能是修改之前的样子"), SAVE_PICTURE),
    "picture_gps": (_("照片的拍摄地点（GPS）"), SAVE_PICTURE),
    "picture_exif": (_("照片的拍摄信息（EXIF）"), SAVE_PICTURE),
    "picture_comment": (_("图片里的文字注释"), SAVE_PICTURE),
    "picture_xmp": (_("图片的编辑经过（XMP）"), SAVE_PICTURE),
    "picture_iptc": (_("图片的说明（IPTC）"), SAVE_PICTURE),
    "picture_private": (_("图片里的私有数据"), SAVE_PICTURE),
    "picture_appended": (_("图片末尾附有别的数据"), SAVE_PICTURE),
    "picture_transparent": (
        _("图片的透明部分里还有内容"),
        _("请把图片另存为JPG，或先填上底色再保存，然后重新上传。"),
    ),
    "picture_not_looked_into": (
        _("无法检查的图片"),
        _("请核对图片内容和属性；没有问题的，可以放行。"),
    ),
    "resident_number": (_("居民身份证号码"), SEE_NUMBER),
    "resident_number_15": (_("可能是15位的旧身份证号码"), SEE_NUMBER),
    "mobile_phone": (_("手机号码"), SEE_NUMBER),
    "bank_card": (_("银行卡号"), SEE_NUMBER),
}

PROPERTIES = {
    "author": _("作者"), "last_modified_by": _("最后修改者"), "company": _("单位"),
    "manager": _("经理"), "remarks": _("备注"),
    "keywords": _("关键词"), "category": _("类别"), "comments": _("备注"),
    "status": _("状态"), "title": _("标题"), "subject": _("主题"),
}  # fmt: skip


def what(finding: Finding) -> str:
    """What was found, with its first places: one line."""
    said = str(RULES_SAID[finding.code][0])
    places = [place for place in map(_place, finding.where) if place]
    if not places:
        return said
    listed = gettext("、").join(dict.fromkeys(places))
    if finding.count > MOST_PLACES:
        listed = gettext("%(places)s等%(n)s处") % {"places": listed, "n": finding.count}
    return gettext("%(what)s：%(places)s") % {"what": said, "places": listed}


def mend(finding: Finding) -> str:
    """What to do about it."""
    return str(RULES_SAID[finding.code][1])


def sentence(finding: Finding) -> str:
    return gettext("%(what)s。%(mend)s") % {"what": what(finding), "mend": mend(finding)}


def _place(place: Place) -> str:
    said = []
    if "page" in place:
        said.append(gettext("第%(n)s页") % {"n": place["page"]})
    if "sheet" in place:
        said.append(gettext("工作表“%(name)s”") % {"name": place["sheet"]})
    if place.get("cell"):
        said.append(str(place["cell"]))
    if place.get("part") and not said:
        said.append(_part(str(place["part"])))
    if "property" in place:
        known = PROPERTIES.get(str(place["property"]))
        said = [str(known) if known else str(place["property"])]
    if place.get("shown"):
        said.append(gettext("（%(shown)s）") % {"shown": place["shown"]})
    return "".join(said)


def _part(name: str) -> str:
    """A part by what people call it, where they call it anything."""
    if name == "name":
        return gettext("文件名")
    if name == "outline":
        return gettext("书签")
    if name == "structure":
        return gettext("替代文字、标签或元数据")
    for beginning, called in (
        ("word/header", gettext("页眉")),
        ("word/footer", gettext("页脚")),
        ("word/footnotes", gettext("脚注")),
        ("word/endnotes", gettext("尾注")),
        ("word/document", pgettext("of a document", "正文")),
        ("docProps/", gettext("文件属性")),
    ):
        if name.startswith(beginning):
            return called
    return name
