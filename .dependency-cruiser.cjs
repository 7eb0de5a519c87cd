// The architecture as rules. Each carries what to do instead, and tools/architecture.test.ts plants a violation of every
// one and expects it red: a rule nobody has seen fail is not a rule.
const tests = '\\.test\\.tsx?$|/fixtures\\.ts$'
const inside = (...folders) => `^(${folders.join('|')})/`
const lib = (...names) => `(^|/)node_modules/(${names.join('|')})/`

const rules = {
  'kernel-stands-alone': [
    { path: inside('kernel'), pathNot: tests },
    { pathNot: [inside('kernel'), lib('zod')] },
    'The vocabulary imports only zod. Move what needs more into platform/.',
  ],
  'engine-is-pure': [
    { path: inside('engine'), pathNot: tests },
    { pathNot: inside('engine', 'kernel') },
    'The learning machine does no I/O and is usable alone: pass data in, return data.',
  ],
  'eval-stands-on-the-engine': [
    { path: inside('eval'), pathNot: tests },
    {
      pathNot: [inside('eval', 'engine', 'kernel'), lib('hyparquet', 'hyparquet-compressors')],
      dependencyTypesNot: ['core'],
    },
    'The measuring bench knows files and the engine, not the platform: someone else runs it on their own data.',
  ],
  'nothing-stands-on-eval': [
    { pathNot: [inside('eval', 'bench', 'tests', 'tools'), tests] },
    { path: inside('eval') },
    'What is measured does not know the measure. Move what both need into engine/.',
  ],
  'platform-knows-no-business': [
    { path: inside('platform'), pathNot: tests },
    { path: inside('engine', 'modules', 'flows', 'server', 'apps', 'world', 'sandbox') },
    'Machinery imports kernel only. Hand the business in as a function.',
  ],
  'modules-do-not-import-modules': [
    { path: '^modules/([^/]+)/', pathNot: tests },
    { path: '^modules/', pathNot: ['^modules/$1/', '^modules/[^/]+/events\\.ts$'] },
    'Hear another module through its events, or combine both in flows/.',
  ],
  'only-reactions-hear-others': [
    { path: '^modules/([^/]+)/(?!reactions(\\.ts$|/))', pathNot: tests },
    { path: '^modules/[^/]+/events\\.ts$', pathNot: '^modules/$1/' },
    "Another module's events belong in reactions.ts.",
  ],
  'modules-do-not-look-up': [
    { path: inside('modules'), pathNot: tests },
    { path: inside('flows', 'server', 'apps', 'world', 'sandbox') },
    'A module is below flows, server and apps: they call it.',
  ],
  'flows-use-doors': [
    { path: inside('flows'), pathNot: tests },
    { path: '^modules/[^/]+/', pathNot: '^modules/[^/]+/(index|contract|events)\\.ts$' },
    'Ask the module for a function at its door; do not reach in.',
  ],
  'flows-do-not-look-up': [
    { path: inside('flows'), pathNot: tests },
    { path: inside('server', 'apps', 'world') },
    'Flows are below the server.',
  ],
  'only-server-composes': [
    { pathNot: [inside('server', 'tests', 'bench', 'world', 'tools'), tests] },
    { path: inside('server') },
    'Only entry points know how things are put together.',
  ],
  'apps-see-contracts-only': [
    { path: inside('apps'), pathNot: tests },
    {
      path: inside('platform', 'engine', 'modules', 'flows', 'server', 'world', 'sandbox'),
      pathNot: '^modules/[^/]+/contract\\.ts$',
    },
    'A browser meets the server through contracts.',
  ],
  'apps-do-not-import-apps': [
    { path: '^apps/(?!client/|ui/)([^/]+)/' },
    { path: '^apps/', pathNot: ['^apps/$1/', '^apps/(client|ui)/'] },
    'Share through apps/ui or apps/client.',
  ],
  'sandbox-is-the-outside-world': [
    { path: inside('sandbox'), pathNot: tests },
    { path: inside('modules', 'flows', 'server', 'engine', 'apps', 'world') },
    'A provider knows nothing of us but the wire.',
  ],
  'cross-folder-by-door': [
    { path: '^((?:modules|apps)/[^/]+|kernel|engine|eval|platform|flows|server|world|sandbox)/' },
    {
      path: inside(
        'modules',
        'apps',
        'kernel',
        'engine',
        'eval',
        'platform',
        'flows',
        'server',
        'world',
        'sandbox',
      ),
      pathNot: ['^$1/', '\\.css$'],
      dependencyTypesNot: ['aliased-subpath-import'],
    },
    'Cross a boundary through a door of package.json#imports, never by ../..',
  ],
  'domain-is-pure': [
    { path: '^modules/([^/]+)/domain/', pathNot: tests },
    { pathNot: ['^modules/$1/domain/', inside('kernel'), '^crypto$'] },
    'No database, clock, network or service: facts in, facts out. A hash is one; a random key comes in.',
  ],
  'contract-is-pure': [
    { path: '^modules/([^/]+)/(contract(/|\\.ts$)|events\\.ts$)' },
    { pathNot: [inside('kernel'), lib('zod'), '^modules/$1/(domain/|contract/|events\\.ts$)'] },
    'Browsers read it: kernel, zod and its own pure domain tables only.',
  ],
  'service-does-not-look-up': [
    { path: '^modules/([^/]+)/(service|repository|tables)(\\.ts$|/)', pathNot: tests },
    { path: '^modules/$1/(routes|reactions|jobs|index)(\\.ts$|/)' },
    'Inside a module: routes, reactions, jobs → service → repository → tables.',
  ],
  'repository-below-service': [
    { path: '^modules/([^/]+)/(repository|tables)(\\.ts$|/)' },
    { path: '^modules/$1/service(\\.ts$|/)' },
    'The service calls the repository.',
  ],
  'only-the-repository-reads-tables': [
    { path: '^modules/([^/]+)/', pathNot: ['/repository(\\.ts$|/)', '/migrations/', tests] },
    { path: '^modules/$1/tables(\\.ts$|/)' },
    'Ask the repository.',
  ],
  'sql-in-repositories-only': [
    {
      pathNot: [
        inside('platform', 'tests', 'bench'),
        '^modules/[^/]+/(repository|tables)(\\.ts$|/)',
        '^server/(start|stack|doctor|running)\\.ts$',
        '^tools/',
        tests,
        '(^|/)node_modules/',
      ],
    },
    { path: lib('kysely', 'pg') },
    'SQL lives in repository.ts (and in platform for its own tables).',
  ],
  'http-at-the-edge-only': [
    { pathNot: [inside('platform', 'server', 'tests'), '(^|/)node_modules/'] },
    { path: lib('fastify', '@fastify') },
    'Declare an endpoint and bind it in routes.ts; only the edge speaks HTTP.',
  ],
  'react-in-apps-only': [
    { pathNot: [inside('apps'), '(^|/)node_modules/'] },
    { path: lib('react', 'react-dom', '@tanstack') },
    'Screens live in apps/.',
  ],
  'no-node-in-browsers': [
    {
      path: [
        inside('kernel'),
        '^apps/(?!.*vite\\.config)',
        '^modules/[^/]+/(contract(/|\\.ts$)|events\\.ts$)',
      ],
      pathNot: tests,
    },
    { dependencyTypes: ['core'] },
    'This code runs in a browser.',
  ],
  'production-does-not-import-tests': [
    { pathNot: [tests, inside('tests', 'bench', 'world')] },
    { path: `${tests}|^tests/` },
    'Fixtures and test support are for tests.',
  ],
  unresolvable: [
    { pathNot: '(^|/)node_modules/' },
    { couldNotResolve: true, pathNot: '\\.css$|^virtual:|^vite/client$' },
    'The door does not exist: see package.json#imports.',
  ],
  circular: [{}, { circular: true }, 'Two files that need each other are one file, or need a third.'],
}

module.exports = {
  forbidden: Object.entries(rules).map(([name, [from, to, comment]]) => ({
    name,
    severity: 'error',
    from,
    to,
    comment,
  })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|world/media|tools/render)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
    },
  },
}
