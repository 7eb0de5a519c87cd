// A menu beside its button; its parts are Radix's own. Never a modal one: that holds the page still by injecting a <style> element, which the
// Content-Security-Policy refuses, so the page was not held and the console had an error. A menu is a few words: it need not hold anything.
import { DropdownMenu } from 'radix-ui'
import type { ComponentProps } from 'react'

export const DropMenu = (props: Omit<ComponentProps<typeof DropdownMenu.Root>, 'modal'>) => (
  <DropdownMenu.Root {...props} modal={false} />
)
