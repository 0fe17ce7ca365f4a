"""A PDF whose pages are of odd sizes, turned and cropped."""

import io

from pikepdf import Array, Pdf


def odd_pages() -> bytes:
    with Pdf.new() as pdf:
        for size, turn in (((842, 595), 0), ((595, 842), 90), ((200, 1200), 270), ((72, 72), 180)):
            page = pdf.add_blank_page(page_size=size)
            page.obj.Rotate = turn
            page.obj.CropBox = Array([5, 5, size[0] - 5, size[1] - 5])
        file = io.BytesIO()
        pdf.save(file)
    return file.getvalue()
