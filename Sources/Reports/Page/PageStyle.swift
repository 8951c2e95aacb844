/// The page's style sheet: light and dark, phone and paper.
enum PageStyle {
  static let source = colours + layout + tables + charts + pictures + paper

  private static let colours = """
    :root{color-scheme:light dark;--paper:#fbfbf9;--card:#fff;--ink:#1d1f23;--soft:#62666d;
    --line:#e2e3e0;--c0:#2b6a99;--c1:#b8691b;--c2:#3b7f57;--c3:#7d559c;--c4:#8a3b4a;
    --right:#1f9d55;--wrong:#d64524;--open:#2f86d6;--mark:#ffe9a8;--warn:#fff3d6}
    @media(prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1d2024;--ink:#e6e7e9;
    --soft:#9ba1a9;--line:#33373d;--c0:#6db0e3;--c1:#e5a35a;--c2:#74c295;--c3:#bd98db;
    --c4:#dd8796;--mark:#5a4a12;--warn:#3b3218}}

    """

  private static let layout = """
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:1180px;padding:0 20px 40px;background:var(--paper);
    color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",
    "DejaVu Sans",sans-serif;overflow-wrap:anywhere}
    h1{font-size:1.7rem;margin:28px 0 4px;font-weight:650}
    h2{font-size:1.25rem;margin:0 0 8px;font-weight:650}
    h3{font-size:1rem;margin:22px 0 2px;font-weight:650}
    section{padding:26px 0 10px;border-top:1px solid var(--line);margin-top:18px}
    section#summary{border-top:0;margin-top:0;padding-top:14px}section#summary h2{display:none}
    p{margin:.4em 0;max-width:75ch}a{color:var(--c0)}
    nav{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:.92rem}nav a{text-decoration:none}
    nav a:hover{text-decoration:underline}
    .small,footer{font-size:.85rem;color:var(--soft);font-weight:400}
    footer{border-top:1px solid var(--line);margin-top:24px;padding-top:10px}
    .warning{background:var(--warn);padding:8px 12px;border-radius:6px}
    .empty{color:var(--soft);font-style:italic}
    .cards{display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(160px,1fr))}
    .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 14px;
    display:flex;flex-direction:column;color:inherit;text-decoration:none}
    .card:hover{border-color:var(--c0)}
    .card .number{font-size:1.6rem;font-weight:650;line-height:1.2;
    font-variant-numeric:tabular-nums}
    .card .what{font-weight:600}.card .why{font-size:.82rem;color:var(--soft);line-height:1.35}
    .grid{display:grid;gap:22px 30px;margin:14px 0;align-items:start;
    grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}
    .grid>*{min-width:0}figure{margin:0}
    figcaption{font-weight:600;font-size:.92rem;margin-bottom:6px}
    details{margin:8px 0}summary{cursor:pointer;font-weight:600}
    code{font-size:.88em}bdi{unicode-bidi:isolate}
    .samples{margin:6px 0;padding-left:20px;font-size:.88rem}

    """

  private static let tables = """
    .scroll{overflow-x:auto}.tall{max-height:520px;overflow-y:auto}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;
    overflow-wrap:normal}
    caption{text-align:left;font-weight:600;padding-bottom:6px}
    .tablename{font-weight:600;font-size:.9rem;margin:0 0 6px}
    th,td{padding:5px 14px 5px 0;text-align:right;border-bottom:1px solid var(--line);
    vertical-align:top}
    td{white-space:nowrap}td.meaning,table.provenance td,td[dir]{white-space:normal}
    th[scope=row],td.meaning,td[dir]{text-align:left;overflow-wrap:anywhere}
    th[scope=row]{font-weight:500;min-width:7em}
    td.meaning{color:var(--soft)}thead th{color:var(--soft);font-weight:600;
    vertical-align:bottom}thead th:first-child{text-align:left}
    table.provenance td{text-align:left;overflow-wrap:anywhere}
    table.sortable{width:100%}table.sortable thead th{position:sticky;top:0;
    background:var(--paper)}
    th button{all:unset;cursor:pointer;font-weight:600}
    th button:hover,th button:focus-visible{color:var(--c0);text-decoration:underline}
    th[aria-sort=ascending] button::after{content:" \\2191"}
    th[aria-sort=descending] button::after{content:" \\2193"}
    .filter input{font:inherit;padding:4px 8px;border:1px solid var(--line);border-radius:6px;
    background:var(--card);color:inherit}

    """

