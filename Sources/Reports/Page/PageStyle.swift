/// The page's style sheet: light and dark, wide, phone and paper.
///
/// No style attribute stands anywhere in the page, so that the policy can name this text's digest.
enum PageStyle {
  static let source = colours + layout + cards + tables + charts + PictureStyle.source + paper

  /// Text colours keep a contrast of 4.5 to 1 on their grounds in both schemes; the two that carry a
  /// meaning, blue and orange, differ for colour-blind readers too.
  static let colours = """
    :root{color-scheme:light dark;--paper:#fafaf8;--card:#ffffff;--ink:#1c1f24;--soft:#5b616a;
    --line:#e2e3df;--c0:#1f6399;--c1:#a4550b;--c2:#2a7355;--c3:#74509a;--c4:#8f3a4e;
    --good:#1a5f9e;--fair:#7d5700;--weak:#ad3810;--heat:#1f6399;--mark:#ffe9a8;--warn:#fff3d6}
    @media(prefers-color-scheme:dark){:root{--paper:#14171a;--card:#1c2025;--ink:#e7e8ea;
    --soft:#a0a6ae;--line:#32373e;--c0:#74b4e6;--c1:#e6a660;--c2:#79c79b;--c3:#c3a1df;
    --c4:#e08e9d;--good:#7dbcf0;--fair:#e3b55c;--weak:#ff9d78;--heat:#74b4e6;--mark:#5a4a12;
    --warn:#3b3218}}

    """

  private static let layout = """
    *{box-sizing:border-box}html{scroll-padding-top:16px}
    body{margin:0 auto;max-width:1340px;padding:0 24px 48px;background:var(--paper);
    color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",
    "DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    .skip{position:absolute;left:-9999px}.skip:focus{left:8px;top:8px;background:var(--card);
    padding:6px 10px;z-index:9}
    header{padding:30px 0 6px}h1{font-size:1.8rem;line-height:1.2;margin:0;font-weight:680;
    letter-spacing:-.01em}
    h2{font-size:1.3rem;line-height:1.3;margin:0 0 6px;font-weight:660}
    h3{font-size:1.02rem;margin:26px 0 4px;font-weight:650}
    h2 a,h3 a{color:inherit;text-decoration:none}h2 a:hover,h3 a:hover{text-decoration:underline}
    section{padding:30px 0 12px;border-top:1px solid var(--line);margin-top:20px}
    section#summary{border-top:0;margin-top:0;padding-top:8px}
    p{margin:.45em 0;max-width:75ch}a{color:var(--c0);text-underline-offset:2px}
    :focus-visible{outline:2px solid var(--c0);outline-offset:2px;border-radius:3px}
    :target{scroll-margin-top:16px}
    .contents{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:.92rem;padding:8px 0 4px}
    .contents a{text-decoration:none;padding:3px 0}.contents a:hover{text-decoration:underline}
    @media(min-width:1120px){.shell{display:grid;grid-template-columns:172px minmax(0,1fr);
    gap:0 44px}.contents{position:sticky;top:0;align-self:start;flex-direction:column;gap:0;
    max-height:100vh;overflow-y:auto;padding:26px 0}
    .contents a{color:var(--soft);border-left:2px solid var(--line);padding:5px 0 5px 14px}
    .contents a.here{color:var(--ink);border-left-color:var(--c0);font-weight:600}}
    .small,footer{font-size:.86rem;color:var(--soft);font-weight:400}
    footer{border-top:1px solid var(--line);margin-top:28px;padding-top:12px}
    .warning{background:var(--warn);padding:9px 13px;border-radius:6px}
    .empty{color:var(--soft);font-style:italic}
    .grid{display:grid;gap:26px 36px;margin:16px 0;align-items:start;
    grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}
    .grid>*{min-width:0}figure{margin:0}
    figcaption{font-weight:600;font-size:.92rem;margin-bottom:6px}
    details{margin:8px 0}summary{cursor:pointer;font-weight:600;font-size:.92rem}
    code{font-size:.88em}bdi{unicode-bidi:isolate}
    .samples{margin:6px 0;padding-left:20px;font-size:.88rem}
    .jump{font-size:.9rem;display:flex;flex-wrap:wrap;gap:2px 18px}

    """

  private static let cards = """
    .short{font-size:1.05rem;margin:10px 0 16px}
    .cards{display:grid;gap:14px;grid-template-columns:repeat(auto-fill,minmax(200px,1fr))}
    .card{background:var(--card);border:1px solid var(--line);border-radius:10px;
    padding:14px 16px 13px;display:flex;flex-direction:column;color:inherit;
    text-decoration:none;border-top:3px solid var(--line)}
    .card:hover{border-color:var(--c0)}
    .card .number{font-size:1.75rem;font-weight:660;line-height:1.15;
    font-variant-numeric:tabular-nums;letter-spacing:-.01em}
    .card .what{font-weight:600;margin-top:2px}
    .card .why{font-size:.84rem;color:var(--soft);line-height:1.4}
    .card .verdict{font-size:.84rem;font-weight:650;margin-top:auto;padding-top:8px}
    .card.good{border-top-color:var(--good)}.card.fair{border-top-color:var(--fair)}
    .card.weak{border-top-color:var(--weak)}
    .good .verdict,b.good{color:var(--good)}.fair .verdict,b.fair{color:var(--fair)}
    .weak .verdict,b.weak{color:var(--weak)}
    .facts{display:flex;flex-wrap:wrap;gap:10px 34px;margin:18px 0 6px;padding:0}
    .facts a{color:inherit;text-decoration:none;font-size:.88rem}
    .facts a:hover .what{text-decoration:underline}
    .facts .number{display:block;font-size:1.15rem;font-weight:650;
    font-variant-numeric:tabular-nums}.facts .why{color:var(--soft);display:block}

    """

