import { z } from 'zod'

/** A record before and after, in words for a person. */
const Example = z.object({ ref: z.string(), label: z.string(), before: z.string(), after: z.string() })

/** How many, and the first of them. */
export const Group = z.object({ count: z.number(), examples: z.array(Example) })
export type Group = z.infer<typeof Group>

export const EntityEffect = z.object({
  entity: z.string(),
  title: z.string(),
  read: z.number(),
  changed: z.number(),
  fields: z.array(Group.extend({ field: z.string(), title: z.string() })),
  enters: Group,
  leaves: Group,
  unreadable: Group,
  readable: Group,
})
export type EntityEffect = z.infer<typeof EntityEffect>

/** What edited files would change. */
export const EffectResult = z.object({
  /** The consequences in a few sentences, losses first; empty when nothing would change. */
  sentences: z.array(z.string()),
  entities: z.array(EntityEffect),
  feeds: z.array(z.object({ feed: z.string(), leaves: Group, enters: Group })),
  /** Contracts whose overdue sum would be another one; the sums of all of them in kopecks. */
  debts: Group.extend({ before: z.number(), after: z.number() }),
  /** What the last writes into 1C would have been. */
  writes: Group.extend({ checked: z.number(), failing: Group }),
  read: z.number(),
  ms: z.number(),
})
export type EffectResult = z.infer<typeof EffectResult>

/** `GET /api/mappings/effects/{id}`: a trial; whoever is handed its result has seen it. */
export const Effect = z.object({
  id: z.string(),
  at: z.string(),
  author: z.string(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  /** Files it is about. */
  files: z.array(z.string()),
  /** False once another version is in use: it then says nothing about what would change now. */
  isCurrent: z.boolean(),
  progress: z
    .object({ title: z.string(), done: z.number(), total: z.number(), part: z.number(), parts: z.number() })
    .nullable(),
  result: EffectResult.nullable(),
  /** Why it failed. */
  reason: z.string().nullable(),
})
export type Effect = z.infer<typeof Effect>

/** Text of a mapping file: somewhat longer than lint allows, so that it is lint that says what is wrong. */
export const FileText = z
  .string()
  .max(90_000, 'Текст слишком длинный: это не файл соответствий. Проверьте, что вставлено.')

const Files = z
  .record(z.string().max(100), FileText.nullable())
  .refine((files) => Object.keys(files).length > 0, 'Нет ни одного файла.')

const comment = z.string().trim().max(500, 'Комментарий длиннее 500 знаков: сократите его.')

/** `POST /api/mappings/effects`: texts by file name; null takes a file away. */
export const EffectInput = z.object({ files: Files })
export const EffectStarted = z.object({ id: z.string() })

/** What a process of the hub runs, by its own word. */
export const Receipt = z.object({
  process: z.string(),
  /** Null when it never recorded one. */
  version: z.number().nullable(),
  /** Whether that is the version this page calls the one in use. */
  isCurrent: z.boolean(),
  since: z.string(),
  at: z.string(),
})
export type Receipt = z.infer<typeof Receipt>

/** `POST /api/mappings/deploy` */
export const DeployInput = z.object({
  effectId: z.string().max(60),
  files: Files,
  comment: comment.min(1, 'Напишите, что и зачем вы изменили: через полгода это понадобится.'),
})
export const Deployed = z.object({ version: z.number(), receipts: z.array(Receipt) })
export type Deployed = z.infer<typeof Deployed>

export const VersionRow = z.object({
  id: z.number(),
  at: z.string(),
  author: z.string(),
  comment: z.string(),
  changed: z.array(z.string()),
  /** What its author was shown before; null when the files were edited where they lie. */
  effect: z.array(z.string()).nullable(),
  rolledBackTo: z.number().nullable(),
  isCurrent: z.boolean(),
})
export type VersionRow = z.infer<typeof VersionRow>

/** An edit on disk that is not in use. */
export const HeldFile = z.object({
  file: z.string(),
  line: z.number(),
  text: z.string(),
  since: z.string(),
  /** Whether an earlier text of the file is in use. */
  isReplaced: z.boolean(),
})
export type HeldFile = z.infer<typeof HeldFile>

/** `GET /api/mappings/versions?before=`: newest first. */
export const Versions = z.object({
  rows: z.array(VersionRow),
  /** `before` of the next page. */
  next: z.number().nullable(),
  receipts: z.array(Receipt),
  held: z.array(HeldFile),
})
export type Versions = z.infer<typeof Versions>

const DiffLine = z.object({
  kind: z.enum(['same', 'removed', 'added']),
  text: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
})
export type DiffLine = z.infer<typeof DiffLine>

/** Places where a file differs; each is a few lines. */
export const FileDiff = z.object({ file: z.string(), places: z.array(z.array(DiffLine)) })
export type FileDiff = z.infer<typeof FileDiff>

/** `GET /api/mappings/versions/{id}` */
export const Version = VersionRow.extend({
  /** Against the version before. */
  diffs: z.array(FileDiff),
  /** What going back to it would do. */
  back: z.object({
    files: z.array(z.string()),
    /** Entities that would be read from 1C again, or are being read again. */
    entities: z.array(z.string()),
    /** Writes into 1C by the versions after it, which may be done once more. */
    writes: z.array(z.object({ id: z.number(), title: z.string(), key: z.string(), at: z.string() })),
    writeCount: z.number(),
  }),
})
export type Version = z.infer<typeof Version>

/** `POST /api/mappings/versions/{id}/rollback` */
export const RollbackInput = z.object({ id: z.coerce.number().int(), comment })

/** `POST /api/mappings/rewrite`: ids of writes, done once more with the mappings in use. */
export const RewriteInput = z.object({ writes: z.array(z.number().int()).min(1).max(20_000) })
export const Rewriting = z.object({ replay: z.string(), message: z.string() })
