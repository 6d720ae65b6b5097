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
error-offer-declined = این پیشنهاد را پیش‌تر رد کرده‌اید. اگر کار را می‌خواهید با مسئول اعزام تماس بگیرید.
error-offer-expired = مهلت پاسخ به این پیشنهاد گذشته است. اگر هنوز کار را می‌خواهید با مسئول اعزام تماس بگیرید.
error-offer-withdrawn = این پیشنهاد پس گرفته شد. لازم نیست کاری بکنید؛ منتظر پیشنهاد بعدی بمانید.
error-capacity-full = ظرفیت خالی نمانده است. کاری را تمام یا واگذار کنید، یا روز یا نمایندهٔ دیگری انتخاب کنید.
error-window-conflict = این زمان با بازدید پذیرفته‌شدهٔ دیگری تداخل دارد. زمان دیگری انتخاب کنید.
error-contract-expired = قرارداد این نماینده در آن روز اعتبار ندارد. قرارداد را تمدید کنید یا نمایندهٔ دیگری انتخاب کنید.
error-document-expired = یکی از مدارک لازم این نماینده منقضی شده یا تحویل نشده است. مدرک تازه را ثبت کنید یا نمایندهٔ دیگری انتخاب کنید.
error-time-off = نماینده یا تعمیرکار در آن زمان در مرخصی است. تعمیرکار یا زمان دیگری انتخاب کنید.
error-slot-taken = دیگر کسی که بتواند این کار را انجام دهد در این بازه آزاد نیست. بازهٔ دیگری انتخاب کنید.
error-agent-not-active = این نماینده تعلیق شده یا از شبکه خارج شده است. نمایندهٔ فعالی انتخاب کنید.
error-no-candidate = هیچ نماینده‌ای همهٔ شرط‌های این کار را ندارد. دلیل را در فهرست نامزدها ببینید، سپس جست‌وجو را گسترده‌تر یا دستی تعیین کنید.
error-not-eligible = این نماینده شرط‌های این کار را ندارد. شرط‌ها را در فهرست نامزدها ببینید و نمایندهٔ دیگری انتخاب کنید.
error-complained-of = رسیدگی را نمی‌توان به کسی سپرد که از او شکایت شده است. فرد دیگری را انتخاب کنید.
error-review-open = پیشنهاد دیگری دربارهٔ این گارانتی در انتظار نفر دوم است. نخست آن را تأیید یا رد کنید.
error-no-review = دربارهٔ این گارانتی پیشنهادی نیست. نخست بنویسید که چه باید باشد.
error-same-person = کسی که این را پیشنهاد کرده نمی‌تواند خودش تأیید کند. از نفر دوم بخواهید.
error-duplicate-started = برای این درخواست کسی آمده یا کارش انجام شده است و نمی‌توان آن را به‌عنوان تکراری کنار گذاشت. درخواست دیگر را تکراریِ این یکی ثبت کنید.
error-already-duplicate = این درخواست پیش‌تر به‌عنوان تکراریِ درخواست دیگری ثبت شده است. نخست کار آن را دوباره باز کنید.
error-quote-open = مشتری هزینهٔ دیگری از این کار را پاسخ نداده است. منتظر پاسخ بمانید یا نخست آن را پس بگیرید.
error-quote-expired = مهلت این هزینه گذشته است. هزینهٔ تازه بخواهید.
error-charge-not-approved = این کار زیر گارانتی است. با عکس و دلیل از سازمان بخواهید که گرفتن هزینه را تأیید کند؛ پیش از آن چیزی اعلام یا دریافت نمی‌شود.
error-charge-open = درخواست گرفتن هزینه برای این کار نزد سازمان است. منتظر تصمیم بمانید.
error-charge-needless = این کار زیر گارانتی نیست: هزینه را برای مشتری بنویسید.
error-receipt-not-ready = رسید پس از پایان کار و پرداخت بی‌اختلاف بدهی آماده می‌شود.
error-already-rated = به این کار پیش‌تر امتیاز داده شده و همان نخستین امتیاز به حساب می‌آید.
error-rating-closed = امتیازدهی پس از پایان کار و تا چند روز ممکن است. اگر هنوز ایرادی هست، تماس بگیرید یا در همین صفحه شکایت کنید.
error-precondition-required = تغییر نمی‌گوید برای کدام نسخه است. رکورد را بخوانید و نسخهٔ آن را همراه تغییر بفرستید.
error-precondition-failed = رکورد از نسخه‌ای که تغییر داده‌اید تازه‌تر است. دوباره آن را بخوانید و تغییر خود را تکرار کنید.
error-too-many-requests = در زمانی کوتاه درخواست‌های زیادی رسید. کمی صبر کنید و دوباره تلاش کنید.
error-too-large = آنچه فرستاده‌اید بزرگ‌تر از حد مجاز است. فایل کوچک‌تر یا متن کوتاه‌تری بفرستید.
error-method-not-allowed = این نشانی این متد را نمی‌پذیرد. یکی از متدهایی را به کار ببرید که در شرح رابط آمده است.
error-unsupported-media-type = این نوع محتوا اینجا خوانده نمی‌شود. JSON یا یکی از نوع‌های فایل را که صفحه نام می‌برد بفرستید.
error-unavailable = سامانه اکنون نمی‌تواند پاسخ دهد. چیزی تغییر نکرد؛ یک دقیقهٔ دیگر دوباره تلاش کنید.
error-storage-full = فضای ذخیره‌سازی پر است و چیزی ذخیره نشد. به مدیر سامانه بگویید فضا آزاد کند، سپس دوباره تلاش کنید.
error-internal = خطایی از سوی سامانه رخ داد. دوباره تلاش کنید و اگر تکرار شد زمان آن را به مدیر سامانه بگویید.

## What is wrong with a value, and how to mend it

fault-required = این فیلد را پر کنید.
fault-template-unreadable = این متن خوانده نمی‌شود: آکولادی را که بسته نشده یا گزینه‌ای را که پیش‌فرض آن با * نشان داده نشده است پیدا کنید.
fault-variable-unknown =
    { GIVEN($about) ->
        [yes] این پیام مقداری به نام { $about } ندارد. فقط از مقدارهای فهرست کنار آن استفاده کنید.
       *[no] این پیام چنین مقداری ندارد. فقط از مقدارهای فهرست کنار آن استفاده کنید.
    }
fault-variable-missing =
    { GIVEN($about) ->
        [yes] این پیام بدون { $about } به کاری نمی‌آید. آن را در متن بیاورید.
       *[no] این پیام بدون یکی از مقدارهایش به کاری نمی‌آید. آن را در متن بیاورید.
    }
