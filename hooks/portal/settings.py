"""What the bureau's office sets in `mkdocs.yml`, under `extra: portal:`.

Every norm's number is a setting with its basis, since the norms bind government sites and a
party committee's portal follows them by reference. (NORMS)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from .failure import Failure
from .fields import Choice, Count, Fields, Flag, Groups, Line, Names, Origins, Several, Span, Url, field
from .kinds.meta import ReviewStep
from .validation import findings


class WrongSetting(Failure):
    """A setting that stops the build; its text is one line in Chinese."""


class Friend(Fields):
    """A link at the foot of the home page."""

    title: Line = field("名称", default=...)
    url: Url = field("网址", default=...)


class Footer(Fields):
    """What the foot of each page says; an item without a value is left out. (NORMS: Page)"""

    organizer: Line | None = field("主办单位")
    operator: Line | None = field("承办单位")
    contact: Line | None = field("联系方式")
    address: Line | None = field("地址")
    site_id: Line | None = field("网站标识码")
    icp: Line | None = field("ICP备案号")
    police: Line | None = field("公网安备号")


class ColumnType(Choice):
    """What a column holds, which sets how fresh it must be. (NORMS: Freshness)"""

    NEWS = "动态"
    NOTICE = "通知"
    RULES = "制度"
    HISTORY = "历史"


class Settings(Fields):
    """The whole of the portal's settings."""

    site_name: Line = field("网站名称", default=...)
    site_url: Url | None = field("网站网址", "不填也能用，填了才有网站地图里的完整网址")
    description: Line = field("网站说明", default=...)
    nav: Names = field("导航栏", "栏目文件夹的名字，按顺序；不填就按文件夹名排", default=())
    footer: Footer = field("页脚", default=Footer())
    friends: Groups[Friend] = field("友情链接", default=())
    trusted_hosts: Names = field("不提示就可离开的网站", default=())
    mourning: Groups[Span] = field("灰色悼念日期", default=())
    reviews: Several[ReviewStep] = field("发布前必须完成的审核", default=())
    internal_lines: Flag = field("目录里列出只在党内或单位内公开的事项", "只列事项，不列内容", default=False)
    embed_sites: Origins = field(
        "可以嵌入本站卡片的网站", "不填就是都可以；例如 https://*.example.edu.cn", default=()
    )
    page_size: Count = field("每页条数", default=20)
    due_soon_days: Count = field("提前几天提醒到期", default=30)
    reading_speed: Count = field("每分钟阅读字数", default=400)

    def in_mourning(self, today: date) -> bool:
        """Whether the site is grey on this day; a span without an end stands for one day."""
        return any(
            span.start is not None and span.start <= today <= (span.end or span.start)
            for span in self.mourning
        )


def read_settings(config: Mapping[str, Any]) -> Settings:
    """The settings in the values of `mkdocs.yml`; raises `WrongSetting` on the first that is wrong."""
    extra = config.get("extra") or {}
    own = extra.get("portal") or {} if isinstance(extra, Mapping) else None
    if not isinstance(own, Mapping):
        raise WrongSetting("mkdocs.yml 的设置 extra: portal: 要分项填写。请对照 README 里的设置说明。")
    values = {
        **own,
        "site_name": config.get("site_name") or None,
        "site_url": config.get("site_url") or None,
        "description": config.get("site_description") or config.get("site_name"),
    }
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        at, (message, remedy) = next(findings(error, Settings))
        name = ".".join(str(part) for part in at)
        raise WrongSetting(f"mkdocs.yml 的设置 {name}：{message}{remedy}") from None
