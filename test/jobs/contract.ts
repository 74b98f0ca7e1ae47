import { describe } from 'vitest'
import type { Bench } from './bench.ts'
import { cancelContract } from './contract/cancel.ts'
import { enqueueContract } from './contract/enqueue.ts'
import { failureContract } from './contract/failure.ts'
import { inspectionContract } from './contract/inspection.ts'
import { leasesContract } from './contract/leases.ts'
import { orderContract } from './contract/order.ts'
import { schedulesContract } from './contract/schedules.ts'

/**
 * What callers of a JobEngine rely on, whatever is behind it. `makeBench` is called once a test. No test waits for time
 * to pass: the clock stands, and what must not happen is shown by something later having happened.
 */
export function jobEngineContract(makeBench: () => Promise<Bench>): void {
  describe('enqueue', () => enqueueContract(makeBench))
  describe('order', () => orderContract(makeBench))
  describe('failure', () => failureContract(makeBench))
  describe('leases', () => leasesContract(makeBench))
  describe('cancel', () => cancelContract(makeBench))
  describe('inspection', () => inspectionContract(makeBench))
  describe('schedules', () => schedulesContract(makeBench))
}
