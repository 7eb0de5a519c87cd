// Who carries the parcels: the local sandbox, or a service with its keys. Without any, numbers are typed and nobody follows them.
import type { Clock } from '#kernel/clock'
import type { Config } from '#platform/config'
import { createAfterShip } from '#platform/providers/aftership'
import type { Courier } from '#platform/providers/courier'
import { createKuaidi100 } from '#platform/providers/kuaidi100'
import { createSandboxCourier } from '#platform/providers/sandbox-courier'

/** `clock`: the platform's, so that parcels of the sandbox move with it. */
export function openCourier({ courier, publicUrl, port }: Config, clock: Clock): Courier | null {
  const callback = (base: string, name: string) => `${base}/api/v1/couriers/callbacks/${name}`
  switch (courier?.kind) {
    case 'sandbox':
      return createSandboxCourier({
        ...courier,
        clock,
        callbackUrl: callback(`http://127.0.0.1:${port}`, 'sandbox'),
      })
    case 'kuaidi100':
      return createKuaidi100({ ...courier, callbackUrl: callback(publicUrl, 'kuaidi100') })
    case 'aftership':
      return createAfterShip(courier)
    default:
      return null
  }
}
