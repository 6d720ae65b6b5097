# Every word that a person reads, in Persian.
# GIVEN($about) is yes when a fault has a figure or value to mention, and no otherwise.

## Dates, spans, distances and money

format-date-time = { $date }، { $time }
format-window = { $date }، { $from } تا { $to }
format-window-of-days = { $date }، { $from } تا { $end_date }، { $to }
format-money-irr = { $amount } ریال
duration-seconds = { $seconds } ثانیه
duration-minutes = { $minutes } دقیقه
duration-hours = { $hours } ساعت
duration-hours-minutes = { $hours } ساعت و { $minutes } دقیقه
duration-days = { $days } روز
duration-days-hours = { $days } روز و { $hours } ساعت
duration-negative = منفی { $duration }
distance-metres = { $metres } متر
distance-kilometres = { $kilometres } کیلومتر

## Why a request was refused: what happened, then how to mend it

error-bad-request = درخواست خوانده نشد. داده را درست و به همان شکلی بفرستید که در شرح رابط آمده است.
error-invalid = بعضی از مقدارها نادرست است. فیلدهای مشخص‌شده را اصلاح کنید و دوباره بفرستید.
error-sign-in-required = وارد سامانه نشده‌اید. وارد شوید و دوباره تلاش کنید.
error-sign-in-failed = نام کاربری یا گذرواژه نادرست است. هر دو را بررسی کنید و اگر فراموش کرده‌اید از مدیر سامانه بپرسید.
error-forbidden = نقش شما اجازهٔ این کار را ندارد. اگر به آن نیاز دارید با مدیر سامانه صحبت کنید.
error-not-found = چنین چیزی پیدا نشد. نشانی یا شماره را بررسی کنید یا آن را جست‌وجو کنید.
error-event-not-allowed = این کار در وضعیت کنونی شدنی نیست. صفحه را دوباره باز کنید و یکی از کارهایی را که نشان می‌دهد انتخاب کنید.
error-conflict = در این میان شخص دیگری این مورد را تغییر داده است. دوباره بازش کنید، بررسی کنید و تغییر خود را تکرار کنید.
error-idempotency-mismatch = این کلید پیش‌تر با محتوای دیگری به کار رفته است. برای درخواست تازه کلید تازه‌ای بفرستید.
error-offer-taken = تعمیرکار دیگری این کار را زودتر پذیرفت. لازم نیست کاری بکنید؛ منتظر پیشنهاد بعدی بمانید.
error-already-accepted = این کار را پیش‌تر پذیرفته‌اید. آن را از فهرست کارهای خود باز کنید و ادامه دهید.
error-offer-declined = این پیشنهاد را پیش‌تر رد کرده‌اید. اگر کار را می‌خواهید با واحد اعزام تماس بگیرید.
error-offer-expired = مهلت پاسخ به این پیشنهاد گذشته است. اگر هنوز کار را می‌خواهید با واحد اعزام تماس بگیرید.
error-offer-withdrawn = این پیشنهاد پس گرفته شد. لازم نیست کاری بکنید؛ منتظر پیشنهاد بعدی بمانید.
error-capacity-full = ظرفیت خالی نمانده است. کاری را تمام یا واگذار کنید، یا روز یا نمایندهٔ دیگری انتخاب کنید.
error-window-conflict = این زمان با بازدید پذیرفته‌شدهٔ دیگری تداخل دارد. زمان دیگری انتخاب کنید.
error-agent-not-active = این نماینده تعلیق شده یا از شبکه خارج شده است. نمایندهٔ فعالی انتخاب کنید.
error-no-candidate = هیچ نماینده‌ای همهٔ شرط‌های این کار را ندارد. دلیل را در فهرست نامزدها ببینید، سپس جست‌وجو را گسترده‌تر یا دستی تعیین کنید.
error-not-eligible = این نماینده شرط‌های این کار را ندارد. شرط‌ها را در فهرست نامزدها ببینید و نمایندهٔ دیگری انتخاب کنید.
error-precondition-required = تغییر نمی‌گوید برای کدام نسخه است. رکورد را بخوانید و نسخهٔ آن را همراه تغییر بفرستید.
error-precondition-failed = رکورد از نسخه‌ای که تغییر داده‌اید تازه‌تر است. دوباره آن را بخوانید و تغییر خود را تکرار کنید.
error-too-many-requests = در زمانی کوتاه درخواست‌های زیادی رسید. کمی صبر کنید و دوباره تلاش کنید.
error-too-large = آنچه فرستاده‌اید بزرگ‌تر از حد مجاز است. پروندهٔ کوچک‌تر یا متن کوتاه‌تری بفرستید.
error-method-not-allowed = این نشانی این متد را نمی‌پذیرد. یکی از متدهایی را به کار ببرید که در شرح رابط آمده است.
error-unsupported-media-type = این نوع محتوا اینجا خوانده نمی‌شود. JSON یا یکی از نوع‌های پرونده را که صفحه نام می‌برد بفرستید.
error-unavailable = سامانه اکنون نمی‌تواند پاسخ دهد. چیزی تغییر نکرد؛ یک دقیقهٔ دیگر دوباره تلاش کنید.
error-storage-full = فضای ذخیره‌سازی پر است و چیزی ذخیره نشد. به مدیر سامانه بگویید فضا آزاد کند، سپس دوباره تلاش کنید.
error-internal = خطایی از سوی سامانه رخ داد. دوباره تلاش کنید و اگر تکرار شد زمان آن را به مدیر سامانه بگویید.

