import { jobEngineContract } from '../contract.ts'
import { sqliteBench } from './sqlite-bench.ts'

jobEngineContract(() => sqliteBench())