fault-too-many-parts =
    { GIVEN($about) ->
        [yes] این متن بخش‌های زیادی می‌خواهد. هر پیام حداکثر { $about } بخش دارد: کوتاهش کنید.
       *[no] این متن بخش‌های زیادی می‌خواهد: کوتاهش کنید.
    }
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
fault-place-ambiguous =
    { GIVEN($about) ->
        [yes] در چند استان محلی با این نام هست: { $about }. استان را هم بنویسید.
       *[no] در چند استان محلی با این نام هست. استان را هم بنویسید.
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
fault-customer-ambiguous = چند مشتری با این تلفن ثبت شده‌اند. نام را وارد یا مشتری را انتخاب کنید.
fault-request-unknown = چنین درخواستی نیست. شمارهٔ پیگیری را بررسی کنید.
fault-job-unknown = چنین کاری نیست. آن را از فهرست باز کنید و دوباره تلاش کنید.
fault-complaint-unknown = چنین شکایتی نیست. آن را از فهرست باز کنید و دوباره تلاش کنید.
fault-user-unknown = چنین همکاری با حساب کاربری نیست. یکی را از فهرست انتخاب کنید.
fault-unit-unknown = این مشتری چنین دستگاهی ندارد. یکی را از فهرست انتخاب کنید.
fault-duplicate-chain =
    { GIVEN($about) ->
        [yes] آن درخواست خودش تکراری است. درخواست اصلی آن را بنویسید: { $about }.
       *[no] آن درخواست خودش تکراری است. درخواست اصلی آن را بنویسید.
    }
fault-duplicate-original =
    { GIVEN($about) ->
        [yes] درخواست‌های دیگری تکراریِ این یکی هستند، از جمله { $about }. آن درخواست را تکراری ثبت کنید.
       *[no] درخواست‌های دیگری تکراریِ این یکی هستند. آن درخواست را تکراری ثبت کنید.
    }
fault-other-matter =
    { GIVEN($about) ->
        [yes] درخواست { $about } نه از همین مشتری است و نه دربارهٔ همین دستگاه. شمارهٔ پیگیری را بررسی کنید.
       *[no] آن درخواست نه از همین مشتری است و نه دربارهٔ همین دستگاه. شمارهٔ پیگیری را بررسی کنید.
    }
fault-request-cancelled =
    { GIVEN($about) ->
        [yes] درخواست { $about } لغو شده است و با این کار چیزی برای انجام باقی نمی‌ماند. آن یکی را تکراری ثبت کنید.
       *[no] آن درخواست لغو شده است و با این کار چیزی برای انجام باقی نمی‌ماند. آن یکی را تکراری ثبت کنید.
    }
fault-technician-unknown = چنین تعمیرکاری نیست. یکی را از فهرست انتخاب کنید.
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
fault-not-utf8 = این فایل UTF-8 نیست (شاید Windows-1256 باشد). آن را با قالب «CSV UTF-8» ذخیره کنید و دوباره بفرستید.
fault-file-too-large =
    { GIVEN($about) ->
        [yes] فایل بیش از اندازه بزرگ است؛ تا { $about } خوانده می‌شود. آن را چند بخش کنید و بخش‌ها را یکی‌یکی بفرستید.
       *[no] فایل بیش از اندازه بزرگ است. آن را چند بخش کنید و بخش‌ها را یکی‌یکی بفرستید.
    }
fault-slot-hold-over = مهلت این بازهٔ نگه‌داشته‌شده تمام شده یا استفاده شده است. دوباره بازه‌ای نگه دارید، یا slot_hold_id را ننویسید.
fault-slot-hold-differs = این بازه برای جای دیگر یا نوع دیگری از دستگاه نگه داشته شده است. برای همین درخواست بازه‌ای نگه دارید.
fault-policy-contradicts =
    { GIVEN($about) ->
        [yes] این شرایط هر دو دربارهٔ یک مورد صدق می‌کنند و هیچ‌کدام مقدم نیست: { $about }. یکی را محدودتر کنید یا بازهٔ فروش آن‌ها را طوری بگذارید که هم‌پوشانی نداشته باشند.
       *[no] دو شرایط دربارهٔ یک مورد صدق می‌کنند و هیچ‌کدام مقدم نیست. یکی را محدودتر کنید.
    }

## Web frame
web-back = بازگشت به صفحهٔ نخست
web-link-over = این پیوند دیگر معتبر نیست
web-link-over-next = تازه‌ترین پیامک را دوباره باز کنید؛ شاید نشانی ناقص رسیده باشد. مشتریان با شمارهٔ پیگیری هم در بخش راهنما درخواست خود را می‌یابند.
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
demo-visit-en-route = { $time } تعمیرکار در راه است.
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
    { GIVEN($fee) ->
        [yes] بازدید { $fee }؛ معمولاً { $least } تا { $most }. پیگیری: { $link }
       *[no] پیگیری: { $link }
    }
sms-offer-sent =
    { GIVEN($fault) ->
        [yes] کار { $short_number }: { $category }، { $fault }
       *[no] کار { $short_number }: { $category }
    }
    { $place }، { $window }
    مهلت: { $deadline }
    { $link }
sms-offers-sent =
    { $count } کار پیشنهاد شد. هر یک را با پیوندش یا با ۱ و شماره‌اش بپذیرید.
    { $offers }
sms-offer-among-others =
    { GIVEN($fault) ->
        [yes] کار { $short_number }: { $category }، { $fault }
       *[no] کار { $short_number }: { $category }
    }
    { $place }، { $window }؛ مهلت { $deadline }
    { $link }
sms-job-assigned =
    { GIVEN($fault) ->
        [yes] طبق قرارداد، کار { $short_number } با شماست: { $category }، { $fault }
       *[no] طبق قرارداد، کار { $short_number } با شماست: { $category }
    }
    { $place }، { $window }
    { $link }
sms-offer-filled = { $site }: کار { $short_number } ({ $category }) را همکار دیگری پذیرفت. کاری لازم نیست.
sms-offer-withdrawn = { $site }: پیشنهاد کار { $short_number } ({ $category }) پس گرفته شد. کاری لازم نیست.
sms-visit-scheduled =
    { $reference }: { $technician }{ GIVEN($agent) ->
        [yes] {" "}از { $agent }
       *[no] {""}
    }، { $window }
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
sms-arrival-expected = درخواست { $reference }: تعمیرکار { $at } می‌رسد.
sms-completion-code = درخواست { $reference }: کد پایان کار { $completion_code } است. آن را فقط وقتی بدهید که کار انجام شده باشد.
sms-job-completed =
    درخواست { $reference } انجام شد. لطفاً نظر خود را بگویید:
    { $link }
sms-job-on-hold = درخواست { $reference } تا { $until } در انتظار است. دلیل: { $reason }
sms-quote-sent =
    هزینهٔ درخواست { $reference }: { $total }، تا { $until }
    تأیید: ۱، رد: ۲ (در صورت رد، بازدید { $fee })
    { $link }
sms-quote-answered = درخواست { $reference }، هزینه { $total }: { $answer_given }.
sms-payment-recorded =
    درخواست { $reference }: { $amount } ({ $method }) پرداخت شد؛ درست است؟
    { $link }
sms-receipt-ready =
    رسید و ضمانت درخواست { $reference }:
    { $link }
sms-charge-decided = درخواست { $reference }: { $answer_given }.
sms-job-cancelled = درخواست { $reference } لغو شد. دلیل: { $reason }
sms-agent-changed = درخواست { $reference }: نمایندهٔ دیگری برای شما تعیین می‌شود. زمان تازه را پیامک می‌کنیم.
sms-dispatch-needed = درخواست { $reference } در { $place }: هیچ نماینده‌ای نپذیرفت. آن را دستی تعیین کنید.
sms-complaint-received = { $site }: شکایت { $reference } ثبت شد. نتیجه را به شما خبر می‌دهیم.
sms-complaint-answered =
    { $site }، شکایت { $reference }: { $result ->
        [upheld] حق با شما بود.
        [partly] بخشی از شکایت وارد بود.
        [not_upheld] شکایت تأیید نشد.
        [explained] موضوع توضیح داده شد.
       *[other] شکایت را پس گرفتید.
    }
    { $answer }
sms-serious-complaint = { $site }: شکایت جدی { $reference } ({ $severity }) رسیده است. لطفاً همین حالا رسیدگی کنید.
sms-task-notice =
    { $news ->
        [reminder] نزدیک سررسید: { $task }، { $due }
        [overdue] از موعد گذشته: { $task }، سررسید { $due }
        [escalated] انجام نشده و اکنون با شماست: { $task }، سررسید { $due }
        [reopened] دوباره باید انجام شود: { $task }، سررسید { $due }
       *[given] وظیفهٔ تازه: { $task }، سررسید { $due }
    }

## Answers to short messages

sms-reply-which-offer = چند کار پیشنهاد شده است: { $offers }. برای پذیرش عدد 1 و شمارهٔ کار، و برای رد عدد 2، دلیل و شمارهٔ کار را بفرستید.
sms-reply-no-offer = اکنون پیشنهاد بازی برای شما نیست. کاری لازم نیست.
sms-reply-no-visit = اکنون بازدیدی از شما با این پیام جور نیست. اگر اشتباه است با مسئول اعزام تماس بگیرید.
sms-reply-wrong-code = این کد مشتری نیست. چهار رقم پیامک مشتری را بپرسید و دوباره بفرستید.
sms-reply-which-reason =
    عدد 2 و دلیل را بفرستید: 1 زمان، 2 مسافت، 3 مهارت یا ابزار، 4 نبود قطعه، 5 تعرفهٔ کم، 6 مرخصی یا بیماری، 7 دیگر.
sms-reply-outside-window = این ساعت بیرون از بازه‌ای است که به مشتری قول داده شده است. برای جابه‌جایی بازدید با مسئول اعزام تماس بگیرید.
sms-reply-refused = { $why }
sms-reply-declined = رد شد. از پاسخ شما سپاسگزاریم.
sms-reply-arrived = رسیدن شما ثبت شد. پس از پایان کار، عدد 5 و کد پایان کار را بفرستید.
sms-reply-done = پایان کار ثبت شد. سپاسگزاریم.
sms-reply-expected = ثبت شد: { $at } می‌رسید. به مشتری خبر داده شد.
sms-reply-orders =
    پیام شما را نفهمیدیم؛ مسئول اعزام آن را می‌خواند. 1 پذیرش، 2 3 رد، 3 1630 ساعت رسیدن، 4 و کد: رسیدم، 5 و کد: تمام شد.
sms-reply-status = { $requests }
sms-request-among-others =
    { $reference } ({ $category }): { $state }{ GIVEN($window) ->
        [yes] ، { $window }
       *[no] {""}
    }
sms-reply-nothing-open = درخواست بازی با این شماره نیست. برای اعلام خرابی تماس بگیرید یا شرح آن را بفرستید.
sms-reply-rated = از نظر شما سپاسگزاریم.
sms-reply-quote-approved = سپاسگزاریم. هزینه تأیید شد و کار ادامه می‌یابد.
sms-reply-quote-declined = پاسخ شما ثبت شد: هزینه پذیرفته نشد. اگر توافق دیگری نباشد، کار پایان می‌یابد و تنها هزینهٔ بازدید پرداخت می‌شود.
sms-reply-quote-over = مهلت این هزینه گذشته است. «تماس» را بفرستید تا با شما تماس بگیریم.
sms-reply-which-quote = چند هزینه منتظر پاسخ شماست: { $references }. ۱ یا ۲ و شماره را بفرستید، مانند 1 12345674، یا با پیوند پاسخ دهید.
sms-reply-nothing-to-rate = اکنون تعمیری برای امتیازدهی با این شماره نیست. خواستهٔ خود را بنویسید تا همکارمان پاسخ دهد.
sms-reply-which-request = چند درخواست باز دارید: { $references }. «لغو»، شماره و دلیل را بفرستید، مانند: لغو 12345674 1
sms-reply-which-cancel-reason =
    برای لغو درخواست { $reference }، «لغو» و دلیل را بفرستید: 1 درست شد، 2 نو خریدم، 3 قیمت، 4 دیر شد، 5 جای دیگر تعمیر شد.
sms-reply-will-call = همکارمان تا یک ساعت کاری دیگر با شما تماس می‌گیرد.
sms-reply-opted-out = دیگر از { $site } پیامکی نمی‌گیرید. برای دریافت دوباره «شروع پیامک» بفرستید.
sms-reply-opted-in = دوباره از { $site } پیامک می‌گیرید.
sms-reply-received = پیام شما رسید. همکارمان آن را می‌خواند و پاسخ می‌دهد. برای دانستن وضعیت درخواست «پیگیری» بفرستید.
sms-reply-by-letter = نامهٔ شما رسید، سپاسگزاریم. همکارمان آن را می‌خواند و پاسخ می‌دهد.

## Samples in the editor of texts

sample-technician = رضا کریمی
sample-agent = خدمات البرز
sample-customer = مینا احمدی
sample-address = خیابان ولیعصر، کوچهٔ یاس، پلاک ۱۲، واحد ۳
sample-answer = قطعه رایگان تعویض شد.

## What the operator reads aloud

spoken-registered =
    { $site }: درخواست { $reference } شما ثبت شد: { $category }{ $count ->
        [1] {""}
       *[other] {" "}و چند دستگاه دیگر، روی‌هم { $count } دستگاه
    }. { $warranty }{ GIVEN($fee) ->
        [yes] {" "}هزینهٔ بازدید { $fee } است و چنین کاری معمولاً { $least } تا { $most } می‌شود.
       *[no] {""}
    } تا { $answer } تعمیرکار تعیین می‌شود و تا { $visit } مراجعه می‌کند. لطفاً شماره را یادداشت کنید.
spoken-settled = { $site }: درخواست { $reference } شما برای { $category } رسیدگی شد. لطفاً شماره را یادداشت کنید و اگر ایراد برگشت دوباره تماس بگیرید.

## Letters

mail-subject =
    { GIVEN($reference) ->
        [yes] { $site }: { $what } ({ $reference })
       *[no] { $site }: { $what }
    }

## Reasons

reason-part-ordered = قطعه سفارش داده شده است
reason-part-discontinued = قطعه دیگر تولید نمی‌شود
reason-quote-pending = در انتظار تأیید هزینه از سوی مشتری
reason-customer-unreachable = مشتری پاسخ نمی‌دهد
reason-customer-later = مشتری زمان دیرتری خواسته است
reason-proof-missing = مدرک خرید هنوز نرسیده است
reason-site-not-ready = محل آماده نیست
reason-expert-pending = در انتظار نظر کارشناس
reason-exchange-approval = در انتظار تأیید تعویض یا بازگشت وجه
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
rule-agent-suspended =
    { GIVEN($limit) ->
        [yes] نماینده تعلیق است (تا { $limit }).
       *[no] نماینده بدون تاریخ پایان تعلیق است.
    }
rule-contract-expired = قرارداد در { $found } معتبر نیست (اعتبار: { $limit }).
rule-document-expired =
    { GIVEN($found) ->
        [yes] اعتبار مدرک لازم ({ $limit }) در { $found } تمام شده است.
       *[no] مدرک لازم ({ $limit }) ثبت نشده است.
    }
rule-brand-not-authorized = برند یا گروه { $limit } در قرارداد نیست.
rule-skill-missing = هیچ تعمیرکاری مهارت { $limit } را ندارد.
rule-skill-level-low = بالاترین سطح مهارت { $found } است و سطح { $limit } لازم است.
rule-cert-expired = گواهی‌نامهٔ هیچ تعمیرکار ماهری در { $limit } معتبر نیست (اعتبار: { $found }).
rule-equipment-missing = تعمیرکار ماهری با ابزار { $limit } نیست.
rule-part-not-held = سیاست پخش، قطعهٔ آماده می‌خواهد و موجودی قطعه‌ها ثبت نشده است (گروه { $limit }).
rule-area-outside =
    { GIVEN($found) ->
        [yes] محل { $found } متر بیرون از محدودهٔ نماینده است.
       *[no] هیچ محدوده‌ای برای نماینده ثبت نشده است.
    }
rule-distance-over-max = فاصله { $found } متر است و حداکثر { $limit } متر مجاز است.
rule-capacity-open-full = { $found } کار باز دارد و ظرفیت او { $limit } کار است.
rule-capacity-day-full = این روز { $found } کار دارد و حداکثر { $limit } کار مجاز است.
rule-capacity-hours-full = با این کار، روز { $found } دقیقه کار خواهد داشت و حداکثر { $limit } دقیقه مجاز است.
rule-not-working = در بازهٔ { $limit } کسی کار نمی‌کند.
rule-time-off = همهٔ کسانی که می‌توانستند بیایند در بازهٔ { $limit } مرخصی دارند.
rule-window-conflict = در بازهٔ { $limit } همهٔ تعمیرکارها بازدید دیگری دارند.
rule-cooldown-declined = این کار را به‌تازگی رد کرده است و تا { $limit } دوباره پرسیده نمی‌شود.
rule-excluded-by-customer = مشتری نمی‌خواهد { $found } دوباره بیاید.
rule-language-missing = هیچ تعمیرکاری زبان مشتری ({ $limit }) را نمی‌داند.

## Clauses of the warranty verdict

clause-policy-applies = شرایط گارانتی برای این دستگاه
clause-unit-clear = مسدود یا سرقتی نبودن دستگاه
clause-serial-authentic = اصالت شمارهٔ سریال
clause-serial-unique = یکتا بودن شمارهٔ سریال میان مشتریان
clause-card-genuine = کارت گارانتی از خود شرکت
clause-query-confirms = تأیید دستگاه در استعلام رسمی
clause-transfer-allowed = انتقال گارانتی به مالک تازه
clause-start-known = معلوم بودن آغاز گارانتی
clause-proof-seen = دیده شدن مدرک خرید
clause-parts-covered = پوشش قطعه
clause-labour-covered = پوشش اجرت
clause-travel-covered = پوشش ایاب و ذهاب
clause-replaced-term = باقی بودن مدت گارانتی دستگاه تعویض‌شده
clause-delay-extends = افزوده شدن روزهای تعمیر طولانی به گارانتی
clause-extension-covers = تمدید گارانتی با قرارداد
clause-exchange-due = تعویض دستگاه به سبب تکرار همان ایراد
clause-not-excluded = نبود موردی که گارانتی نمی‌پذیرد
clause-repair-guaranteed = ضمانت تعمیر پیشین
clause-part-guaranteed = ضمانت قطعهٔ نصب‌شدهٔ پیشین
clause-commitment-runs = تعهد خدمات و قطعهٔ پولی پس از گارانتی
clause-result-holds = برقرار
clause-result-fails = برقرار نیست
clause-result-open = نامعلوم

exclusion-misuse = استفادهٔ نادرست
exclusion-voltage = آسیب از نوسان برق
exclusion-moved-without-installer = جابه‌جایی بدون نصاب مجاز
exclusion-seal-broken = شکستگی پلمب
exclusion-consumable-part = قطعهٔ مصرفی
exclusion-commercial-use = استفادهٔ تجاری
exclusion-other-repairer = دست‌کاری یا تعمیر دیگران
exclusion-installation-fault = نصب بدون نصاب مجاز
exclusion-natural-event = آتش‌سوزی، سیل، زلزله یا صاعقه

awaited-proof = مدرک خرید
awaited-official-query = پاسخ استعلام رسمی

verdict-stage-intake = هنگام ثبت
verdict-stage-completion = هنگام پایان کار
verdict-stage-rerun = بررسی دوباره
verdict-stage-override = تصمیم دو نفر

review-state-proposed = در انتظار نفر دوم
review-state-approved = تأیید شد
review-state-rejected = رد شد

## Warnings at intake

warning-duplicate-open-job = برای این دستگاه کار باز دیگری هست. پیش از ادامه آن را ببینید.
warning-repeat-repair = این دستگاه به‌تازگی برای همین ایراد تعمیر شده است.
warning-repeat-other-fault = این دستگاه به‌تازگی برای ایراد دیگری تعمیر شده است.
warning-unit-ambiguous = مشتری چند دستگاه مانند این دارد. بپرسید کدام است و آن را با شمارهٔ سریال یا جای آن در خانه مشخص کنید.
warning-serial-elsewhere = این شمارهٔ سریال برای مشتری دیگری ثبت شده است. آن را دوباره بپرسید.
warning-unit-blocked = این دستگاه مسدود است و خدمات نمی‌گیرد. پیش از ادامه از سرپرست بپرسید.
warning-unit-stolen = سرقت این دستگاه گزارش شده است. پیش از ادامه از سرپرست بپرسید.
warning-unit-recalled = این دستگاه فراخوان شده است. فراخوان را به مشتری پیشنهاد کنید.
warning-customer-flagged =
    { $about ->
        [vip] این مشتری ویژه است.
        [vulnerable] نوزاد، سالمند یا بیمار در خانه هست. زودترین زمان را پیشنهاد کنید.
        [legal] پای وکیل یا رسانه در میان است. قول قطعی ندهید.
        [debtor] این مشتری بدهی دارد. پیش از قول بازدید یادآوری کنید.
        [threat] تعمیرکاران در این نشانی تهدید شده‌اند. به مسئول اعزام بگویید.
       *[other] برای این مشتری نشانه‌ای ثبت شده است: { $about }.
    }
warning-position-vague = فقط شهر معلوم است. نشانی دقیق‌تری بپرسید تا نمایندهٔ مناسب پیدا شود.
warning-telephone-shared = این تلفن برای مشتری دیگری هم ثبت شده است. نام را بررسی کنید.
warning-no-sms-telephone = نه تلفنی پیامک می‌گیرد و نه نشانی ایمیلی هست. خلاصه را برای مشتری بخوانید.

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

contact-outcome-reached = گفتگو شد
contact-outcome-no-answer = پاسخ نداد
contact-outcome-busy = اشغال بود
contact-outcome-switched-off = خاموش یا خارج از دسترس
contact-outcome-wrong-number = شماره اشتباه بود
contact-outcome-left-message = پیام گذاشته شد
contact-outcome-abandoned = تماس‌گیرنده قطع کرد

task-news-given = وظیفهٔ تازه
task-news-reminder = نزدیک سررسید
task-news-overdue = از موعد گذشته
task-news-escalated = انجام نشده، اکنون با شما
task-news-reopened = دوباره باز شده
task-state-open = باز
task-state-done = انجام شد
task-state-overdue = از موعد گذشته
task-state-transferred = واگذار شد

task-kind-find-agent = یافتن نماینده
task-kind-verify-cancellation = پرسش دربارهٔ لغو
task-kind-callback = تماس دوباره
task-kind-plan-next-visit = تعیین بازدید بعدی
task-kind-low-rating = پیگیری امتیاز پایین
task-kind-document-to-fetch = دریافت مدرک
task-kind-follow-up = پیگیری
task-kind-call-recipient = تماس: پیامک نرسیده است
task-kind-answer-message = پاسخ به پیام
task-kind-serious-complaint = شکایت جدی
task-kind-escalated-complaint = به‌عهده گرفتن شکایت
task-kind-payment-difference = بررسی پرداخت
task-kind-quote-expired = تماس دربارهٔ هزینهٔ بی‌پاسخ
task-kind-decide-charge = تصمیم دربارهٔ گرفتن هزینه برای کار گارانتی

complaint-state-received = دریافت شد
complaint-state-acknowledged = اعلام وصول شد
complaint-state-assessed = ارزیابی شد
complaint-state-investigating = در حال بررسی
complaint-state-decided = تصمیم گرفته شد
complaint-state-correcting = در حال اصلاح
complaint-state-corrected = اصلاح شد
complaint-state-communicated = نتیجه اعلام شد
complaint-state-closed = بسته
complaint-state-escalated = ارجاع به مقام بالاتر
complaint-state-reopened = دوباره باز شد
complaint-state-external-dispute = نزد مرجع بیرونی

severity-low = کم
severity-normal = عادی
severity-high = زیاد
severity-safety = ایمنی
severity-injury = آسیب به افراد
severity-legal = حقوقی
severity-media = رسانه‌ای

complaint-result-upheld = وارد است
complaint-result-partly = تا حدی وارد است
complaint-result-not-upheld = وارد نیست
complaint-result-explained = توضیح داده شد
complaint-result-withdrawn = پس گرفته شد

complaint-step-acknowledge = اعلام وصول
complaint-step-assess = ارزیابی
complaint-step-investigate = بررسی
complaint-step-decide = سنجش شواهد
complaint-step-correct = اصلاح
complaint-step-respond = پاسخ به شاکی
complaint-step-close = مهلت اعتراض
complaint-step-take-over = به‌عهده گرفتن
complaint-step-settle = پیگیری نزد مرجع بیرونی

complaint-subject-delay = تأخیر
complaint-subject-no-show = نیامدن تعمیرکار
complaint-subject-behaviour = رفتار
complaint-subject-workmanship = کیفیت کار
complaint-subject-price = قیمت
complaint-subject-part = قطعه
complaint-subject-warranty = گارانتی
complaint-subject-damage = خسارت
complaint-subject-product = خود کالا
complaint-subject-contact-centre = مرکز تماس
complaint-subject-privacy = داده‌های شخصی
complaint-subject-criticism = انتقاد
complaint-subject-suggestion = پیشنهاد
complaint-subject-other = موضوع دیگر

against-agent = نمایندگی
against-technician = تعمیرکار
against-unit = واحد
against-operator = یکی از کارکنان
against-company = شرکت

telling-sms = با پیامک
telling-email = با ایمیل
telling-read-out = با خواندن برای شاکی

message-state-queued = در صف
message-state-sent = فرستاده‌شده
message-state-undelivered = نرسیده
message-state-delivered = رسیده
message-state-dead = ناموفق
message-state-withdrawn = فرستاده نشد؛ موضوعش پایان یافته بود یا گیرنده نمی‌خواست

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

age-0-3 = ۰ تا ۳ روز
age-4-7 = ۴ تا ۷ روز
age-8-15 = ۸ تا ۱۵ روز
age-over-15 = بیش از ۱۵ روز

delay-owner-company = شرکت
delay-owner-agent = نمایندگی
delay-owner-parts = قطعه
delay-owner-customer = مشتری
delay-owner-calendar = تقویم

holder-dispatcher = مسئول اعزام
holder-agent = نمایندگی
holder-technician = تعمیرکار
holder-customer = در انتظار مشتری
holder-parts = در انتظار قطعه
holder-company = شرکت

next-step-dispatch = ارسال بعدی
next-step-offer-deadline = پایان مهلت پاسخ پیشنهاد
next-step-visit = بازدید
next-step-visit-end = پایان بازدید
next-step-resume = ادامهٔ کار
next-step-task = سررسید وظیفه

setting-mobile = در محل مشتری
setting-workshop = کارگاه

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

event-request-summary-read-out = خلاصه برای مشتری خوانده شد
event-job-article-helped = مقاله‌ای از دانشنامه کارساز شد
event-request-marked-duplicate = به‌عنوان تکراری کنار گذاشته شد
event-request-got-duplicate = درخواست دیگری همین را می‌گوید
event-request-duplicate-ended = دیگر تکراری نیست
event-customer-preferred = مشتری این تعمیرکار را خواست
event-customer-preference-ended = مشتری دیگر این تعمیرکار را نمی‌خواهد
event-customer-edited = مشتری تغییر کرد
event-message-resend = پیام دوباره فرستاده شد

event-contact-logged = تماس ثبت شد

event-task-opened = وظیفه ایجاد شد
event-task-remind = وظیفه به مسئول آن یادآوری شد
event-task-done = وظیفه انجام شد
event-task-fall-due = موعد وظیفه گذشت
event-task-transfer = وظیفه واگذار شد
event-task-escalate = وظیفه به مقام بالاتر رفت
event-task-reopen = وظیفه دوباره باز شد

event-complaint-register = شکایت ثبت شد
event-complaint-acknowledge = وصول شکایت اعلام شد
event-complaint-assess = شکایت ارزیابی شد
event-complaint-investigate = بررسی آغاز شد
event-complaint-decide = دربارهٔ شکایت تصمیم گرفته شد
event-complaint-correct = اصلاح آغاز شد
event-complaint-finish-correction = اصلاح انجام شد
event-complaint-communicate = نتیجه به شاکی اعلام شد
event-complaint-close = شکایت بسته شد
event-complaint-rate = به پاسخ امتیاز داده شد
event-complaint-escalate = شکایت به مقام بالاتر رفت
event-complaint-take-over = شکایت به‌عهده گرفته شد
event-complaint-reopen = شکایت دوباره باز شد
event-complaint-dispute = شکایت نزد مرجع بیرونی رفت
event-complaint-settle = مرجع بیرونی رأی داد
event-complaint-withdraw = شکایت پس گرفته شد
event-complaint-turn-into-request = شکایت به درخواست خدمت تبدیل شد

## Who, how, what for


tier-direct = واگذاری مستقیم
tier-ranked = به ترتیب امتیاز
tier-broadcast = به چند نماینده با هم

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
travel-source-great-circle = زمان رسیدن از روی فاصله برآورد شده است
travel-source-osrm = زمان رسیدن از روی راه‌ها (OSRM)
travel-source-valhalla = زمان رسیدن از روی راه‌ها (Valhalla)
objective-load = ظرفیت خالی
objective-level = سطح مهارت نزدیک به نیاز
objective-first-time-fix = تعمیر در نخستین بازدید
objective-repeat-repair = تعمیر تکراری کم
objective-acceptance = پذیرش پیشنهادها
objective-answer-time = پاسخ سریع
objective-preference = تعمیرکار آشنا
objective-fairness = سهم عادلانه
objective-window = زمان

channel-phone = تلفن
channel-web = وبگاه
channel-sms = پیامک
channel-email = ایمیل
channel-push = اعلان مرورگر
channel-chat = گفت‌وگوی برخط
channel-social = شبکهٔ اجتماعی
channel-counter = حضوری
channel-self-service = تلفن گویا

## The audit trail

audit-seal-missing = مهر { $seal } در زنجیره نیست.
audit-count-differs = تعداد ردیف‌های زیر مهر { $seal } با شمار ثبت‌شده برابر نیست.
audit-hash-differs = ردیفی زیر مهر { $seal } یا خود مهر تغییر کرده است.

## Pages
## Pages

page-language-name = فارسی
page-code = { $code }
page-words = { $words }
page-comma = { "، " }
page-skip = رفتن به محتوا
page-navigation = بخش‌ها
page-trouble = لطفاً اصلاح کنید:
page-offer = پیشنهاد کار
page-visit = بازدید
page-your-request = درخواست شما
page-answer-by = پاسخ تا { $at }
page-where = کجا
page-when = کی
page-kind = نوع کار
page-deadline = مهلت پاسخ
page-after-acceptance = نام، تلفن و نشانی کامل پس از پذیرش نشان داده می‌شود.
page-who-comes = چه کسی می‌رود؟
page-decline-why = نمی‌توانم؛ انتخاب دلیل
page-reason = دلیل
page-decline = رد پیشنهاد
page-accept = می‌پذیرم
page-request = درخواست { $reference }
page-steps = مراحل
page-customer = مشتری
page-address = نشانی
page-alley = کوچهٔ
page-number = پلاک
page-floor = طبقهٔ
page-unit = واحد
page-call = تماس
page-map = نقشه
page-arrival-code = کد حضور مشتری
page-arrival-code-hint = چهار رقم در پیامک مشتری؛ نشان می‌دهد که رسیده‌اید.
page-completion-code = کد پایان کار مشتری
page-completion-code-hint = چهار رقمی که مشتری پس از پایان کار می‌دهد.
page-already-there = همین حالا در محل هستم
page-outcome = نتیجه
page-note = یادداشت (اختیاری)
page-not-done-why = انجام نشد؛ انتخاب دلیل
page-waits-why = در انتظار: { $reason }.
page-waits-until = ادامهٔ کار از { $until }.
page-cancelled-why = درخواست لغو شد: { $reason }.
page-arrival-code-customer = کد حضور؛ فقط وقتی تعمیرکار رسید به او بگویید.
page-completion-code-customer = کد پایان کار؛ فقط پس از تمام شدن کار به او بگویید.
page-next = گام بعد
page-by = تا
page-complain = شکایت دربارهٔ این کار
page-complain-subject = موضوع شکایت
page-complain-words = شرح آنچه پیش آمد
page-complain-demand = خواستهٔ شما
page-complain-send = فرستادن شکایت
page-rate = از این کار چقدر راضی هستید؟
page-rate-words = چه چیزی را باید بدانیم؟ (اختیاری)
page-rate-send = فرستادن امتیاز
page-rated-thanks = از نظر شما سپاسگزاریم.
page-rated = امتیاز شما: { $score }
score-1 = ۱ – اصلاً راضی نیستم
score-2 = ۲ – راضی نیستم
score-3 = ۳ – نه خوب، نه بد
score-4 = ۴ – راضی هستم
score-5 = ۵ – خیلی راضی هستم
page-your-complaint = شکایت شما { $reference }
page-confirm-time = این زمان برایم خوب است
page-sign-in = ورود
page-sign-out = خروج
page-what = خدمات پس از فروش: از اعلام خرابی تا پایان کار
page-username = نام کاربری
page-password = گذرواژه
page-jobs = کارها
page-job = کار
page-bell = خبرهای تازه
page-bell-none = خبرهای تازه: هیچ
page-bell-some = خبرهای تازه: #
page-bell-unread = { $count } خوانده‌نشده
page-bell-seen = همه خوانده شد
page-bell-new = تازه
page-bell-empty = در هفت روز گذشته خبر تازه‌ای نیست
page-wake-why = هر وقت وظیفه‌ای از شما خبر تازه داشت، حتی با این صفحهٔ بسته، روی همین دستگاه باخبر شوید.
page-wake-technician = کارهای تازه را، کنار پیامک، همان دم روی همین گوشی ببینید.
page-wake = روی این دستگاه خبرم کن
page-wake-done = این دستگاه باخبر می‌شود.
page-wake-denied = مرورگر اجازهٔ اعلان از این سایت را نمی‌دهد. در تنظیمات آن اجازه دهید و دوباره بزنید.
page-wake-failed = نشد. اتصال را بررسی کنید و دوباره بزنید.
page-tasks = وظیفه‌ها
page-task-mine = وظیفه‌های من و واحد من
page-task-others = وظیفه‌های دیگران
page-mine-only = فقط مال من
page-no-tasks = وظیفه‌ای در اینجا نیست.
page-later = بعدی‌ها
page-owner = مسئول
page-complaints = شکایت‌ها
page-complaint = شکایت
page-no-complaints = شکایتی پیدا نشد.
page-subject = موضوع
page-severity = شدت
page-received = دریافت
page-against = شکایت از
page-complainant = شاکی
page-channel = راه تماس
page-demand = خواسته
page-answer = پاسخ به شاکی
page-communicated = زمان اعلام نتیجه
page-told-by = شیوهٔ اعلام
page-rating = رضایت از پاسخ، ۱ تا ۵
page-turned-into = درخواست ساخته‌شده
page-another-unit = دستگاهی دیگر
page-closed = زمان بسته شدن
page-note-of-step = آنچه پیدا شد یا انجام شد، یا دلیل
page-person = شخص به جای واحد
page-owner-next = مسئول گام بعدی
page-as-it-is = همان که هست
page-me = خودم
page-proposal = رأی دیگری پیشنهاد شده است
page-proposed-by = پیشنهاددهنده
page-instead-of = به‌جای
page-found-on-site = یافته‌های بازدید
page-second-person = نفر دوم دربارهٔ آن تصمیم می‌گیرد.
page-approve = تأیید
page-reject = رد
page-take-back = پس گرفتن
page-propose = پیشنهاد رأی دیگر
page-open-jobs = کارهای باز
page-acceptance = پذیرش
page-delays = تأخیرها
page-reports = گزارش‌ها
page-search = شمارهٔ پیگیری، سریال، تلفن یا نام
page-find = جست‌وجو
page-state = وضعیت
page-all = همه
page-no-jobs = کاری پیدا نشد.
page-no-jobs-next = وضعیت دیگری را انتخاب یا چیز دیگری را جست‌وجو کنید.
page-more-filters = صافی‌های بیشتر
page-age = عمر
page-delay-owner = در انتظارِ
page-overdue = فقط دیرکرده‌ها
page-lost = بدون مسئول یا تاریخ بعدی
page-held-by = در دست
page-reference = شمارهٔ پیگیری
page-work = کار
page-warranty = گارانتی
page-place = محل
page-province = استان
page-setting = محل کار
page-agent = نمایندگی
page-registered = ثبت
page-due = سررسید
page-older = قدیمی‌تر
page-dispatch = ارسال به نمایندگی‌ها
page-facts = مشخصات
page-contact = تماس
page-acts = اقدام‌ها
page-until = تا تاریخ
page-until-hint = یک روز، مانند ۱۴۰۵/۰۹/۱۰
page-service-level = سطح خدمت
page-milestone = مرحله
page-met = انجام
page-candidates = نامزدها
page-no-road = نزدیک محل نماینده راهی نیست
page-no-candidates = هنوز رتبه‌بندی‌ای ثبت نشده است. کار را ارسال کنید.
page-asked = پرسیده شد
page-offer-to = پیشنهاد
page-excluded = چرا دیگران کنار گذاشته شدند
page-offers = پیشنهادها
page-visits = بازدیدها
page-none = هنوز چیزی نیست.
page-timeline = رویدادها
page-record = ثبت کامل
page-messages = پیام‌ها
page-text = متن
page-brand = برند
page-model = مدل
page-serial = شمارهٔ سریال
page-told = گفتهٔ مشتری
page-priority = اولویت
page-technician = تعمیرکار
page-hold = در انتظار
page-tier = شیوهٔ پیشنهاد
page-ended = دلیل پایان
page-turnaround = زمان انجام
page-satisfaction = رضایت مشتریان
page-scores = پراکندگی امتیازها
page-comments = نوشته‌های مشتریان
page-customer-rating = امتیاز مشتری
page-state-and-owner = وضعیت و صاحب زمان
page-lost-found = برخی کارهای باز مسئولی ندارند یا هیچ گام تاریخ‌داری در پیش ندارند. نمایش آن‌ها.
page-mixed = در این رقم‌ها با هم آمده است: { $what }. برای جدا کردن، صافی را انتخاب کنید.
page-elapsed = زمان سپری‌شده
page-no-reason = بدون دلیل
page-from = از
page-to = تا
page-by-group = بر پایهٔ
page-group = گروه
page-group-agent = نمایندگی
page-group-category = گروه کالا
page-group-city = محل
page-group-none = همه با هم
page-group-reason = دلیل
page-show = نمایش
page-no-figures = در این روزها کاری ثبت نشده است.
page-no-figures-next = روزهای دیگری را انتخاب کنید.
page-cases = تمام‌شده
page-mean = میانگین
page-median = میانه
page-p90 = صدک ۹۰
page-within-3-days = در ۳ روز
page-time-to-accept = ثبت تا پذیرش، میانه (شمار)
page-offer-to-accept = پیشنهاد تا پذیرش، میانه (شمار)
page-time-to-arrive = ثبت تا رسیدن، میانه (شمار)
page-repeat-30 = تعمیر دوباره در ۳۰ روز
page-open-overdue = باز و دیرکرده
page-periods = روزهای پرکاربرد
page-days-7 = ۷ روز
page-days-30 = ۳۰ روز
page-days-90 = ۹۰ روز
page-this-month = این ماه
page-last-month = ماه گذشته
page-as-table = همین عددها در جدول
page-week-to = هفتهٔ منتهی به
page-weekly-mean = میانگین زمان انجام به هفتهٔ ثبت
page-target = هدف
page-longest-median = بلندترین میانه
page-delay-shares = زمان از آن که بود
page-spans = بازه به بازه
page-mean-turnaround = میانگین زمان انجام
page-jobs-behind = کارهای پشت عدد
page-jobs-behind-count = روی‌هم { $count }؛ دست بالا ۱۰۰ تا نشان داده می‌شود، نخست آن‌ها که عدد را بدتر می‌کنند.
page-measure-jobs = کارها
page-measure-turnaround = ثبت تا پایان کار
page-measure-in-time = در ۳ روز
page-measure-overdue = باز و دیرکرده
page-measure-acceptance = ثبت تا پذیرش
page-measure-answer = پیشنهاد تا پذیرش
page-measure-arrival = ثبت تا رسیدن
page-measure-first-time-fix = تعمیر در نخستین مراجعه
page-measure-repeated = تعمیر دوباره در ۳۰ روز
page-measure-broken-promise = قول شکسته
page-promised = قول داده‌شده
page-promises-at-risk = قول‌های امروز که انجام نمی‌شوند
page-risk = مشکل
page-risk-comes-late = در راه است، ولی پس از بازه می‌رسد
page-risk-over = بازه تمام شده و کسی نرسیده است
page-risk-not-set-out = بازه آغاز شده و کسی راه نیفتاده است
page-risk-agent-stopped = نمایندگی اجازهٔ کار ندارد
page-risk-must-move = تعطیلی یا مرخصی: باید جابه‌جا شود
page-operators = اپراتورها
page-operator = اپراتور
page-by-itself = خودکار ثبت‌شده
page-contact-length = درازای تماس، میانه (شمار)
page-warranty-audit = ممیزی گارانتی
page-at-intake = هنگام ثبت
page-at-completion = هنگام پایان
page-audit-policy = سیاست
page-decided-by = بند تعیین‌کننده
page-cover = سهم سازمان: قطعه / دستمزد / ایاب‌وذهاب
page-otherwise = تصمیم دستی
page-verdict-differs = تغییر کرد
page-audited-unit = دستگاه
page-coverage = کجا نماینده بگیریم
page-coverage-map = کارهایی که کسی نمی‌توانست انجام دهد؛ شمال در بالا
page-place-and-skill = محل و مهارت
page-uncovered = کارهای بی‌نماینده
page-uncovered-share = سهم از همه (کارها)
page-lacking = کمبود پرتکرار
lacking-nobody = کسی در شعاع نیست
lacking-agent-not-active = وضعیت نمایندگی
lacking-agent-suspended = تعلیق نمایندگی
lacking-contract-expired = قرارداد
lacking-document-expired = مدارک
lacking-brand-not-authorized = برند یا گروه کالا در قرارداد
lacking-skill-missing = مهارت
lacking-skill-level-low = سطح مهارت
lacking-cert-expired = گواهینامه
lacking-equipment-missing = تجهیزات
lacking-part-not-held = قطعهٔ در دست
lacking-area-outside = محدودهٔ خدمت
lacking-distance-over-max = فاصله
lacking-capacity-open-full = ظرفیت کارهای باز
lacking-capacity-day-full = ظرفیت کارهای روز
lacking-capacity-hours-full = ظرفیت ساعت‌های روز
lacking-not-working = ساعت کار
lacking-time-off = مرخصی
lacking-window-conflict = بازهٔ آزاد
lacking-cooldown-declined = به‌تازگی رد کرده
lacking-excluded-by-customer = مشتری نمی‌خواهد
lacking-language-missing = زبان
page-no-agent = هنوز بدون نمایندگی
page-phones = تلفن‌های شبیه‌سازی‌شده
page-phones-what = آنچه نمونه فرستاده است، تازه‌ترین در بالا. پیوندها را باز کنید یا با پیامک پاسخ دهید.
page-no-messages = هنوز پیامی فرستاده نشده است.
page-no-messages-next = یک خرابی ثبت و آن را ارسال کنید.
page-parts = بخش‌ها: { $parts }
page-sms = پیامک، مانند ۱
page-send = ارسال
offer-ended-accepted = این کار را پذیرفته‌اید
offer-ended-declined = این پیشنهاد را رد کرده‌اید
offer-ended-expired = مهلت پاسخ گذشته است
offer-ended-filled = نمایندگی دیگری زودتر پذیرفت
offer-ended-withdrawn = پیشنهاد پس گرفته شد
offer-ended-undeliverable = پیشنهاد به دست شما نرسید
offer-next-accepted = این بازدید دیگر با شما نیست.
offer-next-declined = از پاسخ شما سپاسگزاریم. اگر باز هم کار را می‌خواهید با مسئول اعزام تماس بگیرید.
offer-next-expired = اگر هنوز کار را می‌خواهید با مسئول اعزام تماس بگیرید.
offer-next-filled = کار دیگری لازم نیست. سپاس، تا پیشنهاد بعدی.
offer-next-withdrawn = کار دیگری لازم نیست. سپاس، تا پیشنهاد بعدی.
offer-next-undeliverable = اگر هنوز کار را می‌خواهید با مسئول اعزام تماس بگیرید.
visit-step-scheduled = پذیرش
visit-step-en-route = در راه
visit-step-arrived = رسیدم
visit-step-working = در حال کار
visit-step-done = پایان
visit-act-en-route = راه افتادم
visit-act-arrived = رسیدم
visit-act-working = شروع کار
visit-act-done = تمام شد
visit-act-customer-absent = مشتری نیست
visit-act-not-done = پایان بدون انجام کار
visit-act-suspended = توقف کار
visit-ended-done = کار تمام شد.
visit-ended-not-done = بازدید بدون انجام کار پایان یافت.
visit-ended-customer-absent = مشتری نبود.
visit-ended-technician-absent = کسی به‌موقع نرسید.
visit-ended-cancelled = این بازدید لغو شد.
visit-next-done = سپاس. کار دیگری لازم نیست.
visit-next-not-done = مسئول اعزام زمان بازدید بعدی را با مشتری هماهنگ می‌کند.
visit-next-customer-absent = مسئول اعزام زمان دیگری را با مشتری هماهنگ می‌کند.
visit-next-technician-absent = با مسئول اعزام تماس بگیرید.
visit-next-cancelled = کار دیگری لازم نیست؛ به مشتری خبر داده شده است.
customer-step-registered = ثبت
customer-step-agent = تعمیرکار
customer-step-visit = بازدید
customer-step-under-way = در جریان
customer-step-done = پایان
customer-stand-looking = در حال یافتن تعمیرکار هستیم
customer-stand-assigned = تعمیرکار پیدا شد
customer-stand-scheduled = زمان بازدید مشخص شد
customer-stand-confirmed = زمان بازدید قطعی شد
customer-stand-en-route = تعمیرکار در راه است
customer-stand-working = تعمیرکار نزد شماست
customer-stand-incomplete = بازدید دیگری لازم است
customer-stand-on-hold = درخواست شما در انتظار است
customer-stand-cancelled = درخواست لغو شد
customer-stand-done = کار تمام شد
customer-explanation-looking = از تعمیرکاران نزدیک شما می‌پرسیم و همین که یکی پذیرفت زمان را پیامک می‌کنیم.
customer-explanation-assigned = زمان بازدید را هماهنگ می‌کنیم و به شما پیامک می‌دهیم.
customer-explanation-scheduled = لطفاً در این زمان در محل باشید.
customer-explanation-confirmed = سپاس. لطفاً در این زمان در محل باشید.
customer-explanation-en-route = لطفاً تلفن در دسترس باشد.
customer-explanation-working = پس از پایان کار، کد پایان را به تعمیرکار بگویید.
customer-explanation-incomplete = بازدید پیشین بدون انجام کار پایان یافت. برای بازدید بعدی با شما تماس می‌گیریم.
customer-explanation-done = از اعتماد شما سپاسگزاریم.
customer-milestone-first-response = یک تعمیرکار درخواست شما را می‌پذیرد
customer-milestone-first-visit = تعمیرکار نزد شما می‌آید
customer-milestone-resolution = کار تمام می‌شود
customer-warranty-in-warranty = در گارانتی است و برای شما رایگان است.
customer-warranty-out-of-warranty = گارانتی ندارد و هزینه با شماست؛ پیش از کار، مبلغ به شما گفته می‌شود.
customer-warranty-partial = بخشی از هزینه در گارانتی است؛ پیش از کار، مبلغ به شما گفته می‌شود.
customer-warranty-provisional = با دیدن مدرک خرید در گارانتی است. لطفاً آن را آماده داشته باشید.
customer-warranty-unknown = گارانتی در بازدید بررسی می‌شود؛ پیش از کار، مبلغ به شما گفته می‌شود.
milestone-first-response = پذیرش نمایندگی
milestone-first-visit = رسیدن تعمیرکار
milestone-resolution = پایان کار
job-act-hold = نگه داشتن
job-act-resume = ادامه
job-act-cancel = لغو کار
job-act-reopen = بازگشایی
job-act-release = آزاد کردن از نمایندگی
job-act-reassign = سپردن به نمایندگی دیگر
task-act-done = انجام شد
task-act-transfer = واگذاری به دیگری
task-act-reopen = بازگشایی
complaint-act-turn-into-request = تبدیل به درخواست خدمات
complaint-act-acknowledge = اعلام وصول
complaint-act-assess = ارزیابی
complaint-act-investigate = آغاز بررسی
complaint-act-decide = تصمیم‌گیری
complaint-act-correct = آغاز اصلاح
complaint-act-finish-correction = اصلاح انجام شد
complaint-act-communicate = اعلام نتیجه به شاکی
complaint-act-close = بستن
complaint-act-rate = ثبت رضایت
complaint-act-escalate = ارجاع به مقام بالاتر
complaint-act-take-over = به‌عهده گرفتن
complaint-act-reopen = بازگشایی
complaint-act-dispute = ثبت دعوا نزد مرجع بیرونی
complaint-act-settle = ثبت تصمیم مرجع بیرونی
complaint-act-withdraw = ثبت انصراف شاکی
message-kind-request-registered = ثبت درخواست
message-kind-offer-sent = پیشنهاد
message-kind-offers-sent = چند پیشنهاد
message-kind-job-assigned = سپردن کار طبق قرارداد
message-kind-offer-filled = پر شدن پیشنهاد
message-kind-offer-withdrawn = پس گرفتن پیشنهاد
message-kind-visit-scheduled = زمان بازدید
message-kind-visit-assigned = سپردن بازدید به تعمیرکار
message-kind-technician-en-route = تعمیرکار در راه
message-kind-completion-code = کد پایان کار
message-kind-job-completed = پایان کار
message-kind-job-on-hold = انتظار
message-kind-job-cancelled = لغو کار
message-kind-agent-changed = تغییر نمایندگی
message-kind-dispatch-needed = نیاز به مسئول اعزام
message-kind-complaint-received = دریافت شکایت
message-kind-complaint-answered = پاسخ شکایت
message-kind-serious-complaint = شکایت جدی
message-kind-arrival-expected = ساعت رسیدن
message-kind-reply = پاسخ به پیام
message-kind-task-notice = خبر وظیفه
text-name-offer-among-others = یک کار میان چند پیشنهاد
text-name-request-among-others = یک درخواست میان چند درخواست
text-name-reply-which-offer = پاسخ: کدام کار
text-name-reply-no-offer = پاسخ: پیشنهادی نیست
text-name-reply-no-visit = پاسخ: بازدیدی جور نیست
text-name-reply-wrong-code = پاسخ: کد نادرست
text-name-reply-which-reason = پاسخ: به چه دلیل
text-name-reply-outside-window = پاسخ: بیرون از بازهٔ وعده
text-name-reply-refused = پاسخ: شدنی نیست و چرا
text-name-reply-declined = پاسخ: رد شد
text-name-reply-arrived = پاسخ: رسیدن ثبت شد
text-name-reply-done = پاسخ: کار تمام شد
text-name-reply-expected = پاسخ: ساعت رسیدن ثبت شد
text-name-reply-orders = پاسخ: چه می‌توان فرستاد
text-name-reply-status = پاسخ: وضعیت
text-name-reply-nothing-open = پاسخ: درخواست بازی نیست
text-name-reply-rated = پاسخ: سپاس از امتیاز
text-name-reply-nothing-to-rate = پاسخ: چیزی برای امتیاز نیست
text-name-reply-which-request = پاسخ: کدام درخواست
text-name-reply-which-cancel-reason = پاسخ: چرا لغو
text-name-reply-will-call = پاسخ: تماس می‌گیریم
text-name-reply-opted-out = پاسخ: دیگر پیامی نمی‌آید
text-name-reply-opted-in = پاسخ: پیام‌ها دوباره می‌آید
text-name-reply-received = پاسخ: پیام رسید
text-name-reply-by-letter = پاسخ: نامه رسید
message-kind-quote-sent = هزینهٔ پیش از کار
message-kind-quote-answered = پاسخ به هزینه
message-kind-payment-recorded = ثبت پرداخت
message-kind-receipt-ready = رسید
message-kind-charge-decided = تصمیم دربارهٔ هزینهٔ کار گارانتی
recipient-customer = مشتری
recipient-agent = نمایندگی
recipient-technician = تعمیرکار
recipient-staff = کارکنان
event-job-offered = پیشنهاد به نمایندگی‌ها
event-job-no-candidate = نمایندگی پیدا نشد
event-job-dispatcher-called = درخواست از همکاران برای یافتن نماینده
event-job-verdict-rerun = گارانتی دوباره بررسی شد
event-job-override-proposed = تصمیم دیگری برای گارانتی پیشنهاد شد
event-job-override-approved = تصمیم دیگر را نفر دوم تأیید کرد
event-job-override-rejected = تصمیم دیگر رد شد
field-technician-id = تعمیرکار
field-reason = دلیل
field-code = کد
field-event = رویداد
field-outcome = نتیجه
field-note = یادداشت
field-result = نتیجه
field-answer = پاسخ
field-told-by = شیوهٔ اعلام
field-severity = شدت
field-owner = مسئول
field-owner-id = مسئول
field-person = شخص
field-owner-role = مسئول
field-rating = رضایت
field-score = امتیاز
field-comment = توضیح
field-phone = تلفن
field-city = شهر
field-address = نشانی
field-kind = نوع کار
field-unit = دستگاه
field-category = گروه کالا
field-serial = شمارهٔ سریال
field-fault = ایراد
field-job = کار
field-subject = موضوع
field-description = شرح ماجرا
field-demand = خواسته
field-until = تا تاریخ
field-agent-id = نمایندگی

## Api
## What an operator should look at after taking a report down

## Reports

api-rule-warranty = کارهای ثبت‌شده در این بازه. نتیجه: آنچه گارانتی اکنون هست. شرایط، بند و سهم‌ها: از رأی ثبت‌شده هنگام پایان کار و پیش از آن از رأی هنگام ثبت؛ پس از تصمیم دو نفر، سهم‌ها از همان تصمیم. تفاوت: رأی هنگام ثبت و هنگام پایان کار یکی نیست.
api-note-consumer-law = عددهای بخش consumer_law پیش‌فرض‌اند. پیش از روشن کردن، آن‌ها را با متن رسمی قانون بسنجید.
api-rule-turnaround = کارهای ثبت‌شده در این بازه، به زمان تقویمی؛ صدک‌ها به روش نزدیک‌ترین رتبه. زمان انجام: پایان کار منهای ثبت. در سه روز: کارهای پایان‌یافته در ۷۲ ساعت تقسیم بر کارهای پایان‌یافته به‌علاوهٔ کارهایی که بیش از ۷۲ ساعت باز مانده‌اند؛ کارهای لغوشده در هیچ‌کدام نیست. زمان پذیرش: نخستین پذیرش منهای ثبت؛ و از پیشنهاد: پذیرش منهای ارسال همان پیشنهاد. نخستین نوبت: آغاز نخستین بازهٔ پیشنهادی منهای ثبت. زمان رسیدن: نخستین رسیدن منهای ثبت، بدون کارهایی که مشتری تاریخشان را برگزیده است. تأخیر بستن: بستن منهای پایان کار. تعمیر در نخستین مراجعه: تعمیرهایی که در نخستین مراجعه انجام شد و تا ۳۰ روز تکرار نشد، تقسیم بر تعمیرهایی که مراجعه‌شان پایان یافته است؛ تا گذشت ۳۰ روز موقت است. تعمیر دوباره: تعمیر تازهٔ همان دستگاه، با شمارهٔ سریال وگرنه با مشتری و گروه کالا، تا ۳۰ یا ۹۰ روز پس از پایان، به حساب آخرین تعمیر پیشین. قول شکسته: رسیدن بیرون از نخستین بازهٔ قول‌داده‌شده، نیامدن، یا جابه‌جایی یا واگذاری کار از سوی شرکت یا نمایندگی.
api-rule-acceptance = پیشنهادها و بازدیدهای کارهای ثبت‌شده در این بازه، به زمان تقویمی. پذیرش: پذیرفته‌شده و پس‌داده‌نشده، تقسیم بر پیشنهادهایی که در ساعت کار نمایندگی رسیده است، بدون آن‌هایی که دیگری زودتر پذیرفت، پس گرفته شد یا هنوز باز است؛ رسیده یعنی پیام فرستاده شده و برنگشته است. پس‌داده و لغوشدهٔ بعدی: تقسیم بر همهٔ پذیرفته‌شده‌ها. غیبت تعمیرکار: بازدیدهایی که کسی نیامد، تقسیم بر بازدیدهای پایان‌یافته‌ای که پس گرفته نشد. قول شکسته: رسیدن بیرون از نخستین بازهٔ قول‌داده‌شده، نیامدن، یا جابه‌جایی یا واگذاری کار از سوی شرکت یا نمایندگی. زمان پاسخ: پذیرش منهای ارسال همان پیشنهاد.
api-rule-coverage = کارهای ثبت‌شده در این دوره که هیچ نمایندگی‌ای از شبکهٔ امروز نمی‌تواند انجام دهد، به تفکیک محل و مهارت: هر نمایندگی در شعاع سیاست، شرطی را ندارد که با گذشت زمان درست نمی‌شود (وضعیت، قرارداد، مدارک، برند، مهارت، سطح، گواهی، تجهیزات، محدوده، فاصله، زبان). پر بودن ظرفیت، مرخصی و ساعت کاری به حساب نمی‌آید.
api-rule-open-jobs = کارهای باز در همین لحظه. عمر: زمان از ثبت، به روزهای آغازشده؛ پس ۷۲ ساعت در سه روز است. صاحب زمان: یافتن نمایندگی با شرکت است، کاری که نمایندگی در دست دارد با نمایندگی، و کار در انتظار یا ناتمام با صاحب دلیل آن.
api-rule-delays = زمان از ثبت تا پایان کار، یا تا اکنون، برای کارهای ثبت‌شده در این بازه، به زمان تقویمی با شب‌ها و تعطیل‌ها. در هر تغییر وضعیت بخش می‌شود؛ هر بخش یک صاحب دارد و جمع بخش‌ها برابر زمان سپری‌شده است. یافتن نمایندگی با شرکت است، کاری که نمایندگی در دست دارد با نمایندگی، و کار در انتظار یا ناتمام با صاحب دلیل آن.
api-rule-messages = تلاش‌های سپردن پیام به درگاه‌ها در این دوره. رسیده و نرسیده: بنا بر گزارش درگاه تا اکنون. بخش و هزینه: از پیام‌های گرفته‌شده؛ هزینه به واحد تنظیمات درگاه است.
api-rule-operators = درخواست‌ها و تماس‌های ثبت‌شده در این بازه، به تفکیک ثبت‌کننده. مدت: پایان منهای آغاز تماس‌هایی که پایانشان ثبت شده است.
api-rule-satisfaction = کارهایی که در این بازه انجام شده‌اند، با تنها امتیازی که هر مشتری می‌تواند با پیوند یا پیامک بدهد. رضایت: امتیازهای ۴ و ۵، تقسیم بر امتیازها. پاسخ‌دهی: امتیازها تقسیم بر کارهای انجام‌شده. امکان امتیازدهی: کارهایی که کسی از طرف مشتری پیامک می‌گیرد و می‌تواند امتیاز بدهد، تقسیم بر کارهای انجام‌شده. پیگیری امتیازهای پایین: امتیازهای ۱ و ۲ که وظیفهٔ پیگیری‌شان انجام شده، تقسیم بر امتیازهای ۱ و ۲. باطل: از تلفن یا مرورگر کسانی که کار را انجام داده‌اند؛ در هیچ عدد دیگری نمی‌آید.

column-group = کد
column-name = نام
column-jobs = کارها
column-completed = تمام‌شده
column-place = محل
column-skill = مهارت
column-uncovered = بدون پوشش
column-lacking = چه کم است
column-open-overdue = باز و دیرکرده
column-mean-s = میانگین (ثانیه)
column-median-s = میانه (ثانیه)
column-p90-s = صدک ۹۰ (ثانیه)
column-within-3-days = در ۳ روز
column-accepted = پذیرفته
column-time-to-accept = ثبت تا پذیرش
column-cancelled = لغوشده
column-offer-to-accept = پیشنهاد تا پذیرش
column-first-slot = ثبت تا نخستین نوبت
column-time-to-arrive = ثبت تا رسیدن
column-closing-lag = پایان تا بستن
column-first-time-fix = تعمیر در نخستین مراجعه
column-repeat-30-same = تکرار در ۳۰ روز، همان خرابی
column-repeat-30-other = تکرار در ۳۰ روز، خرابی دیگر
column-repeat-90-same = تکرار در ۹۰ روز، همان خرابی
column-repeat-90-other = تکرار در ۹۰ روز، خرابی دیگر
column-repeat = تکرار
column-broken-promises = قول‌های شکسته
column-cases = شمار
column-hits = از آن میان
column-share = سهم
column-provisional = موقت
column-offers = پیشنهادها
column-in-hours = در ساعت کار
column-filled = زودتر پذیرفتهٔ دیگران
column-withdrawn = پس‌گرفته
column-declined = ردشده
column-expired = بی‌پاسخ
column-acceptance = پذیرش
column-released = پس‌داده
column-cancelled-after = لغو پس از پذیرش
column-technician-absence = غیبت تعمیرکار
column-state = وضعیت
column-owner = صاحب زمان
column-days-0-3 = ۰ تا ۳ روز
column-days-4-7 = ۴ تا ۷ روز
column-days-8-15 = ۸ تا ۱۵ روز
column-days-over-15 = بیش از ۱۵ روز
column-elapsed-s = زمان سپری‌شده (ثانیه)
column-company-s = شرکت (ثانیه)
column-agent-s = نمایندگی (ثانیه)
column-parts-s = قطعه (ثانیه)
column-customer-s = مشتری (ثانیه)
column-calendar-s = تقویم (ثانیه)
column-requests = درخواست‌ها
column-contacts = تماس‌ها
column-request-contacts = برای درخواست
column-kind = نوع
column-attempts = تلاش‌ها
column-taken = گرفته‌شده
column-unclear = پاسخ گم‌شده
column-refused = پذیرفته‌نشده
column-delivered = رسیده
column-undelivered = نرسیده
column-parts = بخش پیامک
column-cost = هزینه
column-follow-ups = پیگیری‌ها
column-complaints = شکایت‌ها
column-contact-length = مدت تماس
column-coverage = امکان امتیازدهی
column-response = پاسخ‌دهی
column-csat = رضایت
column-mean-score = میانگین
column-score-1 = امتیاز ۱
column-score-2 = امتیاز ۲
column-score-3 = امتیاز ۳
column-score-4 = امتیاز ۴
column-score-5 = امتیاز ۵
column-low-followed = پیگیری امتیازهای پایین
column-void = باطل

## The message centre and the editor of texts

page-inbound = پیام‌های رسیده
page-texts = متن پیام‌ها
page-message = پیام
page-gateway = درگاه
page-recipient = گیرنده
page-message-kind = پیام
page-part-count = بخش
page-time = زمان
page-perhaps-doubled = شاید دو بار رفته
page-perhaps-doubled-why = معلوم نیست درگاه این پیام را گرفته باشد: پاسخش گم شد. دوباره فرستاده شد و شاید گیرنده آن را دو بار گرفته باشد.
page-hidden-codes = پیوندها و کدها پوشیده‌اند: هر کس آن‌ها را داشته باشد می‌تواند به جای گیرنده عمل کند.
page-resend = فرستادن دوباره
page-attempts = تلاش‌ها
page-written = نوشته شد
page-delivered = رسید
page-next-attempt = تلاش بعدی
page-last-error = آخرین خطا
page-no-attempts = هنوز تلاشی نشده است.
page-cost = هزینه
page-fate = گزارش درگاه
page-sender = فرستنده
page-refused = پذیرفته نشد
page-language = زبان
page-own-text = متن خودتان
page-text-source = متن؛ مقدارها در آکولادند
page-preview = پیش‌نمایش
page-save = ذخیره
page-restore = بازگشت به متن اصلی
page-values = مقدارها
page-needed = لازم
page-shipped-text = متن اصلی محصول
language-fa = فارسی
language-en = انگلیسی
alphabet-gsm7 = حروف لاتین، هر بخش ۱۶۰
alphabet-ucs2 = حروف دیگر، هر بخش ۷۰
attempt-taken = گرفته شد
attempt-later = اکنون نه
attempt-unclear = پاسخ گم شد
attempt-elsewhere = نه از این درگاه
attempt-never = فرستادنی نیست
fate-pending = در راه
fate-delivered = رسید
fate-undelivered = نرسید
fate-blocked = گیرنده مسدود کرده
fate-unknown = درگاه نمی‌شناسد
heard-accepted = پیشنهاد پذیرفته شد
heard-declined = پیشنهاد رد شد
heard-expected = ساعت رسیدن گفته شد
heard-arrived = رسید
heard-done = کار انجام شد
heard-status = پیگیری وضعیت
heard-rated = امتیاز داد
heard-cancelled = درخواست لغو شد
heard-call = تماس می‌خواهد
heard-opted-out = پیامک نمی‌خواهد
heard-opted-in = دوباره پیامک می‌خواهد
heard-kept = برای اپراتور
variable-text = واژه‌ها
variable-code = شماره یا کد
variable-number = عدد
variable-window = از و تا
variable-moment = تاریخ و ساعت
variable-place = شهر
variable-category = گروه کالا
variable-fault = خرابی
variable-reason = دلیل
variable-agent = نماینده
variable-link = پیوند
variable-offers = پیشنهادها، هر کدام یک بند
variable-requests = درخواست‌ها، هر کدام یک سطر
variable-state = وضعیت
variable-problem = مشکل

## Parts

fault-part-unknown =
    { GIVEN($about) ->
        [yes] قطعهٔ { $about } در فهرست قطعات نیست. آن را با نام جست‌وجو کنید، یا اول به فهرست بیفزایید.
       *[no] این قطعه در فهرست قطعات نیست. آن را با نام جست‌وجو کنید، یا اول به فهرست بیفزایید.
    }
fault-part-other-model =
    { GIVEN($about) ->
        [yes] این قطعه به مدل دستگاه نمی‌خورد؛ برای { $about } است. قطعهٔ دیگری انتخاب کنید، یا مدل‌های این قطعه را اصلاح کنید.
       *[no] این قطعه به مدل دستگاه نمی‌خورد. قطعهٔ دیگری انتخاب کنید، یا مدل‌های این قطعه را اصلاح کنید.
    }
fault-part-superseded =
    { GIVEN($about) ->
        [yes] قطعهٔ دیگری جای آن را گرفته است: { $about }. همان را بنویسید.
       *[no] قطعهٔ دیگری جای آن را گرفته است. همان را بنویسید.
    }
fault-part-round =
    { GIVEN($about) ->
        [yes] در پایان { $about } جانشین خودش می‌شود. بررسی کنید کدام قطعه جای کدام را می‌گیرد.
       *[no] در پایان یک قطعه جانشین خودش می‌شود. بررسی کنید کدام قطعه جای کدام را می‌گیرد.
    }
fault-stock-short =
    { GIVEN($about) ->
        [yes] موجودی آزاد آنجا کافی نیست (قطعه، آزاد / خواسته: { $about }). کمتر بردارید، از جای دیگر بردارید، یا اگر واقعاً آنجاست با نوشتن دلیل اصرار کنید.
       *[no] موجودی آزاد آنجا کافی نیست. کمتر بردارید، از جای دیگر بردارید، یا اگر واقعاً آنجاست با نوشتن دلیل اصرار کنید.
    }
fault-stock-place-unknown =
    { GIVEN($about) ->
        [yes] چنین محلی نیست: { $about }. یکی از این‌ها را بنویسید: centre، agent:ID یا van:ID.
       *[no] چنین محلی نیست. یکی از این‌ها را بنویسید: centre، agent:ID یا van:ID.
    }
fault-stock-move-unfit =
    { GIVEN($about) ->
        [yes] قطعه به دلیل { $about } بین این دو محل جابه‌جا نمی‌شود. محل یا دلیل دیگری انتخاب کنید.
       *[no] قطعه به این دلیل بین این دو محل جابه‌جا نمی‌شود. محل یا دلیل دیگری انتخاب کنید.
    }
sms-part-arrived = درخواست { $reference }: قطعه رسید ({ $part }). زمان آمدن تعمیرکار را خبر می‌دهیم. { $link }
sms-part-for-visit = کار { $reference } در { $place }: قطعه رسید: { $part }.
sample-part = پمپ تخلیهٔ ۳۰ وات
message-kind-part-arrived = رسیدن قطعه، به مشتری
message-kind-part-for-visit = رسیدن قطعه، به تعمیرکار
event-job-move-hold = انتظار تا روزی دیگر
event-part-need = قطعه لازم شد
event-part-reserve = قطعه برای کار کنار گذاشته شد
event-part-order = قطعه سفارش داده شد
event-part-change-eta = روز دیگری برای رسیدن قطعه
event-part-ship = قطعه فرستاده شد
event-part-receive = قطعه رسید
event-part-fit = قطعه نصب شد
event-part-return-unused = قطعه مصرف‌نشده برگشت
event-part-release = قطعه برای دیگران آزاد شد
event-part-lose = قطعه در راه گم شد
event-part-cancel = از قطعه صرف‌نظر شد
event-part-split = قطعه تقسیم شد
event-part-counted-short = کسری در شمارش
event-part-old-part-due = قطعهٔ داغی باید برگردد
event-part-old-part-return = قطعهٔ داغی برگشت
event-part-old-part-accept = قطعهٔ داغی پذیرفته شد
event-part-old-part-reject = قطعهٔ داغی رد شد
event-part-old-part-ask-again = قطعهٔ داغی دوباره خواسته شد
part-state-needed = لازم
part-state-reserved = کنار گذاشته
part-state-ordered = سفارش‌شده
part-state-shipped = در راه
part-state-received = رسیده
part-state-fitted = نصب‌شده
part-state-returned-unused = برگشت بدون مصرف
part-state-cancelled = صرف‌نظرشده
part-act-reserve = کنار گذاشتن
part-act-order = سفارش
part-act-change-eta = روز دیگر
part-act-ship = فرستاده شد
part-act-receive = رسید
part-act-fit = نصب شد
part-act-return-unused = برگشت بدون مصرف
part-act-release = آزاد برای دیگران
part-act-lose = گم‌شده در راه
part-act-cancel = صرف‌نظر
part-source-van = خودرو تعمیرکار
part-source-agent = انبار نماینده
part-source-centre = مرکز
part-source-supplier = تأمین‌کننده
old-part-state-old-part-due = در انتظار برگشت
old-part-state-returned = برگشته
old-part-state-accepted = پذیرفته
old-part-state-rejected = ردشده
old-part-act-return = برگشت
old-part-act-accept = پذیرش
old-part-act-reject = رد
old-part-act-ask-again = درخواست دوباره
part-order-state-placed = ثبت‌شده
part-order-state-confirmed = تأییدشده
part-order-state-shipped = در راه
part-order-state-received = رسیده
part-order-state-refused = ردشده
part-order-state-cancelled = لغوشده
stock-place-centre = مرکز
stock-place-agent = نماینده
stock-place-van = خودرو
stock-place-transit = در راه
stock-place-job = داخل دستگاه
stock-place-supplier = تأمین‌کننده
stock-place-scrap = ضایعات
stock-place-difference = مغایرت شمارش
move-reason-supplied = تحویل از تأمین‌کننده
move-reason-transferred = جابه‌جایی
move-reason-shipped = فرستاده
move-reason-received = رسیده
move-reason-fitted = نصب‌شده
move-reason-returned = برگشته
move-reason-lost = گم‌شده
move-reason-scrapped = دورریز
move-reason-counted = شمارش
move-reason-counted-short = کسری شمارش
page-spare-parts = قطعات
page-part = قطعه
page-part-number = شمارهٔ قطعه
page-quantity = تعداد
page-eta = زمان رسیدن
page-first-eta = زمان نخست
page-eta-passed = زمان آن گذشته است
page-source = از
page-kept-at = محل
page-tracking = شمارهٔ مرسوله
page-old-part = داغی
page-need-part = درخواست قطعه
page-part-numbers = شمارهٔ قطعات
page-parts-needed = قطعات لازم
page-part-numbers-hint = با ویرگول از هم جدا کنید، مانند { $example }
page-waiting-parts = در انتظار قطعه
page-holdings = موجودی هر محل
page-waiting-since = از
page-days = روز
page-late-only = فقط آنچه زمانش گذشته
page-kept = کنار گذاشته برای کارها
page-free = آزاد
field-number = شمارهٔ قطعه
field-parts = قطعات
field-part = قطعه
field-eta = زمان رسیدن
field-source = از
field-place = محل
field-quantity = تعداد
field-tracking = شمارهٔ مرسوله
## Photos

fault-photo-unreadable = این عکس کامل JPEG، PNG یا WebP نیست. دوباره عکس بگیرید یا عکس دیگری بفرستید.
fault-picture-too-large =
    { GIVEN($about) ->
        [yes] این عکس برای گوشی مشتری بیش از اندازه بزرگ است؛ حداکثر { $about } کیلوبایت نگه داشته می‌شود. آن را کوچک کنید (بلندترین ضلع ۳۲۰ نقطه) و دوباره بفرستید.
       *[no] این عکس برای گوشی مشتری بیش از اندازه بزرگ است. آن را کوچک کنید (بلندترین ضلع ۳۲۰ نقطه) و دوباره بفرستید.
    }
event-job-photo-added = عکس افزوده شد
event-job-rated = به کار امتیاز داده شد
event-job-time-agreed = مشتری با زمان موافقت کرد
photo-kind-site = محل
photo-kind-serial = پلاک سریال
photo-kind-serial-indoor = پلاک سریال یونیت داخلی
photo-kind-serial-outdoor = پلاک سریال یونیت خارجی
photo-kind-damage = آنچه خراب است
photo-kind-proof = فاکتور یا کارت گارانتی
photo-kind-condition = وضعیت ظاهری دستگاه
photo-kind-work = کار تمام‌شده
photo-kind-signature = امضا
page-photos = عکس‌ها
page-photos-show = نمایش عکس‌ها
page-photo-shows = عکس چه چیزی را نشان می‌دهد؟
page-photo-keep = ثبت عکس
page-charge-ask = درخواست گرفتن هزینه برای کار گارانتی
page-charge-why = چه دیدید و چرا مشتری باید هزینه بدهد؟
page-charge-photo = کدام عکس آن را نشان می‌دهد؟
page-charge-photo-first = اول عکسی بگیرید که آن را نشان دهد؛ سپس همین‌جا درخواست بدهید.
page-charge-send = ارسال درخواست به سازمان

## Kinds of work, checklists and the warranty that begins with an installation

task-kind-serial-mismatch = روشن کنید کدام سریال درست است
task-kind-not-unboxed = دستگاه نصب‌شده را نماینده از جعبه درنیاورده: تصمیم دربارهٔ گارانتی
message-kind-warranty-activated = شروع گارانتی
sms-warranty-activated = { $category } نصب و گارانتی آن شروع شد: قطعه { $parts_months }، اجرت { $labour_months }، ایاب‌وذهاب { $travel_months } ماه؛ تا { $last_day }. { $link }
sms-reply-needs-link = این کار چک‌لیست دارد. آن را در لینکی که فرستادیم پر کنید و همان‌جا پایان کار را بزنید.
event-job-checklist-answered = چک‌لیست پاسخ داده شد
event-job-serial-mismatch = سریال روی پلاک با سریال ثبت‌شده یکی نیست
event-unit-serial-read = سریال در محل خوانده شد
event-unit-warranty-activated = گارانتی با نصب شروع شد
event-unit-warranty-withheld = گارانتی شروع نشد: نماینده دستگاه را از جعبه درنیاورده است
page-checklist = چک‌لیست
page-checklist-keep = ثبت پاسخ‌ها
page-checklist-photo = در بخش «عکس‌ها» بگیرید: { $photo }
page-lawful = محدودهٔ مجاز: { $range }
page-unlawful = آن‌گونه که باید نیست
page-optional = اختیاری
page-yes = بله
page-no = خیر
page-destination = مقصد
page-leave-unit = این دستگاه تمام نمی‌شود
page-warranty-began = گارانتی شروع شده است
page-warranty-since = تاریخ نصب
page-cover-parts = قطعه تا
page-cover-labour = اجرت تا
page-cover-travel = ایاب‌وذهاب تا
field-checklist = چک‌لیست

## Money

quote-state-draft = در حال نوشتن
quote-state-sent = در انتظار مشتری
quote-state-approved = تأیید شد
quote-state-declined = پذیرفته نشد
quote-state-expired = مهلتش گذشت
charge-state-requested = در انتظار سازمان
charge-state-approved = می‌توان از مشتری هزینه گرفت
charge-state-refused = کار زیر گارانتی می‌ماند
payment-state-recorded = در انتظار مشتری
payment-state-confirmed = مشتری تأیید کرد
payment-state-disputed = مشتری نپذیرفت
payment-state-settled = تسویه شد
payment-method-cash = نقدی
payment-method-agent-terminal = کارت‌خوان نماینده
payment-method-organisation-terminal = کارت‌خوان شرکت
payment-method-card-to-card = کارت به کارت
payment-method-link = درگاه پرداخت شرکت
payment-method-cheque = چک
payment-receiver-technician = تعمیرکار
payment-receiver-agent = نماینده
payment-receiver-organisation = شرکت
line-kind-labour = اجرت
line-kind-part = قطعه
line-kind-travel = ایاب و ذهاب
line-kind-visit-fee = هزینهٔ بازدید
line-kind-other = سایر
event-quote-drafted = هزینه نوشته شد
event-quote-sent = هزینه برای مشتری فرستاده شد
event-quote-approve = مشتری هزینه را تأیید کرد
event-quote-decline = مشتری هزینه را نپذیرفت
event-quote-expire = مهلت هزینه گذشت یا پس گرفته شد
event-payment-recorded = پرداخت ثبت شد
event-payment-confirm = مشتری پرداخت را تأیید کرد
event-payment-dispute = مشتری پرداخت را نپذیرفت
event-payment-settle = پرداخت تسویه شد
event-job-decline-quote = پایان کار: مشتری هزینه را نپذیرفت
event-job-price-told = هزینهٔ بازدید و بازهٔ هزینه گفته شد
event-job-charge-asked = درخواست گرفتن هزینه برای کار گارانتی
event-job-charge-approved = گرفتن هزینه برای کار گارانتی تأیید شد
event-job-charge-refused = کار زیر گارانتی ماند
quote-act-send = برای مشتری بفرستید
quote-act-approve = مشتری تلفنی تأیید کرد
quote-act-decline = مشتری تلفنی نپذیرفت
quote-act-expire = پس بگیرید
charge-act-approve = بگذارید هزینه گرفته شود
charge-act-refuse = زیر گارانتی نگه دارید
payment-act-confirm = مشتری تلفنی تأیید کرد
payment-act-dispute = مشتری تلفنی نپذیرفت
payment-act-settle = تسویه کنید
page-money = هزینه و پرداخت
page-quote = هزینهٔ پیش از کار
page-quote-until = اعتبار تا
page-quote-approve = هزینه را تأیید می‌کنم
page-quote-decline = هزینه را نمی‌پذیرم
page-quote-fee = اگر نپذیرید، { $fee } برای بازدید می‌پردازید.
page-quote-make = نوشتن هزینه
page-quote-send = هزینه را بفرستید
page-guarantee-work = ضمانت کار
page-guarantee-parts = ضمانت قطعه
page-guarantee-days = { $days } روز
page-in-rials = به ریال، نه تومان؛ قیمت‌ها بدون مالیات.
page-part-name = نام
page-payment = پرداخت
page-pay = ثبت پرداخت
page-paid-amount = مبلغ پرداختی
page-paid-method = روش پرداخت
page-paid-trace = شمارهٔ پیگیری
page-paid-deposit = بیعانه است و باقی بعداً پرداخت می‌شود
page-paid-confirm = بله، همین را پرداختم
page-paid-dispute = این درست نیست
page-paid-wrong = چه چیزی درست نیست؟
page-money-due = بدهی
page-money-paid = پرداخت‌شده
page-money-words = گفتهٔ مشتری، یا آنچه روشن شد
page-charge = گارانتی که پولی شد
page-receipt = رسید
page-receipt-pdf = رسید به شکل PDF
receipt-title = رسید
receipt-number = شمارهٔ رسید
receipt-day = پایان کار
receipt-customer = مشتری
receipt-unit = دستگاه
receipt-what = شرح
receipt-pieces = تعداد
receipt-price = قیمت
receipt-sum = مبلغ
receipt-net = جمع پیش از مالیات
receipt-tax = مالیات
receipt-total = قابل پرداخت
receipt-labour-guarantee = کار تا { $day } ضمانت دارد.
receipt-part-guarantee = قطعه‌ها تا { $day } ضمانت دارند.
field-labour = اجرت
field-travel = ایاب و ذهاب
field-visit-fee = هزینهٔ بازدید
field-part1 = قطعهٔ اول
field-part1-quantity = تعداد قطعهٔ اول
field-part1-price = قیمت قطعهٔ اول
field-part2 = قطعهٔ دوم
field-part2-quantity = تعداد قطعهٔ دوم
field-part2-price = قیمت قطعهٔ دوم
field-part3 = قطعهٔ سوم
field-part3-quantity = تعداد قطعهٔ سوم
field-part3-price = قیمت قطعهٔ سوم
field-lines = هزینه
field-amount = مبلغ پرداختی
field-method = روش پرداخت
field-receiver = گیرنده
field-trace = شمارهٔ پیگیری
field-photo = عکس
field-about = هزینه یا پرداخت
field-by = راه پاسخ

## قرارها، مشتریانی که پاسخ نمی‌دهند، و کاری که بررسی می‌شود

sms-visit-moved =
    درخواست { $reference }: زمان تازه { $window }، { $technician }
    کد حضور: { $arrival_code }
    { $link }
sms-visit-retimed =
    زمان بازدید { $reference } ({ $category }) عوض شد: { $window }
    { $place }
    { $link }
sms-visit-cancelled = بازدید { $reference } ({ $category }) در { $place }، { $window } لغو شد. به آنجا نروید.
sms-visit-delayed = درخواست { $reference }: { $technician } پس از کاری فوری نزد شما می‌آید. زمان شما همان { $window } است.
sms-customer-unreachable =
    درخواست { $reference }: تماس گرفتیم، پاسخ ندادید. تا { $until } می‌ماند. برای ادامه:
    { $link }
sms-work-reported =
    درخواست { $reference }: تعمیرکار پایان کار را گزارش کرد. اگر چنین نیست، بگویید:
    { $link }
message-kind-visit-moved = تغییر زمان بازدید
message-kind-visit-retimed = تغییر زمان، به تعمیرکار
message-kind-visit-cancelled = لغو بازدید، به تعمیرکار
message-kind-visit-delayed = تعمیرکار دیرتر می‌آید
message-kind-customer-unreachable = مشتری پاسخ نداد
message-kind-work-reported = گزارش پایان کار
task-kind-happy-call = تماس با مشتری: آیا کار درست است؟
task-kind-customer-back = مشتری دوباره در دسترس است
error-visit-ahead = برای این کار بازدیدی قرار گذاشته شده است. زمان همان را عوض کنید.
error-too-late-to-move = تا بازدید زمان کمی مانده و از اینجا عوض نمی‌شود. لطفاً تماس بگیرید.
error-moves-used-up = زمان این بازدید را تا جایی که این صفحه اجازه می‌دهد عوض کرده‌اید. لطفاً تماس بگیرید.
fault-outside-hours = تعمیرکار در این زمان کار نمی‌کند. زمانی در ساعت کاری انتخاب کنید.
fault-attempts-missing = برای رسیدن به مشتری کم تلاش شده است ({ $about }: بار، بخش روز)، یا هیچ‌کدام از سوی خود شرکت نبوده است. نخست تلاش‌های بیشتری ثبت کنید.
field-from = زمان
reason-code-not-received = کد به مشتری نرسید
reason-customer-left = مشتری رفته بود
reason-code-refused = مشتری کد را نداد
event-visit-done-without-code = پایان بازدید بدون کد مشتری
visit-act-done-without-code = گزارش پایان کار
visit-act-divert = نخست جای دیگر برود
job-act-verify = مشتری می‌گوید درست است
job-act-fail-verification = کار درست نشده است
page-times = زمان‌های آزاد
page-time-agreed = زمان قرار
page-first-promise = نخستین قول:
page-choose-time = زمانی انتخاب کنید
page-take-time = همین زمان
page-no-times = تا دو هفتهٔ دیگر زمان آزادی نیست. لطفاً تماس بگیرید.
page-show-times = نمایش زمان‌ها
page-other-time = انتخاب زمان دیگر
page-appointment = قرار بازدید
page-back = بازگشت
page-no-code = کد مشتری نیست
page-no-code-hint = در این حالت کار وقتی پایان‌یافته است که مشتری آن را به ما تأیید کند یا چند روز اعتراضی نکند.
page-no-answer = تماس گرفتم، پاسخ نداد
page-come-back = در دسترس هستم: ادامه دهید
page-object = کار درست نشده است
page-object-why = چه اشکالی دارد
page-object-send = به شرکت بگو
event-job-address-corrected = نشانی درست شد
customer-stand-reported = پایان کار گزارش شده است
customer-explanation-reported = در این باره با شما تماس می‌گیریم. اگر چنین نیست، پایین بگویید.
## Workshop

error-unit-in-custody = دستگاه مشتری در تعمیرگاه است. پیش از پایان یا جابه‌جایی کار، آن را تحویل دهید یا تعمیرنشده پس بدهید.
error-loaner-out = مشتری برای این کار دستگاه امانی دارد. نخست آن را پس بگیرید.
reason-centre-workshop = در تعمیرگاه مرکزی
reason-ready-to-collect = آمادهٔ تحویل به مشتری
next-step-workshop = زمان وعدهٔ آماده‌شدن
task-kind-hand-over-custody = تحویل گرفتن آنچه نزد نماینده است
task-kind-unclaimed-unit = تماس: دستگاه را نبرده‌اند
task-kind-loaner-overdue = تماس: دستگاه امانی برنگشته است
line-kind-storage = انبارداری
message-kind-unit-received = پذیرش دستگاه
message-kind-unit-ready = آماده‌شدن دستگاه
message-kind-unit-reminder = یادآوری بردن دستگاه
message-kind-unit-unclaimed = نبردن دستگاه
message-kind-loaner-overdue = دیرکرد دستگاه امانی
sms-unit-received =
    درخواست { $reference }: دستگاه با برچسب { $tag } پذیرش شد؛ آماده تا { $until }
    رسید: { $link }
sms-unit-ready =
    درخواست { $reference }: دستگاه در { $keeper } آماده است. کد تحویل: { $handover_code }
    { GIVEN($fee) ->
        [yes] پس از { $until } انبارداری روزی { $fee }
       *[no] ساعت کار:
    }
    { $link }
sms-unit-reminder =
    درخواست { $reference }: دستگاه در { $keeper } منتظر شماست. کد تحویل: { $handover_code }
    { $link }
sms-unit-unclaimed =
    { GIVEN($fee) ->
        [yes] درخواست { $reference }: دستگاه را نبرده‌اید. انبارداری تا امروز: { $fee }
       *[no] درخواست { $reference }: دستگاه را نبرده‌اید. لطفاً آن را ببرید.
    }
    { $link }
sms-loaner-overdue =
    درخواست { $reference }: مهلت دستگاه امانی { $serial } گذشته است. لطفاً آن را بیاورید.
    { $link }
event-job-take-in = دستگاه به تعمیرگاه آمد
event-unit-receive = دستگاه در تعمیرگاه پذیرش شد
event-unit-diagnose = عیب‌یابی آغاز شد
event-unit-ask-price = دستگاه منتظر پاسخ به هزینه است
event-unit-price-lapsed = به هزینه پاسخ داده نشد؛ بازگشت به عیب‌یابی
event-unit-repair = تعمیر آغاز شد
event-unit-test = آزمایش آغاز شد
event-unit-fail-test = آزمایش ناموفق بود
event-unit-finish = تعمیر تأیید شد؛ آمادهٔ تحویل
event-unit-give-back = آمادهٔ تحویل بدون تعمیر
event-unit-move = دستگاه به تعمیرگاه دیگری رفت
event-unit-leave-unclaimed = دستگاه را نبردند
event-unit-hand-over = دستگاه تحویل شد
event-unit-remind = بردن دستگاه به مشتری یادآوری شد
event-unit-loaner-added = دستگاه امانی ثبت شد
event-unit-loaner-lend = دستگاه امانی داده شد
event-unit-loaner-return = دستگاه امانی برگشت
event-unit-loaner-restock = دستگاه امانی دوباره آماده است
event-unit-loaner-lose = دستگاه امانی گم شد
event-unit-loaner-find = دستگاه امانی پیدا شد
event-unit-loaner-overdue = مهلت دستگاه امانی گذشت
unit-state-received = پذیرش‌شده
unit-state-diagnosing = در حال عیب‌یابی
unit-state-waiting-quote = منتظر پاسخ به هزینه
unit-state-repairing = در حال تعمیر
unit-state-testing = در حال آزمایش
unit-state-ready = آمادهٔ تحویل
unit-state-handed-over = تحویل‌شده
unit-state-unclaimed = نبرده‌اند
unit-act-diagnose = آغاز عیب‌یابی
unit-act-ask-price = پرسیدن هزینه
unit-act-price-lapsed = پایان مهلت هزینه
unit-act-repair = آغاز تعمیر
unit-act-test = آغاز آزمایش
unit-act-fail-test = آزمایش ناموفق بود
unit-act-finish = آزمایش موفق بود؛ آمادهٔ تحویل
unit-act-give-back = پس دادن بدون تعمیر
unit-act-move = فرستادن به تعمیرگاه دیگر
unit-act-leave-unclaimed = نبرده‌اند
unit-act-hand-over = تحویل به مشتری
carrier-customer = مشتری
carrier-agent = نماینده
carrier-courier = پیک یا باربری
loaner-state-in-stock = موجود
loaner-state-lent = نزد مشتری
loaner-state-returned = برگشته
loaner-state-lost = گم‌شده
loaner-act-lend = امانت دادن
loaner-act-return = برگشت
loaner-act-restock = سالم است؛ دوباره آماده
loaner-act-lose = گم شده است
loaner-act-find = پیدا شد
customer-stand-in-workshop = دستگاه شما در تعمیرگاه است
customer-stand-ready-to-fetch = دستگاه شما آماده است
customer-explanation-in-workshop = همین که هزینه‌ای برای تأیید باشد یا دستگاه آماده شود، خبر می‌دهیم.
customer-explanation-ready-to-fetch = هنگام بردن دستگاه، کد زیر را همراه داشته باشید.
week-day-sat = شنبه
week-day-sun = یکشنبه
week-day-mon = دوشنبه
week-day-tue = سه‌شنبه
week-day-wed = چهارشنبه
week-day-thu = پنجشنبه
week-day-fri = جمعه
page-days-span = { $first } تا { $last }
page-hours = { $from } تا { $to }
page-opening-hours = ساعت کار
page-workshop = تعمیرگاه
page-units = دستگاه‌ها
page-in-workshop-now = اکنون در تعمیرگاه
page-promise-passed = زمان وعده گذشته است
page-promise-another-day = زمان وعدهٔ دیگر
page-custody = نزد چه کسانی بوده است
page-passing = از { $from } به { $to }
page-failed-tests = آزمایش‌های ناموفق
page-ready-since = آماده از
page-taker = تحویل‌گیرنده
page-carrier = آورنده یا برنده
page-handover-code = کد تحویل
page-handover-code-hint = چهار رقمی که برای مشتری فرستاده شده است. اگر ندارد، در توضیح بنویسید چگونه از هویت تحویل‌گیرنده مطمئن شدید.
page-handover-code-customer = کد تحویل دستگاه
page-kept-free-until = نگهداری رایگان تا
page-storage-a-day = پس از آن، هر روز
page-take-unit = دستگاه را به تعمیرگاه خودمان می‌برم
page-receive-unit = پذیرش دستگاه
page-accessories-lines = لوازم همراه، هر کدام در یک سطر
page-loaner = دستگاه امانی
page-loaner-out = دستگاه امانی { $serial } هنوز نزد مشتری است؛ آن را پس بگیرید.
page-lend-loaner = دادن دستگاه امانی
page-loaner-due = مهلت بازگرداندن
page-deposit = ودیعه
unit-receipt-title = رسید پذیرش دستگاه
unit-receipt-tag = برچسب
unit-receipt-reference = درخواست
unit-receipt-keeper = تعمیرگاه
unit-receipt-received = زمان پذیرش
unit-receipt-promised = زمان وعده
unit-receipt-condition = وضعیت ظاهری
unit-receipt-accessories = لوازم همراه
unit-receipt-nothing = ندارد
unit-receipt-photos = عکس‌های ثبت‌شده
unit-receipt-storage = دستگاه پس از آماده‌شدن { $days } روز رایگان نگهداری می‌شود. پس از آن هزینهٔ انبارداری هر روز { $fee } است.
unit-receipt-no-storage = نگهداری دستگاه رایگان است.
unit-receipt-code = با آماده‌شدن دستگاه کدی برای شما فرستاده می‌شود. دستگاه به آورندهٔ این کد تحویل می‌شود.
unit-receipt-mark = کد QR برچسب
field-condition = وضعیت ظاهری
field-accessories = لوازم همراه
field-photos = عکس‌ها
field-inbound-by = آورنده
field-carrier = آورنده یا برنده
field-taker = تحویل‌گیرنده
field-promised-at = زمان وعده
field-queued-until = زمان بررسی
field-day = زمان وعده
field-deposit = ودیعه
field-due-on = مهلت بازگرداندن

## مدارکی که اعتبارشان تمام می‌شود، مراجعه در روز تعطیل، آنچه باید از مشتری دانست

sms-paper-expiring =
    { GIVEN($whose) ->
        [yes] { $paper } { $whose } تا { $last_day } اعتبار دارد. تمدید آن را پیش از آن بفرستید؛ بدون آن کار مربوط فرستاده نمی‌شود.
       *[no] { $paper } تا { $last_day } اعتبار دارد. تمدید آن را پیش از آن بفرستید؛ بدون آن کاری فرستاده نمی‌شود.
    }
sms-paper-expired =
    { GIVEN($whose) ->
        [yes] اعتبار { $paper } { $whose } در { $last_day } تمام شد. تا رسیدن تمدید، کار مربوط فرستاده نمی‌شود.
       *[no] اعتبار { $paper } در { $last_day } تمام شد. تا رسیدن تمدید، کاری فرستاده نمی‌شود.
    }
message-kind-paper-expiring = پایان اعتبار مدرک نزدیک است
message-kind-paper-expired = اعتبار مدرک تمام شد
task-kind-renew-paper = اعتبار مدرکی از نماینده تمام می‌شود
task-kind-move-visit = جابه‌جایی مراجعه: در آن زمان کسی کار نمی‌کند
paper-licence = پروانه کسب
paper-insurance = بیمه مسئولیت
paper-identity = احراز هویت
paper-certificate = گواهی مهارت
paper-contract = قرارداد
task-why-day-closed = { $day } تعطیل است
task-why-time-off = نماینده یا تعمیرکار در آن زمان نیست
care-vulnerable = نوزاد، سالمند یا بیمار در خانه است. سر وقت بروید و اگر دیر می‌رسید تماس بگیرید.
care-debtor = پیش از شروع کار، هزینه را دریافت کنید.
care-threat = تنها نروید. پیش از زنگ زدن با دفتر تماس بگیرید و اگر احساس ناامنی کردید، بیرون بیایید.

## نمایندگان و پرونده هر کدام

page-agents = نمایندگان
page-code-or-name = کد یا نام
page-standing = وضعیت
page-load = کارهای باز
page-full = پر
page-grade = رتبه
page-contract = قرارداد
page-commission = سهم از کار پولی
page-brands = برندها
page-agent-categories = دستگاه‌ها
page-papers = مدارک و گواهی‌ها
page-papers-soon = اعتبار تمام‌شده، یا رو به پایان تا ۳۰ روز دیگر
page-papers-missing = هرگز تحویل نشده:
page-ran-out = اعتبار تمام شده
page-days-left = { $days } روز مانده
page-paper-add = افزودن مدرک
page-paper-number = شماره
page-paper-from = اعتبار از
page-paper-to = آخرین روز
page-technicians = تعمیرکاران
page-inactive = اکنون کار نمی‌کند
page-portrait = عکس برای مشتری
page-portrait-of = عکس { $name }
page-portrait-hint = عکس چهره، مانند عکس کارت شناسایی: مشتری تا پایان مراجعهٔ تعمیرکار آن را در صفحهٔ خود می‌بیند. JPEG، PNG یا WebP؛ مرورگر آن را کوچک می‌کند و بدون اسکریپت، حجمش باید حداکثر ۴۰ کیلوبایت باشد.
page-portrait-keep = ثبت این عکس
page-portrait-remove = حذف عکس
page-held = امانت نزد نماینده
page-held-none = چیزی از مشتری یا شرکت نزد او نیست.
page-loaners = دستگاه‌های امانی
page-time-off = زمان‌های نبودن
page-time-off-add = افزودن زمان نبودن
page-time-off-hint = از بامداد روز نخست تا بامداد روزی که کار دوباره آغاز می‌شود. مراجعه‌های قول‌داده در آن، وظیفه می‌شوند.
page-suspend-from-hint = خالی یعنی از همین حالا؛ وگرنه روزی مانند 1405/09/10
page-suspend-to-hint = خالی یعنی تا وقتی کسی آن را پایان دهد
suspend-preview = بی‌درنگ این‌ها رخ می‌دهد:
suspend-nothing = نماینده چیزی در دست ندارد.
suspend-open-offers = پیشنهاد پس‌گرفته
suspend-assigned = کار برگشته به توزیع
suspend-incomplete = کار ناتمام برگشته به توزیع
suspend-on-hold = کار در انتظار که پس از آن به توزیع برمی‌گردد
suspend-in-progress = کار آغازشده برای پایان یا تحویل
suspend-visits = مراجعه لغوشده
suspend-units = دستگاه برای تحویل گرفتن
suspend-parts = قطعه برای تحویل گرفتن
standing-applicant = متقاضی
standing-documents = مدارک رسیده
standing-inspected = بازدید شده
standing-probation = آزمایشی
standing-active = فعال
standing-suspended = تعلیق
standing-terminated = قطع همکاری
standing-act-submit-documents = مدارک رسید
standing-act-inspect = محل کار بازدید شد
standing-act-admit = پذیرش آزمایشی
standing-act-activate = پذیرش
standing-act-suspend = تعلیق
standing-act-reinstate = پایان تعلیق
standing-act-terminate = قطع همکاری برای همیشه
agent-kind-company = شرکت
agent-kind-self-employed = شخصی
agent-kind-branch = شعبه شرکت
time-off-leave = مرخصی
time-off-illness = بیماری
time-off-training = آموزش
time-off-closed = تعطیل
time-off-other = دیگر
error-exchange-open = این کار پروندهٔ باز تعویض یا بازگشت وجه دارد. پیش از درخواست دوباره، آن را تعیین تکلیف کنید یا پس بگیرید.
error-refund-beyond-limit = این مبلغ از سقفی که نقش شما می‌تواند برگرداند بیشتر است. از کسی با سقف بالاتر تأیید بخواهید.
reason-not-repairable = قابل تعمیر نیست
reason-same-fault-twice = تکرار همان ایراد
reason-part-unavailable = قطعه دیگر تولید نمی‌شود
reason-delay-beyond-term = طولانی‌شدن تعمیر بیش از حد
reason-transport-damage = آسیب در حمل
reason-dead-on-arrival = معیوب از روز نخست
task-kind-decide-exchange = تصمیم دربارهٔ تعویض یا بازگشت وجه
task-kind-exchange-evidence = تکمیل مدارک تعویض یا بازگشت وجه
task-kind-fulfil-exchange = تحویل دستگاه جدید یا پرداخت وجه
message-kind-exchange-news = تصمیم دربارهٔ تعویض یا بازگشت وجه
sms-exchange-news =
    درخواست { $reference }: { $answer_given }
    { $link }
exchange-answer-exchange-approved = تعویض دستگاه شما تأیید شد.
exchange-answer-exchange-rejected = تعویض دستگاه تأیید نشد. دلیل:
exchange-answer-exchange-fulfilled = دستگاه جدید شما ثبت شد.
exchange-answer-refund-approved = بازگشت وجه شما تأیید شد.
exchange-answer-refund-rejected = بازگشت وجه تأیید نشد. دلیل:
exchange-answer-refund-fulfilled = وجه شما برگردانده شد.
event-job-compensate = کار با تعویض یا بازگشت وجه پایان یافت
event-job-exchange-asked = درخواست تعویض یا بازگشت وجه
event-job-exchange-evidence-asked = برای تعویض یا بازگشت وجه مدرک بیشتری خواسته شد
event-job-exchange-asked-again = درخواست دوبارهٔ تعویض یا بازگشت وجه با مدرک بیشتر
event-job-exchange-approved-technically = تأیید فنی تعویض یا بازگشت وجه
event-job-exchange-approved = تعویض یا بازگشت وجه تأیید شد
event-job-exchange-rejected = تعویض یا بازگشت وجه رد شد
event-job-exchange-withdrawn = درخواست تعویض یا بازگشت وجه پس گرفته شد
event-job-exchange-fulfilled = تعویض یا بازگشت وجه انجام شد
event-unit-keep = دستگاه نزد سازمان ماند
event-unit-put-in-place = دستگاهی به‌جای دستگاه دیگر داده شد
unit-state-kept = نزد ما می‌ماند
unit-act-keep = نگه داشتن دستگاه
remedy-exchange = تعویض
remedy-refund = بازگشت وجه
old-unit-collected = نزد ماست
old-unit-left-with-customer = نزد مشتری می‌ماند
exchange-state-requested = در انتظار تأیید فنی
exchange-state-needs-evidence = در انتظار مدرک بیشتر
exchange-state-technically-approved = در انتظار تأیید بازرگانی
exchange-state-approved = تأیید شد؛ در انتظار انجام
exchange-state-fulfilled = انجام شد
exchange-state-rejected = رد شد
exchange-state-withdrawn = پس گرفته شد
exchange-act-ask-evidence = خواستن مدرک بیشتر
exchange-act-ask-again = پاسخ و درخواست دوباره
exchange-act-approve-technically = تأیید فنی
exchange-act-approve = تأیید
exchange-act-reject = رد کردن
exchange-act-withdraw = پس گرفتن
exchange-act-fulfil = انجام شد
customer-remedy-exchange = تعویض دستگاه شما
customer-remedy-refund = بازگشت وجه شما
customer-exchange-exchange-waiting = تعویض دستگاه شما در دست بررسی است. همین که تصمیم گرفته شود، خبر می‌دهیم.
customer-exchange-exchange-approved = دستگاه شما تعویض می‌شود.
customer-exchange-exchange-fulfilled = دستگاه جدید شما ثبت شد. گارانتی آن، باقی‌ماندهٔ گارانتی دستگاه پیشین است.
customer-exchange-exchange-rejected = تعویض تأیید نشد؛ کار روی دستگاه شما ادامه دارد.
customer-exchange-refund-waiting = بازگشت وجه شما در دست بررسی است. همین که تصمیم گرفته شود، خبر می‌دهیم.
customer-exchange-refund-approved = وجه شما برگردانده می‌شود.
customer-exchange-refund-fulfilled = وجه شما برگردانده شد.
customer-exchange-refund-rejected = بازگشت وجه تأیید نشد؛ کار روی دستگاه شما ادامه دارد.
page-exchange = تعویض یا بازگشت وجه
page-exchanges = تعویض‌ها
page-exchange-cases = تعویض و بازگشت وجه
page-exchanges-open = همهٔ پرونده‌های باز
page-exchange-yours = شما می‌توانید تصمیم بگیرید
page-exchange-ask = درخواست تعویض یا بازگشت وجه
page-exchange-remedy = آنچه به مشتری می‌رسد
page-exchange-amount = مبلغی که برگردانده شود
page-exchange-amount-hint = به ریال؛ تنها برای بازگشت وجه
page-exchange-cause = دلیل
page-exchange-why = شرح دلیل
page-exchange-words = شرح
page-exchange-refusal = چرا تأیید نشد
page-exchange-reject-hint = مشتری این شرح را می‌خواند.
page-exchange-photo = عکس
page-exchange-no-photo = بدون عکس
page-exchange-asked-by = درخواست‌کننده
page-exchange-asked-at = زمان درخواست
page-exchange-question = مدرکی که خواسته شد
page-exchange-answer = پاسخ
page-exchange-technical = تأیید فنی
page-exchange-approved = تأیید بازرگانی
page-exchange-ended = پایان‌دهنده
page-exchange-new-serial = سریال دستگاه جدید
page-exchange-new-model = مدل دستگاه جدید
page-exchange-new-model-hint = تنها اگر مدل دیگری است
page-exchange-old-unit = دستگاه پیشین
page-exchange-old-serial = سریال دستگاه پیشین
page-exchange-old-serial-hint = تنها اگر هنوز ثبت نشده است
page-exchange-collected-by = تحویل‌گیرندهٔ دستگاه پیشین
page-exchange-collected-by-hint = تنها اگر دستگاه نزد ماست
page-exchange-kept = دستگاه پیشین در تعمیرگاه است و نزد ما می‌ماند.
page-exchange-paid = مبلغ برگردانده‌شده
page-exchange-paid-on = روز پرداخت
field-remedy = آنچه به مشتری می‌رسد
field-new-serial = سریال دستگاه جدید
field-new-model = مدل دستگاه جدید
field-old-unit = دستگاه پیشین
field-old-serial = سریال دستگاه پیشین
field-collected-by = تحویل‌گیرندهٔ دستگاه پیشین
field-paid-on = روز پرداخت
recall-state-noted = ثبت‌شده
recall-state-investigating = در دست بررسی
recall-state-corrected = اصلاح‌شده در تولید
recall-state-recalled = دستگاه‌ها فراخوان شده‌اند
recall-state-closed = بسته
recall-state-dismissed = مردود
recall-act-investigate = آغاز بررسی
recall-act-correct = در تولید اصلاح شد
recall-act-recall = فراخوان دستگاه‌ها
recall-act-close = بستن
recall-act-dismiss = رد کردن
event-recall-noted = مشکل ثبت شد
event-recall-edited = شرح مشکل تغییر کرد
event-recall-case-linked = پرونده پیوند خورد
event-recall-case-unlinked = پرونده جدا شد
event-recall-found = دستگاه مشمول فراخوان شناخته شد
event-recall-investigate = بررسی آغاز شد
event-recall-correct = اصلاح شد
event-recall-recall = دستگاه‌ها فراخوان شدند
event-recall-close = فراخوان بسته شد
event-recall-dismiss = مشکل رد شد
event-recall-tell = فراخوان به مشتری گفته شد
event-recall-miss = فراخوان به مشتری نرسید
event-recall-book = نوبت اصلاح فراخوان ثبت شد
event-recall-release = نوبت اصلاح فراخوان لغو شد
event-recall-take-up = اصلاح فراخوان از سر گرفته شد
event-recall-exclude = دستگاه از فراخوان کنار گذاشته شد
event-recall-include = دستگاه به فراخوان برگشت
recall-unit-state-found = شناخته‌شده
recall-unit-state-told = به مشتری گفته شد
recall-unit-state-unreachable = در دسترس نیست
recall-unit-state-booked = نوبت دارد
recall-unit-state-corrected = اصلاح‌شده
recall-unit-state-excluded = کنار گذاشته‌شده
recall-customer-found = این دستگاه به این اصلاح نیاز دارد.
recall-customer-told = این دستگاه به این اصلاح نیاز دارد.
recall-customer-unreachable = این دستگاه به این اصلاح نیاز دارد.
recall-customer-booked = نوبت اصلاح این دستگاه ثبت شده است.
recall-customer-corrected = این دستگاه اصلاح شده است.
recall-customer-excluded = این دستگاه به اصلاح نیاز ندارد.
recall-unit-act-book = ثبت نوبت اصلاح رایگان
recall-unit-act-tell = تلفنی به مشتری گفته شد
recall-unit-act-exclude = کنار گذاشتن دستگاه
recall-unit-act-include = برگرداندن دستگاه
danger-low = بی‌خطر
danger-serious = خسارت به وسایل
danger-harmful = آسیب به افراد
recall-produced = تولیدشده
recall-known = شناخته‌شده
recall-reach = پوشش
recall-told = گفته‌شده
recall-delivered = تحویل پیام
recall-unreachable = در دسترس نیست
recall-booked = نوبت دارد
recall-corrected = اصلاح‌شده
recall-excluded = کنار گذاشته‌شده
recall-completion = پیشرفت
reason-scrapped = اوراق شده
reason-sold-abroad = به خارج فروخته شده
reason-corrected-before = پیش‌تر اصلاح شده
reason-customer-refuses = مشتری نمی‌پذیرد
reason-other-serial = سریال اصلاح شد
task-kind-call-about-recall = تماس: فراخوان
message-kind-recall-notice = فراخوان
sms-recall-notice =
    فراخوان { $recall }: { $category } شما اصلاح رایگان لازم دارد. ثبت نوبت:
    { $link }
warning-unit-recalled-by = این دستگاه با { $recall } ({ $title }) فراخوان شده است. اصلاح رایگان را به مشتری پیشنهاد کنید.
clause-recall-work = فراخوان برای مشتری هزینه ندارد
error-recall-free = فراخوان برای مشتری هزینه ندارد؛ نه قیمت، نه دریافت وجه و نه رأی دیگر.
fault-range-incomparable = دو سر بازه جز در عدد پایانی فرق دارند. سریال‌هایی هم‌اندازه با حروف یکسان بنویسید.
fault-range-reversed = سریال پایانی پیش از سریال آغازین است. جای آن دو را عوض کنید.
field-title = عنوان
field-danger = خطر
field-models = مدل‌ها
field-ranges = سریال‌ها
field-made-from = ساخت از
field-made-to = ساخت تا
field-produced = تعداد تولید
field-defect-fa = ایراد به فارسی
field-defect-en = ایراد به انگلیسی
field-correction-fa = اصلاح به فارسی
field-correction-en = اصلاح به انگلیسی
field-province = استان
field-state = وضعیت
field-found-at = زمان شناسایی
field-told-at = زمان اطلاع
field-booked-at = زمان نوبت
field-corrected-at = زمان اصلاح
field-exclude-reason = دلیل کنار گذاشتن
page-recall = فراخوان
page-recalls = فراخوان‌ها
page-problems = مشکل‌ها و فراخوان‌ها
page-recall-note = ثبت مشکل
page-recall-describe = شرح مشکل
page-recall-edit = تغییر شرح
page-recall-keep = ثبت تغییرات
page-recall-wider = مدل‌ها و سریال‌های تازه خودشان دستگاه‌ها را پیدا می‌کنند. دستگاه‌هایی که دیگر مشمول نیستند می‌مانند تا آن‌ها را کنار بگذارید.
page-recall-cases = پرونده‌ها
page-recall-proposed = پرونده‌های دیگر روی دستگاه‌های مشمول
page-case-link = پیوند
page-case-remove = جدا کردن
page-recall-file = دستگاه‌ها در فایل
page-recall-others = دستگاه‌های دیگر این مشتری
page-recall-say = به مشتری بگویید
page-recall-free = اصلاح رایگان است.
page-recall-elsewhere = تلفن یا نشانی دیگر
page-recall-call = برگهٔ تماس
page-recall-follow = پیگیری مراجعه
page-your-recall = اصلاح رایگان دستگاه شما
page-models-hint = کد مدل‌ها، در هر خط یکی.
page-ranges-hint = در هر خط یکی: سریال آغاز و پایان با سه نقطه میان آن دو، مانند ZR00000100...ZR00000199، یا یک سریال تنها.
page-place-unknown = جای نامعلوم
page-figures = آمار
page-defect = ایراد
page-correction = اصلاح
page-noted = زمان ثبت
page-recalled-since = فراخوان از
## چه کس دیگری همین مورد را باز کرده است

page-beside-one = { $name } هم همین مورد را باز کرده است (از ساعت { $time })
page-beside-some =
    { $count ->
        [1] یک نفر دیگر هم همین مورد را باز کرده است:
       *[other] { $count } نفر دیگر هم همین مورد را باز کرده‌اند:
    }
page-beside-name = { $name } (از ساعت { $time })
## میز کارشناسان تلفن

page-intake = ثبت خرابی
page-afresh = فرم خالی
page-draft-kept = پیش‌نویس در این مرورگر نگه داشته شد
page-draft-restored = پیش‌نویس پیش از بارگذاری دوباره بازگشت
page-caller = تماس‌گیرنده
page-phone = تلفن
page-name = نام
page-email = ایمیل
page-owner-phone = تلفن صاحب دستگاه
page-owner-name = نام صاحب دستگاه
page-for-another = برای دیگری تماس گرفته یا نامه می‌خواهد
page-look-up = جست‌وجو
page-look-again = نمایش گارانتی، زمان و قیمت
page-who-is-it = کدام مشتری است؟
page-somebody-else = شخص دیگری با همین تلفن
page-nameless = بی‌نام
page-new-caller = کسی با این تلفن شناخته نیست: مشتری تازه.
page-units-known = دستگاه‌ها: { $count }
page-jobs-open = کارهای باز: { $count }
page-contacts = تماس‌های پیشین
page-all-jobs = همهٔ کارهای این مشتری
page-only-asked = فقط پرسید
page-asked-where = پرسید کار در چه مرحله‌ای است
page-follow-up-logged = پیگیری ثبت شد. آمادهٔ تماس بعدی.
page-open-it = باز کردن
page-appliance-fault = دستگاه و خرابی
page-appliance = دستگاه، مدل یا نوع
page-their-units = دستگاه‌های این مشتری
page-categories = نوع دستگاه
page-models = مدل‌ها
page-fault = خرابی
page-choose = انتخاب کنید
page-nothing-fits = چیزی پیدا نشد
page-clauses = بند به بند
page-more-of-unit = سریال، خرید و بیشتر
page-purchased-on = تاریخ خرید
page-day-hint = مانند ۱۴۰۵/۰۹/۱۰
page-unit-label = نامی که مشتری می‌گوید
page-seller = فروشنده
page-proof = مدرک دیده‌شده
page-no-proof = هیچ
page-settled-by-phone = با تلفن حل شد
page-settled-how = چه گفته و انجام شد
page-one-more-unit = یک دستگاه دیگر در همین نشانی
page-first-aid = اقدامات اولیه
page-safety = ایمنی
page-first-aid-solved = با تلفن حل شد: کسی لازم نیست بیاید
page-first-aid-helped = راهنمایی تلفنی مشکل را حل کرد: { $fault }
page-meanwhile = تا آمدن تعمیرکار چه کنید
page-meanwhile-choose = موردی را که به دستگاه شما مربوط است باز کنید.
page-more-of-address = جزئیات نشانی
page-pin = پین: مختصات یا پیوند نقشه
page-pin-hint = همان‌طور که مشتری می‌فرستد: ۳۵٫۷۰۰۱،۵۱٫۴۰۰۲ یا پیوند نشان، بلد، گوگل‌مپ یا OpenStreetMap
page-pin-read = پین خوانده شد: { $pin }
page-pin-near = پین خوانده شد: { $pin }، { $distance } از مرکز { $place }
page-pin-by-eye = گذاشتن پین روی نقشه
page-pin-how = روی نقشه کلیک کنید، با کلیدهای جهت پین را ۵۰ متر جابه‌جا کنید یا جایی را انتخاب کنید.
page-pin-map = نقشهٔ پیرامون شهر
page-pin-map-says = شهر، محله‌ها و نزدیک‌ترین جاها، شمال در بالا؛ فهرست زیر همان جاها را دارد.
page-pin-spots = جاهایی که می‌توانند پین باشند
page-pin-no-city = پس از مشخص شدن شهر نمایش داده می‌شود.
page-north = شمال
page-city = شهر
page-street-line = خیابان و کوچه، یا نشانی کامل
page-plaque = پلاک
page-flat = واحد
page-neighbourhood = محله
page-alley-name = کوچه
page-floor-number = طبقه
page-postal-code = کد پستی
page-landmark = نزدیکِ
page-no-window = بدون قول زمانی
page-visit-due = مهلت بازدید: { $at }
page-no-windows = با دانستن دستگاه و شهر، زمان‌ها پیشنهاد می‌شوند.
page-slot-held = برای این تماس نگه داشته شده
page-free-agents = { $count } نمایندهٔ آزاد
page-price = قیمت
page-nothing-to-pay = چیزی برای گفتن نیست: گارانتی یا بدون تعرفه.
page-visit-fee = ایاب و ذهاب و بازدید
page-usual-price = هزینهٔ معمول
page-price-told = به مشتری گفته شد
page-terms = اولویت و موارد دیگر
page-priority-reason = دلیل اولویت
page-customers-language = زبان خود مشتری
page-take-down = ثبت درخواست
page-text-to-come = آنچه مشتری دریافت می‌کند
page-text-not-yet = با دانستن دستگاه نمایش داده می‌شود.
page-request-title = درخواست
page-next-call = تماس بعدی
page-what-next = گام بعدی
page-reading-kept = ثبت شد که متن خوانده شد.
page-customer-agrees = مشتری موافق است
page-read-out-done = متن را خواندم
page-nothing-found = چیزی پیدا نشد.
summary-sms = پیامک به مشتری
summary-email = نامه به مشتری
summary-read-out = باید خوانده شود: تلفنی برای پیامک نیست
contact-class-request = درخواست
contact-class-follow-up = پیگیری
contact-class-complaint = شکایت
contact-role-caller = تماس‌گیرنده
contact-role-on-site = حاضر در محل
contact-role-owner = صاحب دستگاه
contact-role-payer = پرداخت‌کننده
contact-role-dealer = فروشنده
flag-vip = بسیار مهم
flag-vulnerable = نوزاد، سالمند یا بیمار
flag-legal = وکیل یا رسانه
flag-debtor = بدهکار
flag-threat = تهدید تعمیرکاران
proof-invoice = فاکتور
proof-guarantee-card = کارت گارانتی ما
proof-photo = عکس پلاک یا مدرک
proof-third-party-card = کارت شرکت دیگر
advice-link = آن را به همان کار بیفزایید.
advice-refuse = کار دیگری نسازید.
advice-ask = از مشتری بپرسید کدام است.
advice-same-agent = نمایندهٔ پیشین پاسخ‌گوست:
advice-other-agent = نمایندهٔ دیگری ببیند. پیشین:
reason-danger = خطر برای افراد یا اموال
reason-vulnerable-person = نوزاد، سالمند یا بیمار در خانه است
reason-food-or-medicine = خوراک یا دارو فاسد می‌شود
reason-business-stands = کسب‌وکاری خوابیده است
reason-promise-broken = قول پیشین شکسته شد
reason-agreed-with-customer = توافق با مشتری
reason-no-hurry = مشتری عجله ندارد
fault-unconfirmed = نخست به مشتری بگویید، سپس علامت بزنید.
fault-unread = نخست این را ببینید، سپس دوباره ثبت کنید.
fault-position-unreadable = موقعیتی در این متن خوانده نشد. عرض و طول جغرافیایی را مانند ۳۵٫۷۰۰۱،۵۱٫۴۰۰۲ بنویسید یا پیوند نقشه را بگذارید.
fault-position-hidden = این پیوند کوتاه موقعیت را نشان نمی‌دهد. پیوند را باز کنید و مختصات یا نشانی بلند آن را کپی کنید.
fault-position-far =
    { GIVEN($about) ->
        [yes] این موقعیت { $about } با شهر فاصله دارد. شهر را اصلاح کنید یا ببینید عرض و طول جابه‌جا نشده باشد.
       *[no] این موقعیت از شهر بسیار دور است. شهر را اصلاح کنید یا ببینید عرض و طول جابه‌جا نشده باشد.
    }
field-name = نام
field-email = ایمیل
field-owner-phone = تلفن صاحب دستگاه
field-owner-name = نام صاحب دستگاه
field-customer = کدام مشتری
field-product = دستگاه
field-purchased-on = تاریخ خرید
field-proof = مدرک
field-label = نامی که مشتری می‌گوید
field-seller = فروشنده
field-destination = مقصد
field-fixed = چه گفته و انجام شد
field-neighbourhood = محله
field-street = خیابان
field-alley = کوچه
field-plaque = پلاک
field-floor = طبقه
field-flat = واحد
field-postal-code = کد پستی
field-landmark = نزدیکِ
field-pin = پین
field-priority = اولویت
field-priority-reason = دلیل اولویت
field-slot = زمان
field-told = گفتن قیمت
field-warnings = موارد دیدنی
field-language = زبان
field-channel = راه تماس
field-items = دستگاه‌ها
page-priority-usual = طبق معمول این مشتری
page-load-of = { $open } از { $most }
page-skill-level = { $skill } (سطح { $level })
page-board = میز اعزام
page-waiting-jobs = در انتظار نماینده
page-by-due = به ترتیب مهلت
page-show-changes = نمایش تغییرها
page-none-waits = هیچ کاری در انتظار نماینده نیست. کارهای تازه خودبه‌خود همین‌جا می‌آیند.
page-none-waits-so = در این استان و گروه کاری در انتظار نماینده نیست.
page-first-shown = { $count } تای نخست دیده می‌شود؛ استان یا گروه را انتخاب کنید
page-late-by = { $span } دیر
page-left = { $span } مانده
page-wave = نوبت { $wave }
page-asked-agents = از { $count } نماینده پرسیده شد
page-refused-agents = { $count } رد یا بی‌پاسخ
page-nobody-found = کسی پیدا نشد
page-not-asked-yet = هنوز از کسی پرسیده نشده
page-job-page = صفحهٔ کار
page-promised-for = قول داده‌شده: { $window }
page-nobody-passes = هیچ نماینده‌ای شرط‌های این کار را ندارد.
page-nearest-fix = بدون این یک شرط می‌شد از { $count } نماینده پرسید:
page-score-of = { $score } از ۱۰۰ امتیاز
page-open-jobs-of = { $open } از { $most } کار باز
page-no-free-time = تا سه هفته وقت آزاد ندارد
page-send-offer = فرستادن پیشنهاد
page-give-job = واگذاری
page-more-candidates = نامزدهای بیشتر
page-points = امتیازها به تفکیک
page-sum = جمع
page-why-not-agent = چرا این نماینده نه؟ کد یا نام
page-ask-rules = بررسی شرط‌ها
page-no-such-agent = نماینده‌ای با این کد یا نام نیست.
page-why-ranked = همهٔ شرط‌ها را دارد: رتبهٔ { $rank } با { $score } امتیاز
page-why-too-many = همهٔ شرط‌ها را دارد، اما از کار دور است یا { $count } نماینده نزدیک‌ترند
page-why-not = { $count } شرط را ندارد
page-map-key = لوزی: کار · دایره: نامزد به ترتیب رتبه · خط‌چین: محدودهٔ نفر نخست
page-map-says = جای کار و بهترین نامزدها؛ راه و فاصلهٔ هر کدام در فهرست بالا آمده است
page-alerts = نیازمند رسیدگی
page-no-alerts = کاری از مهلت نگذشته و قولی نمی‌شکند.
page-alert-overdue = مهلت { $count } کار گذشته است
page-alert-promised = { $count } کار برای امروز قول داده شده و نماینده ندارد
page-alert-nobody = برای { $count } کار نماینده‌ای پیدا نشد
page-alert-refused = { $count } کار را همهٔ نماینده‌های پرسیده‌شده رد کرده یا بی‌پاسخ گذاشته‌اند
page-alert-failing = { $count } قول امروز انجام نمی‌شود
page-and-more = و { $count } کار دیگر
page-flights = پیشنهادهای در راه
page-no-flights = هیچ پیشنهادی منتظر پاسخ نیست.
page-flight-ending = رو به پایان
page-flight-opened = باز شد
page-flight-queued = به‌زودی می‌رود
page-flight-delivered = رسید
page-flight-sent = فرستاده شد
page-time-left = زمان مانده برای پاسخ
page-time-over = تمام شد
page-withdraw = پس گرفتن
page-undo = واگرد
page-seconds = { $count } ثانیه
page-offer-sent-to = پیشنهاد { $reference } به { $agent } می‌رود.
page-given = { $agent } کار { $reference } را طبق قرارداد گرفت؛ نیازی به پرسیدن نبود.
page-undone = پس گرفته شد: { $agent } از { $reference } خبردار نشد.
page-undone-told = پس از رفتن پیام پس گرفته شد: به { $agent } خبر داده می‌شود که پیشنهاد { $reference } پایان یافته است.
page-undo-late = این پیشنهاد دیگر باز نیست: در این میان پاسخ گرفته یا پایان یافته است. ببینید کار اکنون کجاست.
page-live = زنده
page-not-live = زنده نیست؛ هر دقیقه دوباره خوانده می‌شود
page-new-jobs = # کار تازه
page-gone-jobs = # کار دیگر در انتظار نیست
page-job-changed = کاری که می‌بینید تغییر کرد.
page-keys = کلیدها
page-keys-off = خاموش کردن این کلیدها
page-key-send = فرستادن پیشنهاد به سه نفر نخست
page-key-undo = واگرد تا ده ثانیه
page-key-move = کار بعدی و قبلی؛ در فهرست با پیکان‌ها هم می‌شود
page-key-new = نمایش آنچه در این میان رسیده
page-key-search = جست‌وجو
area-primary = محدودهٔ خودش
area-overflow = اینجا کمک می‌کند
known-preferred = به خواست مشتری
known-previous = پیش‌تر اینجا بوده
known-previous-agent = نمایندهٔ آشنای مشتری
known-repeat-same = تعمیر پیشین با خودش بوده
known-repeat-other = تعمیر پیشین با خودش بوده؛ کس دیگری باید برود

## صفحهٔ تعمیرکار بدون اینترنت

page-field-off = اینترنت نیست.
page-field-kept = روی این گوشی مانده: { $count }. با آمدن اینترنت به ترتیب فرستاده می‌شود.
page-field-needs = این مرحله اینترنت لازم دارد؛ آنچه نوشته‌اید همین‌جا می‌ماند.
page-field-refused = پذیرفته نشد:
page-field-mend = پایین درستش کنید و دوباره بفرستید، یا از این مرحله بگذرید. مراحل پس از آن منتظر می‌مانند.
page-field-drop = گذشتن از این مرحله
page-sign = امضای مشتری
page-sign-hint = اختیاری است. مشتری با انگشت امضا کند یا نامش را بنویسید.
page-sign-name = یا نام کسی که امضا می‌کند
page-sign-clear = پاک کردن امضا

## صفحه‌های عمومی

page-help = راهنما
page-help-customer = مشتری هستید؟ راهنما، ثبت درخواست و پیگیری
page-help-staff = ورود کارکنان
page-help-asked = پرسش‌های پرتکرار
page-help-request = ثبت درخواست تعمیر
page-help-status = پیگیری درخواست
page-help-status-how = شمارهٔ پیگیری پیامک و شماره تلفن درخواست را بنویسید. اگر به هم مربوط باشند، کدی به همان تلفن فرستاده می‌شود.
page-help-send-code = کد را بفرست
page-help-code = کد را وارد کنید
page-help-code-how = اگر شمارهٔ پیگیری و تلفن به هم مربوط باشند، پیامکی با کد شش‌رقمی در راه است. کد ده دقیقه اعتبار دارد و پنج بار می‌توان آن را وارد کرد.
page-help-six-digits = کد پیامک
page-help-open = نمایش درخواست من
page-help-again = پیامکی نرسید یا شمارهٔ دیگری دارید؟ دوباره بپرسید
page-help-mobile = تلفن همراه
page-help-appliance = دستگاه
page-help-fault = چه ایرادی دارد؟
page-help-leave-empty = این خانه را خالی بگذارید
page-help-send = فرستادن درخواست
page-help-taken = سپاسگزاریم
page-help-reference = درخواست شما ثبت شد. شمارهٔ پیگیری:
page-help-taken-next = پیامکی به تلفن شما می‌رسد با پیوند صفحهٔ خودتان؛ آنجا می‌بینید چه کسی و کی می‌آید.
field-reference = شمارهٔ پیگیری
fault-one-time-code-wrong = کد درست نیست. شش رقم تازه‌ترین پیامک را بنویسید.
error-code-expired = این کد دیگر اعتبار ندارد. کد تازه بخواهید.
message-kind-status-code = کد پیگیری
sms-status-code =
    { $site }: کد { $status_code } برای پیگیری درخواست { $reference }
    تا ۱۰ دقیقه معتبر است. به کسی نگویید.
help-ask-report = چگونه خرابی را خبر بدهم؟
help-answer-report = فرم همین صفحه را پر کنید یا تماس بگیرید. پیامکی با شمارهٔ پیگیری و پیوند صفحهٔ خودتان به شما می‌رسد.
help-ask-cost = هزینهٔ مراجعه چقدر است؟
help-answer-cost = در دورهٔ ضمانت، کار و قطعه‌ای که ضمانت می‌پوشاند رایگان است. در غیر این صورت پیش از شروع کار قیمت را می‌بینید و می‌توانید نپذیرید؛ آنگاه تنها هزینهٔ آمدن و دیدن ممکن است گرفته شود.
help-ask-warranty = از کجا بدانم دستگاهم ضمانت دارد؟
help-answer-warranty = پس از ثبت درخواست، صفحهٔ خودتان آن را نشان می‌دهد. فاکتور یا کارت ضمانت را دم دست بگذارید؛ شاید تعمیرکار بخواهد ببیند.
help-ask-when = چه زمانی کسی می‌آید؟
help-answer-when = صفحهٔ شما نام تعمیرکار و زمان را نشان می‌دهد. تا اندکی پیش از مراجعه می‌توانید همان‌جا زمان دیگری انتخاب کنید.
help-ask-codes = کدهای چهاررقمی پیامک برای چیست؟
help-answer-codes = کد نخست را دم در به تعمیرکار بگویید و کد دوم را تنها وقتی کار به رضایت شما تمام شد. هیچ‌کس تلفنی این کدها را لازم ندارد.
help-ask-price = برایم قیمتی فرستاده‌اند. چه کنم؟
help-answer-price = آن را در صفحهٔ خودتان ببینید و همان‌جا بپذیرید یا رد کنید. پیش از موافقت شما کاری با هزینه انجام نمی‌شود.
help-ask-workshop = دستگاهم در تعمیرگاه است. چگونه پسش بگیرم؟
help-answer-workshop = وقتی آماده شد پیامکی با محل و کد تحویل می‌گیرید و ساعت کار در صفحهٔ شماست.
help-ask-unhappy = راضی نیستم. چه کنم؟
help-answer-unhappy = صفحهٔ خودتان را باز کنید و همان‌جا شکایت بنویسید. شکایت شمارهٔ خودش را دارد و نتیجه را به شما می‌گوییم.
page-policy = سیاست:

## برنامهٔ بازدیدها

page-schedule = برنامهٔ بازدیدها
page-other-days = روزهای دیگر
page-day-before = روز قبل
page-today = امروز
page-day-after = روز بعد
page-week-before = هفتهٔ قبل
page-week-after = هفتهٔ بعد
page-schedule-views = روز یا هفته
page-one-day = روز
page-one-week = هفته
page-day = روز
page-from-time = از ساعت
page-key-choose-visit = انتخاب بازدید
page-key-lift = برداشتن؛ سپس کلیدهای جهت آن را نیم ساعت یا به تعمیرکار دیگر جابه‌جا می‌کنند
page-key-put = گذاشتن
page-key-give-up = برگرداندن به جای نخست
page-legend-done = انجام شد
page-legend-agreed = هماهنگ‌شده
page-legend-trouble = دیر یا انجام‌نشده
page-legend-now = اکنون
page-no-technicians = تعمیرکاری پیدا نشد. استان یا نمایندهٔ دیگری را انتخاب کنید.
page-technicians-shown = تعمیرکار { $first } تا { $last } از { $total }
page-technicians-before = قبلی‌ها
page-technicians-after = بعدی‌ها
page-unplanned = برنامه‌ریزی‌نشده
page-oldest-first = قدیمی‌ترین در بالا
page-all-planned = همهٔ کارهایی که نماینده دارند برنامه‌ریزی شده‌اند و کاری منتظر نماینده نیست.
page-waits-for-agent = منتظر نماینده
page-not-working = بیرون از ساعت کار
page-on-leave = مرخصی
page-closed-day = روز تعطیل
page-kept-time = نگه‌داشته‌شده
page-kept-for-caller = قول داده‌شده به مشتری
page-other-work = کار دیگر
page-visit-late = دیر شده
page-visit-units = { $count } دستگاه
page-customer-agreed = مشتری با این زمان موافق است
page-plan-visit = تعیین زمان بازدید
page-move-visit = جابه‌جایی بازدید
page-cannot-place = این کار را اکنون نمی‌توان در برنامه گذاشت: نماینده‌ای ندارد، تعمیرکار در راه است یا کار تمام شده است.
page-placed = { $reference } برنامه‌ریزی شد: { $window }
page-visit-lifted = برداشته شد. با کلیدهای جهت جابه‌جا کنید، با Enter بگذارید و با Escape به جای نخست برگردانید.
page-visit-given-up = همان‌جا که بود ماند.
page-visit-why = دلیل جابه‌جایی را انتخاب کنید و Enter را بزنید.
page-visit-nowhere = فقط در زمان‌های برنامه می‌توان گذاشت.
field-on = روز
field-time = ساعت
field-seen = نسخه
obstacle-other-agent = این تعمیرکار برای نمایندهٔ دیگری کار می‌کند. تعمیرکاری از نمایندهٔ همین کار انتخاب کنید یا نخست کار را پس بگیرید.
obstacle-outside-promise = به مشتری زمان دیگری قول داده شده است. زمان تازه را با او هماهنگ کنید و گزینه را علامت بزنید.
obstacle-closed-day = این روز آنجا تعطیل است. روز دیگری را انتخاب کنید.
obstacle-skill-missing = این تعمیرکار مهارت این کار را ندارد. تعمیرکار دیگری را انتخاب کنید.
obstacle-skill-level-low = سطح این تعمیرکار برای این کار کم است. تعمیرکار دیگری را انتخاب کنید.
obstacle-cert-expired = گواهی این تعمیرکار در این روز معتبر نیست. تعمیرکار یا روز دیگری را انتخاب کنید.
obstacle-equipment-missing = این تعمیرکار در آن زمان ابزار این کار را ندارد. تعمیرکار یا زمان دیگری را انتخاب کنید.
obstacle-language-missing = این تعمیرکار زبان مشتری را نمی‌داند. تعمیرکار دیگری را انتخاب کنید.
obstacle-excluded-by-customer = مشتری نمی‌خواهد این تعمیرکار دوباره بیاید. تعمیرکار دیگری را انتخاب کنید.
obstacle-capacity-open-full = این تعمیرکار به اندازهٔ سقف خود کار باز دارد. تعمیرکار دیگری را انتخاب کنید.
obstacle-not-working = این تعمیرکار در این ساعت کار نمی‌کند. زمان دیگری را انتخاب کنید.
obstacle-time-off = این تعمیرکار در این زمان مرخصی دارد. زمان یا تعمیرکار دیگری را انتخاب کنید.
obstacle-capacity-day-full = این تعمیرکار در این روز به سقف کارهای خود رسیده است. روز یا تعمیرکار دیگری را انتخاب کنید.
obstacle-capacity-hours-full = وقت این تعمیرکار در این روز پر است. روز یا تعمیرکار دیگری را انتخاب کنید.
obstacle-window-conflict = این تعمیرکار در این زمان بازدید دیگری دارد یا فرصت رسیدن از یکی به دیگری را ندارد. زمان دیگری را انتخاب کنید.
## مدیریت سامانه

page-admin = مدیریت سامانه
page-users = کاربران
page-users-about = چه کسی، با کدام نقش و برای کدام استان‌ها وارد می‌شود.
page-texts-about = متن پیامک‌ها به هر دو زبان.
page-user = کاربر
page-user-add = افزودن کاربر
page-user-describe = مشخصات کاربر
page-user-edit = نقش و دسترسی کاربر
page-user-made = ساخته شده در
page-user-active = فعال
page-user-locked = قفل
page-user-lock = قفل کردن
page-user-lock-hint = همهٔ نشست‌های او فوراً بسته می‌شود. آنچه انجام داده است می‌ماند؛ وظیفه‌های بازش را به دیگری بسپارید.
page-user-lock-out = قفل کردن این کاربر
page-user-let-in = باز کردن قفل این کاربر
page-provinces-hint = هر سطر یک استان، با نام یا کد. خالی یعنی سراسر کشور.
page-everywhere = سراسر کشور
page-password-new = گذرواژهٔ تازه
page-password-set = ثبت گذرواژه
page-password-hint = دست‌کم ۱۲ نویسه. آن را از راهی جز این صفحه به کاربر برسانید.
page-password-ends = هر که با گذرواژهٔ پیشین وارد شده است باید دوباره وارد شود.
field-username = نام کاربری
field-display-name = نام نمایشی
field-role = نقش
field-provinces = استان‌ها
field-password = گذرواژه
field-is-active = قفل
fault-last-administrator = این آخرین مدیر سامانه است که می‌تواند وارد شود. نخست این نقش را به کاربر دیگری هم بدهید.
fault-administrator-limited = مدیر سامانه کاربران و قواعد همهٔ کشور را نگه می‌دارد. استانی برای او انتخاب نکنید.

## سیاست‌ها

page-policies = سیاست‌ها
page-policies-about = آنچه بر اعزام، سطح خدمت، شکایت، پیام، قیمت و گارانتی حاکم است، نسخه به نسخه.
policy-version = نسخهٔ
policy-versions = نسخه‌ها
policy-in-force = جاری
policy-now = مقدار جاری:
policy-sum = { $points } امتیاز در مجموع
policy-save = جاری کردن
policy-save-hint = آنچه پایین نوشته شده است نسخهٔ بعدی می‌شود و فوراً جاری است. نسخه‌های پیشین می‌مانند.
policy-save-as = یا سیاستی تازه با این کد
policy-save-as-hint = حروف کوچک لاتین، رقم و زیرخط، مانند emergency_north. خالی یعنی همین سیاست.
policy-add-row = افزودن ردیف
policy-drop-row = حذف این ردیف
policy-play = اجرای دوبارهٔ دورهٔ گذشته با این مقدارها
policy-play-now = اجرا، بی آن که چیزی ثبت شود
policy-play-hint = حداکثر ۹۲ روز. نمایندگان همان پاسخ آن روز را می‌دهند؛ پاسخ کسی که از او پرسیده نشده بود از روی سابقه‌اش برآورد می‌شود.
field-spec = کل سیاست
field-capacity-percent = ظرفیت، درصد قرارداد
replay-figure = شاخص
replay-then = آنچه شد
replay-in-force = سیاست جاری
replay-typed = آنچه نوشته‌اید
replay-jobs = کارهای ثبت‌شده
replay-taken = پذیرفته‌شده
replay-offers = پیشنهادها
replay-median = زمان تا پذیرش، میانه
replay-p90 = زمان تا پذیرش، نُه از ده
replay-within = پذیرفته پیش از هدف
replay-travel = مسیر رفت، همهٔ کارها
replay-unevenness = نابرابری سهم‌ها
replay-most-open = بیشترین کار باز یک نماینده
policy-kind-dispatch = اعزام
policy-kind-care = امور مشتریان
policy-kind-service-level = سطح خدمت
policy-kind-warranty = گارانتی
policy-kind-complaint = شکایت‌ها
policy-kind-task = وظیفه‌ها
policy-kind-travel = زمان رفت‌وآمد
policy-kind-messaging = پیام‌ها
policy-kind-price = قیمت‌ها
policy-about-dispatch = شیوهٔ یافتن، سنجیدن و پرسیدن از نمایندگان.
policy-about-care = آنچه مشتری در کنار کار می‌تواند انتظار داشته باشد.
policy-about-service-level = هدف‌ها به دقیقهٔ کاری.
policy-about-warranty = چه چیزی و تا کی زیر پوشش است.
policy-about-complaint = هر گام چند دقیقهٔ کاری وقت دارد.
policy-about-task = کی به مسئول یادآوری می‌شود و کی وظیفه به مقام بالاتر می‌رود.
policy-about-travel = سرعت رفت‌وآمد به تفکیک منطقه و ساعت.
policy-about-messaging = پیام‌ها کی فرستاده می‌شوند و اگر نرسند چه می‌شود.
policy-about-price = تعرفه، هزینهٔ مراجعه، مالیات و ضمانت.
policy-name-balanced = متعادل
policy-name-customer-first = اول مشتری
policy-name-shortest-travel = کوتاه‌ترین مسیر
policy-name-emergency = اضطراری
policy-name-standard = معمول
policy-name-tasks = وظیفه‌ها
policy-name-messaging = پیام‌ها
policy-name-complaints = شکایت‌ها
policy-name-prices = قیمت‌ها
policy-group-whole = کلیات
policy-group-weights = بیشترین امتیاز هر هدف
policy-group-tiers = شیوهٔ پیشنهاد
policy-group-escalation = وقتی کسی برای پرسیدن نمانده است
policy-group-reach = مشتری‌ای که پاسخ نمی‌دهد
policy-group-workshop = تعمیرگاه
policy-group-recall = فراخوان
policy-group-refund-limits = سقف بازگشت وجه
policy-group-emergency = اضطراری
policy-group-high = زیاد
policy-group-normal = معمولی
policy-group-low = کم
policy-group-serious = جدی
policy-group-regions = منطقه
policy-group-bands = ساعت‌های با سرعت دیگر
policy-group-quiet-hours = ساعت‌های سکوت
policy-group-tariffs = تعرفه
policy-group-taxes = مالیات
policy-group-months = ماه‌های پوشش
policy-group-percents = سهم پوشش، درصد
policy-group-guarantee = ضمانت تعمیر
policy-group-consumer-law = قانون حمایت از مصرف‌کننده
policy-radius-m = دورترین پایگاه، متر
policy-considered = حداکثر نمایندگان بررسی‌شده
policy-detour-factor = متر راه به ازای هر متر خط مستقیم
policy-speed-m-s = سرعت میانگین، متر بر ثانیه
policy-travel-zero-s = راه بی‌امتیاز از، ثانیه
policy-answer-zero-s = پاسخ بی‌امتیاز از، ثانیه
policy-window-zero-s = نخستین وقت بی‌امتیاز از، ثانیه
policy-quiet-hours = ساعت‌های سکوت
policy-quiet-broken-by = آنچه سکوت را می‌شکند
policy-cooldown-hours = ساعت تا پرسش دوباره از همان نماینده
policy-batch-minutes = دقیقه برای گردآوری پیشنهادها
policy-allows-auto-accept = پذیرش خودکار طبق قرارداد
policy-requires-part = نماینده باید قطعه را داشته باشد
policy-kind = نوع
policy-work = کار به حساب
policy-agents = تعداد نماینده در هر نوبت
policy-waves = نوبت‌ها
policy-answer-minutes = دقیقه برای پاسخ
policy-after-minutes = دقیقهٔ کاری پس از گام قبل
policy-to = چه کسی خبر می‌شود
policy-due-minutes = دقیقهٔ کاری برای اقدام
policy-reopen-days = روز برای بازگشودن کار
policy-verify-hours = ساعت بی‌اعتراض تا تأیید
policy-repeat-days = روزهایی که تعمیر در آن تکراری شمرده می‌شود
policy-window-minutes = طول بازهٔ قول داده‌شده، دقیقه
policy-slot-hold-minutes = دقیقهٔ نگه‌داشتن بازه
policy-absence-grace-minutes = مهلت پس از بازه، دقیقه
policy-duplicate = توصیه برای گزارش دوبارهٔ کار باز
policy-repeat = توصیه برای تعمیر تکراری
policy-repeat-agent = نمایندهٔ تعمیر تکراری
policy-attempts = تماس‌های بی‌پاسخ
policy-day-parts = بخش‌های روز که آزموده شده
policy-hold-days = روز انتظار کار
policy-move-notice-minutes = دقیقه پیش از بازدید که دیگر با پیوند جابه‌جا نمی‌شود
policy-customer-moves = جابه‌جایی بازدید به دست مشتری
policy-paid-calls-percent = کارهای پولی که درباره‌شان تماس گرفته می‌شود، درصد
policy-paper-days = روز پیش از پایان مدارک برای خبر دادن
policy-raised-flags = نشان‌هایی که اولویت را بالا می‌برند
policy-queue-days = روز تا بررسی دستگاه
policy-ready-days = روز تا آماده شدن دستگاه
policy-remind-days = روزهای یادآوری
policy-unclaimed-days = روز تا بی‌صاحب شدن دستگاه
policy-free-days = روز انبارداری رایگان
policy-storage-fee = انبارداری هر روز، ریال
policy-exchange-days = روز برای هر گام تعویض
policy-role = نقش
policy-most = حداکثر، ریال
policy-least = حداقل، ریال
policy-visit-fee = هزینهٔ مراجعه، ریال
policy-tell-a-minute = مشتریانی که در هر دقیقه خبردار می‌شوند
policy-open-calls = تماس‌های باز هم‌زمان
policy-call-within-minutes = دقیقهٔ کاری برای تماس
policy-first-response = نخستین پاسخ، دقیقهٔ کاری
policy-first-visit = نخستین بازدید، دقیقهٔ کاری
policy-resolution = حل، دقیقهٔ کاری
policy-acknowledge = اعلام وصول
policy-assess = ارزیابی
policy-investigate = بررسی
policy-decide = سنجش شواهد
policy-correct = اصلاح
policy-respond = پاسخ به شاکی
policy-close = مهلت اعتراض
policy-take-over = به‌عهده گرفتن
policy-settle = پیگیری نزد مرجع بیرونی
policy-alert-phones = تلفن‌های هشدار شکایت جدی
policy-remind-minutes = دقیقه پیش از موعد برای یادآوری
policy-escalate-minutes = دقیقهٔ کاری پس از موعد تا رفتن به مقام بالاتر
policy-provinces = استان‌ها، با کد
policy-province = استان، با کد
policy-hours = ساعت‌ها
policy-recipient = گیرنده
policy-most-an-hour = پیام به یک شماره در ساعت
policy-limit-broken-by = آنچه این سقف را می‌شکند
policy-most-parts = حداکثر بخش‌های پیام
policy-arrive-minutes = دقیقه تا به کار افتادن راه دیگر
policy-takeover = راه‌های جایگزین، به ترتیب
policy-rate-days = روزهایی که می‌توان به کار امتیاز داد
policy-category = گروه کالا، با کد
policy-fault = ایراد، با کد
policy-from = از
policy-until = تا
policy-basis-points = صدم درصد
policy-quote-hours = ساعت‌هایی که می‌توان هزینه را تأیید کرد
policy-labour-guarantee-days = ضمانت کار، روز
policy-part-guarantee-days = ضمانت قطعه، روز
policy-brand = برند، با کد
policy-model = مدل، با کد
policy-sold-from = فروش از
policy-sold-to = فروش تا
policy-starts-on = آغاز شمارش
policy-calendar = تقویم
policy-parts = قطعه
policy-labour = دستمزد
policy-travel = ایاب‌وذهاب
policy-proof-required = همیشه مدرک لازم است
policy-is-transferable = با فروش دستگاه منتقل می‌شود
policy-exclusions = آنچه پوشش ندارد
policy-repair-days = همان ایراد، روز
policy-part-months = قطعهٔ نصب‌شده، ماه
policy-commitment-years = سال‌های تعهد خدمت
policy-is-on = اعمال شود
policy-repair-guarantee-months = همان ایراد، ماه
policy-exchange-after = تعداد تعمیر تا تعویض
policy-extends-for-delay = با روزهای خواب دستگاه بلندتر می‌شود
policy-delay-free-days = روزهایی که شمرده نمی‌شود
policy-value-link = افزودن به همان مورد
policy-value-refuse = ثبت نشود
policy-value-ask = پرسش از مشتری
policy-value-same = همان نماینده
policy-value-other = نمایندهٔ دیگر
policy-value-any = هر کدام
policy-value-warranty = گارانتی
policy-value-paid = پولی
policy-value-sale = فروش
policy-value-installation = نصب
policy-value-manufacture = تولید
policy-value-gregorian = میلادی
policy-value-jalali = شمسی

## ورود داده

page-imports = ورود داده
page-imports-about = نمایندگان، مشتریان، محصولات، کاربران و دیگر داده‌ها از CSV، XLSX یا GeoJSON، پس از بررسی.
import-how = نوع داده را انتخاب کنید. نخست فایل بررسی می‌شود و چیزی تغییر نمی‌کند؛ سپس همان فایل یا کامل وارد می‌شود یا هیچ.
import-check = بررسی فایل
import-check-now = بررسی، بدون تغییر
import-again = وارد کردن فایل
import-again-hint = فایل را دوباره انتخاب کنید: تنها همان که بررسی شد وارد می‌شود.
import-now = وارد کردن
import-skip-bad = ردیف‌های نادرست کنار گذاشته شوند و بقیه وارد شوند
import-file-hint = CSV با UTF-8، XLSX یا GeoJSON، حداکثر ۱۶ مگابایت.
import-good = فایل درست است. هنوز چیزی تغییر نکرده است.
import-refused = برخی مقدارها نادرست است. چیزی تغییر نکرد.
import-done = فایل وارد شد.
import-came = نتیجه
import-would = نتیجه در صورت ورود
import-rows = ردیف‌ها
import-added = تازه
import-changed = تغییریافته
import-skipped = بی‌تغییر
import-bad = ردیف‌های نادرست
import-line = سطر
import-column = ستون
import-why = چه چیزی نادرست است
import-more = مقدارهای نادرست دیگر:
import-columns = ستون‌ها
import-header = فایل سرستون‌ها
import-optional = اختیاری
field-file = فایل
fault-file-untried = این فایل همان نیست که بررسی شد. نخست همین را بررسی کنید.
import-kind-agents = نمایندگان
import-kind-areas = محدودهٔ نمایندگان
import-kind-technicians = تعمیرکاران
import-kind-documents = مدارک نمایندگان
import-kind-time-off = مرخصی‌ها
import-kind-seasons = فصل‌های ظرفیت
import-kind-customers = مشتریان
import-kind-products = مدل‌ها
import-kind-holidays = روزهای تعطیل
import-kind-skills = مهارت‌ها
import-kind-equipment = ابزارها
import-kind-brands = برندها
import-kind-categories = گروه‌های کالا
import-kind-faults = ایرادها
import-kind-warranty-policies = سیاست‌های گارانتی
import-kind-users = کاربران
import-kind-parts = قطعات
import-kind-checklists = چک‌لیست‌ها
import-kind-first-aid = اقدامات اولیه برای هر ایراد

## روزهای تعطیل

page-closed-days = روزهای تعطیل
page-closed-days-about = تعطیلی‌های هر سال در هر دو تقویم؛ بستن یک روز و قول‌هایی که با آن تداخل دارند.
days-years = سال‌ها
days-day = روز
days-other = در تقویم دیگر
days-why = مناسبت
days-estimated = وابسته به رؤیت ماه
days-open = باز کردن
days-close = بستن یک روز
days-close-now = بستن این روز
days-look = نمایش قول‌های آن روز
days-hint = به هر یک از دو تقویم، مانند ۱۴۰۵/۹/۱.
field-closed-on = روز
field-name-fa = نام فارسی
field-name-en = نام انگلیسی
days-touched =
    { $count ->
        [0] در این روز بازدیدی قول داده نشده است. چیزی تغییر نکرد.
       *[other] در این روز { $count } بازدید قول داده شده است. هر یک وظیفه‌ای برای جابه‌جایی می‌شود. چیزی تغییر نکرد.
    }
days-moved =
    { $count ->
        [0] روز بسته شد. بازدیدی در آن قول داده نشده بود.
       *[other] روز بسته شد. { $count } بازدید، هر یک وظیفه‌ای برای جابه‌جایی است.
    }

## دلیل‌ها در صفحه‌های مدیریت

page-reasons = دلیل‌ها
page-reasons-about = دلیل‌هایی که کاربران برای توقف، لغو، رد کردن و جز آن انتخاب می‌کنند.
reasons-how = دلیلی که خاموش شود دیگر پیشنهاد نمی‌شود. آنچه با آن ثبت شده است می‌ماند و خود سامانه همچنان آن را به کار می‌برد.
reasons-digit = رقم پیامک
reasons-pauses = زمان سطح خدمت را متوقف می‌کند
reasons-on = پیشنهاد می‌شود
reasons-off = خاموش
reasons-switch-off = خاموش کردن
reasons-switch-on = پیشنهاد دوباره
fault-reason-needed = پیوندها و صفحه‌ها خود این دلیل را به کار می‌برند؛ پس می‌ماند.
fault-last-reason = باید دلیلی برای انتخاب بماند. نخست دلیل دیگری را روشن کنید.
reason-kind-hold = توقف
reason-kind-not-done = بازدید بی‌نتیجه
reason-kind-decline = رد پیشنهاد
reason-kind-cancel = لغو
reason-kind-release = پس دادن کار از سوی نماینده
reason-kind-reassign = گرفتن کار از نماینده
reason-kind-suspend = تعلیق
reason-kind-reopen = بازگشایی
reason-kind-verification-failed = تأیید نشدن کار
reason-kind-reschedule = زمان دیگر
reason-kind-no-code = پایان بدون کد
reason-kind-exchange = تعویض یا بازگشت وجه
reason-kind-exclude-recall = خارج از فراخوان
reason-kind-priority = اولویت
page-catalogue = فهرست محصولات
page-catalogue-about = برندها، گروه‌های کالا، مدل‌ها و ایرادها، با جست‌وجوی کد یا نام.
page-tariffs = تعرفه‌ها
page-tariffs-about = قیمت‌های معمول، هزینهٔ مراجعه، مالیات و ضمانت.
catalogue-found = یافته‌ها:
catalogue-facts = مشخصات
page-password-own = تغییر گذرواژه
page-password-own-hint = دست‌کم ۱۲ نویسه. پس از آن باید اینجا و هر جای دیگر با گذرواژهٔ تازه وارد شوید.
field-old-password = گذرواژهٔ کنونی
field-again = تکرار گذرواژهٔ تازه
fault-password-wrong = این گذرواژهٔ کنونی شما نیست. دوباره بنویسید یا از مدیر سامانه گذرواژهٔ تازه بخواهید.
fault-password-differs = دو گذرواژهٔ تازه یکی نیستند. هر دو بار همان را بنویسید.