## What is wrong with a value, and how to mend it

fault-required = این فیلد را پر کنید.
fault-too-long =
    { GIVEN($about) ->
        [yes] این متن بلند است. آن را تا حداکثر { $about } نویسه کوتاه کنید.
       *[no] این متن بلند است. کوتاهش کنید.
    }
fault-too-short =
    { GIVEN($about) ->
        [yes] این متن کوتاه است. دست‌کم { $about } نویسه بنویسید.
       *[no] این متن کوتاه است. بیشتر بنویسید.
    }
fault-too-many =
    { GIVEN($about) ->
        [yes] تعداد موردها زیاد است. حداکثر { $about } مورد نگه دارید.
       *[no] تعداد موردها زیاد است. چند مورد را حذف کنید.
    }
fault-not-allowed =
    { GIVEN($about) ->
        [yes] این مقدار اینجا مجاز نیست. از میان { $about } انتخاب کنید.
       *[no] این مقدار اینجا مجاز نیست. یکی را از فهرست انتخاب کنید.
    }
fault-unknown =
    { GIVEN($about) ->
        [yes] مقدار { $about } شناخته نشد. بررسی کنید یا از فهرست انتخاب کنید.
       *[no] این مقدار شناخته نشد. بررسی کنید یا از فهرست انتخاب کنید.
    }
fault-malformed =
    { GIVEN($about) ->
        [yes] این مقدار خوانده نشد. آن را به شکل { $about } بنویسید.
       *[no] این مقدار خوانده نشد. بدون نویسه‌های پنهان و به شکل معمول دوباره بنویسید.
    }
fault-out-of-range =
    { GIVEN($about) ->
        [yes] این عدد خارج از بازه است. مقداری در بازهٔ { $about } وارد کنید.
       *[no] این عدد خارج از بازه است. آن را اصلاح کنید.
    }
