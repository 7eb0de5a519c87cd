// The few words the components themselves say, so that apps/ui needs no translation library.
export type Locale = 'zh' | 'en'

const zh = {
  close: '关闭',
  back: '返回',
  retry: '再试一次',
  loading: '加载中',
  requestId: '请求编号',
  copy: '复制',
  copied: '已复制',
  decrease: '减少',
  increase: '增加',
  quantity: '数量',
  required: '必填',
  justNow: '刚刚',
  notifications: '通知',
  undo: '撤销',
  about: '说明',
}

const en: typeof zh = {
  close: 'Close',
  back: 'Back',
  retry: 'Try again',
  loading: 'Loading',
  requestId: 'Request id',
  copy: 'Copy',
  copied: 'Copied',
  decrease: 'Decrease',
  increase: 'Increase',
  quantity: 'Quantity',
  required: 'Required',
  justNow: 'just now',
  notifications: 'Notifications',
  undo: 'Undo',
  about: 'about',
}

export const words = { zh, en } as const
