// The hosted pay page: what, from whom, how much, and two buttons. Plain HTML with one style sheet and no script; every
// address in it is relative, so it works behind any prefix.
import type { Payment } from './core.ts'

type Lang = 'zh' | 'en'

const WORDS = {
  zh: {
    name: '偶得支付 · 演示', lead: '这是演示用的收银台，不会真的扣款', to: '收款方', item: '商品', order: '订单号', pay: '确认支付', decline: '拒绝付款',
    demo: '演示选项', demoNote: '看看渠道不听话时，订单会怎样', delay: '多久后通知商家', now: '马上', seconds: '秒后', twice: '同一条通知发两遍', lose: '丢失通知（商家要主动查询）',
    lateFailure: '成功之后，再送一条迟到的失败通知', back: '返回商家', other: 'English', expires: '请在 15 分钟内完成支付', amount: '应付金额',
    succeeded: '支付成功', succeededNote: '商家会收到通知，你可以返回订单。', failed: '付款未完成', failedNote: '没有扣款。返回订单可以重新支付。',
    cancelled: '这笔支付已关闭', cancelledNote: '没有扣款。订单已取消或超过支付时间。', missing: '没有这笔支付', missingNote: '请从订单页重新打开收银台。', stale: '页面已过期', staleNote: '没有扣款。请从订单页重新打开收银台。',
  },
  en: {
    name: 'Serendip Pay · Demo', lead: 'A demo till: no real money moves', to: 'To', item: 'For', order: 'Order', pay: 'Pay', decline: 'Decline',
    demo: 'Demo options', demoNote: 'See what becomes of the order when a provider misbehaves', delay: 'Tell the shop', now: 'at once', seconds: 'seconds later', twice: 'Send the same message twice', lose: 'Lose the message (the shop has to ask)',
    lateFailure: 'After the success, deliver a late failure', back: 'Back to the shop', other: '中文', expires: 'Please pay within 15 minutes', amount: 'Amount due',
    succeeded: 'Paid', succeededNote: 'The shop is being told. You can go back to your order.', failed: 'Not paid', failedNote: 'Nothing was charged. You can pay again from your order.',
    cancelled: 'This payment is closed', cancelledNote: 'Nothing was charged. The order was cancelled, or the time to pay has passed.', missing: 'There is no such payment', missingNote: 'Open the till again from your order.', stale: 'This page is out of date', staleNote: 'Nothing was charged. Open the till again from your order.',
  },
} as const

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

export const DELAYS = [0, 3, 10, 60] as const

export function payPage(p: Payment, lang: Lang, now: number): string {
  const w = WORDS[lang]
  const state = p.state === 'open' && now > p.expiresAt ? 'cancelled' : p.state
  if (state !== 'open') return frame(lang, p.token, w[state], outcome(p, lang, state))
  return frame(lang, p.token, `${w.pay} ${money(p, lang)}`, `
    ${bill(p, lang)}
    <form method="post" action="${p.token}/decide?lang=${lang}">
      <input type="hidden" name="nonce" value="${p.nonce}">
      <button class="primary" name="outcome" value="succeeded">${w.pay} ${escape(money(p, lang))}</button>
      <button class="quiet" name="outcome" value="failed">${w.decline}</button>
      <details>
        <summary>${w.demo}</summary>
        <p>${w.demoNote}</p>
        <label class="row" for="delay">${w.delay}
          <select id="delay" name="delay">${DELAYS.map((s) => `<option value="${s}">${s === 0 ? w.now : `${s} ${w.seconds}`}</option>`).join('')}</select>
        </label>
        ${(['twice', 'lateFailure', 'lose'] as const).map((o) => `<label class="row"><span>${w[o]}</span><input type="checkbox" name="${o}" value="on"></label>`).join('')}
      </details>
    </form>
    <p class="note">${w.expires}</p>`)
}

const bill = (p: Payment, lang: Lang) => {
  const w = WORDS[lang]
  return `<section class="bill">
      <h1><span>${w.amount}</span>${escape(money(p, lang))}</h1>
      <dl>
        <div><dt>${w.to}</dt><dd>${escape(p.merchant[lang])}</dd></div>
        <div><dt>${w.item}</dt><dd>${escape(p.title[lang])}</dd></div>
        <div><dt>${w.order}</dt><dd class="number">${escape(p.orderRef)}</dd></div>
      </dl>
    </section>`
}

