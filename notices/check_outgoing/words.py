"""Each rule in words: what was found, and how to mend it or what to look at first."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext

from notices.check_outgoing.finding import MOST_PLACES, Finding, Place

INSPECT = __("在Office中用“文件→信息→检查文档”删除后重新上传。")
PRINT_ANEW = __("从原文件重新导出一份PDF，再上传。")
SAVE_PICTURE = __("用画图等软件另存一份后重新上传；或导出时不保留元数据。")
SEE_NUMBER = __("不应提供的，请遮盖或删除后重新上传；应当提供的，写明理由放行。")

# Rule: what was found, and what to do about it.
RULES_SAID = {
    "unreadable": (__("文件打不开或不完整，无法检查"), __("请从原文件重新导出后上传。")),
    "too_much": (
        __("文件过大、页数过多或检查超时，无法检查"),
        __("请拆成几个文件，或降低图片分辨率后上传。"),
    ),
    "encrypted": (__("文件设有密码或使用限制，无法检查"), __("请去掉密码和限制后重新上传。")),
    "hidden_sheet": (__("隐藏的工作表"), __("取消隐藏后核对；不提供的，删除工作表后重新上传。")),
    "hidden_rows": (__("隐藏的行"), __("取消隐藏后核对；不提供的，删除整行后重新上传。")),
    "hidden_columns": (__("隐藏的列"), __("取消隐藏后核对；不提供的，删除整列后重新上传。")),
    "filtered_rows": (
        __("筛选后不显示的行"),
        __("清除筛选后核对；只提供一部分的，复制到新文件再上传。"),
    ),
    "name_to_hidden": (
        __("隐藏的名称，或指向隐藏内容的名称"),
        __("在“公式→名称管理器”中删除后重新上传。"),
    ),
    "name_with_words": (
        __("名称管理器中存有文字"),
        __("在“公式→名称管理器”中核对；与本件无关的，删除。"),
    ),
    "data_model": (
        __("数据模型（Power Pivot），其中有全部原始数据"),
        __("只把要提供的单元格复制到新文件，再上传。"),
    ),
    "connection": (__("外部数据连接"), __("在“数据→查询和连接”中删除后重新上传。")),
    "pivot_cache": (
        __("数据透视表，其中存有全部原始数据"),
        __("把透视表复制为数值，放到新文件，再上传。"),
    ),
    "external_link": (
        __("指向文件之外的链接"),
        __("断开链接（Excel：“数据→编辑链接”）后重新上传。"),
    ),
    "formula_from_elsewhere": (
        __("引用其他文件的公式，其中存有那个文件的数据"),
        __("把公式复制为数值后重新上传。"),
    ),
    "words_left_behind": (
        __("已经删除的单元格留下的文字"),
        __("把要提供的内容复制到新文件，再上传。"),
    ),
    "white_text": (__("白底上的白字"), __("核对是否有意遮挡；遮挡的，请删除文字本身。")),
    "text_not_shown": (
        __("单元格格式设为不显示内容"),
        __("改为常规格式后核对；不提供的，请删除内容。"),
    ),
    "tiny_text": (__("小得看不见的字"), __("放大后核对；不提供的，请删除。")),
    "comments": (__("批注"), INSPECT),
    "tracked_changes": (__("修订记录，包括删去的文字"), __("接受或拒绝全部修订后重新上传。")),
    "revision_log": (__("共享工作簿的修订记录"), INSPECT),
    "hidden_text": (__("隐藏文字"), INSPECT),
    "hidden_shape": (__("隐藏的图形"), __("在“选择窗格”中显示后核对；不提供的，删除。")),
    "cropped_picture": (
        __("裁剪过的图片，裁去的部分还在文件里"),
        __("用“压缩图片”并勾选“删除图片的剪裁区域”。"),
    ),
    "custom_xml": (__("自定义XML数据"), INSPECT),
    "custom_properties": (__("自定义的文件属性"), INSPECT),
    "document_variables": (__("文档变量"), __("把内容复制到新文件，再上传。")),
    "embedded_object": (__("嵌入的对象或文件"), __("改为图片或者单独的附件。")),
    "alt_chunk": (__("嵌入的另一份文档"), __("在Word中打开、保存一次后重新上传。")),
    "glossary": (__("文档部件（构建基块）"), __("把内容复制到新文件，再上传。")),
    "field_with_path": (
        __("引用其他文件或数据库的域"),
        __("全选后按Ctrl+Shift+F9把域变为文字，再上传。"),
    ),
    "unknown_part": (
        __("不认识的部分，无法检查"),
        __("在Office中另存一份后重新上传；仍有的，改为PDF。"),
    ),
    "properties": (
        __("文件属性中写有作者等信息"),
        __("用“检查文档”删除；写的是单位名称的，可以放行。"),
    ),
    "path": (__("计算机上的路径，可能带有用户名"), __("删除文件属性或链接后重新上传。")),
    "path_of_file": (
        __("文件原来所在的路径"),
        __("用“检查文档”删除；路径中没有姓名的，可以放行。"),
    ),
    "edit_history": (__("元数据中有编辑经过"), PRINT_ANEW),
    "covered_text": (
        __("看不见却能复制出来的文字（被方块或图片盖住）"),
        __("盖住不是删除。请用本系统的遮盖功能，或删除文字后重新导出。"),
    ),
    "invisible_text": (
        __("看不见的文字层（扫描件识别文字时产生）"),
        __("请核对其中有没有已经涂去的内容；没有的，可以放行。"),
    ),
    "outside_page": (__("页面之外的文字（裁去的部分还在文件里）"), PRINT_ANEW),
    "hidden_layer": (__("关闭的图层"), __("合并图层后重新导出。")),
    "attachment": (__("PDF里的附件"), __("删除附件；要提供的，单独上传。")),
    "annotation": (__("批注、标记或图章"), __("删除批注，或把批注合并到页面后重新导出。")),
    "script": (__("脚本"), PRINT_ANEW),
    "action": (__("打开文件或程序的动作"), PRINT_ANEW),
    "form": (__("可以填写的表单"), __("打印为PDF，使表单变为普通页面，再上传。")),
    "private_data": (__("制作软件的私有数据"), PRINT_ANEW),
    "earlier_revision": (__("文件里还留有以前的版本"), PRINT_ANEW),
    "left_behind": (__("已经删除的页或图还在文件里"), PRINT_ANEW),
    "thumbnail": (__("缩略图，可能是修改之前的样子"), SAVE_PICTURE),
    "picture_gps": (__("照片的拍摄地点（GPS）"), SAVE_PICTURE),
    "picture_exif": (__("照片的拍摄信息（EXIF）"), SAVE_PICTURE),
    "picture_comment": (__("图片里的文字注释"), SAVE_PICTURE),
    "picture_xmp": (__("图片的编辑经过（XMP）"), SAVE_PICTURE),
    "picture_iptc": (__("图片的说明（IPTC）"), SAVE_PICTURE),
    "picture_private": (__("图片里的私有数据"), SAVE_PICTURE),
    "picture_appended": (__("图片末尾附有别的数据"), SAVE_PICTURE),
    "picture_not_looked_into": (
        __("无法检查的图片"),
        __("请核对图片内容和属性；没有问题的，可以放行。"),
    ),
    "resident_number": (__("居民身份证号码"), SEE_NUMBER),
    "resident_number_15": (__("可能是15位的旧身份证号码"), SEE_NUMBER),
    "mobile_phone": (__("手机号码"), SEE_NUMBER),
    "bank_card": (__("银行卡号"), SEE_NUMBER),
}

PROPERTIES = {
    "author": __("作者"), "last_modified_by": __("最后修改者"), "company": __("单位"),
    "manager": __("经理"), "remarks": __("备注"), "keywords": __("关键词"), "category": __("类别"),
    "status": __("状态"), "title": __("标题"), "subject": __("主题"),
}  # fmt: skip


def what(finding: Finding) -> str:
    """What was found, with its first places: one line."""
    said = str(RULES_SAID[finding.code][0])
    places = [place for place in map(_place, finding.where) if place]
    if not places:
        return said
    listed = _("、").join(dict.fromkeys(places))
    if finding.count > MOST_PLACES:
        listed = _("%(places)s等%(n)s处") % {"places": listed, "n": finding.count}
    return _("%(what)s：%(places)s") % {"what": said, "places": listed}


def mend(finding: Finding) -> str:
    """What to do about it."""
    return str(RULES_SAID[finding.code][1])


def sentence(finding: Finding) -> str:
    return _("%(what)s。%(mend)s") % {"what": what(finding), "mend": mend(finding)}


def _place(place: Place) -> str:
    said = []
    if "page" in place:
        said.append(_("第%(n)s页") % {"n": place["page"]})
    if "sheet" in place:
        said.append(_("工作表“%(name)s”") % {"name": place["sheet"]})
    if place.get("cell"):
        said.append(str(place["cell"]))
    if place.get("part") and not said:
        said.append(_part(str(place["part"])))
    if "property" in place:
        known = PROPERTIES.get(str(place["property"]))
        said = [str(known) if known else str(place["property"])]
    if place.get("shown"):
        said.append(_("（%(shown)s）") % {"shown": place["shown"]})
    return "".join(said)


def _part(name: str) -> str:
    """A part by what people call it, where they call it anything."""
    if name == "name":
        return _("文件名")
    if name == "outline":
        return _("书签")
    for beginning, called in (
        ("word/header", _("页眉")), ("word/footer", _("页脚")), ("word/footnotes", _("脚注")),
        ("word/endnotes", _("尾注")), ("word/document", pgettext("of a document", "正文")),
        ("docProps/", _("文件属性")),
    ):  # fmt: skip
        if name.startswith(beginning):
            return called
    return name
