/// Style of pictures, crops and the dialog that enlarges them.
enum PictureStyle {
  /// Boxes are bright lines with a dark rim, so that they show on any picture; what they mean is said
  /// by a sign beside the number too.
  static let source = """
    .gallery{display:grid;gap:26px 24px;margin:12px 0 30px;align-items:start;
    grid-template-columns:repeat(auto-fill,minmax(min(100%,290px),1fr))}
    .picture:target,.strip:target,details:target,tr:target{outline:3px solid var(--c0);
    outline-offset:6px;border-radius:4px}
    .zoom{all:unset;display:block;cursor:zoom-in;width:100%}
    .zoom:focus-visible{outline:3px solid var(--c0);outline-offset:2px}
    .frame{position:relative;display:block;background:var(--line);border-radius:6px;
    overflow:hidden}
    .frame svg{display:block;width:100%;height:auto;max-height:430px}
    .box{fill:none;stroke-width:2.5;vector-effect:non-scaling-stroke}
    .box.under{stroke:#000;stroke-width:5;stroke-opacity:.55}
    .box.truth{stroke:#fff;stroke-width:1.75;stroke-dasharray:5 4}
    .box.truth.under{stroke:#000;stroke-width:3.5;stroke-dasharray:none}
    .box.crowd{stroke-dasharray:1 4}
    .box.right{stroke:#4db1ff}.box.wrong{stroke:#ff8a3d;stroke-width:3}.box.open{stroke:#dcdcdc}
    .box.second{stroke-dasharray:8 4}
    .plate.right{fill:#4db1ff}.plate.wrong{fill:#ff8a3d}.plate.open{fill:#dcdcdc}
    .sign{fill:#10151a;text-anchor:middle;font-weight:700;font-family:inherit}
    .lit{stroke-width:6}
    .key.right::before{border-top-color:#3a95dc}.key.wrong::before{border-top-color:#e87425}
    .key.open::before{border-top-color:#9a9a9a}.key.truth::before{border-top:3px dashed var(--soft)}
    .picture figcaption{font-weight:400;font-size:.88rem;margin:7px 0 0}
    .picture .path{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;
    font-size:.82rem;color:var(--soft);margin:0 0 4px}
    .regions{width:100%;font-size:.85rem}
    .regions td,.regions th{padding:2px 0 2px 10px;border:0}.regions td:first-child{padding-left:0}
    .regions td.text{width:100%}.regions .rest{color:var(--soft);font-size:.92em}
    .topk{margin:2px 0}.topk summary{font-weight:400;color:var(--soft);font-size:.82rem}
    .chip{display:inline-block;min-width:2.4em;text-align:center;border-radius:4px;font-weight:700;
    font-size:.9em;color:#10151a;padding:0 4px;
    print-color-adjust:exact;-webkit-print-color-adjust:exact}
    .chip.right{background:#4db1ff}.chip.wrong{background:#ff8a3d}.chip.open{background:#dcdcdc}
    .caption{margin:5px 0;padding-left:10px;border-left:3px solid var(--line);overflow:hidden}
    mark{background:var(--mark);color:inherit;border-radius:3px;padding:0 2px}
    .strips{display:grid;gap:0 34px;
    grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr))}
    .strip h3{margin-top:18px}
    .crops{display:flex;flex-wrap:wrap;gap:10px 12px;margin-top:6px}
    .crop{max-width:112px}.crop img{display:block;height:84px;max-width:112px;object-fit:contain;
    border-radius:5px;border-bottom:4px solid #9a9a9a;background:var(--line)}
    .crop.right img{border-bottom-color:#3a95dc}.crop.wrong img{border-bottom-color:#e87425}
    .crop figcaption{font-weight:400;font-size:.77rem;line-height:1.3;color:var(--soft);
    margin:3px 0 0}
    .crop .about{display:none}
    .answers{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:end}
    .answer{display:flex;flex-direction:column;gap:3px;max-width:132px;font-size:.85rem}
    .answer .crop img{height:56px;max-width:96px}.answer .crop figcaption{display:none}
    dialog .answer .crop figcaption{display:block}.confusion td{white-space:normal}
    .confusion td:nth-child(2){white-space:nowrap}
    dialog{border:0;border-radius:10px;padding:0;background:var(--card);color:var(--ink);
    max-width:min(1180px,96vw);max-height:94vh;width:fit-content;
    box-shadow:0 12px 50px rgba(0,0,0,.45)}
    dialog::backdrop{background:rgba(10,12,15,.72)}
    dialog .bar{display:flex;gap:8px;justify-content:flex-end;padding:10px 12px 0}
    dialog .bar button{font:inherit;font-size:.9rem;padding:4px 12px;border-radius:6px;
    border:1px solid var(--line);background:var(--paper);color:inherit;cursor:pointer}
    dialog .stage{padding:8px 18px 18px;overflow-wrap:anywhere}
    dialog .frame svg{max-height:66vh}
    @media(min-width:900px){dialog .picture{display:grid;gap:24px;align-items:start;
    grid-template-columns:minmax(0,1.5fr) minmax(320px,1fr)}dialog .picture figcaption{margin:0}
    dialog .frame svg{max-height:80vh}}
    dialog .crop{max-width:none}dialog .crop img{height:auto;width:min(420px,80vw);max-width:none}
    dialog .crop .about{display:inline}dialog .crop figcaption{font-size:.9rem}

    """
}
