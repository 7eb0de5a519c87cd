// How a buyer is named to a whole room: the first character, and stars (张***).
export const maskName = (name: string): string => `${[...name.trim()][0] ?? ''}***`
