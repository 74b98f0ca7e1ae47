/** The five roles (domain §15). */
export const roles = ['marketing', 'call_center', 'sales', 'admin', 'director'] as const
export type Role = (typeof roles)[number]