  private static let charts = """
    svg.chart{display:block;width:100%;max-width:520px;height:auto;font-size:12px;
    font-family:inherit}
    .chart text{fill:var(--soft)}.chart .title{fill:var(--ink)}
    .chart .end{text-anchor:end}.chart .middle{text-anchor:middle}
    .chart .grid{stroke:var(--line);stroke-width:1}.chart .axis{stroke:var(--soft)}
    .chart .bar{fill:var(--c0)}.chart .mark{stroke:var(--wrong);stroke-width:1.5;
    stroke-dasharray:4 3}
    .line{fill:none;stroke-width:2;stroke-linejoin:round}
    .line.s0{stroke:var(--c0)}.line.s1{stroke:var(--c1);stroke-dasharray:7 3}
    .line.s2{stroke:var(--c2);stroke-dasharray:2 3}.line.s3{stroke:var(--c3)}
    .line.s4{stroke:var(--c4);stroke-dasharray:9 3 2 3}
    .dot.s0{fill:var(--c0)}.dot.s1{fill:var(--c1)}.dot.s2{fill:var(--c2)}
    .dot.s3{fill:var(--c3)}.dot.s4{fill:var(--c4)}
    .legend{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:.85rem;color:var(--soft)}
    .key::before{content:"";display:inline-block;width:16px;height:0;margin-right:6px;
    vertical-align:middle;border-top:3px solid var(--c0)}
    .key.s1::before{border-top-color:var(--c1);border-top-style:dashed}
    .key.s2::before{border-top-color:var(--c2);border-top-style:dotted}
    .key.s3::before{border-top-color:var(--c3)}.key.s4::before{border-top-color:var(--c4)}
    .key.right::before{border-top-color:var(--right)}.key.wrong::before{
    border-top-color:var(--wrong)}.key.open::before{border-top-color:var(--open)}
    .key.truth::before{border-top:3px dashed var(--soft)}

    """

  private static let pictures = """
    .gallery{display:grid;gap:22px;margin:10px 0 26px;align-items:start;
    grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr))}
    .frame{position:relative;background:var(--line);border-radius:4px;overflow:hidden;
    display:flex;align-items:center;justify-content:center;max-height:420px;margin:0 auto}
    .frame img,.overlay{position:absolute;inset:0;width:100%;height:100%}
    .overlay rect{fill:none;stroke-width:2.5;vector-effect:non-scaling-stroke}
    .overlay .truth{stroke:#fff;stroke-width:2;stroke-dasharray:5 4}
    .overlay .under{stroke:#000;stroke-width:3.5;stroke-opacity:.55;stroke-dasharray:none}
    .overlay .crowd{stroke-dasharray:1 4}
    .overlay .region.right{stroke:var(--right)}.overlay .region.wrong{stroke:var(--wrong)}
    .overlay .region.open{stroke:var(--open)}
    .overlay .plate{stroke:none}.overlay .plate.right{fill:var(--right)}
    .overlay .plate.wrong{fill:var(--wrong)}.overlay .plate.open{fill:var(--open)}
    .overlay .number{fill:#fff;text-anchor:middle;font-weight:700;font-family:inherit}
    .picture figcaption{font-weight:400;font-size:.88rem;margin-top:6px}
    .picture .path{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;
    font-size:.82rem;color:var(--soft)}
    .picture ol{margin:4px 0;padding-left:24px}.picture li::marker{font-weight:700}
    .picture li.right::marker{color:var(--right)}.picture li.wrong::marker{color:var(--wrong)}
    .picture li.open::marker{color:var(--open)}
    .picture .caption{margin:4px 0;padding-left:10px;border-left:3px solid var(--line);
    overflow:hidden}
    mark{background:var(--mark);color:inherit;border-radius:3px;padding:0 2px}
    .strips{display:grid;gap:0 30px;
    grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr))}
    .crops{display:flex;flex-wrap:wrap;gap:10px;margin-top:6px}
    .crop img{display:block;height:76px;max-width:100px;object-fit:contain;border-radius:4px;
    border-bottom:4px solid var(--open)}
    .crop.right img{border-bottom-color:var(--right)}
    .crop.wrong img{border-bottom-color:var(--wrong)}
    .crop figcaption{font-weight:400;font-size:.75rem;color:var(--soft);text-align:center;
    margin:2px 0 0}

    """

  private static let paper = """
    @media(max-width:480px){body{padding:0 12px 30px}h1{font-size:1.35rem}
    .cards{grid-template-columns:1fr 1fr}.card .number{font-size:1.3rem}
    th,td{padding-right:9px}}
    @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--c0:#2b6a99;
    --c1:#b8691b;--c2:#3b7f57;--c3:#7d559c;--c4:#8a3b4a;--mark:#eee;--warn:#eee}
    body{max-width:none;font-size:11pt}nav,.filter{display:none}
    .tall,.scroll{max-height:none;overflow:visible}
    figure,.card,.strip,tr{break-inside:avoid}h2,h3,h2+p,h3+p,.legend{break-after:avoid}}

    """
}
