/** How outcomes are told to the user. */

import { ElMessage, ElMessageBox, ElNotification } from 'element-plus'
import { ApiError } from '@/api/http'

export function done(text: string): void {
  ElMessage.success({ message: text, grouping: true })
}

/** A refusal: what is wrong and what to do, with the number and trace id for support. */
export function failed(error: unknown): void {
  const known = error instanceof ApiError ? error : new ApiError(0, '页面出错，请刷新后重试')
  if (known.status === 401) return
  if (!(error instanceof ApiError)) console.error(error)
  ElNotification.error({ title: known.message, message: known.reference, duration: 10_000, position: 'top-right' })
}

/** Why something failed, in a sentence for where its outcome would be. */
export function reasonOf(error: unknown): string {
  return error instanceof ApiError ? error.message : '页面出错，请刷新后重试'
}

/** Runs something; tells when it is refused. Whether it went well. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    failed(error)
    return false
  }
}

export async function confirmed(text: string): Promise<boolean> {
  try {
    await ElMessageBox.confirm(text, '请确认', { type: 'warning', confirmButtonText: '确定', cancelButtonText: '取消' })
    return true
  } catch {
    return false
  }
}
