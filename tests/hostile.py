"""What an attacker writes into fields, bodies, addresses and names; `hit(1)` is what must not run."""

from collections.abc import Iterator
from pathlib import Path

FOREIGN = "https://evil.example/"

POLYGLOT = (
    "'\"></title></style></script></textarea></noscript>-->]]><img src=x onerror=hit(1)><svg/onload=hit(1)>"
    "<script>hit(1)</script>{{7*7}}{% raw %}{#"
)
"""Breaks out of text, of quoted attributes, and of elements whose content is no markup."""

LINES = (
    "' onmouseover='hit(1)' autofocus onfocus='hit(1)",
    '" onmouseover="hit(1)" autofocus onfocus="hit(1)',
    "` onmouseover=hit(1) autofocus onfocus=hit(1) x=`",
    "<img src=x onerror=hit(1)>",
    "&lt;img src=x onerror=hit(1)&gt;&#60;script&#62;hit(1)&#60;/script&#62;",
    "\\u003cscript\\u003ehit(1)\\u003c/script\\u003e\\x3cscript>",
    "</script><script>hit(1)</script><!--<script>",
    '","x":"</script><svg onload=hit(1)>","y":"\\',
    "javascript:hit(1)//",
    "JaVa\tScRiPt&colon;hit(1)",
    "data:text/html,<script>hit(1)</script>",
    f"{FOREIGN} //evil.example/ \\\\evil.example\\x",
    "{{7*7}} ${7*7} #{7*7} {% for x in ().__class__.__mro__ %}{{x}}{% endfor %} {{site|safe}}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}{{url('')}}{{ icon('x') }}",
    f"}}</style><style>@import '{FOREIGN}x.css';*{{background:url({FOREIGN}a.png)}}",
    "x;background:url(javascript:hit(1));behavior:url(#)",
    f'<meta http-equiv="refresh" content="0;url={FOREIGN}"><base href="{FOREIGN}">',
    '<form id="leave-prompt"><input name="querySelector"><img name="getElementById"><a id="location">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=hit(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=hit(1)>">',
    "before\u2028hit(1)\u2029after",
    "\u202egpj.exe\u202c \u2067)1(tih\u2069",
    "<scr\x00ipt>hit(1)</scr\x00ipt>\x00\x1b[2J\x7f",
    "<!--[if IE]><script>hit(1)</script><![endif]--><![CDATA[<script>hit(1)</script>]]>",
    "%3Cscript%3Ehit(1)%3C/script%3E%0d%0aSet-Cookie:a=b",
)
"""One trick each, for a single line of text."""

NAME = "a' onerror='hit(1)' {{7+7}} &amp;`=$x"
"""As hostile as the name of a file may be; those with <, >, \", % or a slash are refused."""

URLS = (
    "https://evil.example/?a=javascript:hit(1)&section={{7*7}}#%22onclick=hit(1)",
    "HTTP://evil.example:8080/(hit(1))?a[]={{7+7}}&copy=1;onclick=hit(1)",
)
"""As hostile as an address may be."""

BAD_URLS = (
    "javascript:hit(1)",
    "JAVASCRIPT:hit(1)",
    "java\tscript:hit(1)",
    "java\nscript:hit(1)",
    " javascript:hit(1)",
    "\x01javascript:hit(1)",
    "javascript&colon;hit(1)",
    "javascript&#58;hit(1)",
    "javascript&#0000058hit(1)",
    "&#x6A&#x61vascript:hit(1)",
    "java&Tab;script:hit(1)",
    "java&NewLine;script:hit(1)",
    "vbscript:hit(1)",
    "data:text/html,<script>hit(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5oaXQoMSk8L3NjcmlwdD4=",
    "blob:https://evil.example/x",
    "file:///etc/passwd",
    "ftp://evil.example/",
    "//evil.example/",
    "\\\\evil.example\\",
    "/\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://www.gov.cn@evil.example/",
    "https://www.gov.cn\\@evil.example/",
    'https://evil.example/"onclick="hit(1)',
    "https://evil.example/'onclick='hit(1)",
    "https://evil.example/><script>hit(1)</script>",
    "https://evil.example/ onclick=hit(1)",
    "https://evil.example/&quot;onclick=&quot;hit(1)",
    "https://evil.example:99999/",
    "evil.example",
)
"""Addresses that readers must not be sent to."""

