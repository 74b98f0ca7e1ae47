import { useRouteContext } from '@tanstack/react-router'
import type { Me } from '../../api/contract.ts'

/** Who is logged in; for pages inside the frame, where it is always known. */
export function useMe(): Me {
  return useRouteContext({ from: '/frame', select: ({ me }) => me })
}