fault-phone-invalid = شمارهٔ تلفن معتبر نیست. آن را با کد شهر یا با شروع ۰۹ وارد کنید.
fault-cannot-receive-sms = این شماره پیامک دریافت نمی‌کند. شمارهٔ همراه وارد کنید.
fault-latitude-out-of-range = عرض جغرافیایی باید بین ۹۰− و ۹۰ باشد. آن را اصلاح کنید یا ببینید با طول جابه‌جا نشده باشد.
fault-longitude-out-of-range = طول جغرافیایی باید بین ۱۸۰− و ۱۸۰ باشد. آن را اصلاح کنید یا ببینید با عرض جابه‌جا نشده باشد.
fault-window-ends-before-start = پایان بازهٔ زمانی پیش از آغاز آن است. پایانی پس از آغاز انتخاب کنید.
fault-window-in-past = این بازهٔ زمانی گذشته است. بازه‌ای در آینده انتخاب کنید.
fault-model-unknown =
    { GIVEN($about) ->
        [yes] مدل { $about } در فهرست محصولات نیست. مدلی از فهرست انتخاب کنید یا به جای آن گروه و برند را بدهید.
       *[no] این مدل در فهرست محصولات نیست. مدلی از فهرست انتخاب کنید یا به جای آن گروه و برند را بدهید.
    }
fault-brand-unknown =
    { GIVEN($about) ->
        [yes] برند { $about } در فهرست محصولات نیست. یکی را از فهرست انتخاب کنید.
       *[no] این برند در فهرست محصولات نیست. یکی را از فهرست انتخاب کنید.
    }
fault-category-unknown =
    { GIVEN($about) ->
        [yes] گروه محصول { $about } وجود ندارد. یکی را از فهرست انتخاب کنید.
       *[no] این گروه محصول وجود ندارد. یکی را از فهرست انتخاب کنید.
    }
fault-fault-unknown =
    { GIVEN($about) ->
        [yes] کد ایراد { $about } وجود ندارد. یکی را از فهرست انتخاب کنید یا ایراد را شرح دهید.
       *[no] این کد ایراد وجود ندارد. یکی را از فهرست انتخاب کنید یا ایراد را شرح دهید.
    }
fault-fault-required = ایراد وارد نشده است. کد ایراد را انتخاب کنید یا ایراد را شرح دهید.
fault-fault-of-other-category =
    { GIVEN($about) ->
        [yes] این ایراد از گروه محصول { $about } است. ایرادی از همین محصول انتخاب کنید.
       *[no] این ایراد از گروه محصول دیگری است. ایرادی از همین محصول انتخاب کنید.
    }
fault-product-required = محصول وارد نشده است. شمارهٔ سریال، مدل، یا گروه و برند آن را بدهید.
fault-place-unknown =
    { GIVEN($about) ->
        [yes] محل { $about } پیدا نشد. املا را بررسی کنید، آن را از فهرست انتخاب کنید یا استان را هم بنویسید.
       *[no] این محل پیدا نشد. املا را بررسی کنید، آن را از فهرست انتخاب کنید یا استان را هم بنویسید.
    }
fault-province-unknown =
    { GIVEN($about) ->
        [yes] استان { $about } شناخته نشد. یکی را از فهرست انتخاب کنید.
       *[no] این استان شناخته نشد. یکی را از فهرست انتخاب کنید.
    }
fault-postal-code-invalid = کد پستی معتبر نیست. هر ده رقم آن را وارد کنید.
fault-date-in-future = این تاریخ در آینده است. امروز یا تاریخی پیش از آن را وارد کنید.
fault-date-order = ترتیب تاریخ‌ها درست نیست. تاریخ دوم باید همان روز یا پس از تاریخ اول باشد.
fault-date-in-past = این تاریخ گذشته است. امروز یا تاریخی پس از آن را وارد کنید.
fault-zone-unknown = این منطقهٔ زمانی شناخته نشد. نامی مانند Asia/Tehran وارد کنید.
fault-reason-unknown =
    { GIVEN($about) ->
        [yes] دلیل { $about } وجود ندارد. یکی را از فهرست انتخاب کنید.
       *[no] این دلیل وجود ندارد. یکی را از فهرست انتخاب کنید.
    }
