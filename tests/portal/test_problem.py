"""A problem as an officer reads it."""

from portal.problem import Problem, errors

ERROR = Problem(path="news/a.md", line=4, message="没有标题。", remedy="请写标题。")
WARNING = Problem(path="news/a.md", line=0, message="晚了。", remedy="请早些。", severity="warning")


def test_a_problem_says_where_it_is_what_is_wrong_and_what_to_do() -> None:
    assert str(ERROR) == "news/a.md:4: 没有标题。请写标题。"


def test_a_warning_about_a_whole_file_says_so_and_has_no_line() -> None:
    assert str(WARNING) == "news/a.md: 提醒：晚了。请早些。"


def test_errors_come_in_the_order_of_files_and_lines() -> None:
    later = Problem(path="news/a.md", line=10, message="", remedy="")
    other = Problem(path="models/a.md", line=20, message="", remedy="")
    assert errors([later, WARNING, ERROR, other]) == (other, ERROR, later)
