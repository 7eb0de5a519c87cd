// Diginetica as published: every prefix of every test session, nothing masked.
import { OURS, sessionContenders } from '#engine/evaluation/families'
import { runSessions, sessionReport } from '#engine/evaluation/next-in-session'
import { rounded, type Protocol } from './protocol.ts'
import { requireKind } from './requirements.ts'

export const diginetica: Protocol = {
  name: 'diginetica',
  set: 'diginetica',
  run(source, asking) {
    const { sessions } = requireKind(source, 'sessions', 'diginetica')
    const rows = sessionContenders().map((contender) => runSessions(sessions, contender, asking))
    const ours = rows.find((row) => row.name === OURS)!
    const other = rows.find((row) => row.name !== OURS)!
    return {
      text: sessionReport(sessions.name, rows),
      figures: {
        digineticaP20: rounded(ours.hit20.mean),
        digineticaP20Low: rounded(ours.hit20.low),
        digineticaMrr20: rounded(ours.mrr20.mean),
        digineticaMrr20Low: rounded(ours.mrr20.low),
        digineticaBaseline: other.name,
        digineticaBaselineP20: rounded(other.hit20.mean),
        digineticaBaselineMrr20: rounded(other.mrr20.mean),
      },
      floors: { digineticaP20: { min: 0.53 }, digineticaMrr20: { min: 0.186 } },
    }
  },
}
