/** A letter in plain text. `messageId` names it for good, `<local@host>`: a repetition carries the same one. */
export interface Email {
  messageId: string
  to: string
  subject: string
  text: string
}

/** The server's own words of acceptance: they hold its queue number, by which its administrator finds the letter. */
export interface EmailReceipt {
  messageId: string
  response: string
}

/**
 * A way to send letters. Errors tell what happened: UnavailableError – certainly not sent, will do later; RejectedError –
 * refused for good; UnknownOutcomeError – perhaps sent. No mail server can be asked afterwards.
 */
export interface EmailProvider {
  name: string
  /** Host part of Message-ID. */
  domain: string
  send(message: Email): Promise<EmailReceipt>
}
