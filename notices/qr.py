"""The small square on a letter's first page that leads to the page where it can be verified."""

import segno
from django.utils.translation import gettext as _

from records.refusals import Refusal

LARGEST = 6  # version: 41 modules; in 10.5 mm each is a quarter of a millimetre, the least to print


def code_of(address: str) -> segno.QRCode:
    """The QR code of an address. Raises Refusal if it would be too fine to be read from paper."""
    made = segno.make_qr(address, error="m", boost_error=False)
    if made.version > LARGEST:
        raise Refusal(_("网站地址过长，核验二维码印出来难以识读，请改用较短的网址。"))
    return made


def data_uri(address: str) -> str:
    """The code as a drawing within the page: nothing is fetched. The paper is its quiet zone."""
    return code_of(address).svg_data_uri(border=0, xmldecl=False, svgclass=None, lineclass=None)
