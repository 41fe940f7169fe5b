"""Short ways give what the long ones do: fewer parts of the grammar, plain elements taken whole."""

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from portal.body import dialect, render_body
from portal.body.assembly import _Assembly

SIGNS = (
    "一 二 a 1. 1) - * + _ ** __ ~~ == ~ = # ## > --- *** ___ === -- | |-| [ ] ( ) [^1] [^1]: [a](b.md) "
    '![图](c.png [a]: [a] *[甲]: : !!! ` ``` \\ < > <b> </b> & &amp; { } {.c} " $'
).split()
PIECES = st.one_of(
    st.sampled_from(SIGNS), st.sampled_from([" ", "  ", "   ", "    ", "\t", "\n", "\n\n", "  \n", "\\\n"])
)


@given(st.lists(PIECES, max_size=24).map("".join))
@example("一\n-   ")
@example("-\t一\n1.\t二")
@example("> 一\n> ---\n\n- 二\n    ===")
def test_what_is_left_out_of_a_parser_would_have_done_nothing(text: str) -> None:
    whole = dialect._make_parser(frozenset(dialect._MARKS))
    assert dialect.to_html(text) == whole.convert(text)


@given(st.lists(PIECES, max_size=24).map("".join))
@example("- 一\n- <sup>二</sup>\n\n三 &amp;\n四")
@example("<p>&nbsp;</p><p> </p><ul><p>一</p></ul><ol><li>二</li>三</ol><p>四</p>")
def test_an_element_of_text_alone_is_what_its_tags_and_text_make(text: str) -> None:
    def piece_by_piece(assembly: _Assembly, name: str, html: str) -> None:
        assembly.open(name, "")
        assembly.write(html)
        assembly.close()

    whole = render_body(text, "news/a.md")
    with patch.object(_Assembly, "plain", piece_by_piece):
        assert render_body(text, "news/a.md") == whole
