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
error-contract-expired = This agent's contract does not hold on that day. Renew the contract or choose another agent.
error-document-expired = A paper that this agent needs has expired or is missing. Hand the new one in, or choose another agent.
error-time-off = The agent or the technician is on leave at that time. Name another technician or choose another time.
error-slot-taken = Nobody who can do this work is free in that window any more. Choose another window.
error-agent-not-active = This agent is suspended or has left the network. Choose an active agent.
error-no-candidate = No agent passes all the rules for this job. See why in the list of candidates, then widen the search or assign by hand.
error-not-eligible = This agent does not pass the rules for this job. See which rules in the list of candidates and choose another agent.
error-complained-of = The case may not belong to whoever is complained of. Choose someone else.
error-review-open = Another proposal about this warranty waits for its second person. Let it be approved or turned down first.
error-no-review = Nothing is proposed about this warranty. Propose first what it is to be.
error-same-person = Whoever proposed this may not approve it. Ask a second person.
error-duplicate-started = Somebody has come for this request already, or its work is done, so it cannot be given up as a duplicate. Mark the other request as the duplicate of this one.
error-already-duplicate = This request is marked as the duplicate of another one already. Take its job up again first.
error-quote-open = The customer has a price for this job to answer. Wait for the answer, or take that price back first.
error-quote-expired = The validity of this price has ended. Ask for a new one.
error-charge-not-approved = This work is under warranty. Ask the organisation, with a photo and a reason, to let the customer be charged; nothing is quoted or taken before.
error-charge-open = The organisation has a request to charge this job to decide. Wait for the decision.
error-charge-needless = This work is not under warranty: write the price for the customer.
error-receipt-not-ready = There is a receipt once the work is done and what is due was paid without dispute.
error-already-rated = This work was rated before; the first rating counts.
error-rating-closed = Work can be rated once it is done, and for some days after that. If something is still wrong, call us or complain on this page.
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
fault-template-unreadable = This text cannot be read: look for a brace that is not closed, or a choice without its default, which is marked with *.
fault-variable-unknown =
    { GIVEN($about) ->
        [yes] This message has no value { $about }. Use only the values that are listed beside it.
       *[no] This message has no such value. Use only the values that are listed beside it.
    }
fault-variable-missing =
    { GIVEN($about) ->
        [yes] This message is of no use without { $about }. Name it in the text.
       *[no] This message is of no use without one of its values. Name it in the text.
    }
