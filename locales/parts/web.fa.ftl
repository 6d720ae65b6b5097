web-back = بازگشت به صفحهٔ نخست
web-event-not-allowed = وضعیت کنونی: { $about }.
web-retry-after = { $about } ثانیهٔ دیگر دوباره تلاش کنید.
web-request-id = شناسهٔ این پاسخ برای پشتیبانی
web-precondition-malformed = مقدار If-Match باید شمارهٔ نسخه باشد، مانند "3".
web-link-unknown = این پیوند شناخته نشد. لطفاً آن را دوباره از پیامک باز کنید.
