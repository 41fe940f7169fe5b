"""A parser that knows only what a text can need reads it as one that knows all."""

from hypothesis import example, given
from hypothesis import strategies as st

from portal.body import dialect

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
