"""Rules about what is painted: operators, colours, images, transparency."""

import struct
from collections.abc import Iterator

import pikepdf

from notices.conformance.opened import Opened
from notices.conformance.rule import PDF_A, PDF_UA, rules

RULES, rule = rules()

BLEND_MODES = frozenset({
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten",
    "/ColorDodge", "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue",
    "/Saturation", "/Color", "/Luminosity",
})  # fmt: skip
INTENTS = frozenset(
    {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
)
RGB, CLASSES = b"RGB ", (b"mntr", b"prtr")


@rule(PDF_A, "6.2.2", "Content uses only operators of PDF, and closes what it opens")
def operators(file: Opened) -> Iterator[str]:
    for number, painting in enumerate(file.paintings, 1):
        if painting.unknown:
            yield f"page {number}: {', '.join(sorted(painting.unknown))}"
        if painting.unbalanced:
            yield f"page {number}: something is left open"


@rule(PDF_A, "6.2.2", "Every page and form names its own resources")
def resources(file: Opened) -> Iterator[str]:
    for number, page in enumerate(file.pdf.pages, 1):
        if "/Resources" not in page.obj:
            yield f"page {number}"
    for stream in file.streams:
        if stream.get("/Subtype") == "/Form" and "/Resources" not in stream:
            yield f"object {stream.objgen[0]}"


@rule(PDF_A, "6.2.3", "One output intent of PDF/A with an RGB profile")
def output_intent(file: Opened) -> Iterator[str]:
    intents = list(file.catalogue.get("/OutputIntents", ()))
    ours = [each for each in intents if each.get("/S") == "/GTS_PDFA1"]
    if len(ours) != 1 or "/OutputConditionIdentifier" not in ours[0]:
        yield f"{len(ours)} output intents"
        return
    stream = ours[0].get("/DestOutputProfile")
    profile = stream.read_bytes() if stream is not None else b""
    if len(profile) < 128 or struct.unpack_from(">I", profile)[0] != len(profile):
        yield "the profile is cut off"
    elif profile[12:16] not in CLASSES or profile[16:20] != RGB or profile[8] > 4:
        yield f"the profile is {profile[12:20]!r}, version {profile[8]}"
    elif stream.get("/N") != 3:
        yield "/N is not 3"


@rule(PDF_A, "6.2.4.3", "No CMYK where the output is RGB")
def device_colours(file: Opened) -> Iterator[str]:
    for number, painting in enumerate(file.paintings, 1):
        found = painting.colours & {"k", "K", "/DeviceCMYK"}
        if found:
            yield f"page {number}: {', '.join(sorted(found))}"
    for stream in file.streams:
        if stream.get("/Subtype") == "/Image" and stream.get("/ColorSpace") == "/DeviceCMYK":
            yield f"image {stream.objgen[0]}"


@rule(PDF_A, "6.2.5", "Graphics states set no transfer functions or halftones")
def states(file: Opened) -> Iterator[str]:
    for each in file.dictionaries:
        if each.get("/Type") == "/ExtGState" or "/ca" in each or "/CA" in each:
            for key in ("/TR", "/HTP"):
                if key in each:
                    yield key
            if each.get("/TR2", "/Default") != "/Default":
                yield "/TR2"


@rule(PDF_A, "6.2.6", "Rendering intents are the four of PDF")
def intents(file: Opened) -> Iterator[str]:
    for each in file.dictionaries:
        for key in ("/RI", "/Intent"):
            named = each.get(key)
            if isinstance(named, pikepdf.Name) and str(named) not in INTENTS:
                yield f"{key} {named}"


@rule(PDF_A, "6.2.8–6.2.9", "Images are not smoothed; nothing is outside or PostScript")
def external(file: Opened) -> Iterator[str]:
    for stream in file.streams:
        kind = stream.get("/Subtype")
        if kind == "/PS" or stream.get("/Subtype2") == "/PS":
            yield f"object {stream.objgen[0]} is PostScript"
        if kind in ("/Image", "/Form"):
            for key in ("/Alternates", "/OPI", "/Ref", "/PS"):
                if key in stream:
                    yield f"object {stream.objgen[0]} has {key}"
            if stream.get("/Interpolate"):
                yield f"object {stream.objgen[0]} has /Interpolate"


@rule(PDF_A, "6.2.10", "Blend modes are those of PDF")
def blend_modes(file: Opened) -> Iterator[str]:
    for each in file.dictionaries:
        mode = each.get("/BM")
        if mode is not None and str(mode) not in BLEND_MODES:
            yield str(mode)


@rule(PDF_UA, "7.20", "No form is taken from another file")
def reference_forms(file: Opened) -> Iterator[str]:
    for stream in file.streams:
        if stream.get("/Subtype") == "/Form" and "/Ref" in stream:
            yield f"object {stream.objgen[0]}"
