/** The parts of a benefit policy in the order in which one builds them. */

import type { Page } from '@/api/types'
import { PENDING } from '@/fields/standing'
import { askPage } from '@/render/page'
import { SUBSYSTEM } from '@/policy/desk'
import { useSession } from '@/stores/session'

export interface PartStep {
  code: string
  name: string
  /** What a clerk does here, in one sentence. */
  help: string
}

/** `outline` and `order` are no records. */
export const PARTS: PartStep[] = [
  { code: 'outline', name: '政策全貌', help: '草案按计算顺序的全部内容，先看懂现在怎么算，再决定改哪一处。' },
  { code: 'scheme', name: '政策方案', help: '一个统筹区一段时间的待遇政策。新的年度新增一个方案，平时只在有效期或政策文件变化时修改。' },
  { code: 'element', name: '静态要素', help: '结算时能读到的基本因素（险种、医院级别、人员类别……），供政策条件选用。' },
  { code: 'element_value', name: '静态要素码值', help: '静态要素可以取的值，须与国家字典一致。' },
  { code: 'scene', name: '待遇场景', help: '按医疗类别、险种和病种划分的就诊种类，如住院、普通门诊、门诊慢特病。' },
  { code: 'condition', name: '政策条件', help: '由静态要素的取值组成，说明一条政策在什么情形下适用。' },
  { code: 'item', name: '政策项', help: '待遇中依次计算的一项，如起付标准、统筹基金支付。' },
  { code: 'order', name: '计算顺序', help: '政策项从上到下依次计算，后面的可以用前面算出的金额。调整后须确认才生效。' },
  { code: 'dynamic', name: '动态要素', help: '有名称的取值，如起付线、报销比例、封顶线；取值在“地方配置参数”中维护。' },
  { code: 'local_value', name: '地方配置参数', help: '动态要素按场景、按有效期的取值。调整待遇水平通常只改这里：结束旧值，从次日起新增新值。' },
  { code: 'benefit', name: '待遇结算政策', help: '先选政策项、条件和动态要素，再写待遇如何计算；平时无须改动。' },
]

const REVIEWS = ['review1', 'review2']

/** A record's page with the reviews that have pages of their own, as far as the user may open them. */
export async function askPart(code: string): Promise<Page> {
  const session = useSession()
  const known = [code, ...REVIEWS.map((step) => `${code}_${step}`)]
    .map((one) => `${SUBSYSTEM}.${one}`)
    .filter((one) => session.byPage.has(one))
  const [first, ...others] = await Promise.all(known.map(askPage))
  const reviews = others.flatMap((page) => page.operations.filter((one) => REVIEWS.includes(one.code)))
  // How far a change has come is seen without scrolling, and a review is the first thing offered.
  const [name, ...list] = first.list
  return { ...first, list: [name, PENDING.code, ...list], operations: [...reviews, ...first.operations] }
}