BAD_FILES = (
    "../other/cover.jpg",
    "..\\other\\cover.jpg",
    "%2e%2e/other/cover.jpg",
    "..%2Fother%2Fcover.jpg",
    "a/../../cover.jpg",
    "/other/cover.jpg",
    "%2Fother/cover.jpg",
    "/etc/passwd",
    "C:\\x.jpg",
    "https://evil.example/x.jpg",
)
"""Files that do not lie beside the entry."""

BAD_ENTRIES = (
    "../units/a",
    "news/../../etc/passwd",
    "news\\a",
    "https://evil.example/a",
    "javascript:hit(1)//a",
    "a",
)
"""Paths of no entry."""

BAD_TAGS = (
    "../../../escaped",
    "..",
    "/etc",
    "a/b",
    "a\\b",
    "a?b",
    "a#b",
    "a%2fb",
    "<script>",
    'a"b',
    "x" * 400,
)
"""Tags that would lead to another folder or to none."""

RAW = (
    POLYGLOT,
    "<script>hit(1)</script>",
    "<script nonce='' integrity=''>hit(1)</script>",
    "<script type=module>hit(1)</script>",
    "<script src='../../news/polyglot/polyglot.txt'></script>",
    "<script type=module src='../../news/polyglot/polyglot.txt'></script>",
    f"<script src='{FOREIGN}x.js'></script>",
    f'<script type=speculationrules>{{"prefetch":[{{"source":"list","urls":["{FOREIGN}"]}}]}}</script>',
    "<img src=x onerror=hit(1)>",
    "<p onclick=hit(1)>x</p>",
    "<a href=javascript:hit(1)>x</a>",
    "<svg><a xlink:href=javascript:hit(1)><text y=9>x</text></a></svg>",
    "<button type=submit form=f formaction=javascript:hit(1)>x</button><form id=f></form>",
    f"<form action={FOREIGN}><button>x</button></form>",
    f"<form><button formaction={FOREIGN}>x</button></form>",
    f"<a href=. ping={FOREIGN}>x</a>",
    f"<img src={FOREIGN}a.png><picture><source srcset={FOREIGN}b.png><img></picture>",
    f"<svg><image href={FOREIGN}a.png /><use href={FOREIGN}a.svg#x /></svg>",
    f"<video src={FOREIGN}a.mp4 poster={FOREIGN}a.png autoplay></video>",
    f"<audio src={FOREIGN}a.mp3 autoplay></audio>",
    f"<iframe src={FOREIGN}></iframe><object data={FOREIGN}></object><embed src={FOREIGN}>",
    "<iframe srcdoc='<script>hit(1)</script><img src=x onerror=hit(1)>'></iframe>",
    "<iframe src='data:text/html,<script>hit(1)</script>'></iframe>",
    f"<link rel=stylesheet href={FOREIGN}x.css><style>@import '{FOREIGN}y.css';</style>",
    f"<p style='background:url({FOREIGN}a.png)'>x</p><style>main{{background:url({FOREIGN}b.png)}}</style>",
    f"<link rel=icon href={FOREIGN}a.png><link rel=manifest href={FOREIGN}m.json>",
    f"<link rel=preload as=image href={FOREIGN}c.png>",
    f"<link rel=prefetch href={FOREIGN}><link rel=modulepreload href={FOREIGN}x.js>",
    f"<base href={FOREIGN}><script src=x.js></script><img src=x.png>",
    "<meta http-equiv=refresh content='0;url=data:text/html,<script>hit(1)</script>'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\"><script>hit(1)</script>",
)
"""Markup that would run or ask elsewhere, if nothing but the policy stood in its way.

A `meta` that leads the reader away at once is left out: no policy can forbid it.
"""

_ATTACKS = Path(__file__).parent / "fixtures" / "body" / "attacks.txt"


def attacks() -> Iterator[tuple[str, str]]:
    """Each attack on a body, after the name of its class."""
    kind = ""
    for line in _ATTACKS.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith("== "):
            kind = line[3:]
        else:
            yield kind, line.replace("⏎", "\n").replace("alert(1)", "hit(1)")
