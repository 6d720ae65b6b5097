# Every word that a person reads, in English.
# GIVEN($about) is yes when a fault has a figure or value to mention, and no otherwise.

## Dates, spans, distances and money

format-date-time = { $date }, { $time }
format-window = { $date }, { $from } to { $to }
format-window-of-days = { $date }, { $from } to { $end_date }, { $to }
format-money-irr = { $amount } IRR
duration-seconds = { $seconds } s
duration-minutes = { $minutes } min
duration-hours = { $hours } h
duration-hours-minutes = { $hours } h { $minutes } min
duration-days = { $days } d
duration-days-hours = { $days } d { $hours } h
duration-negative = −{ $duration }
distance-metres = { $metres } m
distance-kilometres = { $kilometres } km

## Why a request was refused: what happened, then how to mend it

error-bad-request = The request cannot be read. Send well-formed data in the form that the description of the interface shows.
error-invalid = Some of the values are wrong. Correct the fields that are marked and send again.
error-sign-in-required = You are not signed in. Sign in and try again.
error-sign-in-failed = The user name or the password is wrong. Check both, and ask your administrator if you have forgotten them.
error-forbidden = Your role may not do this. Ask your administrator if you need it.
error-not-found = There is no such thing here. Check the address or the number, or search for it.
error-event-not-allowed = This cannot be done in the present state. Load the page again and choose one of the actions that it offers.
error-conflict = Someone else changed this in the meantime. Load it again, check it and repeat your change.
error-idempotency-mismatch = This key was used before with other content. Use a new key for a new request.
error-offer-taken = Another technician accepted this job first. Nothing more is needed; wait for the next offer.
error-already-accepted = You have accepted this job before. Open it from your list of jobs and go on.
error-offer-declined = You have declined this offer before. Call the dispatcher if you want the job after all.
error-offer-expired = The time to answer this offer has passed. Call the dispatcher if you still want the job.
error-offer-withdrawn = This offer was withdrawn. Nothing more is needed; wait for the next offer.
error-capacity-full = There is no free capacity left. Finish or release a job, or choose another day or agent.
error-window-conflict = This time meets another accepted visit. Choose another time.
error-agent-not-active = This agent is suspended or has left the network. Choose an active agent.
error-no-candidate = No agent passes all the rules for this job. See why in the list of candidates, then widen the search or assign by hand.
error-not-eligible = This agent does not pass the rules for this job. See which rules in the list of candidates and choose another agent.
error-precondition-required = The change does not say which version it is meant for. Load the record and send its version with the change.
error-precondition-failed = The record is newer than the version that you changed. Load it again and repeat your change.
error-too-many-requests = There were too many requests in a short time. Wait a little and try again.
error-too-large = What you sent is too large. Send a smaller file or less text.
error-method-not-allowed = This address does not take this method. Use one of the methods that the description of the interface names.
error-unsupported-media-type = This kind of content is not read here. Send JSON, or one of the file types that the page names.
error-unavailable = The system cannot answer at this moment. Nothing was changed; try again in a minute.
error-storage-full = The storage is full, so nothing was saved. Tell your administrator to free space, then try again.
error-internal = Something went wrong on our side. Try again, and tell your administrator the time if it happens again.

## What is wrong with a value, and how to mend it

fault-required = Fill in this field.
fault-too-long =
    { GIVEN($about) ->
        [yes] This is too long. Shorten it to at most { $about } characters.
       *[no] This is too long. Shorten it.
    }
fault-too-short =
    { GIVEN($about) ->
        [yes] This is too short. Write at least { $about } characters.
       *[no] This is too short. Write more.
    }
fault-too-many =
    { GIVEN($about) ->
        [yes] There are too many entries. Keep at most { $about }.
       *[no] There are too many entries. Remove some.
    }
fault-not-allowed =
    { GIVEN($about) ->
        [yes] This value is not allowed here. Choose from { $about }.
       *[no] This value is not allowed here. Choose one from the list.
    }
fault-unknown =
    { GIVEN($about) ->
        [yes] The value { $about } is not known. Check it or choose from the list.
       *[no] This value is not known. Check it or choose from the list.
    }
fault-malformed =
    { GIVEN($about) ->
        [yes] This cannot be read. Write it in the form { $about }.
       *[no] This cannot be read. Type it again without hidden characters and in the usual form.
    }
fault-out-of-range =
    { GIVEN($about) ->
        [yes] This number is out of range. Enter a value within { $about }.
       *[no] This number is out of range. Correct it.
    }
fault-phone-invalid = This is not a valid telephone number. Enter it with its area code or starting with 09.
fault-cannot-receive-sms = This number cannot receive text messages. Enter a mobile number.
fault-latitude-out-of-range = The latitude must be between −90 and 90. Correct it, or check that latitude and longitude are not swapped.
fault-longitude-out-of-range = The longitude must be between −180 and 180. Correct it, or check that latitude and longitude are not swapped.
fault-window-ends-before-start = The time window ends before it begins. Choose an end after the beginning.
fault-window-in-past = The time window has passed. Choose one in the future.
fault-model-unknown =
    { GIVEN($about) ->
        [yes] There is no model { $about } in the catalogue. Choose a model from the list, or give category and brand instead.
       *[no] There is no such model in the catalogue. Choose a model from the list, or give category and brand instead.
    }
