// The pages an integrating engineer reads: the API (Swagger UI over our own OpenAPI document) and every error code.
import { ERRORS } from '#kernel/errors'

export const DOCS_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Serendip API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head>
<body><main id="docs"></main><script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/init.js"></script></body></html>`

export const DOCS_INIT = `window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, filter: true,
  docExpansion: 'none', defaultModelsExpandDepth: -1, tryItOutEnabled: true })`

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)

export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, e]) => `<tr id="${code}"><td><code>${code}</code></td><td>${e.status}</td>
      <td lang="en">${escape(e.title.en)}<br><small>${escape(e.hint.en)}</small></td>
      <td lang="zh-CN">${escape(e.title.zh)}<br><small>${escape(e.hint.zh)}</small></td></tr>`,
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Serendip errors 错误码</title><style>
:root{color-scheme:light dark}
body{font:14px/1.5 system-ui,"PingFang SC","Noto Sans SC",sans-serif;margin:0 auto;max-width:1040px;padding:24px 16px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:8px 10px;border-bottom:1px solid #8884}
small{opacity:.8}tr:target{background:#5b3df522}.wrap{overflow-x:auto}
</style></head><body><main><h1>Errors 错误码</h1>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457): type, title, status, code, detail, request_id and, for fields, errors.
Language follows Accept-Language.</p>
<div class="wrap" tabindex="0" role="region" aria-label="Errors"><table><thead><tr><th>Code</th><th>Status</th><th>English</th><th>中文</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></main></body></html>`
}
