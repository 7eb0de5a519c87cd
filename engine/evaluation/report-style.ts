// How the page of a comparison looks: light and dark, from 320 pixels up, legible on paper.
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --ground: #fff; --rest: #aeb8c2;
  --brand: #d6293e; --s1: #2f6fde; --s2: #1a7f5a; --s3: #8250df }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --line: #3d444d; --ground: #14171a; --rest: #5c6670;
  --brand: #ff6b7a; --s1: #79a8ff; --s2: #4cc38a; --s3: #b392f0 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1240px; padding: 20px 16px 56px; color: var(--ink); background: var(--ground);
  font: 15px/1.55 system-ui, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere }
h1 { font-size: 26px; line-height: 1.25; margin: 12px 0 4px } h2 { font-size: 18px; line-height: 1.35; margin: 36px 0 12px }
.note { color: var(--soft); font-size: 13px; max-width: 75ch }
.warning { border-left: 3px solid var(--brand); padding: 2px 0 2px 12px }
fieldset { border: 0; padding: 0; margin: 0; display: flex; gap: 16px }
label { cursor: pointer; min-height: 44px; display: flex; align-items: center; gap: 6px } input { margin: 0; accent-color: var(--brand) }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
body:has(#en:checked) .zh, body:has(#zh:checked) .en { display: none }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { text-align: right; font-weight: 400 } .best, .best th, .best td { font-weight: 700 }
.broad { width: 100% } .broad th, .broad td { padding: 7px 6px; border-bottom: 1px solid var(--line); white-space: nowrap }
.broad th:first-child { text-align: left; padding-left: 0 } .broad thead th { color: var(--soft); font-size: 13px; white-space: normal;
  vertical-align: bottom; overflow-wrap: normal }
.narrow { display: none; width: 100%; table-layout: fixed; font-size: 13px }
.narrow thead th { font-size: clamp(10px, 3vw, 12px); line-height: 1.3; vertical-align: bottom; padding: 0 0 6px 6px;
  overflow-wrap: break-word; border-bottom: 1px solid var(--line) }
.narrow th[colspan] { text-align: left; padding-left: 0; color: var(--soft); font-size: 12px; padding-top: 7px }
.narrow small { display: block; font-size: 11px; font-weight: 400; color: var(--soft) }
.narrow td { padding: 0 0 7px 6px; border-bottom: 1px solid var(--line); vertical-align: top }
@media (max-width: 1080px) { .broad { display: none } .narrow { display: table } }
.bars { list-style: none; margin: 0; padding: 0; max-width: 760px }
.bars li { display: grid; grid-template-columns: minmax(84px, 190px) 1fr 58px; gap: 10px; align-items: center; padding: 4px 0 }
.bars .name { text-align: right; font-size: 13px; line-height: 1.3 } .bars .value { font-size: 13px; font-variant-numeric: tabular-nums }
.track { position: relative; height: 20px } .track b { display: block; height: 100%; min-width: 2px; background: var(--rest);
  border-radius: 0 3px 3px 0 }
@media (max-width: 560px) { .bars li { grid-template-columns: 1fr 58px; row-gap: 0; padding: 6px 0 } .bars .name { grid-column: 1 / 3;
  text-align: left } }
.ours b { background: var(--brand) } .ours .name, .ours .value { font-weight: 700 }
.track i { position: absolute; top: 4px; height: 12px; border: solid var(--ink); border-width: 0 1.5px }
.track i::after { content: ""; position: absolute; left: 0; right: 0; top: 5px; border-top: 1.5px solid var(--ink) }
.curve { margin: 20px 0 0; max-width: 760px; display: grid; grid-template-columns: 44px 1fr; column-gap: 6px }
.levels { display: flex; flex-direction: column; justify-content: space-between; text-align: right; font-size: 12px; line-height: 1;
  margin: -6px 0; color: var(--soft); font-variant-numeric: tabular-nums }
.plot { position: relative; height: 220px } .plot svg { display: block; width: 100%; height: 100%; overflow: visible }
.plot path { stroke: var(--line); fill: none; vector-effect: non-scaling-stroke } .plot polyline { fill: none; stroke-width: 2.5;
  vector-effect: non-scaling-stroke }
.plot i { position: absolute; width: 8px; height: 8px; margin: -4px; border-radius: 50% }
.steps { grid-column: 2; width: 100%; table-layout: fixed; font-size: 13px; margin-top: 8px }
.steps th, .steps td { text-align: center; padding: 2px 0 } .steps thead th { color: var(--soft); font-size: 12px; line-height: 1.3;
  vertical-align: top }
.steps th[colspan] { text-align: left; padding-top: 10px; border-top: 1px solid var(--line) }
.steps i { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 8px }
polyline.s0 { stroke: var(--brand) } polyline.s1 { stroke: var(--s1) } polyline.s2 { stroke: var(--s2) } polyline.s3 { stroke: var(--s3) }
i.s0 { background: var(--brand) } i.s1 { background: var(--s1) } i.s2 { background: var(--s2) } i.s3 { background: var(--s3) }
dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 10px 28px; font-size: 14px }
dt { font-weight: 600 } dd { margin: 0; color: var(--soft) }
`
