"""制度文件·党规党纪: a rule, with its number, dates and validity."""

from __future__ import annotations

from ..fields import Day, EntryRef, Flag, Line, Lines, Url, field
from .meta import Kind, Meta, Validity, choices


class DocumentMeta(Meta):
    """The front matter of a document."""

    doc_no: Line | None = field("文号", "年份用六角括号，例如 绵教体党发〔2017〕35号")
    issuer: Line | None = field("发文机关")
    issued: Day | None = field("发文日期")
    effective: Day | None = field("施行日期")
    validity: Validity | None = field("有效性", "现行、修订或废止；没有把握就不填")
    replaced_by: EntryRef | None = field("被哪个文件代替")
    official_url: Url | None = field("官方网址")
    full_text: Flag = field("正文是文件全文", "true 表示正文就是文件原文，按公文版式显示", default=False)
    key_points: Lines = field("要点", default=())


def _validity(meta: DocumentMeta) -> tuple[str, ...]:
    return (meta.validity.value,) if meta.validity else ()


DOCUMENT = Kind(
    name="document",
    label="制度文件",
    meta=DocumentMeta,
    template="document.html",
    list_template="documents.html",
    facets=(choices("validity", "有效性", Validity, _validity),),
    skeleton=("doc_no", "issuer", "issued", "effective", "validity", "publish_at", "summary"),
)
