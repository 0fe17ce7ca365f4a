"""A letter set by the house's own press, in which a person's name stands twice."""

from notices import pdf

PAGE = """<!doctype html><html lang="zh"><head><title>{name}</title><style>
@page {{ size: 120mm 60mm; margin: 8mm }} body {{ font: 12pt "Notice FangSong" }}</style></head>
<body><p>申请人{name}于三月二日提出申请。</p><p>答复已送{name}。</p></body></html>"""


def letter(name: str) -> bytes:
    return pdf.render(PAGE.format(name=name)).pdf
