/** `id` is ours, 1…2147483647, and names the message at the provider; `phone` is E.164. */
export interface Sms {
  id: number
  phone: string
  text: string
}

export interface SmsReceipt {
  providerId: string
  /** Parts the provider bills for. */
  segments: number
  /** Decimal text in the account's currency; null when the provider does not say. */
  cost: string | null
}

/** `absent`: the provider knows no such message. `text` says the same in Russian, with the reason of a failure. */
export interface SmsState {
  state: 'absent' | 'pending' | 'delivered' | 'failed'
  text: string
}

/**
 * A way to send SMS. Errors tell what happened: UnavailableError – certainly not sent, will do later; RejectedError –
 * refused for good; UnknownOutcomeError – perhaps sent, `ask` before anything else.
 */
export interface SmsProvider {
  name: string
  /** Whether the provider lets us name messages, so that a lost answer can be asked about (messaging §0.1). */
  canAsk: boolean
  send(message: Sms): Promise<SmsReceipt>
  ask(id: number, phone: string): Promise<SmsState>
}
