## Short messages: two parts at most with a link of forty characters

sms-request-registered =
    { $count ->
        [1] { $site }: request { $reference } for { $category } is registered.
       *[other] { $site }: request { $reference } with { $count } units ({ $category }) is registered.
    }
    Follow it: { $link }
sms-offer-sent =
    { GIVEN($fault) ->
        [yes] Job { $short_number }: { $category }, { $fault }
       *[no] Job { $short_number }: { $category }
    }
    { $place }, { $window }
    Answer by { $deadline }
    { $link }
sms-offer-filled = { $site }: job { $short_number } ({ $category }) went to another agent. Nothing to do.
sms-offer-withdrawn = { $site }: the offer of job { $short_number } ({ $category }) was withdrawn. Nothing to do.
sms-visit-scheduled =
    Request { $reference }: { $technician } of { $agent }, { $window }
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
sms-completion-code = Request { $reference }: the completion code is { $completion_code }. Give it only when the work is done.
sms-job-completed =
    Request { $reference } is done. Please rate it:
    { $link }
sms-job-on-hold = Request { $reference } waits until { $until }. Reason: { $reason }
sms-job-cancelled = Request { $reference } was cancelled. Reason: { $reason }
sms-agent-changed = Request { $reference }: another agent is being found for you. We will text you the new time.
sms-dispatch-needed = Request { $reference } in { $place }: no agent accepted. Assign it by hand.

## Reasons

reason-part-ordered = A part is on order
reason-part-discontinued = The part is no longer made
reason-quote-pending = The customer has not approved the price yet
reason-customer-unreachable = The customer does not answer
reason-customer-later = The customer asked for a later time
reason-proof-missing = The proof of purchase has not arrived yet
reason-site-not-ready = The site is not ready
reason-expert-pending = Waiting for an expert
reason-exchange-approval = Waiting for approval of an exchange
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
rule-agent-suspended = The agent is suspended (until { $limit }).
rule-contract-expired = The contract does not hold on { $found } (valid: { $limit }).
rule-brand-not-authorized = The contract does not cover { $limit }.
rule-skill-missing = No technician has the skill { $limit }.
rule-skill-level-low = The best skill level is { $found }; level { $limit } is needed.
rule-equipment-missing = No skilled technician has { $limit }.
rule-area-outside = The place is { $found } m outside the agent's areas.
rule-distance-over-max = The distance is { $found } m; at most { $limit } m is allowed.
rule-capacity-open-full = The agent holds { $found } open jobs; its capacity is { $limit }.
rule-not-working = Nobody works in the window from { $limit }.
rule-window-conflict = Every technician has another visit in the window from { $limit }.
rule-cooldown-declined = The agent declined this job recently and is not asked again before { $limit }.

## Clauses of the warranty verdict

clause-policy-applies = A warranty policy applies
clause-serial-authentic = The serial number is authentic
clause-start-known = The start of the warranty is known
clause-proof-seen = The proof of purchase was seen
clause-parts-covered = Parts are covered
clause-labour-covered = Labour is covered
clause-travel-covered = Travel is covered
clause-result-holds = Holds
clause-result-fails = Does not hold
clause-result-open = Not known yet

## Warnings at intake

warning-duplicate-open-job = There is another open job for this unit. Look at it before you go on.
warning-repeat-repair = This unit was repaired a short time ago.
warning-serial-elsewhere = This serial number belongs to another customer. Ask for it again.
warning-position-vague = Only the city is known. Ask for a closer address so that the right agent is found.
warning-telephone-shared = Another customer has the same telephone. Check the name.
warning-no-sms-telephone = No telephone can receive text messages. Read the summary to the customer.

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

message-state-queued = Waiting
message-state-sent = Sent
message-state-delivered = Delivered
message-state-dead = Failed

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

event-message-resend = Message sent again

## Who, how, what for

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
objective-load = Free capacity

channel-phone = Telephone
channel-web = Web form
channel-sms = Text message
channel-email = E-mail
channel-chat = Chat
channel-social = Social network
channel-counter = Counter
channel-self-service = Self-service

## The audit trail

audit-seal-missing = Seal { $seal } is missing from the chain.
audit-count-differs = The number of rows under seal { $seal } differs from the one that it counted.
audit-hash-differs = A row under seal { $seal }, or the seal itself, was changed.
