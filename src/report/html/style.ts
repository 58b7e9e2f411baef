import { CHART_CSS } from '../charts/palette.js';

const LIGHT = `
--paper:#fff;--ground:#f5f6f8;--ink:#1b1f27;--muted:#566070;--line:#dde1e7;--accent:#0b5cad;
--good:#1a7f37;--bad:#b3261e;--bad-ground:#fdf0ef;--warn:#8a5300;--warn-ground:#fff7e6;--note:#0b5cad;--note-ground:#eef5fc;`;

const DARK = `
--paper:#14171c;--ground:#0d0f13;--ink:#e6e9ee;--muted:#9da7b5;--line:#2c323b;--accent:#74b9ff;
--good:#4cc38a;--bad:#ff8a80;--bad-ground:#2a1716;--warn:#f0b45a;--warn-ground:#272013;--note:#74b9ff;--note-ground:#13202e;`;

/** The style sheet of every page: one column that fits a phone, light or dark as the reader has it, and paper. */
export const PAGE_CSS = `
:root{color-scheme:light;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${DARK}}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
.page{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
header.top{margin-bottom:24px}
.kind{margin:0 0 4px;color:var(--muted);font-size:14px;font-weight:600;letter-spacing:.04em;text-transform:uppercase}
h1{margin:0;font-size:30px;line-height:1.2;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{margin:0 0 4px;font-size:21px;line-height:1.3}
h3{margin:20px 0 8px;font-size:16px}
p{margin:8px 0}
p.measured{max-width:76ch;margin:0 0 16px;color:var(--muted)}
.lead{max-width:72ch;margin:10px 0 0;color:var(--muted)}
a{color:var(--accent)}
nav.contents ul{display:flex;flex-wrap:wrap;gap:4px 18px;margin:18px 0 0;padding:0;list-style:none;font-size:15px}
section,.cards{margin:0 0 20px}
section{padding:22px 24px;border:1px solid var(--line);border-radius:12px;background:var(--paper)}
section>.about{max-width:76ch;margin:0 0 14px;color:var(--muted);font-size:15px}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:14px;padding:0;list-style:none}
.card{padding:16px 18px;border:1px solid var(--line);border-radius:12px;background:var(--paper)}
.card .name{color:var(--muted);font-size:14px;font-weight:600}
.card .figure{display:block;margin:2px 0;font-size:30px;font-weight:650;line-height:1.2;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.card .interval{font-size:15px;font-variant-numeric:tabular-nums}
.whole{white-space:nowrap}
.card .about{display:block;margin-top:4px;color:var(--muted);font-size:14px;line-height:1.4}
.notices{display:grid;gap:10px;margin:0 0 20px;padding:0;list-style:none}
.notice{padding:12px 16px;border:1px solid var(--line);border-left:5px solid;border-radius:8px;background:var(--paper);overflow-wrap:anywhere}
.notice .grade{font-weight:650}
.notice p{margin:2px 0 0}
.notice.blocks{border-left-color:var(--bad);background:var(--bad-ground)}.notice.blocks .grade{color:var(--bad)}
.notice.warns{border-left-color:var(--warn);background:var(--warn-ground)}.notice.warns .grade{color:var(--warn)}
.notice.notes{border-left-color:var(--note);background:var(--note-ground)}.notice.notes .grade{color:var(--note)}
.grid{display:flex;flex-wrap:wrap;gap:18px 24px;align-items:flex-start}
figure{flex:1 1 420px;min-width:0;max-width:100%;margin:0}
figure .plate{margin-left:-12px;overflow-x:auto}
figure .assay-chart{display:block;max-width:100%;min-width:340px;height:auto}
figure.wide{flex-basis:100%}
figure.wide .assay-chart{min-width:440px}
figure img{display:block;max-width:100%;height:auto;border-radius:8px;background:#fff}
figcaption{margin-top:6px;color:var(--muted);font-size:14px}
.scroll{max-width:100%;margin-top:18px;overflow-x:auto}
.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
table{border-collapse:collapse;font-size:15px}
table.full{width:100%}
caption{padding:0 0 8px;color:var(--muted);font-size:14px;text-align:left}
th,td{padding:7px 18px 7px 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:600}
thead th{color:var(--muted);font-size:14px;white-space:nowrap}
tbody th{font-weight:500;overflow-wrap:anywhere;min-width:9em}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.text{overflow-wrap:anywhere;min-width:14em}
code,pre,.code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:13px}
code{overflow-wrap:anywhere}
pre{max-height:30em;margin:8px 0 0;padding:14px 16px;overflow:auto;border:1px solid var(--line);border-radius:8px;background:var(--ground);line-height:1.5}
details{margin-top:12px}
summary{cursor:pointer;color:var(--accent);font-weight:600}
.thumbs{display:flex;flex-wrap:wrap;gap:12px;margin:12px 0 0;padding:0;list-style:none}
.thumbs li{width:132px;font-size:13px;line-height:1.35;color:var(--muted);overflow-wrap:anywhere}
.thumbs img,.thumbs .none{display:block;width:132px;height:132px;object-fit:contain;border:1px solid var(--line);border-radius:6px;background:var(--ground)}
.thumbs .none{display:grid;place-items:center;padding:8px;text-align:center}
.thumbs.wide li{width:264px}
.pair{margin-top:14px}
.finding+.finding{margin-top:20px;padding-top:20px;border-top:1px solid var(--line)}
.finding h3{margin:0 0 6px;font-size:17px}
.tag{display:inline-block;white-space:nowrap;margin-right:8px;padding:1px 9px;border:1px solid;border-radius:99px;font-size:13px;font-weight:600;vertical-align:1px}
.tag.blocks{color:var(--bad)}.tag.warns{color:var(--warn)}.tag.notes{color:var(--note)}.tag.good{color:var(--good)}
footer{margin-top:28px;color:var(--muted);font-size:14px}
@media (max-width:560px){.cards{grid-template-columns:repeat(auto-fit,minmax(150px,1fr))}.page{padding:20px 12px 40px}section{padding:16px 14px}h1{font-size:25px}.card .figure{font-size:26px}figure{flex-basis:100%}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
@media print{
@page{margin:14mm}
body{background:#fff;font-size:11pt}
.page{max-width:none;padding:0}
nav.contents{display:none}
section{padding:0 0 6mm;border:0}
.card,figure,.notice,.finding,tr{break-inside:avoid}
h2,h3{break-after:avoid}
pre{max-height:none;overflow:visible;white-space:pre-wrap}
details::details-content{content-visibility:visible;display:block;height:auto}
.scroll,figure .plate{overflow:visible}
}
${CHART_CSS}
`.trim();
