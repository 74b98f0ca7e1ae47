import { z } from 'zod'
import { access } from '../../auth/access.ts'
import { type Route, route, told } from '../route.ts'
import {
  MappingFile,
  MappingRow,
  MetadataObject,
  MetadataTree,
  Model,
  Preview,
  PreviewInput,
  Samples,
  SamplesInput,
} from './mapping-contract.ts'
import { mappingFile, mappingList } from './mapping-list.ts'
import { metadataObject, metadataTree } from './metadata-view.ts'
import { modelView } from './model-view.ts'
import { previewView, samplesView } from './preview-view.ts'

const None = z.object({})

/** What the page «Соответствия» asks: files, the model and 1C side by side, records to try a text on. */
export const mappingRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/mappings',
    roles: access.mappings,
    input: None,
    output: z.array(MappingRow),
    run: async (hub) => mappingList(hub),
  }),
  route({
    method: 'get',
    path: '/mappings/:key/file',
    roles: access.mappings,
    input: z.object({ key: z.string().max(100) }),
    output: MappingFile,
    run: async (hub, _person, { key }) => mappingFile(hub, key),
  }),
  route({
    method: 'get',
    path: '/mappings/model',
    roles: access.mappings,
    input: None,
    output: Model,
    run: async () => modelView(),
  }),
  route({
    method: 'get',
    path: '/mappings/metadata',
    roles: access.mappings,
    input: None,
    output: MetadataTree,
    run: (hub) => metadataTree(hub),
  }),
  route({
    method: 'get',
    path: '/mappings/metadata/:set',
    roles: access.mappings,
    input: z.object({ set: z.string().max(300), table: z.string().max(100).optional() }),
    output: MetadataObject,
    run: (hub, _person, { set, table }) => told(metadataObject(hub, set, table)),
  }),
  route({
    method: 'post',
    path: '/mappings/samples',
    roles: access.mappings,
    input: SamplesInput,
    output: Samples,
    run: (hub, _person, input) => samplesView(hub, input),
  }),
  route({
    method: 'post',
    path: '/mappings/preview',
    roles: access.mappings,
    input: PreviewInput,
    output: Preview,
    run: (hub, _person, input) => previewView(hub, input),
  }),
]
