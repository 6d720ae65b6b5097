## Short messages: two parts at most with a link of forty characters

sms-request-registered =
    { $count ->
        [1] { $site }: درخواست { $reference } برای { $category } ثبت شد.
       *[other] { $site }: درخواست { $reference } با { $count } دستگاه ({ $category }) ثبت شد.
    }
    پیگیری: { $link }
sms-offer-sent =
    { GIVEN($fault) ->
        [yes] کار { $short_number }: { $category }، { $fault }
       *[no] کار { $short_number }: { $category }
    }
    { $place }، { $window }
    مهلت: { $deadline }
    { $link }
sms-offer-filled = { $site }: کار { $short_number } ({ $category }) را همکار دیگری پذیرفت. کاری لازم نیست.
sms-offer-withdrawn = { $site }: پیشنهاد کار { $short_number } ({ $category }) پس گرفته شد. کاری لازم نیست.
sms-visit-scheduled =
    { $reference }: { $technician } از { $agent }، { $window }
    کد حضور (هنگام رسیدن): { $arrival_code }
    { $link }
sms-visit-assigned =
    { GIVEN($fault) ->
        [yes] بازدید { $reference }: { $category }، { $fault }
       *[no] بازدید { $reference }: { $category }
    }
    { $window }
    { $customer } {"\u200E"}{ $phone }
    { $place }، { $address }
    { $link }
sms-technician-en-route = درخواست { $reference }: { $technician } در راه است. کد حضور { $arrival_code } را هنگام رسیدن به او بدهید.
sms-completion-code = درخواست { $reference }: کد پایان کار { $completion_code } است. آن را فقط وقتی بدهید که کار انجام شده باشد.
sms-job-completed =
    درخواست { $reference } انجام شد. لطفاً نظر خود را بگویید:
    { $link }
sms-job-on-hold = درخواست { $reference } تا { $until } در انتظار است. دلیل: { $reason }
sms-job-cancelled = درخواست { $reference } لغو شد. دلیل: { $reason }
sms-agent-changed = درخواست { $reference }: نمایندهٔ دیگری برای شما تعیین می‌شود. زمان تازه را پیامک می‌کنیم.
sms-dispatch-needed = درخواست { $reference } در { $place }: هیچ نماینده‌ای نپذیرفت. آن را دستی تعیین کنید.

## Reasons

reason-part-ordered = قطعه سفارش داده شده است
reason-part-discontinued = قطعه دیگر تولید نمی‌شود
reason-quote-pending = در انتظار تأیید هزینه از سوی مشتری
reason-customer-unreachable = مشتری پاسخ نمی‌دهد
reason-customer-later = مشتری زمان دیرتری خواسته است
reason-proof-missing = مدرک خرید هنوز نرسیده است
reason-site-not-ready = محل آماده نیست
reason-expert-pending = در انتظار نظر کارشناس
reason-exchange-approval = در انتظار تأیید تعویض
reason-peak-capacity = ظرفیت در اوج فصل پر است
reason-workshop-queue = در نوبت تعمیرگاه
reason-force-majeure = حادثهٔ پیش‌بینی‌نشده
reason-customer-absent = مشتری در محل نبود
reason-wrong-address = نشانی نادرست بود
reason-part-needed = قطعه لازم است
reason-second-person = نفر دوم لازم است
reason-tool-needed = ابزار لازم است
reason-needs-workshop = باید به تعمیرگاه برود
reason-unsafe-site = محل ایمن نبود
reason-no-utility = برق، آب یا گاز قطع بود
reason-quote-declined = مشتری هزینه را نپذیرفت
reason-serial-mismatch = شمارهٔ سریال با پرونده نمی‌خواند
reason-not-our-product = دستگاه از محصولات ما نیست
reason-time = زمان مناسب نیست
reason-distance = مسافت زیاد است
reason-skill-or-tool = مهارت یا ابزار آن را ندارم
reason-no-part = قطعه ندارم
reason-tariff-low = اجرت کم است
reason-leave-or-illness = مرخصی یا بیماری
reason-other = دلیل دیگر
reason-fixed-by-phone = با راهنمایی تلفنی رفع شد
reason-fixed-itself = خودبه‌خود رفع شد
reason-bought-new = مشتری دستگاه تازه خرید
reason-price = هزینه زیاد بود
reason-too-late = دیر شده بود
reason-repaired-elsewhere = جای دیگری تعمیر شد
reason-duplicate = درخواست تکراری بود
reason-not-our-brand = برند دستگاه از ما نیست
reason-entered-by-mistake = به اشتباه ثبت شده بود
reason-agent-overloaded = نماینده بیش از ظرفیت کار دارد
reason-technician-ill = تعمیرکار بیمار است
reason-part-not-held = نماینده قطعه را ندارد
reason-too-far = محل دور است
reason-skill-missing = مهارت لازم را ندارد
reason-vehicle-breakdown = خودرو خراب شده است
reason-agent-no-response = نماینده پاسخ نمی‌دهد
reason-agent-late = نماینده دیر کرده است
reason-agent-suspended = نماینده تعلیق شده است
reason-customer-request = به درخواست مشتری
reason-closer-agent = نمایندهٔ نزدیک‌تری هست
reason-expert-required = کارشناس لازم است
reason-contract-breach = نقض قرارداد
reason-document-expired = اعتبار مدارک تمام شده است
reason-complaint-investigation = شکایت در حال بررسی است
reason-unpaid-balance = بدهی پرداخت‌نشده
reason-leave = مرخصی
reason-safety-incident = حادثهٔ ایمنی
reason-same-fault = همان ایراد برگشت
reason-work-incomplete = کار ناتمام مانده بود
reason-damage-after-repair = آسیب پس از تعمیر
reason-part-failed = قطعهٔ نصب‌شده خراب شد
reason-closed-by-mistake = به اشتباه بسته شده بود
reason-still-faulty = ایراد هنوز هست
reason-not-visited = کسی مراجعه نکرد
reason-work-not-finished = کار تمام نشده است
reason-overcharged = هزینهٔ اضافه گرفته شده است
reason-code-not-given = مشتری کد را نداده است
reason-technician-unavailable = تعمیرکار در دسترس نیست
reason-earlier-visit-overran = بازدید پیشین طول کشید
reason-part-delayed = قطعه دیرتر می‌رسد
reason-company-replanned = شرکت برنامه را تغییر داد
reason-weather-or-road = وضع هوا یا راه

