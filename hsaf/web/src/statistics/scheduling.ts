/** Reports on schedule are a function of their own. */

export const SCHEDULED = 'unified_portal.scheduled_report'
