/** Namespace of everything the hub's web service says. */
export const hubNamespace = 'urn:realtor-hub:1c'

export const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance'

/** What differs between the two versions of SOAP on the wire; the version of a call is that of its envelope. */
export const soapVersions = {
  '1.1': { namespace: 'http://schemas.xmlsoap.org/soap/envelope/', type: 'text/xml' },
  '1.2': { namespace: 'http://www.w3.org/2003/05/soap-envelope', type: 'application/soap+xml' },
} as const
export type SoapVersion = keyof typeof soapVersions

export const soapPath = '/soap/hub'
