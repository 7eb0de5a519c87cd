// The one closed list of refusals. Why: every code has a status and a sentence in both languages that says what
// happened, what it means for money, and what to do next; a code outside this table does not compile.
import type { Locale, Localized } from './text.ts'

type Entry = { status: number; title: Localized; hint: Localized }

const entry = (status: number, zh: string, en: string, hintZh: string, hintEn: string): Entry => ({
  status,
  title: { zh, en },
  hint: { zh: hintZh, en: hintEn },
})

export const ERRORS = {
  // Requests
  JSON_SYNTAX: entry(
    400,
    'JSON 格式有误',
    'The JSON does not parse',
    '按提示的行列修正后重发',
    'Fix it at the line and column given and send again',
  ),
  TOO_DEEP: entry(
    400,
    'JSON 嵌套太深',
    'The JSON is nested too deeply',
    '请压平结构后重发',
    'Flatten it and send again',
  ),
  BODY_TOO_LARGE: entry(413, '请求体太大', 'The body is too large', '请分批发送', 'Send it in smaller parts'),
  CONTENT_TYPE: entry(
    415,
    '不支持的内容类型',
    'Unsupported content type',
    '请使用 application/json',
    'Use application/json',
  ),
  INPUT_INVALID: entry(
    422,
    '有字段填写有误',
    'Some fields are not valid',
    '请按每个字段的提示修改',
    'Correct each field as its message says',
  ),
  RANGE_INVALID: entry(
    416,
    '文件没有这一段',
    'The file has no such part',
    '请从头下载',
    'Load it from the beginning',
  ),
  UNKNOWN_FIELD: entry(
    422,
    '包含不认识的字段',
    'There are unknown fields',
    '请去掉这些字段',
    'Remove those fields',
  ),
  TEXT_INVALID: entry(
    422,
    '文字里有不允许的字符',
    'The text has characters that are not allowed',
    '请去掉控制符或不可见字符',
    'Remove control and invisible characters',
  ),
  QTY_RANGE: entry(
    422,
    '数量超出范围',
    'The quantity is out of range',
    '请填写 1 到 200 的整数',
    'Use a whole number from 1 to 200',
  ),
  AMOUNT_INVALID: entry(
    422,
    '金额有误',
    'The amount is not valid',
    '金额以分为单位，填整数字符串',
    'Give minor units as an integer string',
  ),
  RATE_SUM: entry(
    422,
    '费率合计超过上限',
    'The rates add up to more than allowed',
    '佣金与服务费合计不超过 90%',
    'Commission and service fee may total 90 % at most',
  ),
  CURRENCY_MISMATCH: entry(
    422,
    '币种不一致',
    'The currencies differ',
    '一笔订单只用一种币种',
    'Use one currency in one order',
  ),
  DATE_INVALID: entry(
    422,
    '日期有误',
    'The date is not valid',
    '请使用带时区的 ISO 8601 日期',
    'Use an ISO 8601 date with a time zone',
  ),
  CLOCK_SKEW: entry(
    422,
    '时间与平台相差太大',
    'The time is too far from the platform’s',
    '只接受 24 小时内发生的行为',
    'Only what happened within the last 24 hours is taken',
  ),
  ENUM: entry(
    400,
    '选项不在允许的范围',
    'The option is not one of those allowed',
    '请从列出的选项中选择',
    'Choose one of the options listed',
  ),
  CURSOR_INVALID: entry(
    400,
    '翻页位置无效',
    'The page cursor is not valid',
    '请从第一页重新打开',
    'Start again from the first page',
  ),
  POLICY_WORD: entry(
    422,
    '含有违禁词',
    'It contains a forbidden word',
    '请修改标出的词后再提交',
    'Change the word shown and submit again',
  ),
  NOT_FOUND: entry(
    404,
    '没有找到',
    'Not found',
    '它可能已删除，或不属于你',
    'It may be gone, or it is not yours',
  ),
  PLAYLIST_POSITION: entry(
    400,
    '直播列表的位置不对',
    'No such position in the live playlist',
    '请重新加载直播',
    'Load the stream again',
  ),
  SDP_INVALID: entry(
    422,
    '这个浏览器给出的连接说明不能用',
    'This browser’s offer cannot be answered',
    '请换用支持 H.264 的浏览器，或改用推流软件',
    'Use a browser that can send H.264, or a streaming program',
  ),
  WHEP_UNAVAILABLE: entry(
    409,
    '这一路直播没有实时连线',
    'This stream cannot be watched by WebRTC',
    '主播用浏览器开播后才能连线；请先用普通方式观看',
    'It can once the anchor sends from a browser; watch it the ordinary way',
  ),
  WHEP_FULL: entry(
    503,
    '连线席位已满',
    'All seats for talking along are taken',
    '等有人离开后再试，或用普通方式观看',
    'Try when somebody has left, or watch the ordinary way',
  ),
  METHOD_NOT_ALLOWED: entry(
    405,
    '不支持这种请求方法',
    'This method is not supported here',
    '请查看接口文档',
    'See the API docs',
  ),
  /** The server has more to do than it can: nothing of the request was begun. */
  BUSY: entry(
    429,
    '现在人太多了',
    'Too many people at once',
    '没有扣款或改动；正在排队，请稍后再试',
    'Nothing was charged or changed; try again in a moment',
  ),
  RATE_LIMITED: entry(429, '请求太频繁', 'Too many requests', '请稍等后重试', 'Wait a moment and try again'),
  INTERNAL: entry(
    500,
    '系统出错了',
    'Something went wrong on our side',
    '没有扣款或改动；请重试，仍不行请附上请求编号联系我们',
    'Nothing was charged or changed; try again, and if it persists send us the request id',
  ),
  UNAVAILABLE: entry(
    503,
    '服务暂不可用',
    'The service is not available right now',
    '没有扣款；请稍后重试',
    'Nothing was charged; try again shortly',
  ),
  STORAGE_FULL: entry(
    507,
    '存储已满',
    'Storage is full',
    '没有任何改动；请联系平台运营',
    'Nothing was changed; contact the operator',
  ),

  // Identity
  INVALID_CREDENTIALS: entry(
    401,
    '邮箱或密码不对',
    'The e-mail or the password is wrong',
    '请检查后重试',
    'Check both and try again',
  ),
  LOGIN_THROTTLED: entry(
    429,
    '尝试次数过多',
    'Too many attempts',
    '请 15 分钟后再试',
    'Try again in 15 minutes',
  ),
  UNAUTHENTICATED: entry(
    401,
    '请先登录',
    'Please log in first',
    '登录后会回到这里',
    'You will come back here after logging in',
  ),
  ACCOUNT_REQUIRED: entry(
    401,
    '下单前请先注册或登录',
    'Sign up or log in before ordering',
    '购物车和兴趣都会保留',
    'Your cart and interests are kept',
  ),
  TOKEN_EXPIRED: entry(401, '登录已过期', 'Your session has expired', '请重新登录', 'Log in again'),
  TOKEN_INVALID: entry(401, '登录凭证无效', 'The session token is not valid', '请重新登录', 'Log in again'),
  SESSION_REVOKED: entry(
    401,
    '这次登录已被退出',
    'This session was logged out',
    '请重新登录',
    'Log in again',
  ),
  CSRF_FAILED: entry(
    403,
    '请求来源不可信',
    'The request did not come from this site',
    '请从本站页面操作',
    'Use the pages of this site',
  ),
  EMAIL_TAKEN: entry(
    409,
    '这个邮箱已注册',
    'This e-mail is already registered',
    '请直接登录',
    'Log in instead',
  ),
  PASSWORD_WEAK: entry(
    422,
    '密码太短或太常见',
    'The password is too short or too common',
    '至少 8 个字符，避免常见密码',
    'Use at least 8 characters, not a common one',
  ),
  SCOPE_MISSING: entry(
    403,
    '你的角色没有这项权限',
    'Your role does not have this permission',
    '请店主在成员管理里开通',
    'Ask the owner to grant it in Members',
  ),
  SHOP_SUSPENDED: entry(
    403,
    '店铺已暂停，只能查看',
    'The shop is suspended and can only be viewed',
    '请查看通知并处理',
    'See the notice and settle it',
  ),
  ACCOUNT_SUSPENDED: entry(
    403,
    '账号已停用',
    'The account is suspended',
    '请联系平台客服',
    'Contact platform support',
  ),
  DEMO_ONLY: entry(404, '没有找到', 'Not found', '演示功能未开启', 'Demo mode is off'),
  CONFLICT_OF_INTEREST: entry(
    403,
    '不能审核与自己有关的对象',
    'You cannot review what you have an interest in',
    '请交给其他审核员',
    'Leave it to another reviewer',
  ),
  PAYOUT_BLOCKED: entry(
    409,
    '渠道对账有差异，暂停打款',
    'Payouts are held: a provider’s day differs from the books',
    '资金没有变动；请平台财务处理差异，或由两人放行',
    'No money has moved; platform finance settles the difference, or two of them release the day',
  ),
  FOUR_EYES: entry(
    403,
    '需要另一个人来批准',
    'Another person must approve it',
    '发起人不能批准自己的申请，请交给有权限的同事；资金没有变动',
    'Whoever asked cannot approve it; leave it to a colleague who may. No money has moved',
  ),
  LAST_OWNER: entry(
    409,
    '至少要保留一位负责人',
    'At least one owner must remain',
    '请先指定另一位负责人',
    'Make somebody else an owner first',
  ),

  MEMBER_UNKNOWN: entry(
    422,
    '没有用这个邮箱注册的账号',
    'Nobody has signed up with this e-mail',
    '请对方先注册，再添加为成员',
    'Ask them to sign up first, then add them',
  ),
  CREATOR_UNKNOWN: entry(
    422,
    '没有这个账号',
    'There is no such account',
    '请核对账号 ID，或粘贴它的主页链接',
    'Check its ID, or paste the link of its page',
  ),
  ACCOUNT_TAKEN: entry(
    409,
    '这个账号已在一家店铺的矩阵里，或已被邀请',
    'This account speaks for a shop already, or has been asked',
    '一个账号同一时间只代表一家店铺；请先解除或撤回原来的',
    'An account speaks for one shop at a time: end the link or take the invitation back first',
  ),
  OFFICIAL_TAKEN: entry(
    409,
    '店铺已有官方账号',
    'The shop has its official account',
    '一家店铺只有一个官方账号；请先解除，或换一种账号类型',
    'A shop has one: let it go first, or choose another kind',
  ),
  ACCOUNT_LIMIT: entry(
    409,
    '矩阵里已有 50 个账号',
    'There are 50 accounts already',
    '解除不用的账号，或撤回没有回应的邀请',
    'Let go of those no longer used, or take invitations back',
  ),
  PHONE_INVALID: entry(
    422,
    '手机号有误',
    'The phone number is not valid',
    '请按提示修改手机号',
    'Correct it as the message says',
  ),
  PROGRAMME_LIMIT: entry(
    409,
    '栏目已满 100 个',
    'There are 100 programmes already',
    '结束不再使用的栏目后再新建',
    'End one that is no longer used, then make a new one',
  ),
  ADDRESS_LIMIT: entry(
    409,
    '收货地址最多 20 个',
    'There can be 20 addresses at most',
    '请先删除不用的地址',
    'Remove one you no longer use first',
  ),

  // Things and states
  STALE: entry(
    412,
    '内容已被别人修改',
    'Somebody changed this meanwhile',
    '请对照最新内容后再保存',
    'Compare with the latest version and save again',
  ),
  STATE_CONFLICT: entry(
    409,
    '当前状态不能这样操作',
    'This cannot be done in the present state',
    '请刷新查看最新状态',
    'Refresh to see the present state',
  ),
  DUPLICATE: entry(409, '已经存在', 'It already exists', '请直接使用已有的那一个', 'Use the one that exists'),
  PRODUCT_INCOMPLETE: entry(
    422,
    '商品信息不完整',
    'The product is not complete',
    '请补全图片、规格和价格',
    'Add pictures, variants and prices',
  ),
  NOT_ON_SHELF: entry(
    409,
    '商品已下架',
    'The product is off the shelf',
    '看看同店其他商品',
    'See other products of the shop',
  ),
  // Live rooms
  STREAM_MISSING: entry(
    409,
    '还没有收到画面',
    'No picture is arriving yet',
    '请先推流，看到画面后再开播',
    'Start sending from your camera or encoder, then go live',
  ),
  CO_HOST_THERE: entry(
    409,
    '这个直播间已有连麦或邀请',
    'This room has a co-host or an open invitation',
    '一次只能和一人连麦；请先结束当前的',
    'One co-host at a time: end the present one first',
  ),
  CO_HOST_CODE: entry(
    410,
    '连麦邀请已失效',
    'This invitation is no longer valid',
    '它已被使用、收回或过期；请主播重新邀请',
    'It was used, taken back or has expired; ask the host for a new one',
  ),
  CO_HOST_SELF: entry(
    409,
    '不能和自己连麦',
    'You cannot co-host your own room',
    '请把链接发给另一位创作者',
    'Send the link to another creator',
  ),
  ROOM_RUNNING: entry(
    409,
    '你已有一个直播间在进行',
    'One of your rooms is running already',
    '请先结束那一个',
    'End that one first',
  ),
  ROOM_ENDED: entry(
    409,
    '直播已结束',
    'The room has ended',
    '没有扣款；商品可在店铺以原价购买',
    'Nothing was charged; the goods are in the shop at its own price',
  ),
  STREAM_SERVICE: entry(
    503,
    '直播画面服务暂时没有回应',
    'The service that carries the picture does not answer',
    '直播间照常卖货；恢复后画面和指标会自动回来',
    'The room goes on selling; picture and figures come back by themselves',
  ),
  WRONG_KEY: entry(403, '推流密钥不对', 'The stream key is wrong', '请复制最新的密钥', 'Copy the newest key'),
  BAG_FULL: entry(
    409,
    '购物袋最多 200 件商品',
    'The bag holds 200 products at most',
    '请先移出一些商品',
    'Take some products out first',
  ),
  NOT_IN_BAG: entry(
    409,
    '商品不在这个直播间',
    'The product is not sold in this room',
    '没有扣款；请从商品页购买',
    'Nothing was charged; buy it from its own page',
  ),
  SHOP_CONSENT: entry(
    403,
    '价格和库存要由商品所在店铺设置',
    'Prices and stock are set by the shop whose goods they are',
    '请店铺里有商品编辑权限的成员来操作',
    'Ask a member of the shop who may edit its products',
  ),
  PRICE_ABOVE_SHOP: entry(
    422,
    '直播价不能高于店铺价',
    'A room’s price cannot be above the shop’s',
    '请填写不高于店铺价的金额',
    'Give an amount no higher than the shop’s price',
  ),
  NOT_STARTED: entry(
    409,
    '秒杀还没开始',
    'The sale has not started',
    '没有扣款；请等开始后再下单',
    'Nothing was charged; order when it starts',
  ),
  SALE_ENDED: entry(
    409,
    '秒杀已结束',
    'The sale is over',
    '没有扣款；可按直播间价格购买',
    'Nothing was charged; it can be bought at the room’s price',
  ),
  COUPON_GONE: entry(
    409,
    '优惠券已抢完或已过期',
    'The coupons are gone or out of date',
    '等主播再发一轮',
    'Wait until the host hands out more',
  ),
  NOT_DELIVERABLE: entry(
    422,
    '店铺不配送到这个省份',
    'The shop does not deliver to this province',
    '请换一个收货地址，或去掉这家店的商品',
    'Choose another address, or leave this shop’s goods out',
  ),
  COUPON_MINE: entry(
    409,
    '你已领过这张券',
    'You have this coupon already',
    '到“我的优惠券”查看，下单时自动抵扣',
    'It is among your coupons and is taken off at checkout',
  ),
  COUPON_USED: entry(
    409,
    '这张券刚被另一笔订单用掉',
    'Another order has just used this coupon',
    '订单未生成；请重新确认价格后再下单',
    'No order was placed; look at the price again and order',
  ),
  COUPON_LIMIT: entry(
    409,
    '每场直播最多发 30 轮优惠券',
    'A room hands out coupons 30 times at most',
    '请用专享价或秒杀',
    'Use a room price or a sale instead',
  ),
  TASK_UNDONE: entry(
    409,
    '还没完成福袋任务',
    'What the lucky bag asks is not done yet',
    '请先完成任务再参与',
    'Do it first, then join',
  ),
  NOT_IN_SHOWCASE: entry(
    409,
    '商品还不在你的橱窗里',
    'The product is not in your showcase',
    '请先在选品广场加入橱窗，再挂到内容上',
    'Add it from the selection square first, then put it on the content',
  ),
  NOT_SHOWABLE: entry(
    409,
    '内容尚未通过审核',
    'It has not passed review yet',
    '通过后会自动展示',
    'It will be shown once it passes',
  ),

  // Uploads
  MEDIA_TYPE: entry(
    415,
    '不支持的文件类型',
    'This kind of file is not accepted',
    '图片用 JPG、PNG、WebP，视频用 MP4、MOV 或 WebM',
    'Use JPG, PNG or WebP for pictures, MP4, MOV or WebM for video',
  ),
  MEDIA_CORRUPT: entry(
    422,
    '文件损坏或不完整',
    'The file is damaged or incomplete',
    '请重新导出后上传',
    'Export it again and upload',
  ),
  PIXELS_MAX: entry(
    422,
    '图片像素过大',
    'The picture has too many pixels',
    '请压缩到 4000 万像素以内',
    'Reduce it to 40 megapixels or less',
  ),
  MEDIA_LIMIT: entry(
    422,
    '视频超出限制',
    'The clip is over a limit',
    '请控制在 3 分钟、最长边 4096 像素以内',
    'Keep it within 3 minutes and 4096 pixels on the longer side',
  ),
  OFFSET: entry(
    409,
    '续传位置不一致',
    'The upload does not stand where you think',
    '请先询问已收到多少（HEAD），再从那里续传',
    'Ask how much has arrived (HEAD) and go on from there',
  ),
  QUOTA: entry(
    413,
    '上传空间已满',
    'Your upload space is full',
    '等处理中的视频完成，或取消几个未传完的上传',
    'Wait until the clips in work are done, or cancel unfinished uploads',
  ),
  CONVERTER_MISSING: entry(
    422,
    '服务器没有转码工具，只接受 H.264/AAC 的 MP4',
    'This server has no converter: only MP4 with H.264 and AAC is taken',
    '请导出为 H.264 编码的 MP4 再传；管理员可安装 ffmpeg 5 或更新版本',
    'Export it as MP4 with H.264; an administrator can install ffmpeg 5 or newer',
  ),
  NO_FOOTAGE: entry(
    409,
    '这段时间没有录像',
    'Nothing was recorded there',
    '录像可能没有开启，或已过保存期；请换一段时间',
    'The recording was off, or its time is over; choose other seconds',
  ),
  RANGE_OUTSIDE: entry(
    422,
    '所选时间超出了回放',
    'The chosen seconds are outside the replay',
    '请在回放的时长之内选择起点和终点',
    'Choose a beginning and an end within the length of the replay',
  ),
  CLIP_NOT_READY: entry(
    409,
    '视频还不能发布',
    'The clip cannot be published',
    '请重试处理或换一段视频',
    'Process it again, or choose another clip',
  ),
  FILE_TOO_LARGE: entry(
    413,
    '文件太大',
    'The file is too large',
    '图片不超过 10 MB，视频不超过 60 MB',
    'Pictures up to 10 MB, videos up to 60 MB',
  ),

  // The rooms' sockets
  CHAT_TOO_FAST: entry(
    429,
    '发言太快了',
    'You are writing too fast',
    '请稍等片刻再发',
    'Wait a moment, then send it again',
  ),
  CHAT_PAUSED: entry(
    409,
    '主播已暂停聊天',
    'Chat is paused in this room',
    '恢复后再来发言',
    'Write again when it is resumed',
  ),
  CHAT_FILTERED: entry(
    422,
    '这句话没有通过直播间的过滤',
    'This room does not let that line through',
    '请换一种说法',
    'Say it in another way',
  ),
  MUTED: entry(
    403,
    '你在这个直播间被禁言了',
    'You are muted in this room',
    '可以继续观看和购买；到时间后自动解除',
    'You can still watch and buy; it ends by itself',
  ),
  ROOM_BLOCKED: entry(
    403,
    '你已被移出这个直播间',
    'You were removed from this room',
    '如有疑问请联系平台客服',
    'Contact platform support if you think this is wrong',
  ),
  FRAME_INVALID: entry(
    400,
    '收到无法识别的消息',
    'A message could not be read',
    '请刷新页面后重试',
    'Reload the page and try again',
  ),

  // Trade and money
  PRICE_CHANGED: entry(
    409,
    '价格有变化',
    'The price has changed',
    '没有扣款；请按新价格确认',
    'Nothing was charged; confirm at the new price',
  ),
  SOLD_OUT: entry(
    409,
    '刚刚卖完了',
    'It has just sold out',
    '没有扣款；可以看看相似好物',
    'Nothing was charged; have a look at similar finds',
  ),
  PURCHASE_LIMIT: entry(
    409,
    '超过限购数量',
    'Over the purchase limit',
    '没有扣款；请减少数量',
    'Nothing was charged; reduce the quantity',
  ),
  HOLD_LIMIT: entry(
    409,
    '未支付订单太多',
    'Too many unpaid orders',
    '请先支付或取消已有订单',
    'Pay or cancel the open ones first',
  ),
  CART_EMPTY: entry(422, '购物车是空的', 'The cart is empty', '先挑一件喜欢的', 'Pick something first'),
  ADDRESS_REQUIRED: entry(
    422,
    '请选择收货地址',
    'Choose a delivery address',
    '新增或选择一个地址',
    'Add or choose an address',
  ),
  IDEMPOTENCY_KEY_REQUIRED: entry(
    400,
    '缺少幂等键',
    'The idempotency key is missing',
    '请带上 Idempotency-Key 请求头',
    'Send an Idempotency-Key header',
  ),
  IDEMPOTENCY_KEY_INVALID: entry(
    400,
    '幂等键无效',
    'The idempotency key is not valid',
    '请使用 1 到 255 个可见字符',
    'Use 1 to 255 printable characters',
  ),
  IDEMPOTENCY_KEY_REUSED: entry(
    409,
    '同一幂等键用于不同请求',
    'The idempotency key was used for another request',
    '请换一个新的幂等键',
    'Use a new key',
  ),
  REQUEST_IN_PROGRESS: entry(
    409,
    '同一请求正在处理',
    'The same request is still being processed',
    '请稍候再查询结果',
    'Wait a moment and ask for the result',
  ),
  REFUND_EXCEEDS: entry(
    409,
    '退款超过可退金额',
    'The refund exceeds what can be refunded',
    '没有退款；请查看可退金额',
    'Nothing was refunded; see the refundable amount',
  ),
  EVIDENCE_REQUIRED: entry(
    422,
    '需要照片或视频作凭证',
    'A photo or a clip is needed',
    '请拍下问题所在再提交',
    'Show what is wrong and send it again',
  ),
  PAYMENT_MISMATCH: entry(
    409,
    '支付金额与订单不符',
    'The payment does not match the order',
    '订单已挂起，平台会核对并联系你',
    'The order is held; the platform will check and contact you',
  ),
  SIGNATURE_INVALID: entry(
    401,
    '签名无效',
    'The signature is not valid',
    '请核对密钥和原始请求体',
    'Check the key and the raw body',
  ),
  TIMESTAMP_OLD: entry(
    401,
    '时间戳过期',
    'The timestamp is too old',
    '请校准时钟后重发',
    'Correct the clock and send again',
  ),
  PROVIDER_UNAVAILABLE: entry(
    503,
    '支付渠道暂不可用',
    'The payment provider is not available',
    '没有扣款；订单为你保留 15 分钟',
    'Nothing was charged; the order is kept for 15 minutes',
  ),
  PAY_METHOD_GONE: entry(
    409,
    '这种支付方式已不可用',
    'This way to pay is not offered any more',
    '没有扣款；请换一种支付方式',
    'Nothing was charged; choose another way to pay',
  ),
  URL_NOT_PUBLIC: entry(
    422,
    '这个地址不是公网地址',
    'The address is not a public one',
    '请使用公网可访问的 https 地址',
    'Use an https address that the public internet reaches',
  ),
  WEBHOOK_LIMIT: entry(
    409,
    '推送地址已达上限',
    'There are as many webhook endpoints as a shop may have',
    '请先删除不用的地址',
    'Remove one that is not used',
  ),
  WEBHOOK_DISABLED: entry(
    409,
    '这个推送地址已停用',
    'This webhook endpoint is switched off',
    '请先启用，再重发',
    'Switch it on, then send again',
  ),
  KEY_LIMIT: entry(
    409,
    '密钥数量已达上限',
    'There are as many keys as a shop may have',
    '请先停用不用的密钥',
    'Revoke one that is not used',
  ),
  BATCH_MAX: entry(422, '一次最多 50 条', 'At most 50 at a time', '请分批提交', 'Send them in smaller parts'),
  DECRYPT_QUOTA: entry(
    429,
    '今天可查看的收件信息已用完',
    'Today’s receivers are used up',
    '额度随订单量增加，明天零点恢复',
    'The quota grows with orders and is full again at midnight',
  ),
  ORDER_STATE: entry(
    409,
    '订单当前状态不能这样做',
    'The order’s state does not allow this',
    '未付款或已关闭的订单不提供收件信息',
    'Unpaid and closed orders show no receiver',
  ),
  LINK_GONE: entry(410, '链接已失效', 'The link is no longer valid', '请重新导出', 'Export again'),
  EXPANDED_TOO_LARGE: entry(
    413,
    '内容太大',
    'There is too much in it',
    '请分成几个文件',
    'Split it into several files',
  ),
  TRACKING_USED: entry(
    409,
    '运单号已被使用',
    'The tracking number is already used',
    '请核对运单号',
    'Check the tracking number',
  ),
  COURIER_UNAVAILABLE: entry(
    503,
    '快递服务暂时没有回应',
    'The courier does not answer',
    '没有扣款，也没有发货；请稍后再试',
    'Nothing was charged or shipped; try again in a moment',
  ),
  COURIER_REFUSED: entry(
    422,
    '快递公司没有接受',
    'The courier did not accept it',
    '请核对地址、电话和快递公司，或换一家',
    'Check address, phone and carrier, or choose another carrier',
  ),
  NOT_PURCHASED: entry(
    403,
    '购买后才能评价',
    'Only buyers can review',
    '收货后就可以评价',
    'You can review after receipt',
  ),
  NOTHING_TO_PAY_OUT: entry(
    409,
    '没有可提现的金额',
    'There is nothing to pay out',
    '结算后会进入可提现',
    'It becomes available after settlement',
  ),
  LEDGER_UNBALANCED: entry(
    500,
    '账目不平，已拒绝',
    'The entries do not balance and were refused',
    '没有任何入账；请联系平台财务',
    'Nothing was posted; contact platform finance',
  ),
} as const satisfies Record<string, Entry>

