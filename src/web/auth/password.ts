import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const scrypted = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

/** Two at a time: each takes 32 MB and a thread of the four that files and the names of hosts are read by as well. */
const abreast = 2
let busy = 0
const waiting: (() => void)[] = []

async function derive(...how: Parameters<typeof scrypted>): Promise<Buffer> {
  if (busy >= abreast) await new Promise<void>((resolve) => waiting.push(resolve))
  else busy += 1
  try {
    return await scrypted(...how)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy -= 1
  }
}

/** OWASP's figures for scrypt; the memory limit of node is lifted to fit them. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const maxmem = 256 * 1024 * 1024

/** `scrypt$N$r$p$salt$hash`, so that the cost may be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, 32, { ...cost, maxmem })
  return written(salt, hash)
}

/** A hash that no password has; to check one against it takes as long as against any other. */
export const nobodysHash = (): string => written(randomBytes(16), randomBytes(32))

const written = (salt: Buffer, hash: Buffer): string =>
  ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), hash.toString('base64url')].join('$')

/** False also for a stored text that is no hash. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !hash) return false
  const expected = Buffer.from(hash, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), expected.length, {
    N: Number(N),
    r: Number(r),
    p: Number(p),
    maxmem,
  })
  return timingSafeEqual(actual, expected)
}