const outcome = (p: Payment, lang: Lang, state: 'succeeded' | 'failed' | 'cancelled') => {
  const w = WORDS[lang]
  return `<section class="bill ${state}">
      <h1><span>${w[state]}</span>${escape(money(p, lang))}</h1>
      <p>${w[`${state}Note`]}</p>
      <dl><div><dt>${w.to}</dt><dd>${escape(p.merchant[lang])}</dd></div></dl>
    </section>
    <a class="primary" href="${escape(p.returnUrl)}">${w.back}</a>`
}

export const noticePage = (kind: 'missing' | 'stale', lang: Lang): string =>
  frame(lang, '', WORDS[lang][kind], `<section class="bill"><h1><span>${WORDS[lang][kind]}</span></h1><p>${WORDS[lang][`${kind}Note`]}</p></section>`)

function frame(lang: Lang, token: string, title: string, body: string): string {
  const w = WORDS[lang]
  const other = lang === 'zh' ? 'en' : 'zh'
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${escape(title)} · ${w.name}</title>
  <link rel="stylesheet" href="style.css">
  <link rel="icon" href="data:,">
</head>
<body>
  <header><p><strong>${w.name}</strong><span>${w.lead}</span></p>${token === '' ? '' : `<a href="${token}?lang=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${w.other}</a>`}</header>
  <main>${body}</main>
</body>
</html>
`
}

const money = (p: Payment, lang: Lang) =>
  new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', { style: 'currency', currency: p.currency, currencyDisplay: 'narrowSymbol' }).format(Number(p.amountMinor) / 100)

export const STYLE = `
:root { --ink: #15131a; --ink-2: #5d5868; --line: #ebe8f0; --mist: #f6f5f9; --paper: #fff; --rose: #e11d48; --on-rose: #fff; --jade: #0b7a5b; --plum: #5b3df5; color-scheme: light dark }
@media (prefers-color-scheme: dark) { :root { --ink: #f4f2f8; --ink-2: #b3adc2; --line: #35313f; --mist: #15131a; --paper: #201d28; --rose: #be123c; --on-rose: #fff; --jade: #5fd3ae; --plum: #b3a4ff } }
* { box-sizing: border-box; margin: 0 }
body { min-height: 100dvh; background: var(--mist); color: var(--ink); font: 400 16px/1.5 Inter, 'PingFang SC', 'Noto Sans SC', system-ui, sans-serif; font-variant-numeric: tabular-nums }
header, main { width: 100%; max-width: 440px; margin: 0 auto; padding: 16px }
header { display: flex; justify-content: space-between; align-items: start; gap: 16px; font-size: 14px }
header strong { display: block; font-weight: 600 }
header span { color: var(--ink-2) }
header a { color: var(--plum); white-space: nowrap; padding: 4px 0; min-height: 24px }
main { display: grid; gap: 16px }
.bill { background: var(--paper); border: 1px solid var(--line); border-radius: 22px; padding: 24px }
h1 { font-size: 36px; line-height: 1.2; font-weight: 700; overflow-wrap: anywhere }
h1 span { display: block; font-size: 14px; font-weight: 400; color: var(--ink-2); margin-bottom: 4px }
.succeeded h1 span { color: var(--jade); font-weight: 600 }
.bill p { margin-top: 12px; color: var(--ink-2) }
dl { margin-top: 24px; border-top: 1px solid var(--line) }
dl div { display: flex; justify-content: space-between; gap: 24px; padding: 12px 0; border-bottom: 1px solid var(--line) }
dl div:last-child { border-bottom: 0; padding-bottom: 0 }
dt { color: var(--ink-2); flex: none }
dd { text-align: right; overflow-wrap: anywhere }
.number { font-size: 13px }
form { display: grid; gap: 12px }
button, .primary { display: block; width: 100%; min-height: 52px; padding: 14px 16px; border: 0; border-radius: 14px; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer }
.primary { background: var(--rose); color: var(--on-rose) }
.quiet { background: var(--paper); color: var(--ink); border: 1px solid var(--line) }
button:focus-visible, a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible { outline: 3px solid var(--plum); outline-offset: 2px }
details { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 12px 16px; font-size: 14px }
summary { cursor: pointer; font-weight: 600; min-height: 24px }
details p { color: var(--ink-2); margin: 8px 0 }
.row { display: flex; justify-content: space-between; align-items: center; gap: 16px; min-height: 44px }
.row input { width: 24px; height: 24px; flex: none; accent-color: var(--rose) }
select { font: inherit; color: inherit; background: var(--mist); border: 1px solid var(--line); border-radius: 8px; padding: 8px; min-height: 36px }
.note { color: var(--ink-2); font-size: 13px; text-align: center }
`