fault-too-many-parts =
    { GIVEN($about) ->
        [yes] This text costs too many parts. A message has { $about } at most: shorten it.
       *[no] This text costs too many parts: shorten it.
    }
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
fault-place-ambiguous =
    { GIVEN($about) ->
        [yes] Several provinces have a place of this name: { $about }. Give the province too.
       *[no] Several provinces have a place of this name. Give the province too.
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
fault-customer-ambiguous = Several customers share this telephone. Give the name, or choose the customer.
fault-request-unknown = There is no such request. Check its reference.
fault-job-unknown = There is no such job. Open it from the list and try again.
fault-complaint-unknown = There is no such complaint. Open it from the list and try again.
fault-user-unknown = There is no such colleague with a sign-in. Choose one from the list.
fault-unit-unknown = This customer has no such unit. Choose one from the list.
fault-duplicate-chain =
    { GIVEN($about) ->
        [yes] That request is itself a duplicate. Name its original: { $about }.
       *[no] That request is itself a duplicate. Name its original.
    }
fault-duplicate-original =
    { GIVEN($about) ->
        [yes] Other requests are duplicates of this one, among them { $about }. Mark that request as the duplicate instead.
       *[no] Other requests are duplicates of this one. Mark that request as the duplicate instead.
    }
fault-other-matter =
    { GIVEN($about) ->
        [yes] Request { $about } is neither of the same customer nor about the same unit. Check the reference.
       *[no] That request is neither of the same customer nor about the same unit. Check the reference.
    }
fault-request-cancelled =
    { GIVEN($about) ->
        [yes] Request { $about } was given up, so nothing would be left to do. Mark that one as the duplicate.
       *[no] That request was given up, so nothing would be left to do. Mark that one as the duplicate.
    }
fault-technician-unknown = There is no such technician. Choose one from the list.
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
fault-slot-hold-over = This held window is over or was used. Hold a window again, or leave slot_hold_id out.
fault-slot-hold-differs = This window was held for another place or another kind of appliance. Hold one for this request.
fault-policy-contradicts =
    { GIVEN($about) ->
        [yes] These policies would apply to one case with neither before the other: { $about }. Narrow one of them, or make their days of sale meet without overlapping.
       *[no] Two policies would apply to one case with neither before the other. Narrow one of them.
    }

fault-not-utf8 = The file is not in UTF-8 (it may be in Windows-1256). Save it as “CSV UTF-8” and send it again.
fault-file-too-large =
    { GIVEN($about) ->
        [yes] The file is too large; { $about } are read. Split it and send the parts one after the other.
       *[no] The file is too large to be read at once. Split it and send the parts one after the other.
    }

## Web frame
web-back = Back to the first page
web-link-over = This link is not valid any more
web-link-over-next = Open the newest SMS once more; perhaps the address was cut off. Customers also find their request by its reference under Help.
web-event-not-allowed = Now: { $about }.
web-retry-after = Try again in { $about } seconds.
web-request-id = Reference of this answer for support
web-precondition-malformed = If-Match must be a version such as "3".
web-link-unknown = This link is not known. Please open it again from the message.

## Demo
demo-seeding = ostakar demo: embedded SQLite, a seeded network on real Iranian places, simulated phones.
demo-step-report = 1. A customer calls: the fault report
demo-step-verdict = 2. The warranty verdict
demo-step-candidates = 3. Who can do it: candidates with reasons
demo-step-offer = 4. The offer goes out
demo-step-acceptance = 5. The agent opens the link and accepts
demo-step-visit = 6. The visit
demo-step-completion = 7. The job is closed
demo-step-turnaround = 8. The manager's report: turnaround by city
demo-report-caller = { $name } calls from { $phone }.
demo-report-unit = { $category } { $model }, serial { $serial }, in { $place }: { $fault }.
demo-report-reference = Taken down under reference { $reference }.
demo-verdict-outcome = Verdict: { $outcome }
demo-verdict-clause = · { $clause }: { $result } { $evidence }
demo-verdict-due = Due (business time): answer { $response }, visit { $visit }, solution { $resolution }
demo-sms = SMS to { $phone } ({ $parts } parts):
demo-candidates-count = { $eligible } agents pass every work rule, { $excluded } do not.
demo-candidate = { $rank }. { $agent }: { $score } points ({ $points }), { $distance } away, { $travel } of travel
demo-excluded = ✗ { $agent }: { $reasons }
demo-nearest-fix = With { $rule } relaxed: { $count } more
demo-offer-to = To { $agent }, { $phone }:
demo-accepted = Accepted. { $technician } will come { $window }.
demo-visit-en-route = { $time } The technician is on the way.
demo-visit-arrived = { $time } Arrived, proved by the customer's code { $code }.
demo-visit-done = { $time } Done, confirmed by the customer's code { $code }.
demo-closed = State: { $state }. Outcome: { $outcome }. From report to working appliance: { $took }.
demo-turnaround-row = { $group }: { $jobs ->
    [one] 1 job
   *[other] { $jobs } jobs
}, { $completed } completed, median { $median }, 90th percentile { $p90 }
demo-turnaround-rule = Clock: calendar time. Rule: completed − registered, by day of registration, last 30 days.
demo-end = The request { $reference } is settled.
demo-serving = Serving on { $url }. Sign in as:
demo-phones = The simulated phones: { $url }

## Worker
## Short messages: two parts at most with a link of forty characters

sms-request-registered =
    { $count ->
        [1] { $site }: request { $reference } for { $category } is registered.
       *[other] { $site }: request { $reference } with { $count } units ({ $category }) is registered.
    }
    { GIVEN($fee) ->
        [yes] Visit { $fee }; usually { $least } to { $most }. Follow it: { $link }
       *[no] Follow it: { $link }
    }
sms-offer-sent =
    { GIVEN($fault) ->
        [yes] Job { $short_number }: { $category }, { $fault }
       *[no] Job { $short_number }: { $category }
    }
    { $place }, { $window }
    Answer by { $deadline }
    { $link }
sms-offers-sent =
    { $count } jobs are offered. Answer each by its link, or 1 and its number to accept.
    { $offers }
sms-offer-among-others =
    { GIVEN($fault) ->
        [yes] Job { $short_number }: { $category }, { $fault }
       *[no] Job { $short_number }: { $category }
    }
    { $place }, { $window }; by { $deadline }
    { $link }
sms-job-assigned =
    { GIVEN($fault) ->
        [yes] By contract, job { $short_number } is yours: { $category }, { $fault }
       *[no] By contract, job { $short_number } is yours: { $category }
    }
    { $place }, { $window }
    { $link }
sms-offer-filled = { $site }: job { $short_number } ({ $category }) went to another agent. Nothing to do.
sms-offer-withdrawn = { $site }: the offer of job { $short_number } ({ $category }) was withdrawn. Nothing to do.
sms-visit-scheduled =
    Request { $reference }: { $technician }{ GIVEN($agent) ->
        [yes] {" "}of { $agent }
       *[no] {""}
    }, { $window }
    Give the arrival code { $arrival_code } only when they arrive.
    { $link }
sms-visit-assigned =
    { GIVEN($fault) ->
        [yes] Visit { $reference }: { $category }, { $fault }
       *[no] Visit { $reference }: { $category }
    }
    { $window }
    { $customer } { $phone }
    { $place }, { $address }
    { $link }
sms-technician-en-route = Request { $reference }: { $technician } is on the way. Give the arrival code { $arrival_code } when they arrive.
sms-arrival-expected = Request { $reference }: the technician expects to arrive on { $at }.
sms-completion-code = Request { $reference }: the completion code is { $completion_code }. Give it only when the work is done.
sms-job-completed =
    Request { $reference } is done. Please rate it:
    { $link }
sms-job-on-hold = Request { $reference } waits until { $until }. Reason: { $reason }
sms-quote-sent =
    Price for request { $reference }: { $total }, valid until { $until }.
    Answer 1 to approve or 2 to decline; a declined visit costs { $fee }.
    { $link }
sms-quote-answered = Request { $reference }, price { $total }: { $answer_given }.
sms-payment-recorded =
    Request { $reference }: { $amount } was taken down as paid ({ $method }). Is it right? Confirm or dispute it:
    { $link }
sms-receipt-ready =
    Receipt and guarantee of request { $reference }:
    { $link }
sms-charge-decided = Request { $reference }: { $answer_given }.
sms-job-cancelled = Request { $reference } was cancelled. Reason: { $reason }
sms-agent-changed = Request { $reference }: another agent is being found for you. We will text you the new time.
sms-dispatch-needed = Request { $reference } in { $place }: no agent accepted. Assign it by hand.
sms-complaint-received = { $site }: your complaint { $reference } was taken down. We will tell you the result.
sms-complaint-answered =
    { $site }, complaint { $reference }: { $result ->
        [upheld] you were right.
        [partly] you were right in part.
        [not_upheld] we could not confirm it.
        [explained] we have explained it.
       *[other] you took it back.
    }
    { $answer }
sms-serious-complaint = { $site }: serious complaint { $reference } ({ $severity }). Please take it up now.
sms-task-notice =
    { $news ->
        [reminder] Due soon: { $task }, { $due }
        [overdue] Overdue: { $task }, due { $due }
        [escalated] Left undone and now yours: { $task }, due { $due }
        [reopened] To be done after all: { $task }, due { $due }
       *[given] New task: { $task }, due { $due }
    }

## Answers to short messages

sms-reply-which-offer = Several jobs are offered: { $offers }. Write 1 and the number to accept, or 2, the reason and the number to decline.
sms-reply-no-offer = No offer is open for you now. Nothing to do.
sms-reply-no-visit = No visit of yours fits that now. Call the dispatcher if this is wrong.
sms-reply-wrong-code = That is not the customer's code. Ask for the four digits in their message and write it again.
sms-reply-which-reason =
    Write 2 and a reason: 1 time, 2 distance, 3 skill or tool, 4 no part, 5 tariff too low, 6 leave or illness, 7 other.
sms-reply-outside-window = That time lies outside the window that the customer was promised. Call the dispatcher to move the visit.
sms-reply-refused = { $why }
sms-reply-declined = Declined. Thank you for the answer.
sms-reply-arrived = Your arrival is noted. When the work is done, write 5 and the completion code.
sms-reply-done = The work is noted as done. Thank you.
sms-reply-expected = Noted: you arrive on { $at }. The customer has been told.
sms-reply-orders =
    We did not understand that; a dispatcher will read it. 1 accept, 2 3 decline, 3 1630 arrival time, 4 code arrived, 5 code done.
sms-reply-status = { $requests }
sms-request-among-others =
    { $reference } ({ $category }): { $state }{ GIVEN($window) ->
        [yes] , { $window }
       *[no] {""}
    }
sms-reply-nothing-open = No request of this number is open. To report a fault, call us or write what happened.
sms-reply-rated = Thank you for your rating.
sms-reply-quote-approved = Thank you. The price is approved and the work goes on.
sms-reply-quote-declined = Taken down: the price is declined. If nothing else was agreed, the work ends and only the visit fee that you were told is due.
sms-reply-quote-over = The validity of the price has ended. Write CALL, and we will call you.
sms-reply-which-quote = Several prices wait for you: { $references }. Write 1 or 2 and the number, as in 1 12345674, or answer by the link.
sms-reply-nothing-to-rate = There is no repair to rate at this number now. Write what you need, and a colleague will answer.
sms-reply-which-request = Several requests are open: { $references }. Write CANCEL, the number and the reason, as in CANCEL 12345674 1.
sms-reply-which-cancel-reason =
    To give up request { $reference }, write CANCEL and a reason: 1 works again, 2 bought new, 3 price, 4 too late, 5 repaired elsewhere.
sms-reply-will-call = A colleague will call you within the next working hour.
sms-reply-opted-out = You will get no more messages from { $site }. Write START if you want them again.
sms-reply-opted-in = You will get messages from { $site } again.
sms-reply-received = Thank you, we have your message. A colleague will read it and answer. For where your request stands, write STATUS.
sms-reply-by-letter = Thank you, we have your letter. A colleague will read it and answer.

## Samples in the editor of texts

sample-technician = Reza Karimi
sample-agent = Alborz Service
sample-customer = Mina Ahmadi
sample-address = Valiasr Street, Yas Alley, number 12, unit 3
sample-answer = The part was replaced free of charge.

## What the operator reads aloud

spoken-registered =
    { $site }: your request { $reference } is registered: { $category }{ $count ->
        [1] {""}
       *[other] {" "}and others, { $count } units in all
    }. { $warranty }{ GIVEN($fee) ->
        [yes] {" "}The visit costs { $fee }, and such work usually { $least } to { $most }.
       *[no] {""}
    } A technician is found by { $answer } and comes by { $visit }. Please write the number down.
spoken-settled = { $site }: your request { $reference } for { $category } is settled. Please write the number down and call again if the fault comes back.

## Letters

mail-subject =
    { GIVEN($reference) ->
        [yes] { $site }: { $what } ({ $reference })
       *[no] { $site }: { $what }
    }

## Reasons

reason-part-ordered = A part is on order
reason-part-discontinued = The part is no longer made
reason-quote-pending = The customer has not approved the price yet
reason-customer-unreachable = The customer does not answer
reason-customer-later = The customer asked for a later time
reason-proof-missing = The proof of purchase has not arrived yet
reason-site-not-ready = The site is not ready
reason-expert-pending = Waiting for an expert
reason-exchange-approval = Waiting for approval of an exchange or a refund
reason-peak-capacity = Fully booked in the high season
reason-workshop-queue = In the workshop's queue
reason-force-majeure = Force majeure
reason-customer-absent = The customer was absent
reason-wrong-address = The address was wrong
reason-part-needed = A part is needed
reason-second-person = A second person is needed
reason-tool-needed = A tool is needed
reason-needs-workshop = It must go to the workshop
reason-unsafe-site = The site was not safe
reason-no-utility = There was no power, water or gas
reason-quote-declined = The customer declined the price
reason-serial-mismatch = The serial number differs from the record
reason-not-our-product = The unit is not one of our products
reason-time = The time does not suit
reason-distance = Too far away
reason-skill-or-tool = Skill or tool is missing
reason-no-part = No part at hand
reason-tariff-low = The pay is too low
reason-leave-or-illness = Leave or illness
reason-other = Another reason
reason-fixed-by-phone = Settled on the telephone
reason-fixed-itself = The fault went away
reason-bought-new = The customer bought a new unit
reason-price = The price was too high
reason-too-late = It took too long
reason-repaired-elsewhere = Repaired elsewhere
reason-duplicate = It was reported twice
reason-not-our-brand = Not one of our brands
reason-entered-by-mistake = Entered by mistake
reason-agent-overloaded = The agent has too much work
reason-technician-ill = The technician is ill
reason-part-not-held = The agent does not have the part
reason-too-far = The place is too far away
reason-skill-missing = The skill is missing
reason-vehicle-breakdown = The vehicle broke down
reason-agent-no-response = The agent does not answer
reason-agent-late = The agent is late
reason-agent-suspended = The agent is suspended
reason-customer-request = At the customer's request
reason-closer-agent = Another agent is closer
reason-expert-required = An expert is needed
reason-contract-breach = Breach of contract
reason-document-expired = A document has expired
reason-complaint-investigation = A complaint is being investigated
reason-unpaid-balance = Unpaid balance
reason-leave = On leave
reason-safety-incident = Safety incident
reason-same-fault = The same fault came back
reason-work-incomplete = The work was left incomplete
reason-damage-after-repair = Damage after the repair
reason-part-failed = The part that was fitted failed
reason-closed-by-mistake = Closed by mistake
reason-still-faulty = The fault is still there
reason-not-visited = Nobody came
reason-work-not-finished = The work is not finished
reason-overcharged = Too much was charged
reason-code-not-given = The customer did not give the code
reason-technician-unavailable = The technician is not available
reason-earlier-visit-overran = An earlier visit took longer
reason-part-delayed = The part is delayed
reason-company-replanned = The company changed its plan
reason-weather-or-road = Weather or road conditions

## Work rules that an agent does not pass

rule-agent-not-active = The agent is not active (standing: { $found }).
rule-agent-suspended =
    { GIVEN($limit) ->
        [yes] The agent is suspended (until { $limit }).
       *[no] The agent is suspended without an end.
    }
rule-contract-expired = The contract does not hold on { $found } (valid: { $limit }).
rule-document-expired =
    { GIVEN($found) ->
        [yes] A required document ({ $limit }) expired on { $found }.
       *[no] A required document ({ $limit }) is not on record.
    }
rule-brand-not-authorized = The contract does not cover { $limit }.
rule-skill-missing = No technician has the skill { $limit }.
rule-skill-level-low = The best skill level is { $found }; level { $limit } is needed.
rule-cert-expired = The certificate of every skilled technician does not hold on { $limit } (valid: { $found }).
rule-equipment-missing = No skilled technician has { $limit }.
rule-part-not-held = The policy asks for the part in hand, and stocks are not on record (category { $limit }).
rule-area-outside =
    { GIVEN($found) ->
        [yes] The place is { $found } m outside the agent's areas.
       *[no] The agent has no area on record.
    }
rule-distance-over-max = The distance is { $found } m; at most { $limit } m is allowed.
rule-capacity-open-full = The agent holds { $found } open jobs; its capacity is { $limit }.
rule-capacity-day-full = The day has { $found } jobs; { $limit } are allowed.
rule-capacity-hours-full = With this job the day would have { $found } minutes of work; { $limit } are allowed.
rule-not-working = Nobody works in the window from { $limit }.
rule-time-off = Everyone who could come is away in the window from { $limit }.
rule-window-conflict = Every technician has another visit in the window from { $limit }.
rule-cooldown-declined = The agent declined this job recently and is not asked again before { $limit }.
rule-excluded-by-customer = The customer does not want to see { $found } again.
rule-language-missing = No technician speaks the customer's language ({ $limit }).

## Clauses of the warranty verdict

clause-policy-applies = A warranty policy applies
clause-unit-clear = The unit is neither blocked nor stolen
clause-serial-authentic = The serial number is authentic
clause-serial-unique = The serial number is at one customer alone
clause-card-genuine = The guarantee card is ours
clause-query-confirms = The official query confirms the unit
clause-transfer-allowed = The warranty went along with the sale
clause-start-known = The start of the warranty is known
clause-proof-seen = The proof of purchase was seen
clause-parts-covered = Parts are covered
clause-labour-covered = Labour is covered
clause-travel-covered = Travel is covered
clause-replaced-term = The term of the replaced unit still runs
clause-delay-extends = Days of long repairs lengthen the warranty
clause-extension-covers = A contract extends the warranty
clause-exchange-due = The unit is to be exchanged after the same fault
clause-not-excluded = Nothing was found that the policy excludes
clause-repair-guaranteed = The earlier repair is guaranteed
clause-part-guaranteed = The part fitted earlier is guaranteed
clause-commitment-runs = Paid service and parts are still owed
clause-result-holds = Holds
clause-result-fails = Does not hold
clause-result-open = Not known yet

exclusion-misuse = Used against the manual
exclusion-voltage = Damaged by the mains
exclusion-moved-without-installer = Moved without an authorized installer
exclusion-seal-broken = Seal broken
exclusion-consumable-part = Part that wears out
exclusion-commercial-use = Used in a business
exclusion-other-repairer = Opened or repaired by someone else
exclusion-installation-fault = Not set up by an authorized installer
exclusion-natural-event = Fire, flood, earthquake or lightning

awaited-proof = Proof of purchase
awaited-official-query = Answer of the official query

verdict-stage-intake = At intake
verdict-stage-completion = At completion
verdict-stage-rerun = Judged again
verdict-stage-override = Decided by two people

review-state-proposed = Waits for a second person
review-state-approved = Approved
review-state-rejected = Turned down

## Warnings at intake

warning-duplicate-open-job = There is another open job for this unit. Look at it before you go on.
warning-repeat-repair = This unit was repaired a short time ago for the same matter.
warning-repeat-other-fault = This unit was repaired a short time ago, for another fault.
warning-unit-ambiguous = The customer has several units like this one. Ask which it is, and name it by its serial number or by the room where it stands.
warning-serial-elsewhere = This serial number belongs to another customer. Ask for it again.
warning-unit-blocked = This unit is blocked: no service for it. Ask your supervisor before you go on.
warning-unit-stolen = This unit was reported as stolen. Ask your supervisor before you go on.
warning-unit-recalled = This unit was called back. Offer the customer the recall.
warning-customer-flagged =
    { $about ->
        [vip] This customer is very important.
        [vulnerable] An infant, an old or a sick person lives there. Offer the earliest time.
        [legal] A lawyer or the press is involved. Promise nothing that is not settled.
        [debtor] This customer owes money. Mention it before you promise a visit.
        [threat] Technicians were threatened there. Tell the dispatcher.
       *[other] This customer has a flag: { $about }.
    }
warning-position-vague = Only the city is known. Ask for a closer address so that the right agent is found.
warning-telephone-shared = Another customer has the same telephone. Check the name.
warning-no-sms-telephone = There is neither a telephone for text messages nor an e-mail address. Read the summary to the customer.

## States

job-state-registered = Registered
job-state-pending-dispatch = Waiting for dispatch
job-state-assigned = Assigned
job-state-in-progress = In progress
job-state-completed = Completed
job-state-verified = Verified
job-state-closed = Closed
job-state-on-hold = On hold
job-state-incomplete = Incomplete
job-state-cancelled = Cancelled

visit-state-proposed = Proposed
visit-state-scheduled = Scheduled
visit-state-confirmed = Confirmed
visit-state-en-route = On the way
visit-state-arrived = Arrived
visit-state-working = Working
visit-state-suspended = Interrupted
visit-state-done = Done
visit-state-not-done = Not done
visit-state-customer-absent = Customer absent
visit-state-technician-absent = Technician absent
visit-state-cancelled = Cancelled

offer-state-queued = Waiting to be sent
offer-state-sent = Sent
offer-state-accepted = Accepted
offer-state-declined = Declined
offer-state-expired = Not answered
offer-state-filled = Taken by another
offer-state-withdrawn = Withdrawn
offer-state-undeliverable = Not delivered

contact-outcome-reached = Reached
contact-outcome-no-answer = Not answered
contact-outcome-busy = Busy
contact-outcome-switched-off = Switched off
contact-outcome-wrong-number = Wrong number
contact-outcome-left-message = Message left
contact-outcome-abandoned = Caller gave up

task-news-given = New task
task-news-reminder = Due soon
task-news-overdue = Overdue
task-news-escalated = Left undone, now yours
task-news-reopened = Reopened
task-state-open = Open
task-state-done = Done
task-state-overdue = Overdue
task-state-transferred = Transferred

task-kind-find-agent = Find an agent
task-kind-verify-cancellation = Ask about a cancellation
task-kind-callback = Call back
task-kind-plan-next-visit = Plan the next visit
task-kind-low-rating = Follow a low rating
task-kind-document-to-fetch = Get a document
task-kind-follow-up = Follow up
task-kind-call-recipient = Call: the message did not arrive
task-kind-answer-message = Answer a message
task-kind-serious-complaint = Serious complaint
task-kind-escalated-complaint = Take over a complaint
task-kind-payment-difference = Look into a payment
task-kind-quote-expired = Call about a price without answer
task-kind-decide-charge = Decide whether work under warranty is charged

complaint-state-received = Received
complaint-state-acknowledged = Acknowledged
complaint-state-assessed = Assessed
complaint-state-investigating = Under investigation
complaint-state-decided = Decided
complaint-state-correcting = Being put right
complaint-state-corrected = Put right
complaint-state-communicated = Answered
complaint-state-closed = Closed
complaint-state-escalated = Sent up
complaint-state-reopened = Taken up again
complaint-state-external-dispute = Before an outside body

severity-low = Low
severity-normal = Normal
severity-high = High
severity-safety = Safety
severity-injury = Injury
severity-legal = Legal
severity-media = Media

complaint-result-upheld = Upheld
complaint-result-partly = Upheld in part
complaint-result-not-upheld = Not upheld
complaint-result-explained = Explained
complaint-result-withdrawn = Withdrawn

complaint-step-acknowledge = Acknowledge
complaint-step-assess = Assess
complaint-step-investigate = Investigate
complaint-step-decide = Weigh the evidence
complaint-step-correct = Correct
complaint-step-respond = Respond
complaint-step-close = Wait for objections
complaint-step-take-over = Take over
complaint-step-settle = Follow the outside body

complaint-subject-delay = Delay
complaint-subject-no-show = Nobody came
complaint-subject-behaviour = Behaviour
complaint-subject-workmanship = Workmanship
complaint-subject-price = Price
complaint-subject-part = Part
complaint-subject-warranty = Warranty
complaint-subject-damage = Damage
complaint-subject-product = The product
complaint-subject-contact-centre = Contact centre
complaint-subject-privacy = Personal data
complaint-subject-criticism = Criticism
complaint-subject-suggestion = Suggestion
complaint-subject-other = Something else

against-agent = Agent
against-technician = Technician
against-unit = Unit
against-operator = Member of staff
against-company = The company

telling-sms = By SMS
telling-email = By e-mail
telling-read-out = Read out

message-state-queued = Waiting
message-state-sent = Sent
message-state-undelivered = Not delivered
message-state-delivered = Delivered
message-state-dead = Failed
message-state-withdrawn = Not sent: over, or not wanted

## How work ends, what is covered, what is to be done

outcome-repaired = Repaired
outcome-installed = Installed
outcome-serviced = Serviced
outcome-fixed-by-phone = Settled on the telephone
outcome-explained = Use explained
outcome-no-fault-found = No fault found
outcome-replaced = Replaced
outcome-refunded = Refunded
outcome-quote-declined = The customer declined the price
outcome-uneconomical = Not worth repairing
outcome-returned-unrepaired = Returned unrepaired

warranty-in-warranty = In warranty
warranty-out-of-warranty = Out of warranty
warranty-partial = Partly covered
warranty-provisional = In warranty, proof pending
warranty-unknown = Not known

job-kind-repair = Repair
job-kind-installation = Installation
job-kind-periodic-service = Periodic service
job-kind-inspection = Inspection
job-kind-recall = Recall
job-kind-workshop-repair = Workshop repair
job-kind-collection = Collection
job-kind-delivery = Delivery

priority-emergency = Emergency
priority-high = High
priority-normal = Normal
priority-low = Low

age-0-3 = 0–3 days
age-4-7 = 4–7 days
age-8-15 = 8–15 days
age-over-15 = over 15 days

delay-owner-company = Company
delay-owner-agent = Agent
delay-owner-parts = Parts
delay-owner-customer = Customer
delay-owner-calendar = Calendar

holder-dispatcher = Dispatcher
holder-agent = Agent
holder-technician = Technician
holder-customer = Waiting for the customer
holder-parts = Waiting for parts
holder-company = Company

next-step-dispatch = next dispatch
next-step-offer-deadline = time to answer the offer ends
next-step-visit = visit
next-step-visit-end = end of the visit
next-step-resume = goes on
next-step-task = task due

setting-mobile = At the customer
setting-workshop = Workshop

## What happened

event-request-registered = Request registered

event-job-queue = Job given to dispatch
event-job-fix-by-phone = Fault settled on the telephone
event-job-assign = Job assigned
event-job-release = Job given back by the agent
event-job-reassign = Job taken from the agent
event-job-start = Job started on site
event-job-complete = Job completed
event-job-leave-incomplete = Job left incomplete
event-job-come-again = Another visit planned
event-job-verify = Work verified
event-job-fail-verification = Work not verified
event-job-close = Job closed
event-job-hold = Job put on hold
event-job-resume = Job resumed
event-job-cancel = Job cancelled
event-job-reopen = Job reopened

event-visit-schedule = Visit scheduled
event-visit-confirm = Time confirmed by the customer
event-visit-reschedule = Visit rescheduled
event-visit-en-route = Technician set out
event-visit-divert = Technician sent elsewhere
event-visit-arrived = Technician arrived
event-visit-working = Work begun
event-visit-suspended = Work interrupted
event-visit-done = Visit done
event-visit-not-done = Visit ended without the work
event-visit-customer-absent = Customer absent
event-visit-technician-absent = Technician did not come
event-visit-cancel = Visit cancelled

event-offer-send = Offer sent
event-offer-accept = Offer accepted
event-offer-decline = Offer declined
event-offer-expire = Offer not answered in time
event-offer-fill = Job taken by another agent
event-offer-withdraw = Offer withdrawn
event-offer-fail-delivery = Offer not delivered

event-request-summary-read-out = Summary read to the customer
event-job-article-helped = An article of the knowledge base helped
event-request-marked-duplicate = Given up as a duplicate
event-request-got-duplicate = Another request says the same
event-request-duplicate-ended = No duplicate any more
event-customer-preferred = Technician asked for by the customer
event-customer-preference-ended = Customer asks for the technician no more
event-customer-edited = Customer changed
event-message-resend = Message sent again

event-contact-logged = Contact logged

event-task-opened = Task made
event-task-remind = Owner reminded of a task
event-task-done = Task done
event-task-fall-due = Task overdue
event-task-transfer = Task given to someone else
event-task-escalate = Task sent up
event-task-reopen = Task taken up again

event-complaint-register = Complaint taken down
event-complaint-acknowledge = Complaint acknowledged
event-complaint-assess = Complaint assessed
event-complaint-investigate = Investigation begun
event-complaint-decide = Complaint decided
event-complaint-correct = Correction begun
event-complaint-finish-correction = Put right
event-complaint-communicate = Result told to the complainant
event-complaint-close = Complaint closed
event-complaint-rate = Answer rated
event-complaint-escalate = Complaint sent up
event-complaint-take-over = Complaint taken over
event-complaint-reopen = Complaint taken up again
event-complaint-dispute = Complaint before an outside body
event-complaint-settle = Outside body has decided
event-complaint-withdraw = Complaint withdrawn
event-complaint-turn-into-request = Complaint turned into a request

## Who, how, what for


tier-direct = direct assignment
tier-ranked = by rank
tier-broadcast = to many at once

role-operator = Operator
role-dispatcher = Dispatcher
role-agent-manager = Agent manager
role-manager = Manager
role-auditor = Auditor
role-administrator = Administrator

actor-system = System
actor-staff = Staff
actor-agent = Agent
actor-technician = Technician
actor-customer = Customer

objective-travel = Travel
travel-source-great-circle = Travel times estimated from the distance
travel-source-osrm = Travel times by road (OSRM)
travel-source-valhalla = Travel times by road (Valhalla)
objective-load = Free capacity
objective-level = Level close to the need
objective-first-time-fix = Fixed at the first visit
objective-repeat-repair = Few repeats
objective-acceptance = Acceptance
objective-answer-time = Quick answers
objective-preference = Known technician
objective-fairness = Fair share
objective-window = Time

channel-phone = Telephone
channel-web = Web form
channel-sms = Text message
channel-email = E-mail
channel-push = Notice in the browser
channel-chat = Chat
channel-social = Social network
channel-counter = Counter
channel-self-service = Self-service

## The audit trail

audit-seal-missing = Seal { $seal } is missing from the chain.
audit-count-differs = The number of rows under seal { $seal } differs from the one that it counted.
audit-hash-differs = A row under seal { $seal }, or the seal itself, was changed.

## Pages
## Pages

page-language-name = English
page-code = { $code }
page-words = { $words }
page-comma = { ", " }
page-skip = Skip to content
page-navigation = Main
page-trouble = Please correct:
page-offer = Job offer
page-visit = Visit
page-your-request = Your request
page-answer-by = answer by { $at }
page-where = Where
page-when = When
page-kind = Kind
page-deadline = Answer by
page-after-acceptance = Name, telephone and full address are shown after you accept.
page-who-comes = Who will go?
page-decline-why = I cannot: choose a reason
page-reason = Reason
page-decline = Decline the job
page-accept = I accept
page-request = Request { $reference }
page-steps = Steps
page-customer = Customer
page-address = Address
page-alley = alley
page-number = no.
page-floor = floor
page-unit = unit
page-call = Call
page-map = Map
page-arrival-code = The customer's arrival code
page-arrival-code-hint = Four digits from the customer's message; it proves that you are there.
page-completion-code = The customer's completion code
page-completion-code-hint = Four digits that the customer gives when the work is done.
page-already-there = I am already there
page-outcome = Result
page-note = Note (optional)
page-not-done-why = Not done: choose a reason
page-waits-why = It waits: { $reason }.
page-waits-until = It goes on at { $until }.
page-cancelled-why = The request was cancelled: { $reason }.
page-arrival-code-customer = Arrival code. Tell it only when the technician is at your door.
page-completion-code-customer = Completion code. Tell it only when the work is done.
page-next = Next
page-by = By
page-complain = Complain about this
page-complain-subject = What it is about
page-complain-words = What happened
page-complain-demand = What you ask for
page-complain-send = Send the complaint
page-rate = How content are you with this work?
page-rate-words = What should we know? (optional)
page-rate-send = Send the rating
page-rated-thanks = Thank you for your rating.
page-rated = You gave { $score }.
score-1 = 1 – not content at all
score-2 = 2 – not content
score-3 = 3 – so-so
score-4 = 4 – content
score-5 = 5 – very content
page-your-complaint = Your complaint { $reference }
page-confirm-time = This time suits me
page-sign-in = Sign in
page-sign-out = Sign out
page-what = After-sales service: from the fault report to the closed job
page-username = User name
page-password = Password
page-jobs = Jobs
page-job = Job
page-bell = What is new
page-bell-none = What is new: nothing
page-bell-some = What is new: #
page-bell-unread = { $count } not read
page-bell-seen = Mark all as read
page-bell-new = New
page-bell-empty = Nothing new in the last seven days
page-wake-why = Be told on this device when a task of yours has news, even while this page is closed.
page-wake-technician = Be told of jobs on this telephone at once, beside the SMS.
page-wake = Tell me on this device
page-wake-done = This device will be told.
page-wake-denied = The browser does not allow notices from this site. Allow them in its settings and try again.
page-wake-failed = That did not work. Check the connection and try again.
page-tasks = Tasks
page-task-mine = Mine and my unit's
page-task-others = Of others
page-mine-only = Mine only
page-no-tasks = No task here.
page-later = Later
page-owner = Owner
page-complaints = Complaints
page-complaint = Complaint
page-no-complaints = No complaint was found.
page-subject = Subject
page-severity = Severity
page-received = Received
page-against = Against
page-complainant = Complainant
page-channel = Way
page-demand = Asks for
page-answer = Answer to the complainant
page-communicated = Told on
page-told-by = Told by
page-rating = Content with the answer, 1 to 5
page-turned-into = Became request
page-another-unit = Another unit
page-closed = Closed
page-note-of-step = What was found or done, or why
page-person = A person instead of the unit
page-owner-next = Whose the next step is
page-as-it-is = As it is
page-me = Me
page-proposal = Another verdict is proposed
page-proposed-by = Proposed by
page-instead-of = Instead of
page-found-on-site = Found on site
page-second-person = A second person decides it.
page-approve = Approve
page-reject = Turn down
page-take-back = Take back
page-propose = Propose another verdict
page-open-jobs = Open jobs
page-acceptance = Acceptance
page-delays = Delays
page-reports = Reports
page-search = Reference, serial, telephone or name
page-find = Find
page-state = State
page-all = All
page-no-jobs = No job was found.
page-no-jobs-next = Choose another state or search for something else.
page-more-filters = More filters
page-age = Age
page-delay-owner = Waits for
page-overdue = Overdue only
page-lost = Without holder or next date
page-held-by = Held by
page-reference = Reference
page-work = Work
page-warranty = Warranty
page-place = Place
page-province = Province
page-setting = Place of work
page-agent = Agent
page-registered = Registered
page-due = Due
page-older = Older
page-dispatch = Dispatch now
page-facts = Facts
page-contact = Contact
page-acts = What can be done
page-until = Until
page-until-hint = A day, such as 1405/09/10 or 2026-12-01
page-service-level = Service level
page-milestone = Milestone
page-met = Met
page-candidates = Candidates
page-no-road = no road at its base
page-no-candidates = No ranking has been stored yet. Dispatch the job to make one.
page-asked = asked
page-offer-to = Offer
page-excluded = Why others were left out
page-offers = Offers
page-visits = Visits
page-none = None yet.
page-timeline = Timeline
page-record = Record
page-messages = Messages
page-text = Text
page-brand = Brand
page-model = Model
page-serial = Serial
page-told = As told
page-priority = Priority
page-technician = Technician
page-hold = On hold
page-tier = How agents are asked
page-ended = Ended because
page-turnaround = Turnaround
page-satisfaction = Satisfaction
page-scores = How the ratings are spread
page-comments = What customers wrote
page-customer-rating = The customer’s rating
page-state-and-owner = State and whose time it is
page-lost-found = Some open jobs are held by nobody, or nothing with a date is to come. Show them.
page-mixed = These figures mix: { $what }. Choose a filter to set them apart.
page-elapsed = Elapsed
page-no-reason = Without a reason
page-from = From
page-to = To
page-by-group = By
page-group = Group
page-group-agent = Agent
page-group-category = Category
page-group-city = Place
page-group-none = All together
page-group-reason = Reason
page-show = Show
page-no-figures = No job was registered in these days.
page-no-figures-next = Choose other days.
page-cases = Completed
page-mean = Mean
page-median = Median
page-p90 = 90th percentile
page-within-3-days = Within 3 days
page-time-to-accept = Registered → accepted, median (cases)
page-offer-to-accept = Offer → accepted, median (cases)
page-time-to-arrive = Registered → arrived, median (cases)
page-repeat-30 = Repeat repair, 30 days
page-open-overdue = Open and overdue
page-periods = Days at hand
page-days-7 = 7 days
page-days-30 = 30 days
page-days-90 = 90 days
page-this-month = This month
page-last-month = Last month
page-as-table = The same figures as a table
page-week-to = Week to
page-weekly-mean = Mean turnaround by week of registration
page-target = target
page-longest-median = Longest median
page-delay-shares = Whose time it was
page-spans = Span by span
page-mean-turnaround = Mean turnaround
page-jobs-behind = Jobs behind the figure
page-jobs-behind-count = { $count } in all; at most 100 are shown, those first that make the figure worse.
page-measure-jobs = Jobs
page-measure-turnaround = Registered → completed
page-measure-in-time = Within 3 days
page-measure-overdue = Open and overdue
page-measure-acceptance = Registered → accepted
page-measure-answer = Offer → accepted
page-measure-arrival = Registered → arrived
page-measure-first-time-fix = First-time fix
page-measure-repeated = Repeat repair, 30 days
page-measure-broken-promise = Broken promise
page-promised = Promised
page-promises-at-risk = Promises of today that will not be kept
page-risk = What is wrong
page-risk-comes-late = On the way, but expected after the window
page-risk-over = The window is over, nobody has arrived
page-risk-not-set-out = The window has begun, nobody has set out
page-risk-agent-stopped = The agent may not work
page-risk-must-move = Closed day or leave: must be moved
page-operators = Operators
page-operator = Operator
page-by-itself = Came in by itself
page-contact-length = Length of a contact, median (cases)
page-warranty-audit = Warranty audit
page-at-intake = At intake
page-at-completion = At completion
page-audit-policy = Policy
page-decided-by = Decided by
page-cover = Borne: parts / labour / travel
page-otherwise = Decided otherwise
page-verdict-differs = Changed
page-audited-unit = Unit
page-coverage = Where to recruit
page-coverage-map = Work that nobody could do, north at the top
page-place-and-skill = Place and skill
page-uncovered = Jobs that nobody could do
page-uncovered-share = Share of all (jobs)
page-lacking = What is lacking most often
lacking-nobody = Nobody within the radius
lacking-agent-not-active = Standing of the agent
lacking-agent-suspended = Agent suspended
lacking-contract-expired = Contract
lacking-document-expired = Papers
lacking-brand-not-authorized = Brand or category in the contract
lacking-skill-missing = Skill
lacking-skill-level-low = Level of the skill
lacking-cert-expired = Certificate
lacking-equipment-missing = Equipment
lacking-part-not-held = Part at hand
lacking-area-outside = Service area
lacking-distance-over-max = Distance
lacking-capacity-open-full = Room for open jobs
lacking-capacity-day-full = Room for jobs of the day
lacking-capacity-hours-full = Room for hours of the day
lacking-not-working = Working hours
lacking-time-off = Leave
lacking-window-conflict = Free window
lacking-cooldown-declined = Declined shortly before
lacking-excluded-by-customer = Excluded by the customer
lacking-language-missing = Language
page-no-agent = No agent yet
page-phones = Simulated phones
page-phones-what = What the demo has sent, newest first. Open the links, or answer by SMS.
page-no-messages = No message has been sent yet.
page-no-messages-next = Register a fault and dispatch it.
page-parts = parts: { $parts }
page-sms = SMS, such as 1
page-send = Send
offer-ended-accepted = You accepted this job
offer-ended-declined = You declined this offer
offer-ended-expired = The time to answer has passed
offer-ended-filled = Another agent accepted first
offer-ended-withdrawn = The offer was withdrawn
offer-ended-undeliverable = The offer could not be delivered
offer-next-accepted = The visit is no longer yours.
offer-next-declined = Thank you for answering. Call the dispatcher if you want the job after all.
offer-next-expired = Call the dispatcher if you still want the job.
offer-next-filled = Nothing more is needed. Thank you, and until the next offer.
offer-next-withdrawn = Nothing more is needed. Thank you, and until the next offer.
offer-next-undeliverable = Call the dispatcher if you still want the job.
visit-step-scheduled = accepted
visit-step-en-route = on the way
visit-step-arrived = arrived
visit-step-working = working
visit-step-done = done
visit-act-en-route = I am on my way
visit-act-arrived = I have arrived
visit-act-working = Begin the work
visit-act-done = Done
visit-act-customer-absent = The customer is absent
visit-act-not-done = End without the work
visit-act-suspended = Interrupt the work
visit-ended-done = The work is done.
visit-ended-not-done = The visit ended without the work.
visit-ended-customer-absent = The customer was absent.
visit-ended-technician-absent = Nobody came in time.
visit-ended-cancelled = This visit was cancelled.
visit-next-done = Thank you. Nothing more is needed.
visit-next-not-done = The dispatcher will agree on the next visit with the customer.
visit-next-customer-absent = The dispatcher will agree on another time with the customer.
visit-next-technician-absent = Call the dispatcher.
visit-next-cancelled = Nothing more is needed; the customer has been told.
customer-step-registered = registered
customer-step-agent = technician
customer-step-visit = visit
customer-step-under-way = under way
customer-step-done = done
customer-stand-looking = We are finding a technician
customer-stand-assigned = A technician has been found
customer-stand-scheduled = The visit is booked
customer-stand-confirmed = The visit is confirmed
customer-stand-en-route = The technician is on the way
customer-stand-working = The technician is with you
customer-stand-incomplete = Another visit is needed
customer-stand-on-hold = Your request waits
customer-stand-cancelled = The request was cancelled
customer-stand-done = The work is done
customer-explanation-looking = We ask the technicians near you and text you the time as soon as one accepts.
customer-explanation-assigned = We are agreeing on the time of the visit and will text you.
customer-explanation-scheduled = Please be at the address in this time.
customer-explanation-confirmed = Thank you. Please be at the address in this time.
customer-explanation-en-route = Please keep your telephone at hand.
customer-explanation-working = When the work is done, tell the completion code.
customer-explanation-incomplete = The last visit ended without the work. We will call you about the next one.
customer-explanation-done = Thank you for your trust.
customer-milestone-first-response = A technician accepts your request
customer-milestone-first-visit = A technician comes to you
customer-milestone-resolution = The work is done
customer-warranty-in-warranty = In warranty: free for you.
customer-warranty-out-of-warranty = Out of warranty: you pay for the repair; you will hear the price first.
customer-warranty-partial = Partly in warranty: you pay for a part; you will hear the price first.
customer-warranty-provisional = In warranty if the proof of purchase confirms it. Please keep it at hand.
customer-warranty-unknown = Warranty is checked at the visit; you will hear any price first.
milestone-first-response = Agent accepted
milestone-first-visit = Technician arrived
milestone-resolution = Work done
job-act-hold = Hold
job-act-resume = Resume
job-act-cancel = Cancel the job
job-act-reopen = Reopen
job-act-release = Release from the agent
job-act-reassign = Give to another agent
task-act-done = Done
task-act-transfer = Give to another
task-act-reopen = Take up again
complaint-act-turn-into-request = Turn it into a request
complaint-act-acknowledge = Acknowledge
complaint-act-assess = Assess
complaint-act-investigate = Begin the investigation
complaint-act-decide = Decide
complaint-act-correct = Begin the correction
complaint-act-finish-correction = It was put right
complaint-act-communicate = Tell the result
complaint-act-close = Close
complaint-act-rate = Note the rating
complaint-act-escalate = Send up
complaint-act-take-over = Take over
complaint-act-reopen = Take up again
complaint-act-dispute = Note an outside dispute
complaint-act-settle = Note the outside decision
complaint-act-withdraw = Note a withdrawal
message-kind-request-registered = Request registered
message-kind-offer-sent = Offer
message-kind-offers-sent = Several offers
message-kind-job-assigned = Job given by contract
message-kind-offer-filled = Offer filled
message-kind-offer-withdrawn = Offer withdrawn
message-kind-visit-scheduled = Visit booked
message-kind-visit-assigned = Visit given to the technician
message-kind-technician-en-route = Technician on the way
message-kind-completion-code = Completion code
message-kind-job-completed = Work done
message-kind-job-on-hold = Job waits
message-kind-job-cancelled = Job cancelled
message-kind-agent-changed = Agent changed
message-kind-dispatch-needed = Dispatcher needed
message-kind-complaint-received = Complaint received
message-kind-complaint-answered = Complaint answered
message-kind-serious-complaint = Serious complaint
message-kind-arrival-expected = Arrival time
message-kind-reply = Answer to a message
message-kind-task-notice = News of a task
text-name-offer-among-others = One job among several offered
text-name-request-among-others = One request among several
text-name-reply-which-offer = Answer: which of the jobs
text-name-reply-no-offer = Answer: no job is offered
text-name-reply-no-visit = Answer: no visit fits
text-name-reply-wrong-code = Answer: wrong code
text-name-reply-which-reason = Answer: for which reason
text-name-reply-outside-window = Answer: outside the promised window
text-name-reply-refused = Answer: not possible, and why
text-name-reply-declined = Answer: declined
text-name-reply-arrived = Answer: arrival noted
text-name-reply-done = Answer: work done
text-name-reply-expected = Answer: time of arrival noted
text-name-reply-orders = Answer: what can be written
text-name-reply-status = Answer: where it stands
text-name-reply-nothing-open = Answer: no open request
text-name-reply-rated = Answer: thanks for the rating
text-name-reply-nothing-to-rate = Answer: nothing to rate
text-name-reply-which-request = Answer: which of the requests
text-name-reply-which-cancel-reason = Answer: why cancel
text-name-reply-will-call = Answer: we will call
text-name-reply-opted-out = Answer: no more messages
text-name-reply-opted-in = Answer: messages again
text-name-reply-received = Answer: message received
text-name-reply-by-letter = Answer: letter received
message-kind-quote-sent = Price before the work
message-kind-quote-answered = Answer to a price
message-kind-payment-recorded = Payment taken down
message-kind-receipt-ready = Receipt
message-kind-charge-decided = Warranty turned paid: decision
recipient-customer = customer
recipient-agent = agent
recipient-technician = technician
recipient-staff = staff
event-job-offered = Offered to agents
event-job-no-candidate = No agent was found
event-job-dispatcher-called = Somebody was called to find an agent
event-job-verdict-rerun = Warranty judged again
event-job-override-proposed = Another warranty proposed
event-job-override-approved = Other warranty approved by a second person
event-job-override-rejected = Other warranty turned down
field-technician-id = Technician
field-reason = Reason
field-code = Code
field-event = Event
field-outcome = Result
field-note = Note
field-result = Result
field-answer = Answer
field-told-by = Told by
field-severity = Severity
field-owner = Owner
field-owner-id = Owner
field-person = Person
field-owner-role = Owner
field-rating = Rating
field-score = Rating
field-comment = Comment
field-phone = Telephone
field-city = City
field-address = Address
field-kind = Kind of work
field-unit = Unit
field-category = Category
field-serial = Serial
field-fault = Fault
field-job = Job
field-subject = Subject
field-description = What happened
field-demand = What is asked for
field-until = Until
field-agent-id = Agent

## Api
## What an operator should look at after taking a report down

## Reports

api-rule-warranty = Jobs registered in the period. Outcome: what the warranty is now. Policy, clause and shares: of the verdict frozen at completion, before that of intake; shares after an override: of the override. Differs: intake and completion say different things.
api-note-consumer-law = The figures under consumer_law are presets. Check them against the official text before you turn them on.
api-rule-turnaround = Jobs registered in the period, calendar time, percentiles by nearest rank. Turnaround: completed minus registered. Within three days: completed within 72 hours, divided by completed plus open for more than 72 hours; cancelled jobs are in neither. Time to accept: first accepted minus registered; from the offer: accepted minus the sending of that offer. First slot: beginning of the first window offered minus registered. Time to arrive: first arrival minus registered, without jobs whose date the customer chose. Closing lag: closed minus completed. First-time fix: repairs done at the first arrival with no repeat in 30 days, divided by repairs with an arrival that is over; provisional until 30 days have passed. Repeat repair: a new repair of the same unit by serial, else by customer and category, within 30 or 90 days of completion, charged to the latest earlier repair. Broken promise: arrival outside the first window promised, nobody came, or company or agent moved it or gave the job away.
api-rule-acceptance = Offers and visits of jobs registered in the period, calendar time. Acceptance: accepted and not given back, divided by offers delivered in the agent’s working hours without those that another agent took, that were withdrawn or that are still open; delivered means that the message has left and was not returned. Released and cancelled later: divided by all accepted. Technician absence: nobody came, divided by visits that are over and were not taken back. Broken promise: arrival outside the first window promised, nobody came, or company or agent moved it or gave the job away. Time from the offer: accepted minus the sending of that offer.
api-rule-coverage = Work registered in the period that no agent of today’s network could do, by place and skill: of the agents within the policy’s radius each fails a rule that waiting does not mend (standing, contract, papers, brand, skill, level, certificate, equipment, area, distance, language). Full books, leave and hours do not count.
api-rule-open-jobs = Open jobs as they stand now. Age: time since registration in days begun, so that 72 hours are within three days. Whose time it is: the search for an agent is the company’s, a job that an agent holds is the agent’s, a job on hold or incomplete belongs to the owner of its reason.
api-rule-delays = The time from the report to the end of the work, or to now, of the jobs registered in the period, calendar time, nights and holidays included. It is split at each change of state; each part has one owner, and the parts add up to the time elapsed. The search for an agent is the company’s, a job that an agent holds is the agent’s, a job on hold or incomplete belongs to the owner of its reason.
api-rule-messages = Attempts to hand messages to gateways in the period. Delivered and not delivered: as the gateway reported by now. Parts and cost: of those taken; cost in the unit of the gateway’s settings.
api-rule-operators = Requests and contacts logged in the period, by the person who logged them. Length: end minus beginning of contacts whose end is known.
api-rule-satisfaction = Jobs completed in the period, with the one rating that each customer may give by link or SMS. CSAT: ratings of 4 and 5, divided by ratings. Response: ratings divided by jobs completed. Could rate: jobs with somebody who gets SMS and so can rate, divided by jobs completed. Low ratings followed: ratings of 1 and 2 whose task is done, divided by ratings of 1 and 2. Void: from the telephone or browser of those who did the work; counted nowhere else.

column-group = Code
column-name = Name
column-jobs = Jobs
column-completed = Completed
column-place = Place
column-skill = Skill
column-uncovered = Nobody covers
column-lacking = What is missing
column-open-overdue = Open and overdue
column-mean-s = mean (s)
column-median-s = median (s)
column-p90-s = 90th percentile (s)
column-within-3-days = Within 3 days
column-accepted = Accepted
column-time-to-accept = Registered to accepted
column-cancelled = Cancelled
column-offer-to-accept = Offer to accepted
column-first-slot = Registered to first slot
column-time-to-arrive = Registered to arrived
column-closing-lag = Completed to closed
column-first-time-fix = First-time fix
column-repeat-30-same = Repeat in 30 days, same fault
column-repeat-30-other = Repeat in 30 days, other fault
column-repeat-90-same = Repeat in 90 days, same fault
column-repeat-90-other = Repeat in 90 days, other fault
column-repeat = Repeat
column-broken-promises = Broken promises
column-cases = cases
column-hits = counted
column-share = share
column-provisional = provisional
column-offers = Offers
column-in-hours = In working hours
column-filled = Taken by others
column-withdrawn = Withdrawn
column-declined = Declined
column-expired = Not answered
column-acceptance = Acceptance
column-released = Given back
column-cancelled-after = Cancelled after acceptance
column-technician-absence = Technician absent
column-state = State
column-owner = Whose time
column-days-0-3 = 0–3 days
column-days-4-7 = 4–7 days
column-days-8-15 = 8–15 days
column-days-over-15 = Over 15 days
column-elapsed-s = Elapsed (s)
column-company-s = Company (s)
column-agent-s = Agent (s)
column-parts-s = Parts (s)
column-customer-s = Customer (s)
column-calendar-s = Calendar (s)
column-requests = Requests
column-contacts = Contacts
column-request-contacts = About requests
column-kind = Kind
column-attempts = Attempts
column-taken = Taken
column-unclear = Answer lost
column-refused = Refused
column-delivered = Delivered
column-undelivered = Not delivered
column-parts = SMS parts
column-cost = Cost
column-follow-ups = Follow-ups
column-complaints = Complaints
column-contact-length = Length of contact
column-coverage = Could rate
column-response = Response
column-csat = CSAT
column-mean-score = Mean
column-score-1 = Ratings of 1
column-score-2 = Ratings of 2
column-score-3 = Ratings of 3
column-score-4 = Ratings of 4
column-score-5 = Ratings of 5
column-low-followed = Low ones followed
column-void = Void

## The message centre and the editor of texts

page-inbound = Messages to us
page-texts = Texts of messages
page-message = Message
page-gateway = Gateway
page-recipient = Recipient
page-message-kind = Message
page-part-count = Parts
page-time = Time
page-perhaps-doubled = Perhaps sent twice
page-perhaps-doubled-why = A gateway took this message or did not: its answer was lost. It was tried again, so the recipient may have it twice.
page-hidden-codes = Links and codes are covered: whoever has them can act as the recipient.
page-resend = Send again
page-attempts = Attempts
page-written = Written
page-delivered = Delivered
page-next-attempt = Next attempt
page-last-error = Last error
page-no-attempts = No attempt yet.
page-cost = Cost
page-fate = Reported
page-sender = Sender
page-refused = Refused
page-language = Language
page-own-text = Own text
page-text-source = Text; values stand in braces
page-preview = Preview
page-save = Save
page-restore = Take back the shipped text
page-values = Values
page-needed = needed
page-shipped-text = The text that came with the product
language-fa = Persian
language-en = English
alphabet-gsm7 = Latin letters, 160 a part
alphabet-ucs2 = Other letters, 70 a part
attempt-taken = Taken
attempt-later = Not now
attempt-unclear = Answer lost
attempt-elsewhere = Not by this gateway
attempt-never = Cannot be sent
fate-pending = On the way
fate-delivered = Delivered
fate-undelivered = Not delivered
fate-blocked = Blocked by the recipient
fate-unknown = Not known there
heard-accepted = Offer accepted
heard-declined = Offer declined
heard-expected = Arrival time told
heard-arrived = Arrived
heard-done = Work done
heard-status = Asked where it stands
heard-rated = Rated
heard-cancelled = Request given up
heard-call = Wants to be called
heard-opted-out = Wants no messages
heard-opted-in = Wants messages again
heard-kept = For an operator
variable-text = words
variable-code = a number or code
variable-number = a number
variable-window = from and to
variable-moment = a date and time
variable-place = a place
variable-category = a category
variable-fault = a fault
variable-reason = a reason
variable-agent = an agent
variable-link = a link
variable-offers = offers, a paragraph each
variable-requests = requests, a line each
variable-state = a state
variable-problem = what is wrong

## Parts

fault-part-unknown =
    { GIVEN($about) ->
        [yes] The catalogue has no part { $about }. Look for it by name, or add it to the catalogue first.
       *[no] The catalogue has no such part. Look for it by name, or add it to the catalogue first.
    }
fault-part-other-model =
    { GIVEN($about) ->
        [yes] This part does not fit the unit’s model; it fits { $about }. Choose another part, or correct the models of this one.
       *[no] This part does not fit the unit’s model. Choose another part, or correct the models of this one.
    }
fault-part-superseded =
    { GIVEN($about) ->
        [yes] Another part has taken its place: { $about }. Name that one.
       *[no] Another part has taken its place. Name that one.
    }
fault-part-round =
    { GIVEN($about) ->
        [yes] { $about } would stand in its own place in the end. Check which part takes the place of which.
       *[no] A part would stand in its own place in the end. Check which part takes the place of which.
    }
fault-stock-short =
    { GIVEN($about) ->
        [yes] Too few pieces are free there (part, free / wanted: { $about }). Take fewer, take them elsewhere, or insist with a reason if they are really there.
       *[no] Too few pieces are free there. Take fewer, take them elsewhere, or insist with a reason if they are really there.
    }
fault-stock-place-unknown =
    { GIVEN($about) ->
        [yes] There is no such place: { $about }. Write centre, agent:ID or van:ID.
       *[no] There is no such place. Write centre, agent:ID or van:ID.
    }
fault-stock-move-unfit =
    { GIVEN($about) ->
        [yes] Pieces do not go between these places for the reason { $about }. Choose another place or another reason.
       *[no] Pieces do not go between these places for this reason. Choose another place or another reason.
    }
sms-part-arrived = Request { $reference }: the part has arrived ({ $part }). We will tell you when the technician comes. { $link }
sms-part-for-visit = Job { $reference } in { $place }: the part has arrived: { $part }.
sample-part = Drain pump 30 W
message-kind-part-arrived = Part arrived, to the customer
message-kind-part-for-visit = Part arrived, to the technician
event-job-move-hold = Waits until another day
event-part-need = Part needed
event-part-reserve = Part kept for the job
event-part-order = Part ordered
event-part-change-eta = Another day for the part
event-part-ship = Part sent
event-part-receive = Part received
event-part-fit = Part fitted
event-part-return-unused = Part sent back unused
event-part-release = Part free for others
event-part-lose = Part lost on the way
event-part-cancel = Part given up
event-part-split = Part divided
event-part-counted-short = Count found too few
event-part-old-part-due = Old part due
event-part-old-part-return = Old part came back
event-part-old-part-accept = Old part accepted
event-part-old-part-reject = Old part rejected
event-part-old-part-ask-again = Old part asked for again
part-state-needed = Needed
part-state-reserved = Kept
part-state-ordered = Ordered
part-state-shipped = On the way
part-state-received = Received
part-state-fitted = Fitted
part-state-returned-unused = Sent back unused
part-state-cancelled = Given up
part-act-reserve = Keep a piece
part-act-order = Order
part-act-change-eta = Name another day
part-act-ship = Note as sent
part-act-receive = Note as received
part-act-fit = Note as fitted
part-act-return-unused = Send back unused
part-act-release = Free for others
part-act-lose = Lost on the way
part-act-cancel = Give up
part-source-van = Technician’s van
part-source-agent = Agent’s shelf
part-source-centre = Centre
part-source-supplier = Supplier
old-part-state-old-part-due = Due
old-part-state-returned = Came back
old-part-state-accepted = Accepted
old-part-state-rejected = Rejected
old-part-act-return = Note as come back
old-part-act-accept = Accept
old-part-act-reject = Reject
old-part-act-ask-again = Ask again
part-order-state-placed = Placed
part-order-state-confirmed = Confirmed
part-order-state-shipped = On the way
part-order-state-received = Received
part-order-state-refused = Refused
part-order-state-cancelled = Cancelled
stock-place-centre = Centre
stock-place-agent = Agent
stock-place-van = Van
stock-place-transit = On the way
stock-place-job = In the unit
stock-place-supplier = Supplier
stock-place-scrap = Scrap
stock-place-difference = Count differences
move-reason-supplied = Delivered
move-reason-transferred = Moved
move-reason-shipped = Sent
move-reason-received = Received
move-reason-fitted = Fitted
move-reason-returned = Sent back
move-reason-lost = Lost
move-reason-scrapped = Thrown away
move-reason-counted = Counted
move-reason-counted-short = Counted short
page-spare-parts = Parts
page-part = Part
page-part-number = Part number
page-quantity = Pieces
page-eta = Arrives
page-first-eta = First told
page-eta-passed = The day has passed
page-source = From
page-kept-at = Is at
page-tracking = Consignment
page-old-part = Old part of
page-need-part = Ask for a part
page-part-numbers = Part numbers
page-parts-needed = Parts needed
page-part-numbers-hint = With commas between them, as in { $example }
page-waiting-parts = Waited for
page-holdings = Who holds what
page-waiting-since = Since
page-days = Days
page-late-only = Only where the day has passed
page-kept = Kept for jobs
page-free = Free
field-number = Part number
field-parts = Parts
field-part = Part
field-eta = Arrives
field-source = From
field-place = Place
field-quantity = Pieces
field-tracking = Consignment
## Photos

fault-photo-unreadable = This is no whole photo in JPEG, PNG or WebP. Take it again, or send another one.
fault-picture-too-large =
    { GIVEN($about) ->
        [yes] This picture is too large for a customer’s telephone; at most { $about } KB are kept. Make it smaller, 320 points at its longest side, and send it again.
       *[no] This picture is too large for a customer’s telephone. Make it smaller, 320 points at its longest side, and send it again.
    }
event-job-photo-added = Photo added
event-job-rated = Work rated
event-job-time-agreed = The customer agreed to the time
photo-kind-site = The place
photo-kind-serial = Serial plate
photo-kind-serial-indoor = Serial plate of the indoor unit
photo-kind-serial-outdoor = Serial plate of the outdoor unit
photo-kind-damage = What is broken
photo-kind-proof = Invoice or guarantee card
photo-kind-condition = Condition of the unit
photo-kind-work = The finished work
photo-kind-signature = Signature
page-photos = Photos
page-photos-show = Show the photos
page-photo-shows = What does it show?
page-photo-keep = Keep the photo
page-charge-ask = Ask to charge work under warranty
page-charge-why = What was found, and why the customer should pay
page-charge-photo = Which photo shows it?
page-charge-photo-first = Take a photo that shows it first; then ask here.
page-charge-send = Ask the organisation

## Kinds of work, checklists and the warranty that begins with an installation

task-kind-serial-mismatch = Find out which serial is right
task-kind-not-unboxed = Installed unit was not unboxed by the agent: decide on its warranty
message-kind-warranty-activated = Warranty begun
sms-warranty-activated = Your { $category } is installed and its warranty has begun: parts { $parts_months }, labour { $labour_months }, travel { $travel_months } months; the last day is { $last_day }. { $link }
sms-reply-needs-link = This work has a checklist. Fill it in behind the link that we sent you; then finish the work there.
event-job-checklist-answered = Checklist answered
event-job-serial-mismatch = Serial on the plate differs from the one in the books
event-unit-serial-read = Serial read on site
event-unit-warranty-activated = Warranty begun with the installation
event-unit-warranty-withheld = Warranty not begun: not unboxed by the agent
page-checklist = Checklist
page-checklist-keep = Keep the answers
page-checklist-photo = Take it under Photos: { $photo }
page-lawful = Lawful: { $range }
page-unlawful = Not as it must be
page-optional = optional
page-yes = Yes
page-no = No
page-destination = Goes to
page-leave-unit = This unit cannot be finished
page-warranty-began = The warranty has begun
page-warranty-since = Installed on
page-cover-parts = Parts until
page-cover-labour = Labour until
page-cover-travel = Travel until
field-checklist = Checklist

## Money

quote-state-draft = Being written
quote-state-sent = Waits for the customer
quote-state-approved = Approved
quote-state-declined = Declined
quote-state-expired = Expired
charge-state-requested = Waits for the organisation
charge-state-approved = The customer may be charged
charge-state-refused = The work stays under warranty
payment-state-recorded = Waits for the customer
payment-state-confirmed = Confirmed by the customer
payment-state-disputed = Disputed by the customer
payment-state-settled = Settled
payment-method-cash = Cash
payment-method-agent-terminal = Card at the agent's terminal
payment-method-organisation-terminal = Card at our terminal
payment-method-card-to-card = Card to card
payment-method-link = Our payment page
payment-method-cheque = Cheque
payment-receiver-technician = Technician
payment-receiver-agent = Agent
payment-receiver-organisation = Organisation
line-kind-labour = Work
line-kind-part = Part
line-kind-travel = Travel
line-kind-visit-fee = Visit fee
line-kind-other = Other
event-quote-drafted = Price written
event-quote-sent = Price sent to the customer
event-quote-approve = Price approved by the customer
event-quote-decline = Price declined by the customer
event-quote-expire = Price expired or taken back
event-payment-recorded = Payment taken down
event-payment-confirm = Payment confirmed by the customer
event-payment-dispute = Payment disputed by the customer
event-payment-settle = Payment settled
event-job-decline-quote = Work ended: the customer declined the price
event-job-price-told = Visit fee and usual price told
event-job-charge-asked = Asked to charge work under warranty
event-job-charge-approved = Work under warranty may be charged
event-job-charge-refused = Work stays under warranty
quote-act-send = Send to the customer
quote-act-approve = Customer approved by telephone
quote-act-decline = Customer declined by telephone
quote-act-expire = Take back
charge-act-approve = Let the customer be charged
charge-act-refuse = Keep it under warranty
payment-act-confirm = Customer confirmed by telephone
payment-act-dispute = Customer disputed by telephone
payment-act-settle = Settle
page-money = Price and payment
page-quote = Price before the work
page-quote-until = Valid until
page-quote-approve = Approve the price
page-quote-decline = Decline the price
page-quote-fee = If you decline, { $fee } is due for the visit.
page-quote-make = Write a price
page-quote-send = Send the price
page-guarantee-work = Guarantee on work
page-guarantee-parts = Guarantee on parts
page-guarantee-days = { $days } days
page-in-rials = In rials, not tomans; prices without tax.
page-part-name = Name
page-payment = Payment
page-pay = Take down a payment
page-paid-amount = Amount paid
page-paid-method = Paid by
page-paid-trace = Trace number
page-paid-deposit = A deposit: more will follow
page-paid-confirm = Yes, I paid this
page-paid-dispute = This is not right
page-paid-wrong = What is not right?
page-money-due = Due
page-money-paid = Paid
page-money-words = What the customer said, or what was found
page-charge = Warranty turned paid
page-receipt = Receipt
page-receipt-pdf = Receipt as PDF
receipt-title = Receipt
receipt-number = Receipt number
receipt-day = Completed
receipt-customer = Customer
receipt-unit = Unit
receipt-what = What
receipt-pieces = Pieces
receipt-price = Price
receipt-sum = Sum
receipt-net = Sum before tax
receipt-tax = Tax
receipt-total = To pay
receipt-labour-guarantee = The work is guaranteed until { $day }.
receipt-part-guarantee = The parts are guaranteed until { $day }.
field-labour = Work
field-travel = Travel
field-visit-fee = Visit fee
field-part1 = First part
field-part1-quantity = Pieces of the first part
field-part1-price = Price of the first part
field-part2 = Second part
field-part2-quantity = Pieces of the second part
field-part2-price = Price of the second part
field-part3 = Third part
field-part3-quantity = Pieces of the third part
field-part3-price = Price of the third part
field-lines = Price
field-amount = Amount paid
field-method = Paid by
field-receiver = Receiver
field-trace = Trace number
field-photo = Photo
field-about = Price or payment
field-by = Way of the answer

## Appointments, customers who are not reached, work that is checked

sms-visit-moved =
    Request { $reference }: new time { $window }, { $technician }
    Arrival code: { $arrival_code }
    { $link }
sms-visit-retimed =
    Visit { $reference } ({ $category }) has another time: { $window }
    { $place }
    { $link }
sms-visit-cancelled = Visit { $reference } ({ $category }) in { $place } on { $window } is cancelled. Do not go there.
sms-visit-delayed = Request { $reference }: { $technician } was called to an urgent case and comes to you after it. Your time stays { $window }.
sms-customer-unreachable =
    Request { $reference }: we called you several times and did not reach you. It waits until { $until }. To go on at once, touch the button here:
    { $link }
sms-work-reported =
    Request { $reference }: the technician reports the work as done. We will call you. If it is not so, tell us here:
    { $link }
message-kind-visit-moved = Visit has another time
message-kind-visit-retimed = Other time, to the technician
message-kind-visit-cancelled = Visit cancelled, to the technician
message-kind-visit-delayed = Technician comes later
message-kind-customer-unreachable = Customer not reached
message-kind-work-reported = Work reported as done
task-kind-happy-call = Call the customer: does the work hold?
task-kind-customer-back = Customer can be reached again
error-visit-ahead = A visit of this job is agreed already. Move that one to another time.
error-too-late-to-move = The visit is too near to be moved here. Please call us.
error-moves-used-up = You have moved this visit as often as this page allows. Please call us.
fault-outside-hours = The technician does not work then. Choose a time in working hours.
fault-attempts-missing = Too few attempts to reach the customer ({ $about }: attempts, parts of the day), or none by the organisation itself. Log more attempts first.
field-from = Time
reason-code-not-received = The code did not reach the customer
reason-customer-left = The customer had left
reason-code-refused = The customer did not want to give the code
event-visit-done-without-code = Visit done, without the customer's code
visit-act-done-without-code = Report as done
visit-act-divert = Send elsewhere first
job-act-verify = The customer says it works
job-act-fail-verification = The work does not hold
page-times = Free times
page-time-agreed = Agreed time
page-first-promise = First promised:
page-choose-time = Choose a time
page-take-time = Take this time
page-no-times = No time is free within two weeks. Please call us.
page-show-times = Show times
page-other-time = Choose another time
page-appointment = Appointment
page-back = Back
page-no-code = The customer's code is missing
page-no-code-hint = The work then counts as done only when the customer confirms it to us or does not object for some days.
page-no-answer = I called, nobody answered
page-come-back = I can be reached now: go on
page-object = The work does not hold
page-object-why = What is wrong
page-object-send = Tell the company
event-job-address-corrected = Address corrected
customer-stand-reported = The work is reported as done
customer-explanation-reported = We will call you about it. If it is not so, tell us below.
## Workshop

error-unit-in-custody = The customer’s unit is in a workshop. Hand it over, or give it back unrepaired, before the job ends or changes hands.
error-loaner-out = The customer has a loaner for this job already. Take it back first.
reason-centre-workshop = In our own workshop
reason-ready-to-collect = Ready to be collected
next-step-workshop = promised ready
task-kind-hand-over-custody = Take over what the agent holds
task-kind-unclaimed-unit = Call: nobody has collected the unit
task-kind-loaner-overdue = Call: the loaner has not come back
line-kind-storage = Storage
message-kind-unit-received = Unit taken in
message-kind-unit-ready = Unit ready
message-kind-unit-reminder = Reminder to collect the unit
message-kind-unit-unclaimed = Unit not collected
message-kind-loaner-overdue = Loaner overdue
sms-unit-received =
    Request { $reference }: your unit was taken in under tag { $tag }, ready by { $until }.
    Receipt: { $link }
sms-unit-ready =
    Request { $reference }: your unit is ready at { $keeper }. Code to collect it: { $handover_code }
    { GIVEN($fee) ->
        [yes] After { $until } storage costs { $fee } a day. { $link }
       *[no] Opening hours: { $link }
    }
sms-unit-reminder =
    Request { $reference }: your unit waits at { $keeper }. Code to collect it: { $handover_code }
    { $link }
sms-unit-unclaimed =
    { GIVEN($fee) ->
        [yes] Request { $reference }: nobody has collected your unit. Storage so far: { $fee }. Please collect it.
       *[no] Request { $reference }: nobody has collected your unit. Please collect it.
    }
    { $link }
sms-loaner-overdue =
    Request { $reference }: the loaner { $serial } was to come back. Please bring it.
    { $link }
event-job-take-in = Unit came into the workshop
event-unit-receive = Unit taken into the workshop
event-unit-diagnose = Diagnosis began
event-unit-ask-price = Unit waits for the price to be answered
event-unit-price-lapsed = The price was not answered: back to diagnosis
event-unit-repair = Repair began
event-unit-test = Test began
event-unit-fail-test = Test failed
event-unit-finish = Repair holds: ready
event-unit-give-back = Ready to go back unrepaired
event-unit-move = Unit went to another workshop
event-unit-leave-unclaimed = Nobody collected the unit
event-unit-hand-over = Unit handed over
event-unit-remind = Customer reminded to collect the unit
event-unit-loaner-added = Loaner added
event-unit-loaner-lend = Loaner lent
event-unit-loaner-return = Loaner came back
event-unit-loaner-restock = Loaner can be lent again
event-unit-loaner-lose = Loaner lost
event-unit-loaner-find = Loaner turned up
event-unit-loaner-overdue = Loaner overdue
unit-state-received = Taken in
unit-state-diagnosing = Being diagnosed
unit-state-waiting-quote = Waits for the price to be answered
unit-state-repairing = Being repaired
unit-state-testing = Being tested
unit-state-ready = Ready to be collected
unit-state-handed-over = Handed over
unit-state-unclaimed = Not collected
unit-act-diagnose = Begin the diagnosis
unit-act-ask-price = Ask for the price
unit-act-price-lapsed = The price lapsed
unit-act-repair = Begin the repair
unit-act-test = Begin the test
unit-act-fail-test = Test failed
unit-act-finish = Test passed: ready
unit-act-give-back = Give back unrepaired
unit-act-move = Move to another workshop
unit-act-leave-unclaimed = Not collected
unit-act-hand-over = Hand over to the customer
carrier-customer = The customer
carrier-agent = The agent
carrier-courier = A courier
loaner-state-in-stock = In stock
loaner-state-lent = Lent
loaner-state-returned = Came back
loaner-state-lost = Lost
loaner-act-lend = Lend
loaner-act-return = It came back
loaner-act-restock = In order: can be lent again
loaner-act-lose = It is lost
loaner-act-find = It turned up
customer-stand-in-workshop = Your unit is in the workshop
customer-stand-ready-to-fetch = Your unit is ready
customer-explanation-in-workshop = We tell you as soon as there is a price to answer or the unit is ready.
customer-explanation-ready-to-fetch = Bring the code below when you collect it.
week-day-sat = Saturday
week-day-sun = Sunday
week-day-mon = Monday
week-day-tue = Tuesday
week-day-wed = Wednesday
week-day-thu = Thursday
week-day-fri = Friday
page-days-span = { $first } to { $last }
page-hours = { $from } to { $to }
page-opening-hours = Opening hours
page-workshop = Workshop
page-units = Units
page-in-workshop-now = In the workshop now
page-promise-passed = The promised day has passed
page-promise-another-day = Another promised day
page-custody = Who had it
page-passing = { $from } → { $to }
page-failed-tests = Failed tests
page-ready-since = Ready since
page-taker = Collected by
page-carrier = Carried by
page-handover-code = Collection code
page-handover-code-hint = The four digits that the customer got. Without them, write below how you made sure who collects it.
page-handover-code-customer = Code to collect it
page-kept-free-until = Kept free of charge until
page-storage-a-day = Then, for each day
page-take-unit = I take the unit to our workshop
page-receive-unit = Take the unit in
page-accessories-lines = What came with it, a line each
page-loaner = Loaner
page-loaner-out = The customer still has the loaner { $serial }: take it back.
page-lend-loaner = Lend a loaner
page-loaner-due = Back by
page-deposit = Deposit
unit-receipt-title = Receipt for a unit left with us
unit-receipt-tag = Tag
unit-receipt-reference = Request
unit-receipt-keeper = Workshop
unit-receipt-received = Taken in
unit-receipt-promised = Promised ready
unit-receipt-condition = Condition
unit-receipt-accessories = Came with it
unit-receipt-nothing = Nothing
unit-receipt-photos = Photos kept
unit-receipt-storage = Once the unit is ready it is kept free of charge for { $days } days. After that storage costs { $fee } for each day begun.
unit-receipt-no-storage = Keeping the unit is free of charge.
unit-receipt-code = When the unit is ready you get a code. It is handed over to whoever brings that code.
unit-receipt-mark = QR code of the tag
field-condition = Condition
field-accessories = What came with it
field-photos = Photos
field-inbound-by = Brought by
field-carrier = Carried by
field-taker = Collected by
field-promised-at = Promised ready
field-queued-until = Looked at by
field-day = Promised day
field-deposit = Deposit
field-due-on = Back by

## Papers that run out, visits where nobody works, what is to be known of a customer

sms-paper-expiring =
    { GIVEN($whose) ->
        [yes] { $paper } of { $whose } holds until { $last_day }. Please send us the new one before; without it no such jobs come.
       *[no] { $paper } holds until { $last_day }. Please send us the new one before; without it no jobs come.
    }
sms-paper-expired =
    { GIVEN($whose) ->
        [yes] { $paper } of { $whose } ran out on { $last_day }. No such jobs come until we have the new one.
       *[no] { $paper } ran out on { $last_day }. No jobs come until we have the new one.
    }
message-kind-paper-expiring = Paper runs out
message-kind-paper-expired = Paper has run out
task-kind-renew-paper = A paper of an agent runs out
task-kind-move-visit = Move the visit: nobody works then
paper-licence = Trade licence
paper-insurance = Liability insurance
paper-identity = Identity check
paper-certificate = Certificate
paper-contract = Contract
task-why-day-closed = { $day } is closed
task-why-time-off = The agent or technician is away
care-vulnerable = A baby, an old or a sick person lives here. Please be on time, and call if you are late.
care-debtor = Ask for the payment before the work begins.
care-threat = Do not go alone. Call the office before you ring, and leave if you feel unsafe.

## Agents and their files

page-agents = Agents
page-code-or-name = Code or name
page-standing = Standing
page-load = Open jobs
page-full = full
page-grade = Grade
page-contract = Contract
page-commission = Commission of paid work
page-brands = Brands
page-agent-categories = Appliances
page-papers = Papers and certificates
page-papers-soon = Has run out, or runs out within 30 days
page-papers-missing = Never handed in:
page-ran-out = Has run out
page-days-left = { $days } days left
page-paper-add = Add a paper
page-paper-number = Number
page-paper-from = Holds from
page-paper-to = Last day
page-technicians = Technicians
page-inactive = Does not work now
page-portrait = Photo for customers
page-portrait-of = Photo of { $name }
page-portrait-hint = A photo of the face, as on a badge: customers see it on their page until the technician’s visit is over. JPEG, PNG or WebP. The browser makes it small; without script it may have 40 KB at most.
page-portrait-keep = Keep this photo
page-portrait-remove = Remove the photo
page-held = Has of others
page-held-none = Nothing of customers or of the organisation.
page-loaners = Loaners
page-time-off = Time off
page-time-off-add = Add time off
page-time-off-hint = From the morning of the first day to the morning of the day on which work begins again. Visits promised in it become tasks.
page-suspend-from-hint = Empty for at once; else a day, such as 1405/09/10 or 2026-12-01
page-suspend-to-hint = Empty for until somebody ends it
suspend-preview = This happens at once:
suspend-nothing = The agent holds nothing.
suspend-open-offers = Offers withdrawn
suspend-assigned = Jobs back to dispatch
suspend-incomplete = Unfinished jobs back to dispatch
suspend-on-hold = Waiting jobs back to dispatch after the wait
suspend-in-progress = Started jobs to be finished or handed over
suspend-visits = Visits cancelled
suspend-units = Units to be taken over
suspend-parts = Pieces of parts to be taken over
standing-applicant = Applicant
standing-documents = Documents are there
standing-inspected = Inspected
standing-probation = On probation
standing-active = Active
standing-suspended = Suspended
standing-terminated = Dismissed
standing-act-submit-documents = The documents are there
standing-act-inspect = The premises were seen
standing-act-admit = Admit on probation
standing-act-activate = Admit
standing-act-suspend = Suspend
standing-act-reinstate = End the suspension
standing-act-terminate = Dismiss for good
agent-kind-company = Company
agent-kind-self-employed = Self-employed
agent-kind-branch = Own branch
time-off-leave = Leave
time-off-illness = Illness
time-off-training = Training
time-off-closed = Closed
time-off-other = Other
error-exchange-open = This job has a case of exchange or refund already. Decide it, or take it back, before you ask again.
error-refund-beyond-limit = So much money is beyond what your role may give back. Ask somebody with a higher limit to approve it.
reason-not-repairable = It cannot be repaired
reason-same-fault-twice = The same fault came again
reason-part-unavailable = The part is no longer made
reason-delay-beyond-term = The repair took too long
reason-transport-damage = Damaged in transport
reason-dead-on-arrival = Faulty from the first day
task-kind-decide-exchange = Decide an exchange or a refund
task-kind-exchange-evidence = Show or say more about an exchange or a refund
task-kind-fulfil-exchange = Give the other unit or the money back
message-kind-exchange-news = Exchange or refund: decision
sms-exchange-news =
    Request { $reference }: { $answer_given }
    { $link }
exchange-answer-exchange-approved = the exchange of your unit was approved.
exchange-answer-exchange-rejected = the exchange of your unit was not approved. Why:
exchange-answer-exchange-fulfilled = your new unit is on record.
exchange-answer-refund-approved = the refund was approved.
exchange-answer-refund-rejected = the refund was not approved. Why:
exchange-answer-refund-fulfilled = your money was paid back.
event-job-compensate = Job ended with an exchange or a refund
event-job-exchange-asked = Exchange or refund asked for
event-job-exchange-evidence-asked = More evidence asked for an exchange or a refund
event-job-exchange-asked-again = Exchange or refund asked for again, with more evidence
event-job-exchange-approved-technically = Exchange or refund approved technically
event-job-exchange-approved = Exchange or refund approved
event-job-exchange-rejected = Exchange or refund turned down
event-job-exchange-withdrawn = Exchange or refund taken back
event-job-exchange-fulfilled = Exchange or refund done
event-unit-keep = The organisation keeps the unit
event-unit-put-in-place = Unit given in place of another
unit-state-kept = Stays with us
unit-act-keep = Keep it
remedy-exchange = Exchange
remedy-refund = Refund
old-unit-collected = We have it
old-unit-left-with-customer = The customer keeps it
exchange-state-requested = Waits for the technical approval
exchange-state-needs-evidence = Waits for more evidence
exchange-state-technically-approved = Waits for the commercial approval
exchange-state-approved = Approved, to be done
exchange-state-fulfilled = Done
exchange-state-rejected = Turned down
exchange-state-withdrawn = Taken back
exchange-act-ask-evidence = Ask for more evidence
exchange-act-ask-again = Answer and ask again
exchange-act-approve-technically = Approve technically
exchange-act-approve = Approve
exchange-act-reject = Turn down
exchange-act-withdraw = Take back
exchange-act-fulfil = It is done
customer-remedy-exchange = Exchange of your unit
customer-remedy-refund = Your money back
customer-exchange-exchange-waiting = We are looking into whether your unit is exchanged. You hear from us as soon as it is decided.
customer-exchange-exchange-approved = Your unit will be exchanged.
customer-exchange-exchange-fulfilled = Your new unit is on record. Its warranty is the rest of the warranty of the old one.
customer-exchange-exchange-rejected = The exchange was not approved; the work on your unit goes on.
customer-exchange-refund-waiting = We are looking into whether you get your money back. You hear from us as soon as it is decided.
customer-exchange-refund-approved = You will get your money back.
customer-exchange-refund-fulfilled = Your money was paid back.
customer-exchange-refund-rejected = The refund was not approved; the work on your unit goes on.
page-exchange = Exchange or refund
page-exchanges = Exchanges
page-exchange-cases = Exchanges and refunds
page-exchanges-open = All that are not over
page-exchange-yours = You can decide it
page-exchange-ask = Ask for an exchange or a refund
page-exchange-remedy = What the customer gets
page-exchange-amount = Amount to give back
page-exchange-amount-hint = Rials; only for a refund
page-exchange-cause = Reason
page-exchange-why = Why, in words
page-exchange-words = In words
page-exchange-refusal = Why it was not approved
page-exchange-reject-hint = The customer reads these words.
page-exchange-photo = Photo
page-exchange-no-photo = No photo
page-exchange-asked-by = Asked by
page-exchange-asked-at = Asked
page-exchange-question = Evidence asked for
page-exchange-answer = Answer
page-exchange-technical = Technical approval
page-exchange-approved = Commercial approval
page-exchange-ended = Ended by
page-exchange-new-serial = Serial of the new unit
page-exchange-new-model = Model of the new unit
page-exchange-new-model-hint = Only if it is another model
page-exchange-old-unit = The old unit
page-exchange-old-serial = Serial of the old unit
page-exchange-old-serial-hint = Only if it is not known yet
page-exchange-collected-by = Who fetched the old unit
page-exchange-collected-by-hint = Only if we have it
page-exchange-kept = The old unit is in a workshop. It stays with us.
page-exchange-paid = Amount paid back
page-exchange-paid-on = Paid back on
field-remedy = What the customer gets
field-new-serial = Serial of the new unit
field-new-model = Model of the new unit
field-old-unit = The old unit
field-old-serial = Serial of the old unit
field-collected-by = Who fetched the old unit
field-paid-on = Paid back on
recall-state-noted = Noted
recall-state-investigating = Under investigation
recall-state-corrected = Corrected in production
recall-state-recalled = Units called back
recall-state-closed = Closed
recall-state-dismissed = Dismissed
recall-act-investigate = Begin the investigation
recall-act-correct = Corrected in production
recall-act-recall = Call the units back
recall-act-close = Close
recall-act-dismiss = Dismiss
event-recall-noted = Problem noted
event-recall-edited = Problem described anew
event-recall-case-linked = Case linked
event-recall-case-unlinked = Case taken off
event-recall-found = Unit found for the recall
event-recall-investigate = Investigation began
event-recall-correct = Corrected
event-recall-recall = Units called back
event-recall-close = Recall closed
event-recall-dismiss = Problem dismissed
event-recall-tell = Customer told of the recall
event-recall-miss = Customer not reached about the recall
event-recall-book = Recall correction booked
event-recall-release = Recall correction given up
event-recall-take-up = Recall correction taken up again
event-recall-exclude = Unit excluded from the recall
event-recall-include = Unit taken into the recall again
recall-unit-state-found = Found
recall-unit-state-told = Customer told
recall-unit-state-unreachable = Not reached
recall-unit-state-booked = Booked
recall-unit-state-corrected = Corrected
recall-unit-state-excluded = Excluded
recall-customer-found = Your unit needs this correction.
recall-customer-told = Your unit needs this correction.
recall-customer-unreachable = Your unit needs this correction.
recall-customer-booked = The correction of this unit is booked.
recall-customer-corrected = This unit is corrected.
recall-customer-excluded = This unit needs no correction.
recall-unit-act-book = Book the free correction
recall-unit-act-tell = Customer told by telephone
recall-unit-act-exclude = Exclude the unit
recall-unit-act-include = Take the unit in again
danger-low = No danger
danger-serious = Damage to goods
danger-harmful = Harm to people
recall-produced = Units made
recall-known = Units known
recall-reach = Reach
recall-told = Told
recall-delivered = Delivered
recall-unreachable = Not reached
recall-booked = Booked
recall-corrected = Corrected
recall-excluded = Excluded
recall-completion = Completion
reason-scrapped = Scrapped
reason-sold-abroad = Sold abroad
reason-corrected-before = Corrected before
reason-customer-refuses = The customer refuses
reason-other-serial = The serial was corrected
task-kind-call-about-recall = Call: recall
message-kind-recall-notice = Recall
sms-recall-notice =
    Recall { $recall }: your { $category } needs a free correction. Book it here:
    { $link }
warning-unit-recalled-by = This unit is called back by { $recall } ({ $title }). Offer the customer the free correction.
clause-recall-work = A recall costs the customer nothing
error-recall-free = A recall costs the customer nothing: no price, no charge, no other verdict.
fault-range-incomparable = The ends differ in more than the number at the end. Enter serials of the same length with the same letters.
fault-range-reversed = The last serial comes before the first. Swap them.
field-title = Title
field-danger = Danger
field-models = Models
field-ranges = Serials
field-made-from = Made from
field-made-to = Made until
field-produced = Units made
field-defect-fa = Defect, in Persian
field-defect-en = Defect, in English
field-correction-fa = Correction, in Persian
field-correction-en = Correction, in English
field-province = Province
field-state = State
field-found-at = Found
field-told-at = Told
field-booked-at = Booked
field-corrected-at = Corrected
field-exclude-reason = Why excluded
page-recall = Recall
page-recalls = Recalls
page-problems = Problems and recalls
page-recall-note = Note a problem
page-recall-describe = Describe the problem
page-recall-edit = Change the description
page-recall-keep = Keep the changes
page-recall-wider = New models and serials find their units by themselves. Units that are no longer meant stay until you exclude them.
page-recall-cases = Cases
page-recall-proposed = Other cases on units that are meant
page-case-link = Link
page-case-remove = Take off
page-recall-file = Units as a file
page-recall-others = Other units of this customer
page-recall-say = To be told to the customer
page-recall-free = The correction is free of charge.
page-recall-elsewhere = Another telephone or address
page-recall-call = Call sheet
page-recall-follow = Follow the visit
page-your-recall = A free correction for your unit
page-models-hint = Codes of the models, one a line.
page-ranges-hint = One a line: the first and the last serial with three dots between them, such as ZR00000100...ZR00000199, or one serial alone.
page-place-unknown = Place unknown
page-figures = Figures
page-defect = Defect
page-correction = Correction
page-noted = Noted
page-recalled-since = Called back since
## Who else has a case open

page-beside-one = { $name } has this open too (since { $time })
page-beside-some =
    { $count ->
        [one] One other person has this open too:
       *[other] { $count } other people have this open too:
    }
page-beside-name = { $name } (since { $time })
## The operators' desk

page-intake = Report a fault
page-afresh = Empty form
page-draft-kept = Draft kept in this browser
page-draft-restored = The draft of before the reload is back
page-caller = Caller
page-phone = Telephone
page-name = Name
page-email = E-mail
page-owner-phone = Telephone of the owner
page-owner-name = Name of the owner
page-for-another = Calls for somebody else, or wants letters
page-look-up = Look up
page-look-again = Show warranty, times and price
page-who-is-it = Who is it?
page-somebody-else = Somebody else at this telephone
page-nameless = Without a name
page-new-caller = Nobody is known at this telephone: a new customer.
page-units-known = Appliances: { $count }
page-jobs-open = open jobs: { $count }
page-contacts = Earlier contacts
page-all-jobs = All jobs of this customer
page-only-asked = Only asked
page-asked-where = Asked where the job stands
page-follow-up-logged = Logged as a follow-up. Ready for the next call.
page-open-it = Open it
page-appliance-fault = Appliance and fault
page-appliance = Appliance, model or kind
page-their-units = Their appliances
page-categories = Kinds of appliances
page-models = Models
page-fault = Fault
page-choose = Choose
page-nothing-fits = Nothing fits
page-clauses = Clause by clause
page-more-of-unit = Serial, purchase and more
page-purchased-on = Bought on
page-day-hint = Such as 1405/09/10 or 2026-12-01
page-unit-label = What they call it
page-seller = Bought from
page-proof = Proof seen
page-no-proof = None
page-settled-by-phone = Settled on the telephone
page-settled-how = What was told and done
page-one-more-unit = One more appliance at this address
page-first-aid = First aid
page-safety = Safety
page-first-aid-solved = Solved on the telephone: nobody needs to come
page-first-aid-helped = First aid on the telephone helped: { $fault }
page-meanwhile = What you can do meanwhile
page-meanwhile-choose = Open what fits your appliance.
page-more-of-address = More of the address
page-pin = Pin: coordinates or link of a map
page-pin-hint = As the customer sends it: 35.7001,51.4002, or a link of Neshan, Balad, Google Maps or OpenStreetMap
page-pin-read = Pin read: { $pin }
page-pin-near = Pin read: { $pin }, { $distance } from the middle of { $place }
page-pin-by-eye = Set the pin by eye
page-pin-how = Click into the drawing, move the pin by 50 metres with the arrow keys, or choose a place.
page-pin-map = Map around the city
page-pin-map-says = The city, its neighbourhoods and the nearest places, north up; the list below has the same places.
page-pin-spots = Places that can be the pin
page-pin-no-city = Shown once the city is known.
page-north = N
page-city = City
page-street-line = Street and alley, or the whole address
page-plaque = Number
page-flat = Flat
page-neighbourhood = Neighbourhood
page-alley-name = Alley
page-floor-number = Floor
page-postal-code = Postal code
page-landmark = Near what
page-no-window = No time promised
page-visit-due = A visit is due by { $at }
page-no-windows = Times are proposed once appliance and city are known.
page-slot-held = Held for this caller
page-free-agents = { $count } free
page-price = Price
page-nothing-to-pay = Nothing to tell: no tariff, or under warranty.
page-visit-fee = Visit
page-usual-price = Such work usually
page-price-told = Told to the customer
page-terms = Priority and the rest
page-priority-reason = Why this priority
page-customers-language = The customer’s own
page-take-down = Register
page-text-to-come = What the customer will get
page-text-not-yet = Shown once the appliance is known.
page-request-title = Request
page-next-call = Next call
page-what-next = What happens next
page-reading-kept = Recorded that it was read out.
page-customer-agrees = The customer agrees
page-read-out-done = I have read it out
page-nothing-found = Nothing was found.
summary-sms = SMS to the customer
summary-email = Letter to the customer
summary-read-out = To be read out: no telephone for SMS
contact-class-request = Report
contact-class-follow-up = Follow-up
contact-class-complaint = Complaint
contact-role-caller = Caller
contact-role-on-site = On site
contact-role-owner = Owner
contact-role-payer = Payer
contact-role-dealer = Dealer
flag-vip = Very important
flag-vulnerable = Infant, old or sick person
flag-legal = Lawyer or press
flag-debtor = Owes money
flag-threat = Technicians were threatened
proof-invoice = Invoice
proof-guarantee-card = Our guarantee card
proof-photo = Photo of plate or paper
proof-third-party-card = Somebody else’s card
advice-link = Add it to the job that is there.
advice-refuse = Do not make another one.
advice-ask = Ask the customer which it is.
advice-same-agent = The earlier agent answers for it:
advice-other-agent = Another agent should look at it. Earlier:
reason-danger = Danger to people or goods
reason-vulnerable-person = An infant, an old or a sick person lives there
reason-food-or-medicine = Food or medicine spoils
reason-business-stands = A business stands still
reason-promise-broken = An earlier promise was broken
reason-agreed-with-customer = Agreed with the customer
reason-no-hurry = The customer is in no hurry
fault-unconfirmed = Tell the customer first, then tick this.
fault-unread = Look at this first, then save again.
fault-position-unreadable = No position can be read here. Type latitude and longitude such as 35.7001,51.4002, or paste a link of a map.
fault-position-hidden = This short link does not show its position. Open the link, and copy the coordinates or the long address from there.
fault-position-far =
    { GIVEN($about) ->
        [yes] This position is { $about } away from the city. Correct the city, or check that latitude and longitude are not swapped.
       *[no] This position is far away from the city. Correct the city, or check that latitude and longitude are not swapped.
    }
field-name = Name
field-email = E-mail
field-owner-phone = Telephone of the owner
field-owner-name = Name of the owner
field-customer = Who it is
field-product = Appliance
field-purchased-on = Bought on
field-proof = Proof
field-label = What they call it
field-seller = Bought from
field-destination = Goes to
field-fixed = What was told and done
field-neighbourhood = Neighbourhood
field-street = Street
field-alley = Alley
field-plaque = Number
field-floor = Floor
field-flat = Flat
field-postal-code = Postal code
field-landmark = Near what
field-pin = Pin
field-priority = Priority
field-priority-reason = Why this priority
field-slot = Time
field-told = Price told
field-warnings = To look at
field-language = Language
field-channel = Way
field-items = Appliances
page-priority-usual = As usual for the customer
page-load-of = { $open } of { $most }
page-skill-level = { $skill } (level { $level })
page-board = Dispatch board
page-waiting-jobs = Waiting for an agent
page-by-due = due first
page-show-changes = Show changes
page-none-waits = No job waits for an agent. New ones appear here by themselves.
page-none-waits-so = No job of this province and category waits for an agent.
page-first-shown = the first { $count } are shown; choose a province or category
page-late-by = { $span } late
page-left = { $span } left
page-wave = wave { $wave }
page-asked-agents =
    { $count ->
        [one] 1 agent asked
       *[other] { $count } agents asked
    }
page-refused-agents = { $count } declined or silent
page-nobody-found = nobody found
page-not-asked-yet = nobody asked yet
page-job-page = Job page
page-promised-for = Promised: { $window }
page-nobody-passes = No agent passes the rules for this job.
page-nearest-fix =
    { $count ->
        [one] Without this one rule, 1 agent could be asked:
       *[other] Without this one rule, { $count } agents could be asked:
    }
page-score-of = { $score } of 100 points
page-open-jobs-of = { $open } of { $most } open jobs
page-no-free-time = no free time in three weeks
page-send-offer = Send offer
page-give-job = Assign
page-more-candidates = More candidates
page-points = Points by objective
page-sum = Sum
page-why-not-agent = Why not this agent? Code or name
page-ask-rules = Ask the rules
page-no-such-agent = No agent has this code or name.
page-why-ranked = Passes every rule: number { $rank } with { $score } points
page-why-too-many = Passes every rule, but is too far from the job or behind { $count } nearer agents
page-why-not =
    { $count ->
        [one] Fails 1 rule
       *[other] Fails { $count } rules
    }
page-map-key = diamond: job · circle: candidate by rank · dashes: area of the first
page-map-says = Where the job and its best candidates are; the list above has their ways and distances
page-alerts = To see to
page-no-alerts = Nothing is overdue, and no promise fails.
page-alert-overdue =
    { $count ->
        [one] 1 job is overdue
       *[other] { $count } jobs are overdue
    }
page-alert-promised =
    { $count ->
        [one] 1 job is promised for today and has no agent
       *[other] { $count } jobs are promised for today and have no agent
    }
page-alert-nobody =
    { $count ->
        [one] For 1 job no agent was found
       *[other] For { $count } jobs no agent was found
    }
page-alert-refused =
    { $count ->
        [one] 1 job was declined or left unanswered by all who were asked
       *[other] { $count } jobs were declined or left unanswered by all who were asked
    }
page-alert-failing =
    { $count ->
        [one] 1 promise of today will not be kept
       *[other] { $count } promises of today will not be kept
    }
page-and-more = and { $count } more
page-flights = Offers on their way
page-no-flights = No offer waits for an answer.
page-flight-ending = ends soon
page-flight-opened = opened
page-flight-queued = leaves soon
page-flight-delivered = delivered
page-flight-sent = sent
page-time-left = Time left to answer
page-time-over = over
page-withdraw = Withdraw
page-undo = Undo
page-seconds = { $count } s
page-offer-sent-to = Offer { $reference } goes to { $agent }.
page-given = { $agent } has { $reference } by contract; nobody had to be asked.
page-undone = Taken back: { $agent } has heard nothing of { $reference }.
page-undone-told = Taken back after the message had left: { $agent } is told that the offer of { $reference } is over.
page-undo-late = The offer is not open any more: it was answered, or it ended meanwhile. See where the job stands now.
page-live = live
page-not-live = not live; read again each minute
page-new-jobs = # new
page-gone-jobs = # no longer waiting
page-job-changed = The job you look at has changed.
page-keys = Keys
page-keys-off = Turn these keys off
page-key-send = send the offer to the first three
page-key-undo = undo within ten seconds
page-key-move = next and previous job; in the list the arrows too
page-key-new = show what has come meanwhile
page-key-search = search
area-primary = own area
area-overflow = helps out here
known-preferred = asked for by the customer
known-previous = was here before
known-previous-agent = agent known to the customer
known-repeat-same = did the earlier repair
known-repeat-other = did the earlier repair; another should come

## The technician's page without network

page-field-off = No network.
page-field-kept = Kept on this telephone: { $count }. Sent in order as soon as there is network.
page-field-needs = This step needs network; what you typed stays here.
page-field-refused = Not accepted:
page-field-mend = Correct it below and send it again, or drop this step. What comes after it waits.
page-field-drop = Drop this step
page-sign = Customer's signature
page-sign-hint = Optional. Let the customer sign with a finger, or type the name.
page-sign-name = Or the name of whoever signs
page-sign-clear = Clear the signature

## Pages for people without an account

page-help = Help
page-help-customer = Are you a customer? Help, new request and status
page-help-staff = Sign-in for staff
page-help-asked = Frequent questions
page-help-request = Report a fault
page-help-status = Where does my request stand?
page-help-status-how = Type the reference from your SMS and the telephone of the request. If they belong together, a code goes to that telephone.
page-help-send-code = Send me a code
page-help-code = Enter the code
page-help-code-how = If the reference and the telephone belong together, an SMS with six digits is on its way. The code holds for ten minutes and may be tried five times.
page-help-six-digits = Code from the SMS
page-help-open = Show my request
page-help-again = No SMS, or another reference? Ask again
page-help-mobile = Mobile telephone
page-help-appliance = Appliance
page-help-fault = What is wrong?
page-help-leave-empty = Leave this field empty
page-help-send = Send the report
page-help-taken = Thank you
page-help-reference = Your report was taken down. Its reference:
page-help-taken-next = An SMS to your telephone has a link to your own page, where you see who comes and when.
field-reference = Reference
fault-one-time-code-wrong = The code is wrong. Type the six digits of the newest SMS.
error-code-expired = This code is not valid any more. Ask for a new one.
message-kind-status-code = Code for the status
sms-status-code =
    { $site }: code { $status_code } shows where request { $reference } stands.
    It holds for 10 minutes. Tell it to nobody.
help-ask-report = How do I report a fault?
help-answer-report = Use the form on this page or call us. You get an SMS with a reference and a link to your own page.
help-ask-cost = What does a visit cost?
help-answer-cost = Under warranty, work and parts that the warranty covers cost nothing. Otherwise you are told a price before any work begins, and you may decline it; then only coming and looking may be charged.
help-ask-warranty = How do I know whether my appliance is under warranty?
help-answer-warranty = Your own page says so as soon as your report is taken down. Keep the invoice or the guarantee card ready: the technician may ask for it.
help-ask-when = When does somebody come?
help-answer-when = Your page shows the technician's name and the time. You can choose another time there until shortly before the visit.
help-ask-codes = What are the four digits in my SMS for?
help-answer-codes = Tell the first code to the technician at the door, and the second only once the work is done to your satisfaction. Nobody needs them by telephone.
help-ask-price = A price was sent to me. What now?
help-answer-price = Read it on your page and approve or decline it there. Nothing is done for money before you agree.
help-ask-workshop = My appliance is in the workshop. How do I get it back?
help-answer-workshop = You get an SMS when it is ready, with the place, the opening hours on your page and a code to collect it.
help-ask-unhappy = I am not satisfied. What can I do?
help-answer-unhappy = Open your page and write a complaint there. It gets a reference of its own, and we tell you the result.
page-policy = Policy:

## The schedule

page-schedule = Schedule
page-other-days = Other days
page-day-before = Previous day
page-today = Today
page-day-after = Next day
page-week-before = Previous week
page-week-after = Next week
page-schedule-views = Day or week
page-one-day = Day
page-one-week = Week
page-day = Day
page-from-time = From
page-key-choose-visit = choose a visit
page-key-lift = lift it; the arrows then move it by half an hour, or to another technician
page-key-put = put it down
page-key-give-up = leave it where it was
page-legend-done = done
page-legend-agreed = agreed
page-legend-trouble = late or not done
page-legend-now = now
page-no-technicians = No technician fits. Choose another province or agent.
page-technicians-shown = Technicians { $first } to { $last } of { $total }
page-technicians-before = Those before
page-technicians-after = Those after
page-unplanned = Unplanned
page-oldest-first = oldest first
page-all-planned = Every job that an agent has is planned, and none waits for an agent.
page-waits-for-agent = waits for an agent
page-not-working = not working
page-on-leave = on leave
page-closed-day = closed day
page-kept-time = Kept
page-kept-for-caller = promised to a customer
page-other-work = Other work
page-visit-late = late
page-visit-units =
    { $count ->
        [one] { $count } unit
       *[other] { $count } units
    }
page-customer-agreed = The customer agreed to this time
page-plan-visit = Plan the visit
page-move-visit = Move the visit
page-cannot-place = The job cannot be put anywhere now: nobody has it, somebody is on the way, or the work is done.
page-placed = { $reference } is planned: { $window }
page-visit-lifted = Lifted. Arrows move it, Enter puts it down, Escape leaves it where it was.
page-visit-given-up = Left where it was.
page-visit-why = Say why it is moved, then press Enter.
page-visit-nowhere = It can only go to a time of the schedule.
field-on = Day
field-time = Time
field-seen = Version
obstacle-other-agent = This technician works for another agent. Choose one of the agent that has the job, or release the job first.
obstacle-outside-promise = The customer was promised another time. Agree on the new one with the customer, then tick the box.
obstacle-closed-day = The day is closed there. Choose another day.
obstacle-skill-missing = The technician lacks the skill for this job. Choose another technician.
obstacle-skill-level-low = The technician's level is too low for this job. Choose another technician.
obstacle-cert-expired = The technician's certificate does not hold on this day. Choose another technician or day.
obstacle-equipment-missing = The technician does not have the equipment for this job then. Choose another technician or time.
obstacle-language-missing = The technician does not speak the customer's language. Choose another technician.
obstacle-excluded-by-customer = The customer does not want to see this technician again. Choose another technician.
obstacle-capacity-open-full = The technician has as many open jobs as allowed. Choose another technician.
obstacle-not-working = The technician does not work at this time. Choose another time.
obstacle-time-off = The technician is on leave at this time. Choose another time or technician.
obstacle-capacity-day-full = The technician has as many jobs on this day as allowed. Choose another day or technician.
obstacle-capacity-hours-full = The technician has too little time left on this day. Choose another day or technician.
obstacle-window-conflict = The technician has another visit at this time, or too near for the way between. Choose another time.
## Administration

page-admin = Administration
page-users = Users
page-users-about = Who may sign in, in which role and for which provinces.
page-texts-about = What short messages say, in both languages.
page-user = User
page-user-add = Add a user
page-user-describe = Describe the user
page-user-edit = What the user is and sees
page-user-made = Added
page-user-active = May sign in
page-user-locked = Locked
page-user-lock = Lock
page-user-lock-hint = Ends every sign-in at once. What the user did stays; open tasks are to be transferred.
page-user-lock-out = Lock this user out
page-user-let-in = Let this user in again
page-provinces-hint = One a line, by name or code. Empty means the whole country.
page-everywhere = Whole country
page-password-new = New password
page-password-set = Set this password
page-password-hint = At least 12 characters. Tell it to the user by another way than this page.
page-password-ends = Whoever is signed in with the old one must sign in again.
field-username = User name
field-display-name = Name shown
field-role = Role
field-provinces = Provinces
field-password = Password
field-is-active = Lock
fault-last-administrator = This is the last administrator who may sign in. Give another user this role first.
fault-administrator-limited = An administrator makes users and rules for the whole country. Leave the provinces out.

## Policies

page-policies = Policies
page-policies-about = What rules dispatch, service levels, complaints, messages, prices and warranties, version by version.
policy-version = Version
policy-versions = Versions
policy-in-force = in force
policy-now = in force:
policy-sum = { $points } points in all
policy-save = Put in force
policy-save-hint = What is typed below becomes the next version and is in force at once. Every earlier version stays.
policy-save-as = Or as a new policy with this code
policy-save-as-hint = Lower-case letters, digits and underscores, such as emergency_north. Empty keeps this policy.
policy-add-row = Add a row
policy-drop-row = Take this row away
policy-play = Play a past period with these values
policy-play-now = Play it, keep nothing
policy-play-hint = At most 92 days. Agents answer as they answered then; who was not asked then answers by its record, which is an estimate.
field-spec = The whole policy
field-capacity-percent = Capacity, percent of the contract’s
replay-figure = Figure
replay-then = As it was
replay-in-force = In force
replay-typed = As typed
replay-jobs = Jobs reported
replay-taken = Taken by an agent
replay-offers = Offers made
replay-median = Time to acceptance, median
replay-p90 = Time to acceptance, nine of ten
replay-within = Taken before the target
replay-travel = Road, one way, all jobs
replay-unevenness = Unevenness of shares
replay-most-open = Most open jobs of one agent
policy-kind-dispatch = Dispatch
policy-kind-care = Care
policy-kind-service-level = Service level
policy-kind-warranty = Warranty
policy-kind-complaint = Complaints
policy-kind-task = Tasks
policy-kind-travel = Travel
policy-kind-messaging = Messages
policy-kind-price = Prices
policy-about-dispatch = How agents are found, weighed and asked.
policy-about-care = What a customer may count on around the work.
policy-about-service-level = Targets in business minutes.
policy-about-warranty = What is covered, and for how long.
policy-about-complaint = How long each step may take, in business minutes.
policy-about-task = When owners are reminded, and when a task goes up.
policy-about-travel = How fast one travels, by region and hour.
policy-about-messaging = When messages may go, and what takes over.
policy-about-price = Tariffs, visit fees, tax and guarantees.
policy-name-balanced = Balanced
policy-name-customer-first = Customer first
policy-name-shortest-travel = Shortest travel
policy-name-emergency = Emergency
policy-name-standard = Standard
policy-name-tasks = Tasks
policy-name-messaging = Messages
policy-name-complaints = Complaints
policy-name-prices = Prices
policy-group-whole = In general
policy-group-weights = Most points for each objective
policy-group-tiers = Tier
policy-group-escalation = When nobody is left to ask
policy-group-reach = Customers who are not reached
policy-group-workshop = Workshop
policy-group-recall = Recalls
policy-group-refund-limits = Limit of refunds
policy-group-emergency = Emergency
policy-group-high = High
policy-group-normal = Normal
policy-group-low = Low
policy-group-serious = Serious
policy-group-regions = Region
policy-group-bands = Hours with another speed
policy-group-quiet-hours = Quiet hours
policy-group-tariffs = Tariff
policy-group-taxes = Tax
policy-group-months = Months
policy-group-percents = Share covered, percent
policy-group-guarantee = Guarantee on repairs
policy-group-consumer-law = Consumer law
policy-radius-m = Farthest base, metres
policy-considered = Agents examined at most
policy-detour-factor = Road metres per metre of air line
policy-speed-m-s = Mean speed, metres a second
policy-travel-zero-s = Travel without points from, seconds
policy-answer-zero-s = Answers without points from, seconds
policy-window-zero-s = First free time without points from, seconds
policy-quiet-hours = Quiet hours
policy-quiet-broken-by = What breaks the quiet
policy-cooldown-hours = Hours before the same agent is asked again
policy-batch-minutes = Minutes to gather offers
policy-allows-auto-accept = Contracts may accept by themselves
policy-requires-part = The agent must hold the part
policy-kind = Kind
policy-work = Whose work
policy-agents = Agents asked at a time
policy-waves = Waves
policy-answer-minutes = Minutes to answer
policy-after-minutes = Business minutes after the step before
policy-to = Who is called
policy-due-minutes = Business minutes to act
policy-reopen-days = Days to take a job up again
policy-verify-hours = Hours without objection until verified
policy-repeat-days = Days in which a repair is a repeat
policy-window-minutes = Length of a promised window, minutes
policy-slot-hold-minutes = Minutes that a window stays held
policy-absence-grace-minutes = Grace after a window, minutes
policy-duplicate = Advice on a second report of an open job
policy-repeat = Advice on a repeat repair
policy-repeat-agent = Who does a repeat repair
policy-attempts = Attempts that nobody answered
policy-day-parts = Parts of the day tried
policy-hold-days = Days that the job waits
policy-move-notice-minutes = Minutes before a visit from which links do not move it
policy-customer-moves = Moves of a visit by its customer
policy-paid-calls-percent = Paid jobs called about, percent
policy-paper-days = Days before papers run out to tell of it
policy-raised-flags = Flags that raise priority
policy-queue-days = Days until a unit is looked at
policy-ready-days = Days until a unit is promised ready
policy-remind-days = Days after which to remind
policy-unclaimed-days = Days until a unit is unclaimed
policy-free-days = Days of storage free of charge
policy-storage-fee = Storage a day, rials
policy-exchange-days = Days for each step of an exchange
policy-role = Role
policy-most = At most, rials
policy-least = At least, rials
policy-visit-fee = Visit fee, rials
policy-tell-a-minute = Customers told in a minute
policy-open-calls = Calls open at a time
policy-call-within-minutes = Business minutes for a call
policy-first-response = First response, business minutes
policy-first-visit = First visit, business minutes
policy-resolution = Resolution, business minutes
policy-acknowledge = Acknowledge
policy-assess = Assess
policy-investigate = Investigate
policy-decide = Weigh the evidence
policy-correct = Correct
policy-respond = Respond
policy-close = Wait for objections
policy-take-over = Take over
policy-settle = Follow the outside body
policy-alert-phones = Telephones alerted to serious complaints
policy-remind-minutes = Minutes before the due date to remind
policy-escalate-minutes = Business minutes after the due date to go up
policy-provinces = Provinces, by code
policy-province = Province, by code
policy-hours = Hours
policy-recipient = Recipient
policy-most-an-hour = Messages to one number in an hour
policy-limit-broken-by = What breaks this limit
policy-most-parts = Parts of a message at most
policy-arrive-minutes = Minutes until another way takes over
policy-takeover = What takes over, in order
policy-rate-days = Days in which work can be rated
policy-category = Category, by code
policy-fault = Fault, by code
policy-from = From
policy-until = Until
policy-basis-points = Hundredths of a percent
policy-quote-hours = Hours in which a price can be approved
policy-labour-guarantee-days = Guarantee on work, days
policy-part-guarantee-days = Guarantee on parts, days
policy-brand = Brand, by code
policy-model = Model, by code
policy-sold-from = Sold from
policy-sold-to = Sold until
policy-starts-on = Months count from
policy-calendar = Calendar
policy-parts = Parts
policy-labour = Work
policy-travel = Travel
policy-proof-required = A proof is always wanted
policy-is-transferable = Goes along when the unit is sold on
policy-exclusions = What is not covered
policy-repair-days = Same fault again, days
policy-part-months = Fitted part, months
policy-commitment-years = Years in which service is owed
policy-is-on = Applied
policy-repair-guarantee-months = Same fault again, months
policy-exchange-after = Repairs until an exchange
policy-extends-for-delay = Grows by days out of use
policy-delay-free-days = Days before they count
policy-value-link = Add to what is there
policy-value-refuse = Do not take it down
policy-value-ask = Ask the customer
policy-value-same = The same agent
policy-value-other = Another agent
policy-value-any = Any
policy-value-warranty = Warranty
policy-value-paid = Paid
policy-value-sale = Sale
policy-value-installation = Installation
policy-value-manufacture = Manufacture
policy-value-gregorian = Gregorian
policy-value-jalali = Jalali

## Imports

page-imports = Imports
page-imports-about = Agents, customers, products, users and the rest from CSV, XLSX or GeoJSON, checked first.
import-how = Choose what the file holds. It is checked first and nothing is changed; then the same file is brought in whole or not at all.
import-check = Check a file
import-check-now = Check, change nothing
import-again = Bring the file in
import-again-hint = Choose the file again: only the one that was checked is brought in.
import-now = Bring it in
import-skip-bad = Leave the bad rows out and bring in the others
import-file-hint = CSV in UTF-8, XLSX or GeoJSON, 16 MB at most.
import-good = The file is good. Nothing was changed yet.
import-refused = Some values are wrong. Nothing was changed.
import-done = The file was brought in.
import-came = What came of it
import-would = What would come of it
import-rows = Rows
import-added = New
import-changed = Changed
import-skipped = Known as they are
import-bad = Bad rows
import-line = Line
import-column = Column
import-why = What is wrong
import-more = Further wrong values:
import-columns = Columns
import-header = File with the header
import-optional = may be left out
field-file = File
fault-file-untried = This is another file than the one that was checked. Check this one first.
import-kind-agents = Agents
import-kind-areas = Areas of agents
import-kind-technicians = Technicians
import-kind-documents = Papers of agents
import-kind-time-off = Leave
import-kind-seasons = Seasons of capacity
import-kind-customers = Customers
import-kind-products = Models
import-kind-holidays = Closed days
import-kind-skills = Skills
import-kind-equipment = Equipment
import-kind-brands = Brands
import-kind-categories = Categories
import-kind-faults = Faults
import-kind-warranty-policies = Warranty policies
import-kind-users = Users
import-kind-parts = Parts
import-kind-checklists = Checklists
import-kind-first-aid = First aid by fault

## Closed days

page-closed-days = Closed days
page-closed-days-about = Holidays by year in both calendars; close a day and see which promises it touches.
days-years = Years
days-day = Day
days-other = In the other calendar
days-why = Why
days-estimated = by the moon, may move
days-open = Open again
days-close = Close a day
days-close-now = Close this day
days-look = Show what it touches
days-hint = In either calendar, such as 1405/9/1 or 2026-11-22.
field-closed-on = Day
field-name-fa = Name in Persian
field-name-en = Name in English
days-touched =
    { $count ->
        [0] No promised visit is on this day. Nothing was changed.
        [one] One promised visit is on this day. It would be a task to move. Nothing was changed.
       *[other] { $count } promised visits are on this day. Each would be a task to move. Nothing was changed.
    }
days-moved =
    { $count ->
        [0] The day is closed. No promised visit was on it.
        [one] The day is closed. One promised visit is a task to move.
       *[other] The day is closed. { $count } promised visits are tasks to move.
    }

## Reasons on pages of administration

page-reasons = Reasons
page-reasons-about = What people may give as the reason of a hold, a cancellation, a decline and the rest.
reasons-how = A reason that is switched off is offered no more. What was done for it keeps it, and the product itself goes on giving it.
reasons-digit = Digit in SMS
reasons-pauses = pauses the service-level clock
reasons-on = offered
reasons-off = switched off
reasons-switch-off = Switch off
reasons-switch-on = Offer again
fault-reason-needed = Links and pages give this reason themselves, so it stays.
fault-last-reason = A reason must remain that people can give. Switch another one on first.
reason-kind-hold = Hold
reason-kind-not-done = Visit without the work
reason-kind-decline = Offer declined
reason-kind-cancel = Cancellation
reason-kind-release = Given back by the agent
reason-kind-reassign = Taken back by the dispatcher
reason-kind-suspend = Suspension
reason-kind-reopen = Reopening
reason-kind-verification-failed = Work not verified
reason-kind-reschedule = Another time
reason-kind-no-code = End without the code
reason-kind-exchange = Exchange or refund
reason-kind-exclude-recall = Excluded from a recall
reason-kind-priority = Priority
page-catalogue = Catalogue
page-catalogue-about = Brands, categories, models and faults, found by code or name.
page-tariffs = Tariffs
page-tariffs-about = Usual prices, visit fees, tax and guarantees.
catalogue-found = Found:
catalogue-facts = What belongs to it
page-password-own = Change your password
page-password-own-hint = At least 12 characters. You sign in again with it, here and everywhere else.
field-old-password = Present password
field-again = New password again
fault-password-wrong = This is not your present password. Type it again, or ask your administrator for a new one.
fault-password-differs = The two new passwords differ. Type the same one twice.
