import type { Hub } from '../../context.ts'
import { askPackageAgain, isBlocked } from '../../flows/exchange/package-pause.ts'
import type { Attention } from './contract.ts'

/** The exchange plan fails while 1C itself answers: one object that cannot be handed out stops all of it (1c-odata §7, §14). */
export async function listBlockedPlan(hub: Hub): Promise<Attention[]> {
  const { pause } = hub.link
  if (!isBlocked(pause)) return []
  const { plan } = hub.config.settings.exchange
  return [
    {
      id: `plan:${plan}`,
      kind: 'plan_blocked',
      title: 'План обмена 1С не отдаёт изменения',
      reason: `${pause.error.message} Изменения хаб пока ищет сам, сравнивая версии: они приходят позже обычного. Чаще всего мешает один объект со служебным символом в тексте; если он из тех, что читает хаб, он назван ниже среди неразобранных. Исправьте его в 1С, и план заработает.`,
      at: pause.since,
      traceId: null,
      action: { name: 'retry', label: 'Спросить план снова' },
    },
  ]
}

export async function askPlanAgain(hub: Hub): Promise<boolean> {
  if (!askPackageAgain(hub)) return false
  hub.poke()
  return true
}
