## What an operator should look at after taking a report down

warning-duplicate-open-job = This appliance has an open job already. Check it before you promise a second visit.
warning-repeat-repair = This appliance was repaired a short time ago. The earlier job is linked, so that the agent is asked about it.
warning-serial-elsewhere = Another customer has an appliance with this serial. Ask the caller to read the plate again.
warning-position-vague = Only the city is known, so the agent's area could not be checked. Set the pin on the map.
warning-telephone-shared = Other customers are reached by this telephone. Ask who is calling and choose the customer if it is one of them.
warning-no-sms-telephone = Nobody in this case can get text messages. Read the reference and the summary out.

## Reports

api-rule-turnaround = Completed minus registered, in calendar time, of the jobs registered in the period. Percentiles by nearest rank. Within three days: completed within 72 hours, divided by completed plus open for more than 72 hours. Cancelled jobs count among the jobs alone.