fault-brand-unknown =
    { GIVEN($about) ->
        [yes] There is no brand { $about } in the catalogue. Choose one from the list.
       *[no] There is no such brand in the catalogue. Choose one from the list.
    }
fault-category-unknown =
    { GIVEN($about) ->
        [yes] There is no product category { $about }. Choose one from the list.
       *[no] There is no such product category. Choose one from the list.
    }
fault-fault-unknown =
    { GIVEN($about) ->
        [yes] There is no fault code { $about }. Choose one from the list, or describe the fault in words.
       *[no] There is no such fault code. Choose one from the list, or describe the fault in words.
    }
fault-fault-required = The fault is missing. Choose a fault code or describe the fault in words.
fault-fault-of-other-category =
    { GIVEN($about) ->
        [yes] This fault belongs to the product category { $about }. Choose a fault of this product.
       *[no] This fault belongs to another product category. Choose a fault of this product.
    }
fault-product-required = The product is missing. Give its serial, its model, or its category and brand.
fault-place-unknown =
    { GIVEN($about) ->
        [yes] The place { $about } was not found. Check the spelling, choose it from the list, or add the province.
       *[no] This place was not found. Check the spelling, choose it from the list, or add the province.
    }
fault-province-unknown =
    { GIVEN($about) ->
        [yes] The province { $about } is not known. Choose one from the list.
       *[no] This province is not known. Choose one from the list.
    }
fault-postal-code-invalid = This is not a valid postal code. Enter its ten digits.
fault-date-in-future = This date is in the future. Enter today or an earlier date.
fault-date-order = The dates are in the wrong order. Make the second one the same or later.
fault-date-in-past = This date is in the past. Enter today or a later date.
fault-zone-unknown = This time zone is not known. Enter a name such as Asia/Tehran.
fault-reason-unknown =
    { GIVEN($about) ->
        [yes] There is no reason { $about }. Choose one from the list.
       *[no] There is no such reason. Choose one from the list.
    }
fault-polygon-crosses-itself = The border of the area crosses itself. Draw it again without crossing lines.
fault-polygon-not-closed = The border of the area is not closed. Make its last point the same as its first.
fault-geometry-unsupported = This kind of shape cannot be used. Draw a polygon or several polygons.
fault-hours-malformed = The working hours cannot be read. Write them such as sat-wed 08:00-18:00;thu 08:00-13:00.
fault-skill-malformed =
    { GIVEN($about) ->
        [yes] The skill { $about } cannot be read. Write category, brand and level in the form that the list shows.
       *[no] The skill cannot be read. Write category, brand and level in the form that the list shows.
    }
fault-skill-unknown =
    { GIVEN($about) ->
        [yes] There is no skill { $about }. Choose one from the list.
       *[no] There is no such skill. Choose one from the list.
    }
fault-equipment-unknown =
    { GIVEN($about) ->
        [yes] There is no equipment { $about }. Choose one from the list.
       *[no] There is no such equipment. Choose one from the list.
    }
fault-agent-unknown =
    { GIVEN($about) ->
        [yes] There is no agent { $about }. Choose one from the list.
       *[no] There is no such agent. Choose one from the list.
    }
fault-role-unknown =
    { GIVEN($about) ->
        [yes] There is no role { $about }. Choose one from the list.
       *[no] There is no such role. Choose one from the list.
    }
fault-password-too-weak =
    { GIVEN($about) ->
        [yes] This password is too easy to guess. Use at least { $about } characters, from several words that do not belong together.
       *[no] This password is too easy to guess. Make it longer, from several words that do not belong together.
    }
fault-username-taken = This user name is taken. Choose another one.
fault-duplicate =
    { GIVEN($about) ->
        [yes] { $about } is there already. Change it, or use the one that exists.
       *[no] This is there already. Change it, or use the one that exists.
    }
fault-customer-unknown = There is no such customer. Search by telephone or name, or register a new customer.
fault-code-wrong = The code is wrong. Ask the customer for it again and enter all of its digits.
fault-bidi-control = The text holds hidden characters that change the direction of writing. Type it again instead of pasting it.
fault-unknown-field =
    { GIVEN($about) ->
        [yes] The field { $about } is not known here. Remove it or correct its name.
       *[no] This field is not known here. Remove it or correct its name.
    }
fault-wrong-type =
    { GIVEN($about) ->
        [yes] This value is of the wrong type. Send { $about }.
       *[no] This value is of the wrong type. Send the type that the description of the interface shows.
    }
fault-missing-field =
    { GIVEN($about) ->
        [yes] The field { $about } is missing. Add it.
       *[no] A field is missing. Add it.
    }
fault-pattern-invalid =
    { GIVEN($about) ->
        [yes] This pattern cannot be read near { $about }. Correct it and try it with an example.
       *[no] This pattern cannot be read. Correct it and try it with an example.
    }
fault-serial-malformed =
    { GIVEN($about) ->
        [yes] This is not a serial number of this brand. Copy it from the type plate, such as { $about }.
       *[no] This is not a serial number of this brand. Copy it again from the type plate.
    }

## Web frame
web-back = Back to the first page
web-event-not-allowed = Now: { $about }.
web-retry-after = Try again in { $about } seconds.
web-request-id = Reference of this answer for support
web-precondition-malformed = If-Match must be a version such as "3".
web-link-unknown = This link is not known. Please open it again from the message.
