/** Where the desk's operations are. */

export const DESK = '/api/f/core_business/settlement_desk'
export const LIST = '/api/f/core_business/settlement'
export const TRACE = '/api/f/core_business/settlement_trace'
