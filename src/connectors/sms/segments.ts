const gsm7 = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Characters behind an escape, two septets each. */
const gsm7Extension = new Set('\f^{}\\[~]|€')

/**
 * Number of SMS a text takes: 160 or 153 septets of GSM-7, else 70 or 67 units of UCS-2 (messaging B). One character
 * outside GSM-7 turns the whole text to UCS-2. An escape pair and a surrogate pair are never split between two parts.
 */
export function segments(text: string): number {
  const characters = [...text]
  const isGsm7 = characters.every((character) => gsm7.has(character) || gsm7Extension.has(character))
  const sizes = characters.map((character) => (isGsm7 ? (gsm7Extension.has(character) ? 2 : 1) : character.length))
  const [alone, part] = isGsm7 ? [160, 153] : [70, 67]
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total <= alone) return total === 0 ? 0 : 1

  let parts = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > part) {
      parts += 1
      used = 0
    }
    used += size
  }
  return parts
}
