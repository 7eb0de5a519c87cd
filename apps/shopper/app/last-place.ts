// Where one was shopping when the pay page took the whole tab, a feed or a live room: the way back leads there.
const KEY = 'serendip.place'

/** A path of this app. */
export const rememberPlace = (path: string): void => sessionStorage.setItem(KEY, path)

export const lastPlace = (): string => sessionStorage.getItem(KEY) ?? '/'
