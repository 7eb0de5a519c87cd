// What every endpoint must be, whoever wrote it; and that the OpenAPI document says the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildOpenApi } from '#platform/http/openapi'
import { allEndpoints } from '#server/endpoints'

const params = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!)

test('ids and addresses are unique', () => {
  const ids = allEndpoints.map((e) => e.id)
  const addresses = allEndpoints.map((e) => `${e.method} ${e.path.replace(/\{\w+\}/g, '{}')}`)
  assert.deepEqual(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    [],
  )
  assert.deepEqual(
    addresses.filter((a, i) => addresses.indexOf(a) !== i),
    [],
  )
})

for (const e of allEndpoints) {
  test(`${e.id} is complete`, () => {
    const fields = Object.keys(e.input.shape)
    assert.match(e.path, /^\/api\/v1\//)
    for (const p of params(e.path))
      assert.ok(fields.includes(p), `path parameter ${p} is not a field of the input`)
    if (e.access.kind === 'org')
      assert.ok(params(e.path).includes(e.access.param), 'the organisation is named by the path')
    assert.equal(
      e.access.kind === 'platform',
      e.path.startsWith('/api/v1/platform/'),
      'platform routes live under /platform/ and nowhere else',
    )
    assert.match(e.summary.zh, /\p{Script=Han}/u)
    assert.doesNotMatch(e.summary.en, /\p{Script=Han}/u)
    if (e.idempotent) assert.notEqual(e.method, 'GET')
  })
}

test('the OpenAPI document has every endpoint, with its parameters and errors', () => {
  const document = buildOpenApi(allEndpoints, '0.0.0') as {
    paths: Record<
      string,
      Record<
        string,
        {
          operationId: string
          parameters: { name: string; in: string }[]
          responses: Record<string, unknown>
        }
      >
    >
  }
  for (const e of allEndpoints) {
    const operation = document.paths[e.path]?.[e.method.toLowerCase()]
    assert.equal(operation?.operationId, e.id)
    assert.deepEqual(
      operation?.parameters
        .filter((p) => p.in === 'path')
        .map((p) => p.name)
        .toSorted(),
      params(e.path).toSorted(),
    )
    assert.ok(operation?.responses['422'] && operation.responses['500'])
  }
  assert.doesNotMatch(JSON.stringify(document), /"\$ref":"#\/\$defs/)
})
