import { config } from 'zod'

// Imported before the first schema: zod would otherwise probe for `eval`, which the page's security policy forbids and
// the browser reports as a violation in every console.
config({ jitless: true })
