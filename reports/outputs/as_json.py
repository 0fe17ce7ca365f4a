"""An edition as JSON under docs/schemas/annual-report.json, for other programs and for `rollup`."""

import json
from typing import Any

from reports.document import Block, Section
from reports.frozen import canonical
from reports.outputs.edition import Edition
from reports.outputs.tables import CATALOGUE, FIGURES, Table, tables
from statute.text import Text

SCHEMA = "gongkai-annual-report-1"


def json_bytes(edition: Edition) -> bytes:
    text = json.dumps(as_json(edition), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def snapshot_bytes(edition: Edition) -> bytes:
    """What the hash is of, byte for byte: `sha256sum snapshot.json` gives it."""
    return canonical(edition.snapshot)


def as_json(edition: Edition) -> dict[str, Any]:
    document = edition.document
    found = {table.code: table for table in tables(edition)}
    listed, figures = found.pop(CATALOGUE, None), found.pop(FIGURES)
    return {
        "schema": SCHEMA,
        "status": str(edition.status),
        "institution": document.institution,
        "title": document.title,
        "form": edition.form,
        "period": {"first": str(edition.first), "last": str(edition.last)},
        "version": edition.version,
        "correction_reason": edition.reason or None,
        "published_on": str(edition.published_on) if edition.published_on else None,
        "sha256": edition.sha256,
        "preface": list(document.preface),
        "parts": [_part(section) for section in document.sections],
        "tables": {code: _table(table) for code, table in found.items()},
        "figures": {line.code: {"label": _text(line.label), "value": line.cells[0]}
                    for line in figures.lines},
        "catalogue": _catalogue(listed) if listed else [],
        "checks": [
            {"rule": check.rule, "holds": check.holds, "detail": _text(check.detail)}
            for check in edition.checks
        ],
    }  # fmt: skip


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _part(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "number": section.number,
        "title": section.title,
        "blocks": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if block.kind != "table":
        return {"kind": block.kind, "text": block.text}
    rows = [list(row.cells) for row in block.rows]
    return {"kind": "table", "text": block.text, "columns": list(block.columns), "rows": rows}


def _table(table: Table) -> dict[str, Any]:
    columns = [{"code": column.code, "label": _text(column.label)} for column in table.columns]
    rows = [
        {"code": line.code, "number": line.number, "label": _text(line.label),
         "values": list(line.cells)}
        for line in table.lines
        if not line.heading
    ]  # fmt: skip
    return {"title": _text(table.title), "columns": columns, "rows": rows}


def _catalogue(table: Table) -> list[dict[str, Any]]:
    codes = [column.code for column in table.columns]
    return [
        dict(zip(codes, line.cells, strict=True)) | {"link": line.link or None}
        for line in table.lines
    ]
