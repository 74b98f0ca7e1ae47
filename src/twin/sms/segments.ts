const gsmBasic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const gsmExtended = '^{}\\[~]|€\f'

/**
 * How many SMS a text takes: 160 septets alone or 153 a part in GSM-7, 70 or 67 units in UCS-2, which one character
 * outside GSM-7 forces on the whole text. A pair (GSM-7 escape, surrogates) is never split (messaging B).
 */
export function countSegments(text: string): number {
  const gsm = [...text].every((char) => gsmBasic.includes(char) || gsmExtended.includes(char))
  const widths = [...text].map((char) => (gsm ? (gsmExtended.includes(char) ? 2 : 1) : char.length))
  const total = widths.reduce((sum, width) => sum + width, 0)
  const [alone, part] = gsm ? [160, 153] : [70, 67]
  if (total <= alone) return 1

  let segments = 1
  let used = 0
  for (const width of widths) {
    if (used + width > part) {
      segments += 1
      used = 0
    }
    used += width
  }
  return segments
}