## Work rules that an agent does not pass

rule-agent-not-active = نماینده فعال نیست (وضعیت: { $found }).
rule-agent-suspended = نماینده تعلیق است (تا { $limit }).
rule-contract-expired = قرارداد در { $found } معتبر نیست (اعتبار: { $limit }).
rule-brand-not-authorized = برند یا گروه { $limit } در قرارداد نیست.
rule-skill-missing = هیچ تعمیرکاری مهارت { $limit } را ندارد.
rule-skill-level-low = بالاترین سطح مهارت { $found } است و سطح { $limit } لازم است.
rule-equipment-missing = تعمیرکار ماهری با ابزار { $limit } نیست.
rule-area-outside = محل { $found } متر بیرون از محدودهٔ نماینده است.
rule-distance-over-max = فاصله { $found } متر است و حداکثر { $limit } متر مجاز است.
rule-capacity-open-full = { $found } کار باز دارد و ظرفیت او { $limit } کار است.
rule-not-working = در بازهٔ { $limit } کسی کار نمی‌کند.
rule-window-conflict = در بازهٔ { $limit } همهٔ تعمیرکارها بازدید دیگری دارند.
rule-cooldown-declined = این کار را به‌تازگی رد کرده است و تا { $limit } دوباره پرسیده نمی‌شود.

## Clauses of the warranty verdict

clause-policy-applies = شرایط گارانتی برای این دستگاه
clause-serial-authentic = اصالت شمارهٔ سریال
clause-start-known = معلوم بودن آغاز گارانتی
clause-proof-seen = دیده شدن مدرک خرید
clause-parts-covered = پوشش قطعه
clause-labour-covered = پوشش اجرت
clause-travel-covered = پوشش ایاب و ذهاب
clause-result-holds = برقرار
clause-result-fails = برقرار نیست
clause-result-open = نامعلوم

## Warnings at intake

warning-duplicate-open-job = برای این دستگاه کار باز دیگری هست. پیش از ادامه آن را ببینید.
warning-repeat-repair = این دستگاه به‌تازگی تعمیر شده است.
warning-serial-elsewhere = این شمارهٔ سریال برای مشتری دیگری ثبت شده است. آن را دوباره بپرسید.
warning-position-vague = فقط شهر معلوم است. نشانی دقیق‌تری بپرسید تا نمایندهٔ مناسب پیدا شود.
warning-telephone-shared = این تلفن برای مشتری دیگری هم ثبت شده است. نام را بررسی کنید.
warning-no-sms-telephone = هیچ تلفنی پیامک نمی‌گیرد. خلاصه را برای مشتری بخوانید.

## States

job-state-registered = ثبت‌شده
job-state-pending-dispatch = در انتظار اعزام
job-state-assigned = واگذارشده
job-state-in-progress = در حال انجام
job-state-completed = انجام‌شده
job-state-verified = تأییدشده
job-state-closed = بسته
job-state-on-hold = متوقف
job-state-incomplete = ناتمام
job-state-cancelled = لغوشده

visit-state-proposed = پیشنهادشده
visit-state-scheduled = برنامه‌ریزی‌شده
visit-state-confirmed = تأییدشده
visit-state-en-route = در راه
visit-state-arrived = رسیده
visit-state-working = مشغول کار
visit-state-suspended = قطع‌شده
visit-state-done = انجام‌شده
visit-state-not-done = انجام‌نشده
visit-state-customer-absent = مشتری نبود
visit-state-technician-absent = تعمیرکار نیامد
visit-state-cancelled = لغوشده

