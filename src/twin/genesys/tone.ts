const rate = 8000

/**
 * A WAV of a ringing tone: 8 kHz, 8 bits, mono, about 8 KB a second; small, and any browser plays it.
 *
 * @param seconds length of the sound, whole seconds
 */
export function ringingTone(seconds: number): Buffer {
  const samples = Buffer.alloc(rate * seconds)
  for (let index = 0; index < samples.length; index += 1) {
    const at = index / rate
    // One second of 425 Hz, then silence; the edges fade so that they do not click.
    const within = at % 3
    const loudness = within < 1 ? Math.min(1, within * 40, (1 - within) * 40) : 0
    samples[index] = 128 + Math.round(60 * loudness * Math.sin(2 * Math.PI * 425 * at))
  }
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.length, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples.length, 40)
  return Buffer.concat([header, samples])
}
