// The hosted pay page: what, from whom, how much, and two buttons. Plain HTML with one style sheet and no script; every
// address in it is relative, so it works behind any prefix.
import type { Payment } from './core.ts'

type Lang = 'zh' | 'en'

const WORDS = {
  zh: {
    name: '偶得支付 · 演示',
    lead: '这是演示用的收银台，不会真的扣款',
    to: '收款方',
    item: '商品',
    order: '订单号',
    pay: '确认支付',
    decline: '拒绝付款',
    demo: '演示选项',
    demoNote: '看看渠道不听话时，订单会怎样',
    delay: '多久后通知商家',
    now: '马上',
    seconds: '秒后',
    twice: '同一条通知发两遍',
    lose: '丢失通知（商家要主动查询）',
    lateFailure: '成功之后，再送一条迟到的失败通知',
    shortByOne: '少扣一分钱',
    inFile: '在当日对账文件里',
    files: {
      '': '照实写',
      missing: '漏掉这一笔',
      twice: '写两遍',
      'other-amount': '多写 1 元',
      'other-fee': '手续费多写 5 分',
    },
    back: '返回商家',
    other: 'English',
    expires: '请在 {n} 分钟内完成支付',
    amount: '应付金额',
    succeeded: '支付成功',
    succeededNote: '商家会收到通知，你可以返回订单。',
    failed: '付款未完成',
    failedNote: '没有扣款。返回订单可以重新支付。',
    cancelled: '这笔支付已关闭',
    cancelledNote: '没有扣款。订单已取消或超过支付时间。',
    missing: '没有这笔支付',
    missingNote: '请从订单页重新打开收银台。',
    stale: '页面已过期',
    staleNote: '没有扣款。请从订单页重新打开收银台。',
  },
  en: {
    name: 'Serendip Pay · Demo',
    lead: 'A demo till: no real money moves',
    to: 'To',
    item: 'For',
    order: 'Order',
    pay: 'Pay',
    decline: 'Decline',
    demo: 'Demo options',
    demoNote: 'See what becomes of the order when a provider misbehaves',
    delay: 'Tell the shop',
    now: 'at once',
    seconds: 'seconds later',
    twice: 'Send the same message twice',
    lose: 'Lose the message (the shop has to ask)',
    lateFailure: 'After the success, deliver a late failure',
    shortByOne: 'Charge one cent too little',
    inFile: 'In the day’s settlement file',
    files: {
      '': 'write what happened',
      missing: 'leave it out',
      twice: 'write it twice',
      'other-amount': 'write 1.00 too much',
      'other-fee': 'write 0.05 more fee',
    },
    back: 'Back to the shop',
    other: '中文',
    expires: 'Please pay within {n} min',
    amount: 'Amount due',
    succeeded: 'Paid',
    succeededNote: 'The shop is being told. You can go back to your order.',
    failed: 'Not paid',
    failedNote: 'Nothing was charged. You can pay again from your order.',
    cancelled: 'This payment is closed',
    cancelledNote: 'Nothing was charged. The order was cancelled, or the time to pay has passed.',
    missing: 'There is no such payment',
    missingNote: 'Open the till again from your order.',
    stale: 'This page is out of date',
    staleNote: 'Nothing was charged. Open the till again from your order.',
  },
} as const

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const

export const DELAYS = [0, 3, 10, 60] as const
export const IN_FILE = ['missing', 'twice', 'other-amount', 'other-fee'] as const

export function payPage(p: Payment, lang: Lang, now: number): string {
  const w = WORDS[lang]
  const state = p.state === 'open' && now > p.expiresAt ? 'cancelled' : p.state
  if (state !== 'open') return frame(lang, p.token, w[state], outcome(p, lang, state))
  return frame(
    lang,
    p.token,
    `${w.pay} ${money(p, lang)}`,
    `
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
        <label class="row" for="inFile">${w.inFile}
          <select id="inFile" name="inFile">${(['', ...IN_FILE] as const).map((f) => `<option value="${f}">${w.files[f]}</option>`).join('')}</select>
        </label>
        ${(['twice', 'lateFailure', 'lose', 'shortByOne'] as const).map((o) => `<label class="row"><span>${w[o]}</span><input type="checkbox" name="${o}" value="on"></label>`).join('')}
      </details>
    </form>
    <p class="note">${w.expires.replace('{n}', String(Math.ceil((p.expiresAt - now) / 60_000)))}</p>`,
  )
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
  frame(
    lang,
    '',
    WORDS[lang][kind],
    `<section class="bill"><h1><span>${WORDS[lang][kind]}</span></h1><p>${WORDS[lang][`${kind}Note`]}</p></section>`,
  )

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
  <link rel="stylesheet" href="fonts/inter/index.css">
  <link rel="stylesheet" href="fonts/noto-sans-sc/index.css">
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
  new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en', {
    style: 'currency',
    currency: p.currency,
    currencyDisplay: 'narrowSymbol',
  }).format(Number(p.amountMinor) / 100)
