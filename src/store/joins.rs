//! Which tables are asked together. Each pair makes diesel write ten impls, so all pairs of all tables would be most of
//! what the compiler works on; these are the pairs that a query needs.

use diesel::allow_tables_to_appear_in_same_query;

use super::schema::{
    addresses, agent_areas, agent_loads, agents, audit_rows, audit_seals, complaints, contacts, customer_exclusions,
    customer_preferred_technicians, customers, events, exchange_cases, faults, idempotency_keys, inbound_messages,
    installed_products, job_bookings, jobs, message_attempts, messages, milestones, offers, old_parts, part_lines,
    part_models, parts, phones, push_subscriptions, quotes, ratings, refresh_tokens, request_contacts,
    service_requests, sessions, stock_balances, tasks, technician_skills, technicians, users, verdict_reviews,
    verdicts, visit_jobs, visits, workshop_units,
};

allow_tables_to_appear_in_same_query!(addresses, agents);
allow_tables_to_appear_in_same_query!(addresses, contacts);
allow_tables_to_appear_in_same_query!(addresses, customers);
allow_tables_to_appear_in_same_query!(addresses, faults);
allow_tables_to_appear_in_same_query!(addresses, installed_products);
allow_tables_to_appear_in_same_query!(addresses, job_bookings);
allow_tables_to_appear_in_same_query!(addresses, jobs);
allow_tables_to_appear_in_same_query!(addresses, milestones);
allow_tables_to_appear_in_same_query!(addresses, offers);
allow_tables_to_appear_in_same_query!(addresses, phones);
allow_tables_to_appear_in_same_query!(addresses, request_contacts);
allow_tables_to_appear_in_same_query!(addresses, service_requests);
allow_tables_to_appear_in_same_query!(addresses, users);
allow_tables_to_appear_in_same_query!(addresses, visit_jobs);
allow_tables_to_appear_in_same_query!(addresses, visits);
allow_tables_to_appear_in_same_query!(agent_areas, agents);
allow_tables_to_appear_in_same_query!(agent_areas, technician_skills);
allow_tables_to_appear_in_same_query!(agent_areas, technicians);
allow_tables_to_appear_in_same_query!(agent_loads, agents);
allow_tables_to_appear_in_same_query!(agents, faults);
allow_tables_to_appear_in_same_query!(agents, installed_products);
allow_tables_to_appear_in_same_query!(agents, jobs);
allow_tables_to_appear_in_same_query!(agents, milestones);
allow_tables_to_appear_in_same_query!(agents, offers);
allow_tables_to_appear_in_same_query!(agents, service_requests);
allow_tables_to_appear_in_same_query!(agents, technician_skills);
allow_tables_to_appear_in_same_query!(agents, technicians);
allow_tables_to_appear_in_same_query!(agents, users);
allow_tables_to_appear_in_same_query!(audit_rows, audit_seals);
allow_tables_to_appear_in_same_query!(complaints, customers);
allow_tables_to_appear_in_same_query!(complaints, jobs);
allow_tables_to_appear_in_same_query!(complaints, service_requests);
allow_tables_to_appear_in_same_query!(complaints, users);
allow_tables_to_appear_in_same_query!(contacts, service_requests);
allow_tables_to_appear_in_same_query!(contacts, users);
allow_tables_to_appear_in_same_query!(customer_exclusions, jobs);
allow_tables_to_appear_in_same_query!(customer_exclusions, service_requests);
allow_tables_to_appear_in_same_query!(customer_preferred_technicians, technicians);
allow_tables_to_appear_in_same_query!(customer_preferred_technicians, users);
allow_tables_to_appear_in_same_query!(customers, idempotency_keys);
allow_tables_to_appear_in_same_query!(customers, installed_products);
allow_tables_to_appear_in_same_query!(customers, jobs);
allow_tables_to_appear_in_same_query!(customers, phones);
allow_tables_to_appear_in_same_query!(customers, request_contacts);
allow_tables_to_appear_in_same_query!(customers, service_requests);
allow_tables_to_appear_in_same_query!(customers, users);
allow_tables_to_appear_in_same_query!(events, jobs);
allow_tables_to_appear_in_same_query!(exchange_cases, jobs);
allow_tables_to_appear_in_same_query!(exchange_cases, service_requests);
allow_tables_to_appear_in_same_query!(faults, installed_products);
allow_tables_to_appear_in_same_query!(faults, jobs);
allow_tables_to_appear_in_same_query!(faults, milestones);
allow_tables_to_appear_in_same_query!(faults, service_requests);
allow_tables_to_appear_in_same_query!(idempotency_keys, installed_products);
allow_tables_to_appear_in_same_query!(idempotency_keys, phones);
allow_tables_to_appear_in_same_query!(inbound_messages, jobs);
allow_tables_to_appear_in_same_query!(installed_products, jobs);
allow_tables_to_appear_in_same_query!(installed_products, milestones);
allow_tables_to_appear_in_same_query!(installed_products, offers);
allow_tables_to_appear_in_same_query!(installed_products, phones);
allow_tables_to_appear_in_same_query!(installed_products, request_contacts);
allow_tables_to_appear_in_same_query!(installed_products, service_requests);
allow_tables_to_appear_in_same_query!(installed_products, workshop_units);
allow_tables_to_appear_in_same_query!(job_bookings, jobs);
allow_tables_to_appear_in_same_query!(job_bookings, service_requests);
allow_tables_to_appear_in_same_query!(job_bookings, visit_jobs);
allow_tables_to_appear_in_same_query!(job_bookings, visits);
allow_tables_to_appear_in_same_query!(jobs, milestones);
allow_tables_to_appear_in_same_query!(jobs, offers);
allow_tables_to_appear_in_same_query!(jobs, old_parts);
allow_tables_to_appear_in_same_query!(jobs, part_lines);
allow_tables_to_appear_in_same_query!(jobs, parts);
allow_tables_to_appear_in_same_query!(jobs, quotes);
allow_tables_to_appear_in_same_query!(jobs, ratings);
allow_tables_to_appear_in_same_query!(jobs, service_requests);
allow_tables_to_appear_in_same_query!(jobs, tasks);
allow_tables_to_appear_in_same_query!(jobs, users);
allow_tables_to_appear_in_same_query!(jobs, visit_jobs);
allow_tables_to_appear_in_same_query!(jobs, visits);
allow_tables_to_appear_in_same_query!(jobs, workshop_units);
allow_tables_to_appear_in_same_query!(message_attempts, messages);
allow_tables_to_appear_in_same_query!(message_attempts, service_requests);
allow_tables_to_appear_in_same_query!(messages, service_requests);
allow_tables_to_appear_in_same_query!(milestones, offers);
allow_tables_to_appear_in_same_query!(milestones, service_requests);
allow_tables_to_appear_in_same_query!(offers, service_requests);
allow_tables_to_appear_in_same_query!(offers, tasks);
allow_tables_to_appear_in_same_query!(offers, visit_jobs);
allow_tables_to_appear_in_same_query!(offers, visits);
allow_tables_to_appear_in_same_query!(old_parts, parts);
allow_tables_to_appear_in_same_query!(old_parts, service_requests);
allow_tables_to_appear_in_same_query!(part_lines, parts);
allow_tables_to_appear_in_same_query!(part_lines, service_requests);
allow_tables_to_appear_in_same_query!(part_models, parts);
allow_tables_to_appear_in_same_query!(parts, service_requests);
allow_tables_to_appear_in_same_query!(parts, stock_balances);
allow_tables_to_appear_in_same_query!(phones, request_contacts);
allow_tables_to_appear_in_same_query!(phones, service_requests);
allow_tables_to_appear_in_same_query!(push_subscriptions, users);
allow_tables_to_appear_in_same_query!(quotes, service_requests);
allow_tables_to_appear_in_same_query!(ratings, service_requests);
allow_tables_to_appear_in_same_query!(refresh_tokens, users);
allow_tables_to_appear_in_same_query!(request_contacts, service_requests);
allow_tables_to_appear_in_same_query!(service_requests, users);
allow_tables_to_appear_in_same_query!(service_requests, visit_jobs);
allow_tables_to_appear_in_same_query!(service_requests, visits);
allow_tables_to_appear_in_same_query!(service_requests, workshop_units);
allow_tables_to_appear_in_same_query!(sessions, users);
allow_tables_to_appear_in_same_query!(tasks, visit_jobs);
allow_tables_to_appear_in_same_query!(tasks, visits);
allow_tables_to_appear_in_same_query!(technician_skills, technicians);
allow_tables_to_appear_in_same_query!(technicians, users);
allow_tables_to_appear_in_same_query!(verdict_reviews, verdicts);
allow_tables_to_appear_in_same_query!(visit_jobs, visits);
