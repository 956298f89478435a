import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
// Used from code, not from templates, so nothing else brings their styles.
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import 'element-plus/theme-chalk/el-notification.css'
import 'element-plus/theme-chalk/el-overlay.css'
import './style.css'

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { onSignedOut } from './api/http'
import { passEscapeOn } from './parts/escape'
import { router } from './router'
import { useSession } from './stores/session'

passEscapeOn()
const app = createApp(App).use(createPinia())

onSignedOut(() => {
  useSession().forget()
  const here = router.currentRoute.value
  if (here.name !== 'login') void router.push({ name: 'login', query: { next: here.fullPath, expired: '1' } })
})

// A release replaced the files this page was to load: the page as it is now knows the new ones.
addEventListener('vite:preloadError', (event) => {
  event.preventDefault()
  location.reload()
})

app.use(router).mount('#app')
