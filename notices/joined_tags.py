"""The tags of many documents as those of one, so that a screen reader finds its way.

Each document becomes a part with its title (ISO 32000-1, 14.7). What has no tags of its own gets
one element a page: where a file says it is tagged, a reader passes over what no element tells of.
The names by which cells of a table find their headings are given up: two documents may share them.
"""

from typing import Any

from pikepdf import Array, Dictionary, Name, NumberTree, Page, Pdf, Stream, String

NUMBERS = ("/StructParents", "/StructParent")


class JoinedTags:
    """Documents appended to `whole` one by one, then `finish`."""

    def __init__(self, whole: Pdf) -> None:
        self._whole = whole
        self._root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self._document = self._element(Name.Document, self._root)
        self._parents = NumberTree.new(whole)
        self._free = 0  # the first number no page, form or annotation is known by
        self._names = {"/RoleMap": Dictionary(), "/ClassMap": Dictionary()}

    def append(self, source: Pdf, title: str, *, is_picture: bool = False) -> None:
        """Append the pages and what they mean. The source is changed by it."""
        tree = source.Root.get("/StructTreeRoot")
        is_tagged = isinstance(tree, Dictionary)
        _renumber(source, self._free if is_tagged else None)
        first = len(self._whole.pages)
        self._whole.add_pages_from(source, outlines="ignore")
        part = self._element(Name.Part, self._document, T=String(title))
        if is_tagged:
            self._take_over(self._whole.copy_foreign(tree), part)
            return
        for page in self._whole.pages[first:]:
            if is_picture:
                place = Dictionary(O=Name.Layout, BBox=Array(page.mediabox))
                self._tell(page, self._element(Name.Figure, part, Alt=String(title), A=place))
            else:
                self._tell(page, self._element(Name.P, part))

    def finish(self) -> None:
        """Say in the file that it is tagged, and how."""
        self._root.ParentTree = self._parents.obj
        self._root.ParentTreeNextKey = self._free
        for key, names in self._names.items():
            self._root[key] = names
        self._whole.Root.StructTreeRoot = self._root
        self._whole.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, role: Name, parent: Any, **more: Any) -> Any:
        element = Dictionary(Type=Name.StructElem, S=role, P=parent, K=Array(), **more)
        made = self._whole.make_indirect(element)
        parent.K.append(made)
        return made

    def _take_over(self, tree: Any, part: Any) -> None:
        """Hang the elements at the top of a copied tree under the part, and count their numbers."""
        top = tree.get("/K", Array())
        for element in top if isinstance(top, Array) else [top]:
            element.P = part
            part.K.append(element)
        taken = self._free
        for number, owner in NumberTree(tree.ParentTree).items():
            self._parents[taken + number] = owner
            self._free = max(self._free, taken + number + 1)
        for key, names in self._names.items():
            for name, meaning in tree.get(key, Dictionary()).items():
                if name not in names:
                    names[name] = meaning

    def _tell(self, page: Page, element: Any) -> None:
        """One element for all there is on a page."""
        page.contents_add(f"{element.S} << /MCID 0 >> BDC".encode(), prepend=True)
        page.contents_add(b"EMC")
        page.obj.StructParents = self._free
        element.Pg = page.obj
        element.K.append(0)
        self._parents[self._free] = Array([element])
        self._free += 1


def _renumber(source: Pdf, free: int | None) -> None:
    """Move the numbers of pages, forms and annotations behind those taken; None: remove them."""
    for found in source.objects:
        if isinstance(found, Dictionary | Stream):
            for key in NUMBERS:
                if free is not None and isinstance(found.get(key), int):
                    found[key] = found[key] + free
                elif key in found:
                    del found[key]
