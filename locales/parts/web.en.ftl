web-back = Back to the first page
web-event-not-allowed = Now: { $about }.
web-retry-after = Try again in { $about } seconds.
web-request-id = Reference of this answer for support
web-precondition-malformed = If-Match must be a version such as "3".
web-link-unknown = This link is not known. Please open it again from the message.