export type ErrorCode = keyof typeof ERRORS

/** One field's problem: where (JSON pointer; in a table also its row and column), which rule, and the sentence. */
export type FieldError = { pointer: string; code: string; detail: string; row?: number; column?: string }
/** The same before it is known who reads it: a sentence is in both languages, a quotation of what was sent in neither. */
export type FieldFault = Omit<FieldError, 'detail'> & { detail: string | Localized }

/** An expected refusal. `data` is public (old and new price, state, retry-after); `detail` overrides the hint. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly data: Record<string, unknown>
  readonly errors: readonly FieldFault[]
  constructor(code: ErrorCode, data: Record<string, unknown> = {}, errors: readonly FieldFault[] = []) {
    super(`${code} ${JSON.stringify(data)}`)
    this.code = code
    this.data = data
    this.errors = errors
  }
  get status(): number {
    return ERRORS[this.code].status
  }
}

/** RFC 9457. `data` members are placed at the top level beside the standard ones. */
export type Problem = {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail: string
  request_id: string
  errors?: readonly FieldError[]
} & Record<string, unknown>

export function toProblem(error: AppError, locale: Locale, requestId: string): Problem {
  const { status, title, hint } = ERRORS[error.code]
  const errors = error.errors.map(({ detail, ...fault }): FieldError => ({
    ...fault,
    detail: typeof detail === 'string' ? detail : detail[locale],
  }))
  return {
    ...error.data,
    type: `/docs/errors#${error.code}`,
    title: title[locale],
    status,
    code: error.code,
    detail: hint[locale],
    request_id: requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
}
