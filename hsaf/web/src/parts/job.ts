/** Following a background job until it ends. */

import { onScopeDispose, ref } from 'vue'
import { get, send, withQuery } from '@/api/http'
import type { Job } from '@/api/types'

const FIRST = 400
const SLOWEST = 3000

export const JOB_STATES: Record<Job['state'], string> = {
  queued: '排队中', running: '进行中', done: '已完成', failed: '失败', cancelled: '已取消',
}

export function useJob() {
  const job = ref<Job | null>(null)
  let timer = 0

  /** Resolves when the job has ended; asks less and less often. */
  async function follow(id: string): Promise<Job> {
    for (let wait = FIRST; ; wait = Math.min(wait * 1.3, SLOWEST)) {
      job.value = await get<Job>(`/api/jobs/${encodeURIComponent(id)}`)
      if (job.value.finished) return job.value
      await new Promise((resolve) => (timer = window.setTimeout(resolve, wait)))
    }
  }

  async function cancel(): Promise<void> {
    if (job.value) job.value = await send<Job>('POST', `/api/jobs/${encodeURIComponent(job.value.job)}/cancel`)
  }

  onScopeDispose(() => clearTimeout(timer))
  return { job, follow, cancel }
}

/** Where a file that a job made is downloaded. */
export function fileOf(job: Job, key: string, name: string): string {
  return withQuery(`/api/jobs/${encodeURIComponent(job.job)}/files/${key}`, { name })
}

export function percent(job: Job): number {
  if (job.state === 'done') return 100
  return job.total ? Math.min(99, Math.floor((job.done / job.total) * 100)) : 0
}
