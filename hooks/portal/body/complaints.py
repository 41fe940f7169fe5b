"""What can be wrong with a body, as the author reads it: one function for each kind of mistake."""

from html import escape

from portal.body.source import Source


def too_long(source: Source, limit: int) -> None:
    source.report(
        0, f"正文有 {len(source.text)} 个字符，超过了 {limit} 个。", "请分成几篇，或者把长的材料作为附件。"
    )


def line_too_long(source: Source, line: int, length: int, limit: int) -> None:
    source.report(line, f"这一行有 {length} 个字符，超过了 {limit} 个。", "请分成几段，段与段之间空一行。")


def too_slow(source: Source, seconds: float) -> None:
    source.report(
        0,
        f"正文处理了 {seconds:g} 秒还没有完。",
        "请看看有没有大段重复的符号（如连续的 [、<、*），删去以后再试。",
    )


def too_deep(source: Source) -> None:
    source.report(
        0, "正文里列表、引用或者 HTML 标签一层套一层，套得太深。", "请减少层次，列表一般不超过三层。"
    )


def unreadable(source: Source) -> None:
    source.report(
        0,
        "正文里有无法处理的写法。",
        "请看看从 Word 或网页粘贴来的地方，先粘贴成纯文本（Ctrl+Shift+V）再试。",
    )


def open_fence(source: Source, line: int, fence: str) -> None:
    source.report(line, f"代码块以“{fence}”开始，没有结束。", f"请在代码的最后另起一行，只写 {fence}。")


def removed(source: Source, name: str, words: str) -> None:
    """Something of HTML that the sanitiser took out; its text stays, so the entry may be published."""
    line = source.line_of(words)
    remedy = "请用 Markdown 的写法；不需要的话，请删去它。"
    source.report(line, f"“{name}”不能用在正文里，已去掉。", remedy, "warning")


def bad_address(source: Source, address: str) -> None:
    remedy = "请用 https:// 开头的网址、mailto: 开头的邮箱，或者站内文件的相对路径。"
    source.report(line_of_address(source, address), f"链接地址“{_shorten(address)}”不能用，已去掉。", remedy)


def no_address(source: Source) -> None:
    source.report(source.line_of("]()"), "有一个链接没有写地址。", "请写成 [链接的文字](地址)。")


def no_link_text(source: Source, line: int, address: str) -> None:
    source.report(
        line, f"链接“{_shorten(address)}”没有文字，读者看不见。", f"请写成 [链接的文字]({address})。"
    )


def dead_fragment(source: Source, fragment: str) -> None:
    line = source.line_of(f"#{fragment}")
    remedy = "请把 # 后面的文字写成本文里某个小标题的文字。"
    source.report(line, f"链接“#{_shorten(fragment)}”在本文里没有对应的标题。", remedy, "warning")


def unused_note(source: Source, label: str) -> None:
    line = source.line_of(f"[^{label}]:")
    remedy = f"请在正文相应的地方写上 [^{label}]，或者删去这条注释。"
    source.report(line, f"注释“[^{label}]”在正文里没有被引用。", remedy, "warning")


def foreign_image(source: Source, address: str) -> None:
    """Nothing of a page may be fetched from elsewhere."""
    remedy = "请把图片文件和文章放在一起，写它的文件名，例如 ![说明](图片.jpg)。"
    source.report(line_of_address(source, address), f"图片“{_shorten(address)}”不在本站，已去掉。", remedy)


def no_alternative(source: Source, line: int, address: str) -> None:
    message = f"图片“{_shorten(address)}”没有替代文字，看不见图片的人不知道它是什么。"
    source.report(line, message, f"请写成 ![图片里是什么]({address})。")


def line_of_address(source: Source, address: str) -> int:
    """The line of an unescaped address, which the author may have written escaped."""
    return source.line_of(address) or source.line_of(escape(address))


def _shorten(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