fault-polygon-crosses-itself = مرز محدوده خودش را قطع می‌کند. آن را بدون خط‌های متقاطع دوباره بکشید.
fault-polygon-not-closed = مرز محدوده بسته نیست. نقطهٔ پایانی را با نقطهٔ آغازین یکی کنید.
fault-geometry-unsupported = این نوع شکل پذیرفته نمی‌شود. یک یا چند چندضلعی بکشید.
fault-hours-malformed = ساعت کار خوانده نشد. آن را مانند sat-wed 08:00-18:00;thu 08:00-13:00 بنویسید.
fault-skill-malformed =
    { GIVEN($about) ->
        [yes] مهارت { $about } خوانده نشد. گروه، برند و سطح را به شکلی که در فهرست آمده بنویسید.
       *[no] مهارت خوانده نشد. گروه، برند و سطح را به شکلی که در فهرست آمده بنویسید.
    }
fault-skill-unknown =
    { GIVEN($about) ->
        [yes] مهارت { $about } وجود ندارد. یکی را از فهرست انتخاب کنید.
       *[no] این مهارت وجود ندارد. یکی را از فهرست انتخاب کنید.
    }
fault-equipment-unknown =
    { GIVEN($about) ->
        [yes] ابزار { $about } وجود ندارد. یکی را از فهرست انتخاب کنید.
       *[no] این ابزار وجود ندارد. یکی را از فهرست انتخاب کنید.
    }
fault-agent-unknown =
    { GIVEN($about) ->
        [yes] نمایندهٔ { $about } وجود ندارد. یکی را از فهرست انتخاب کنید.
       *[no] این نماینده وجود ندارد. یکی را از فهرست انتخاب کنید.
    }
fault-role-unknown =
    { GIVEN($about) ->
        [yes] نقش { $about } وجود ندارد. یکی را از فهرست انتخاب کنید.
       *[no] این نقش وجود ندارد. یکی را از فهرست انتخاب کنید.
    }
fault-password-too-weak =
    { GIVEN($about) ->
        [yes] این گذرواژه آسان حدس زده می‌شود. دست‌کم { $about } نویسه از چند واژهٔ بی‌ربط به کار ببرید.
       *[no] این گذرواژه آسان حدس زده می‌شود. گذرواژهٔ بلندتری از چند واژهٔ بی‌ربط بسازید.
    }
fault-username-taken = این نام کاربری گرفته شده است. نام دیگری انتخاب کنید.
fault-duplicate =
    { GIVEN($about) ->
        [yes] مورد { $about } از پیش وجود دارد. آن را تغییر دهید یا همان مورد موجود را به کار ببرید.
       *[no] این مورد از پیش وجود دارد. آن را تغییر دهید یا همان مورد موجود را به کار ببرید.
    }
fault-customer-unknown = این مشتری پیدا نشد. با تلفن یا نام جست‌وجو کنید یا مشتری تازه‌ای ثبت کنید.
fault-code-wrong = کد نادرست است. آن را دوباره از مشتری بپرسید و همهٔ رقم‌ها را وارد کنید.
fault-bidi-control = متن نویسه‌های پنهانی دارد که جهت نوشتار را تغییر می‌دهند. به جای چسباندن، آن را دوباره تایپ کنید.
fault-unknown-field =
    { GIVEN($about) ->
        [yes] فیلد { $about } اینجا شناخته نیست. آن را حذف یا نامش را اصلاح کنید.
       *[no] این فیلد اینجا شناخته نیست. آن را حذف یا نامش را اصلاح کنید.
    }
fault-wrong-type =
    { GIVEN($about) ->
        [yes] نوع این مقدار درست نیست. { $about } بفرستید.
       *[no] نوع این مقدار درست نیست. همان نوعی را بفرستید که در شرح رابط آمده است.
    }
fault-missing-field =
    { GIVEN($about) ->
        [yes] فیلد { $about } کم است. آن را اضافه کنید.
       *[no] یک فیلد کم است. آن را اضافه کنید.
    }
fault-pattern-invalid =
    { GIVEN($about) ->
        [yes] این الگو نزدیک { $about } خوانده نشد. آن را اصلاح و با یک نمونه امتحان کنید.
       *[no] این الگو خوانده نشد. آن را اصلاح و با یک نمونه امتحان کنید.
    }