offer-state-queued = در صف ارسال
offer-state-sent = فرستاده‌شده
offer-state-accepted = پذیرفته‌شده
offer-state-declined = ردشده
offer-state-expired = بی‌پاسخ
offer-state-filled = واگذارشده به دیگری
offer-state-withdrawn = پس‌گرفته‌شده
offer-state-undeliverable = نرسیده

message-state-queued = در صف
message-state-sent = فرستاده‌شده
message-state-delivered = رسیده
message-state-dead = ناموفق

## How work ends, what is covered, what is to be done

outcome-repaired = تعمیر شد
outcome-installed = نصب شد
outcome-serviced = سرویس شد
outcome-fixed-by-phone = تلفنی رفع شد
outcome-explained = راهنمایی شد
outcome-no-fault-found = ایرادی پیدا نشد
outcome-replaced = تعویض شد
outcome-refunded = وجه بازگردانده شد
outcome-quote-declined = مشتری هزینه را نپذیرفت
outcome-uneconomical = تعمیر به‌صرفه نیست
outcome-returned-unrepaired = بدون تعمیر بازگردانده شد

warranty-in-warranty = دارای گارانتی
warranty-out-of-warranty = خارج از گارانتی
warranty-partial = پوشش جزئی
warranty-provisional = گارانتی مشروط به مدرک
warranty-unknown = نامعلوم

job-kind-repair = تعمیر
job-kind-installation = نصب
job-kind-periodic-service = سرویس دوره‌ای
job-kind-inspection = بازدید کارشناسی
job-kind-recall = فراخوان
job-kind-workshop-repair = تعمیر در تعمیرگاه
job-kind-collection = تحویل گرفتن دستگاه
job-kind-delivery = تحویل دادن دستگاه

priority-emergency = اضطراری
priority-high = زیاد
priority-normal = عادی
priority-low = کم

## What happened

event-request-registered = درخواست ثبت شد

event-job-queue = کار به اعزام سپرده شد
event-job-fix-by-phone = ایراد تلفنی رفع شد
event-job-assign = کار واگذار شد
event-job-release = نماینده کار را پس داد
event-job-reassign = کار از نماینده گرفته شد
event-job-start = کار در محل آغاز شد
event-job-complete = کار انجام شد
event-job-leave-incomplete = کار ناتمام ماند
event-job-come-again = مراجعهٔ دوباره برنامه‌ریزی شد
event-job-verify = انجام کار تأیید شد
event-job-fail-verification = انجام کار تأیید نشد
event-job-close = کار بسته شد
event-job-hold = کار متوقف شد
event-job-resume = کار از سر گرفته شد
event-job-cancel = کار لغو شد
event-job-reopen = کار دوباره باز شد

event-visit-schedule = زمان بازدید تعیین شد
event-visit-confirm = مشتری زمان را تأیید کرد
event-visit-reschedule = زمان بازدید تغییر کرد
event-visit-en-route = تعمیرکار راه افتاد
event-visit-divert = تعمیرکار به جای دیگری فرستاده شد
event-visit-arrived = تعمیرکار رسید
event-visit-working = کار آغاز شد
event-visit-suspended = کار قطع شد
event-visit-done = بازدید انجام شد
event-visit-not-done = بازدید بی‌نتیجه ماند
event-visit-customer-absent = مشتری در محل نبود
event-visit-technician-absent = تعمیرکار نیامد
event-visit-cancel = بازدید لغو شد

event-offer-send = پیشنهاد فرستاده شد
event-offer-accept = نماینده پذیرفت
event-offer-decline = نماینده رد کرد
event-offer-expire = مهلت پاسخ گذشت
event-offer-fill = کار به نمایندهٔ دیگری رسید
event-offer-withdraw = پیشنهاد پس گرفته شد
event-offer-fail-delivery = پیام پیشنهاد نرسید

event-message-resend = پیام دوباره فرستاده شد

## Who, how, what for

role-operator = اپراتور
role-dispatcher = مسئول اعزام
role-agent-manager = مسئول نمایندگان
role-manager = مدیر
role-auditor = بازرس
role-administrator = مدیر سامانه

actor-system = سامانه
actor-staff = کارمند
actor-agent = نماینده
actor-technician = تعمیرکار
actor-customer = مشتری

objective-travel = نزدیکی
objective-load = ظرفیت خالی

channel-phone = تلفن
channel-web = وبگاه
channel-sms = پیامک
channel-email = ایمیل
channel-chat = گفت‌وگوی برخط
channel-social = شبکهٔ اجتماعی
channel-counter = حضوری
channel-self-service = تلفن گویا

## The audit trail

audit-seal-missing = مهر { $seal } در زنجیره نیست.
audit-count-differs = تعداد ردیف‌های زیر مهر { $seal } با شمار ثبت‌شده برابر نیست.
audit-hash-differs = ردیفی زیر مهر { $seal } یا خود مهر تغییر کرده است.