  private static let tables = """
    .scroll{overflow-x:auto;max-width:100%}.tall{max-height:560px;overflow-y:auto}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;
    overflow-wrap:normal}
    caption,.tablename{text-align:left;font-weight:600;font-size:.92rem;padding-bottom:6px;margin:0}
    .tablename{margin-top:18px}
    th,td{padding:5px 0 5px 20px;text-align:right;border-bottom:1px solid var(--line);
    vertical-align:top}th:first-child,td:first-child{padding-left:0}
    td{white-space:nowrap}td.text,td[dir],table.provenance td{white-space:normal}
    th[scope=row],th.text,td.text,td[dir]{text-align:left;overflow-wrap:anywhere}
    th[scope=row]{font-weight:500;min-width:7em}td.text,th.text{min-width:6.5em}
    td.meaning{color:var(--soft)}thead th{color:var(--soft);font-weight:600;
    vertical-align:bottom}thead th:first-child{text-align:left}
    table.provenance td{text-align:left;overflow-wrap:anywhere}
    table.sortable{width:100%}.tall thead th{position:sticky;top:0;background:var(--paper);
    box-shadow:0 1px var(--line);z-index:1}
    tbody tr:hover{background:color-mix(in srgb,var(--c0) 7%,transparent)}
    th button{all:unset;cursor:pointer;font-weight:600}
    th button:hover{color:var(--c0);text-decoration:underline}
    th button:focus-visible{outline:2px solid var(--c0);outline-offset:2px}
    th button::after{content:" \\2195";opacity:.4}
    th[aria-sort=ascending] button::after{content:" \\2191";opacity:1}
    th[aria-sort=descending] button::after{content:" \\2193";opacity:1}
    .filter{display:inline-flex;gap:10px;align-items:center;font-size:.92rem}
    .filter[hidden]{display:none}
    .filter input{font:inherit;padding:5px 9px;border:1px solid var(--soft);border-radius:6px;
    background:var(--card);color:inherit;min-width:0;width:220px}
    .up{color:var(--good)}.down{color:var(--weak)}

    """

  private static let charts = """
    svg.chart{display:block;width:100%;max-width:560px;height:auto;font-size:12px;
    font-family:inherit}
    .chart text{fill:var(--soft)}.chart .title{fill:var(--ink)}
    .chart .end{text-anchor:end}.chart .middle{text-anchor:middle}
    .chart .grid{stroke:var(--line);stroke-width:1}.chart .axis{stroke:var(--soft)}
    .chart .bar{fill:var(--c0)}.chart a .bar:hover{fill:var(--c1)}
    .chart .mark{stroke:var(--weak);stroke-width:1.5;stroke-dasharray:4 3}
    .chart .ideal{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 4}
    .chart .spot{fill:var(--c0);fill-opacity:.55}.chart a:hover .spot{fill:var(--c1);fill-opacity:1}
    .chart .hit{fill:transparent}.chart .hit:hover{fill:var(--ink);fill-opacity:.35}
    .line{fill:none;stroke-width:2;stroke-linejoin:round}
    .line.s0{stroke:var(--c0)}.line.s1{stroke:var(--c1);stroke-dasharray:7 3}
    .line.s2{stroke:var(--c2);stroke-dasharray:2 3}.line.s3{stroke:var(--c3)}
    .line.s4{stroke:var(--c4);stroke-dasharray:9 3 2 3}
    .dot.s0{fill:var(--c0)}.dot.s1{fill:var(--c1)}.dot.s2{fill:var(--c2)}
    .dot.s3{fill:var(--c3)}.dot.s4{fill:var(--c4)}
    .legend{display:flex;flex-wrap:wrap;gap:3px 18px;font-size:.86rem;color:var(--soft);
    margin:4px 0}
    .key::before{content:"";display:inline-block;width:18px;height:0;margin-right:7px;
    vertical-align:middle;border-top:3px solid var(--c0)}
    .key.s1::before{border-top-color:var(--c1);border-top-style:dashed}
    .key.s2::before{border-top-color:var(--c2);border-top-style:dotted}
    .key.s3::before{border-top-color:var(--c3)}.key.s4::before{border-top-color:var(--c4)}

    """

  private static let paper = """
    @media(max-width:600px){body{padding:0 14px 30px}h1{font-size:1.4rem}
    .cards{grid-template-columns:1fr 1fr;gap:10px}.card{padding:11px 12px}
    .card .number{font-size:1.4rem}th,td{padding-left:14px}.facts{gap:10px 22px}
    .tall{max-height:70vh}}
    @media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--soft:#444;
    --line:#bbb;--c0:#1f6399;--c1:#a4550b;--c2:#2a7355;--c3:#74509a;--c4:#8f3a4e;
    --good:#1a5f9e;--fair:#7d5700;--weak:#ad3810;--mark:#eee;--warn:#eee}
    body{max-width:none;font-size:10.5pt;padding:0}.shell{display:block}
    .contents,.filter,.jump,dialog,.skip{display:none}
    .tall,.scroll{max-height:none;overflow:visible}.tall thead th{position:static}
    th button::after{content:none}
    figure,.card,.strip,tr{break-inside:avoid}h2,h3,h2+p,h3+p,.legend{break-after:avoid}
    .cards{grid-template-columns:repeat(4,1fr)}.gallery{grid-template-columns:1fr 1fr}}

    """
}
