import { openBrowser } from './support/browser.ts'
const base='http://localhost:4100'
const b=await openBrowser()
const shots: [string,string,string|null,boolean][]=[]
for (const locale of ['zh-CN','en-US'] as const) for (const [w,h] of [[390,844],[1280,800]] as const) {
  const ctx=await b.newContext({locale,viewport:{width:w,height:h},deviceScaleFactor:1,timezoneId:'Asia/Shanghai'})
  const page=await ctx.newPage()
  page.on('console',m=>{ if(m.type()==='error') console.log(locale,w,m.text()) })
  page.on('pageerror',e=>console.log('ERR',e.message))
  const tag=`${locale.slice(0,2)}-${w}`
  const as=async (key:string)=>{ const r=await page.request.post(`${base}/api/v1/demo/session`,{data:{key},headers:{origin:base}}); const s=await r.json(); await page.request.patch(`${base}/api/v1/me`,{data:{locale:locale.slice(0,2)},headers:{origin:base}}); return s.memberships as {orgId:string;orgKind:string}[] }
  const m=await as('merchant')
  const shop=m.find(x=>x.orgKind==='shop')!.orgId
  const crt=m.find(x=>x.orgKind==='creator')!.orgId
  await page.goto(`${base}/desk/shop/${shop}/matrix`); await page.waitForTimeout(2500); await page.screenshot({path:`/tmp/shots/matrix-${tag}.png`,fullPage:true})
  await page.goto(`${base}/shop/${shop}`); await page.waitForTimeout(2500); await page.screenshot({path:`/tmp/shots/shop-${tag}.png`})
  await page.goto(`${base}/author/${crt}`); await page.waitForTimeout(2500); await page.screenshot({path:`/tmp/shots/author-${tag}.png`})
  const c=await as('creator'); const cid=c.find(x=>x.orgKind==='creator')!.orgId
  await page.goto(`${base}/desk/creator/${cid}`); await page.waitForTimeout(2500); await page.screenshot({path:`/tmp/shots/links-${tag}.png`,fullPage:true})
  await ctx.close()
}
await b.close()