fault-serial-malformed =
    { GIVEN($about) ->
        [yes] این شمارهٔ سریال این برند نیست. آن را از روی پلاک دستگاه بنویسید، مانند { $about }.
       *[no] این شمارهٔ سریال این برند نیست. آن را دوباره از روی پلاک دستگاه بنویسید.
    }

## Web frame
web-back = بازگشت به صفحهٔ نخست
web-event-not-allowed = وضعیت کنونی: { $about }.
web-retry-after = { $about } ثانیهٔ دیگر دوباره تلاش کنید.
web-request-id = شناسهٔ این پاسخ برای پشتیبانی
web-precondition-malformed = مقدار If-Match باید شمارهٔ نسخه باشد، مانند "3".
web-link-unknown = این پیوند شناخته نشد. لطفاً آن را دوباره از پیامک باز کنید.

## Demo
demo-seeding = نمایش استادکار: SQLite درون‌برنامه‌ای، شبکه‌ای آماده روی جاهای واقعی ایران، تلفن‌های شبیه‌سازی‌شده.
demo-step-report = ۱. مشتری زنگ می‌زند: اعلام خرابی
demo-step-verdict = ۲. رأی گارانتی
demo-step-candidates = ۳. چه کسی می‌تواند: نامزدها با دلیل
demo-step-offer = ۴. پیشنهاد فرستاده می‌شود
demo-step-acceptance = ۵. نمایندگی پیوند را باز می‌کند و می‌پذیرد
demo-step-visit = ۶. مراجعه
demo-step-completion = ۷. کار بسته می‌شود
demo-step-turnaround = ۸. گزارش مدیر: زمان انجام به تفکیک شهر
demo-report-caller = { $name } از { $phone } زنگ می‌زند.
demo-report-unit = { $category } { $model }، سریال { $serial }، در { $place }: { $fault }.
demo-report-reference = با شمارهٔ پیگیری { $reference } ثبت شد.
demo-verdict-outcome = رأی: { $outcome }
demo-verdict-clause = · { $clause }: { $result } { $evidence }
demo-verdict-due = مهلت (زمان کاری): پاسخ { $response }، مراجعه { $visit }، رفع خرابی { $resolution }
demo-sms = پیامک به { $phone } ({ $parts } بخش):
demo-candidates-count = { $eligible } نمایندگی همهٔ قاعده‌ها را دارند و { $excluded } نمایندگی ندارند.
demo-candidate = { $rank }. { $agent }: { $score } امتیاز ({ $points })، در فاصلهٔ { $distance }، { $travel } راه
demo-excluded = ✗ { $agent }: { $reasons }
demo-nearest-fix = اگر { $rule } آسان‌تر شود: { $count } نمایندگی دیگر
demo-offer-to = به { $agent }، { $phone }:
demo-accepted = پذیرفته شد. { $technician } { $window } می‌آید.
demo-visit-en-route = { $time } تکنسین در راه است.
demo-visit-arrived = { $time } رسید؛ گواه آن کد مشتری { $code } است.
demo-visit-done = { $time } انجام شد؛ مشتری با کد { $code } تأیید کرد.
demo-closed = وضعیت: { $state }. نتیجه: { $outcome }. از اعلام خرابی تا کار کردن دستگاه: { $took }.
demo-turnaround-row = { $group }: { $jobs } کار، { $completed } انجام‌شده، میانه { $median }، صدک نودم { $p90 }
demo-turnaround-rule = ساعت: زمان تقویمی. قاعده: انجام منهای ثبت، بر پایهٔ روز ثبت، ۳۰ روز گذشته.
demo-end = درخواست { $reference } به پایان رسید.
demo-serving = آماده در { $url }. ورود با:
demo-phones = تلفن‌های شبیه‌سازی‌شده: { $url }

## Worker
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
