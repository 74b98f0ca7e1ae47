export { type SqliteJobsOptions, sqliteJobs } from './sqlite-jobs.ts'
