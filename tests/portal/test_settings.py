"""What the office sets, and the one line that a wrong setting gives."""

from datetime import date
from typing import Any

import pytest

from portal.kinds.meta import ReviewStep
from portal.settings import Settings, WrongSetting, read_settings


def read(**portal: Any) -> Settings:
    return read_settings({"site_name": "示例", "extra": {"portal": portal}})


def test_a_name_is_all_that_has_to_be_set() -> None:
    assert read_settings({"site_name": "示例"}) == Settings(site_name="示例", description="示例")


def test_settings_are_read_as_mkdocs_gives_them() -> None:
    settings = read(page_size=30, nav=["news"], reviews=["终审"], internal_lines=True)
    expected = Settings(
        site_name="示例",
        description="示例",
        page_size=30,
        nav=("news",),
        reviews=(ReviewStep.FINAL,),
        internal_lines=True,
    )
    assert settings == expected


@pytest.mark.parametrize(
    ("portal", "line"),
    [
        ({"page_size": 0}, "page_size：每页条数写成了“0”。请写一个大于零的整数。"),
        ({"page_size": "很多"}, "page_size：每页条数写成了“很多”。请写一个大于零的整数。"),
        ({"page_sise": 20}, "page_sise：没有“page_sise”这一项。是不是 page_size（每页条数）？"),
        (
            {"reviews": ["三审"]},
            "reviews.0：发布前必须完成的审核第 1 项写成了“三审”，没有这个选项。"
            "是不是“终审”？可以写：first（初审）、second（复审）、final（终审）。",
        ),
        (
            {"friends": [{"title": "教育部"}]},
            "friends.0.url：缺少友情链接第 1 项的网址（url）。请加上一行：url: ……",
        ),
        (
            {"mourning": [{"from": "2026-12-13", "to": "2026-12-01"}]},
            "mourning.0：灰色悼念日期第 1 项结束日期 2026-12-01 在开始日期 2026-12-13 之前。"
            "请核对这两个日期。",
        ),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(portal: dict[str, Any], line: str) -> None:
    with pytest.raises(WrongSetting) as error:
        read(**portal)
    assert str(error.value) == f"mkdocs.yml 的设置 {line}"


@pytest.mark.parametrize("extra", [["portal"], {"portal": ["page_size"]}, {"portal": "x"}])
def test_settings_that_are_no_group_are_told(extra: object) -> None:
    with pytest.raises(WrongSetting) as error:
        read_settings({"site_name": "示例", "extra": extra})
    assert str(error.value) == "mkdocs.yml 的设置 extra: portal: 要分项填写。请对照 README 里的设置说明。"


def test_the_site_is_grey_on_the_days_that_are_set() -> None:
    settings = read(mourning=[{"from": "2026-12-13"}, {"from": "2026-05-12", "to": "2026-05-14"}])
    days = [date(2026, 12, 13), date(2026, 12, 14), date(2026, 5, 11), date(2026, 5, 14)]
    assert [settings.in_mourning(day) for day in days] == [True, False, False, True]
