import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { useSession } from '@/stores/session'

const TITLE = '医疗保障统一门户'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    open?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/app/'),
  routes: [
    { path: '/login', name: 'login', component: () => import('@/views/LoginView.vue'), meta: { title: '登录', open: true } },
    {
      path: '/',
      component: () => import('@/layout/AppLayout.vue'),
      children: [
        { path: '', name: 'home', component: () => import('@/views/WorkbenchView.vue'), meta: { title: '工作台' } },
        { path: 'password', name: 'password', component: () => import('@/views/PasswordView.vue'), meta: { title: '修改密码' } },
        { path: 'f/:code', name: 'function', component: () => import('@/views/FunctionView.vue') },
        { path: ':rest(.*)*', name: 'unknown', component: () => import('@/views/UnknownView.vue'), meta: { title: '没有这个页面' } },
      ],
    },
  ],
  scrollBehavior: () => ({ top: 0 }),
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  if (!(await signedIn())) return { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  return useSession().session?.must_change && to.name !== 'password' ? { name: 'password' } : true
})

router.afterEach((to) => {
  const name = titleOf(to)
  document.title = name ? `${name} - ${TITLE}` : TITLE
})

async function signedIn(): Promise<boolean> {
  const session = useSession()
  if (session.user) return true
  return session.load().then(
    () => true,
    () => false,
  )
}

function titleOf(to: RouteLocationNormalized): string {
  if (to.name !== 'function') return to.meta.title ?? ''
  return useSession().byPage.get(String(to.params.code))?.title ?? ''
}
