// What a creator's filter holds back: a comment that contains one of the words, whatever the case or width, and with spaces and
// marks between the letters taken out (w-e-c-h-a-t). Pure.

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

export function holdsBack(words: readonly string[], text: string): boolean {
  const said = plain(text)
  return words.some((word) => {
    const sought = plain(word)
    // A word of marks only (“???”) is sought as it stands.
    return sought === '' ? text.includes(word) : said.includes(sought)
  })
}
