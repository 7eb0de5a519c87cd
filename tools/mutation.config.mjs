// Mutation testing of the money's pure parts: each operator, boundary and branch is broken in turn, and a test has to notice. Why fetched
// by `npm run mutate` and no dependency: it brings 170 packages, and nobody who only runs the platform should install them.
// MUTATE=ledger (shop, trade) does one of them.
const AREAS = {
  ledger: { mutate: ['modules/ledger/domain/*.ts'], tests: 'modules/ledger/domain/*.test.ts' },
  shop: {
    mutate: ['modules/shop/domain/{allocation,movement,product-state,stock,stock-file}.ts'],
    tests: 'modules/shop/domain/*.test.ts',
  },
  trade: {
    mutate: [
      'modules/trade/domain/{after-sale,after-sale-moves,after-sale-queues,coupon,freight,order-state,package-state,quote}.ts',
      'modules/trade/domain/{refund-rule,refundable,shelf-offer,ship-due,tax}.ts',
    ],
    tests: 'modules/trade/domain/*.test.ts',
  },
}
const area = AREAS[process.env.MUTATE ?? 'ledger']

export default {
  mutate: [...area.mutate, '!**/*.test.ts'],
  testRunner: 'command',
  commandRunner: { command: `node --test --test-isolation=none --test-reporter=dot ${area.tests}` },
  // What the tests of a domain reach.
  ignorePatterns: [
    '**',
    ...['kernel', 'modules', 'platform', 'tests', 'tools', 'docs'].map((folder) => `!/${folder}/**`),
    '!/package.json',
  ],
  checkers: [],
  concurrency: 2,
  timeoutMS: 10_000,
  tempDirName: '.serendip/mutation',
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
  allowConsoleColors: false,
}
