// @generated automatically by Diesel CLI.

diesel::table! {
    addresses (id) {
        id -> Text,
        customer_id -> Text,
        province -> Text,
        place -> Text,
        neighbourhood -> Nullable<Text>,
        street -> Nullable<Text>,
        alley -> Nullable<Text>,
        number -> Nullable<Text>,
        floor -> Nullable<Text>,
        unit -> Nullable<Text>,
        postal_code -> Nullable<Text>,
        landmark -> Nullable<Text>,
        line -> Nullable<Text>,
        lat -> Double,
        lon -> Double,
        precision_level -> Text,
        confirmed_by -> Text,
        created_at -> BigInt,
        street_key -> Nullable<Text>,
    }
}

diesel::table! {
    agent_areas (id) {
        id -> Text,
        agent_id -> Text,
        kind -> Text,
        geometry -> Text,
        radius_m -> Nullable<Double>,
    }
}

diesel::table! {
    agent_authorizations (agent_id, brand, category) {
        agent_id -> Text,
        brand -> Text,
        category -> Text,
    }
}

diesel::table! {
    agent_documents (id) {
        id -> Text,
        agent_id -> Text,
        kind -> Text,
        number -> Text,
        issued_on -> Text,
        expires_on -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    agent_equipment (agent_id, equipment) {
        agent_id -> Text,
        equipment -> Text,
        pieces -> Integer,
    }
}

diesel::table! {
    agent_figures (agent_id, skill) {
        agent_id -> Text,
        skill -> Text,
        repairs -> BigInt,
        fixed -> BigInt,
        completed -> BigInt,
        repeats -> BigInt,
        offers -> BigInt,
        accepted -> BigInt,
        answer_s -> BigInt,
        received_warranty -> BigInt,
        received_paid -> BigInt,
    }
}

diesel::table! {
    agent_loads (agent_id) {
        agent_id -> Text,
        open_jobs -> Integer,
        received -> BigInt,
    }
}

diesel::table! {
    agent_offer_terms (id) {
        id -> Text,
        auto_accepts -> Bool,
        answer_minutes -> Nullable<Integer>,
        version -> Integer,
    }
}

diesel::table! {
    agent_seasons (id) {
        id -> Text,
        agent_id -> Text,
        from_day -> Nullable<Text>,
        to_day -> Nullable<Text>,
        months -> Text,
        percent -> Nullable<Integer>,
        capacity_open -> Nullable<Integer>,
        capacity_day -> Nullable<Integer>,
        capacity_minutes_day -> Nullable<Integer>,
    }
}

diesel::table! {
    agent_suspensions (id) {
        id -> Text,
        agent_id -> Text,
        suspended_from -> BigInt,
        suspended_to -> Nullable<BigInt>,
        reason -> Text,
        left_standing -> Text,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
        began_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    agents (id) {
        id -> Text,
        code -> Text,
        name_fa -> Text,
        name_en -> Text,
        name_key -> Text,
        kind -> Text,
        setting -> Text,
        standing -> Text,
        suspended_from -> Nullable<BigInt>,
        suspended_to -> Nullable<BigInt>,
        suspension_reason -> Nullable<Text>,
        phone -> Text,
        email -> Nullable<Text>,
        language -> Text,
        province -> Text,
        place -> Text,
        lat -> Double,
        lon -> Double,
        grade -> Text,
        contract_from -> Text,
        contract_to -> Text,
        capacity_open -> Integer,
        capacity_day -> Integer,
        capacity_minutes_day -> Integer,
        brands -> Text,
        categories -> Text,
        zone -> Text,
        hours -> Text,
        commission_percent -> Integer,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    attachments (id) {
        id -> Text,
        blob_hash -> Text,
        media_type -> Text,
        byte_count -> BigInt,
        kind -> Text,
        job_id -> Nullable<Text>,
        visit_id -> Nullable<Text>,
        added_by -> Text,
        created_at -> BigInt,
        added_by_kind -> Text,
    }
}

diesel::table! {
    audit_rows (id) {
        id -> Text,
        at -> BigInt,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        action -> Text,
        subject -> Text,
        subject_id -> Text,
        detail -> Text,
        seal -> Nullable<BigInt>,
    }
}

diesel::table! {
    audit_seals (number) {
        number -> BigInt,
        sealed_at -> BigInt,
        row_count -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    bells (user_id) {
        user_id -> Text,
        seen_at -> BigInt,
    }
}

diesel::table! {
    brands (code) {
        code -> Text,
        name_en -> Text,
        name_fa -> Text,
    }
}

diesel::table! {
    categories (code) {
        code -> Text,
        name_en -> Text,
        name_fa -> Text,
        skill -> Text,
        default_duration_s -> Integer,
    }
}

diesel::table! {
    charge_changes (id) {
        id -> Text,
        job_id -> Text,
        state -> Text,
        reason -> Text,
        attachment_id -> Text,
        was -> Text,
        asked_by_kind -> Text,
        asked_by -> Nullable<Text>,
        asked_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        decision_note -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    checklist_items (category, kind, code) {
        category -> Text,
        kind -> Text,
        code -> Text,
        position -> Integer,
        form -> Text,
        unit -> Nullable<Text>,
        least -> Nullable<Double>,
        most -> Nullable<Double>,
        photo -> Nullable<Text>,
        expected -> Nullable<Text>,
        is_required -> Bool,
        name_en -> Text,
        name_fa -> Text,
        is_used -> Bool,
    }
}

diesel::table! {
    complaint_steps (id) {
        id -> Text,
        complaint_id -> Text,
        step -> Text,
        owner_id -> Nullable<Text>,
        owner_role -> Text,
        began_at -> BigInt,
        due_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        ended_by -> Nullable<Text>,
        actor_kind -> Nullable<Text>,
        actor_id -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    complaints (id) {
        id -> Text,
        reference -> Text,
        customer_id -> Text,
        request_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
        province -> Text,
        channel -> Text,
        phone -> Nullable<Text>,
        can_sms -> Bool,
        against_kind -> Text,
        against_id -> Nullable<Text>,
        severity -> Text,
        subject -> Text,
        description -> Text,
        demand -> Nullable<Text>,
        state -> Text,
        left_state -> Nullable<Text>,
        result -> Nullable<Text>,
        answer -> Nullable<Text>,
        owner_id -> Nullable<Text>,
        owner_role -> Text,
        step_due_at -> Nullable<BigInt>,
        told_by -> Nullable<Text>,
        turned_into -> Nullable<Text>,
        turned_from -> Nullable<Text>,
        rating -> Nullable<Integer>,
        created_by -> Nullable<Text>,
        received_at -> BigInt,
        communicated_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        version -> Integer,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    contacts (id) {
        id -> Text,
        customer_id -> Text,
        request_id -> Nullable<Text>,
        channel -> Text,
        direction -> Text,
        class -> Text,
        operator_id -> Nullable<Text>,
        summary -> Text,
        started_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        job_id -> Nullable<Text>,
        complaint_id -> Nullable<Text>,
        phone -> Nullable<Text>,
        outcome -> Text,
        answered -> Bool,
        wait_s -> Nullable<Integer>,
    }
}

diesel::table! {
    counters (name) {
        name -> Text,
        next -> BigInt,
    }
}

diesel::table! {
    customer_exclusions (id) {
        id -> Text,
        customer_id -> Text,
        agent_id -> Text,
        technician_id -> Nullable<Text>,
        reason -> Text,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    customer_preferred_technicians (customer_id, technician_id) {
        customer_id -> Text,
        technician_id -> Text,
        noted_by -> Nullable<Text>,
        noted_at -> BigInt,
    }
}

diesel::table! {
    customers (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        name_key -> Text,
        language -> Text,
        segment -> Nullable<Text>,
        flags -> Text,
        created_at -> BigInt,
        version -> Integer,
        email -> Nullable<Text>,
        preferred_channel -> Nullable<Text>,
        created_by -> Nullable<Text>,
    }
}

diesel::table! {
    decisions (id) {
        id -> Text,
        job_id -> Text,
        policy -> Text,
        policy_version -> Integer,
        wave -> Integer,
        ledger -> Text,
        made_by -> Text,
        created_at -> BigInt,
        tier -> Nullable<Text>,
        travel_source -> Text,
    }
}

diesel::table! {
    dispatch_rounds (id) {
        id -> Text,
        round -> Integer,
        policy -> Text,
        tier -> Integer,
        tier_waves -> Integer,
        steps -> Integer,
        escalate_at -> Nullable<BigInt>,
        task_id -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    equipment (code) {
        code -> Text,
        name_en -> Text,
        name_fa -> Text,
    }
}

diesel::table! {
    events (id) {
        id -> Text,
        at -> BigInt,
        topic -> Text,
        subject_id -> Text,
        request_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
        province -> Nullable<Text>,
        name -> Text,
        from_state -> Nullable<Text>,
        to_state -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        delay_owner -> Nullable<Text>,
        detail -> Text,
    }
}

diesel::table! {
    exchange_cases (id) {
        id -> Text,
        job_id -> Text,
        province -> Text,
        state -> Text,
        remedy -> Text,
        amount -> Nullable<BigInt>,
        cause -> Text,
        asked_note -> Text,
        photos -> Text,
        asked_by -> Text,
        asked_at -> BigInt,
        question -> Nullable<Text>,
        answer -> Nullable<Text>,
        technical_by -> Nullable<Text>,
        technical_at -> Nullable<BigInt>,
        technical_note -> Nullable<Text>,
        approved_by -> Nullable<Text>,
        approved_at -> Nullable<BigInt>,
        approved_note -> Nullable<Text>,
        ended_by -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
        ended_note -> Nullable<Text>,
        new_unit_id -> Nullable<Text>,
        old_unit -> Nullable<Text>,
        old_serial -> Nullable<Text>,
        collected_by -> Nullable<Text>,
        paid_amount -> Nullable<BigInt>,
        paid_method -> Nullable<Text>,
        paid_trace -> Nullable<Text>,
        paid_on -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    faults (code) {
        code -> Text,
        category -> Text,
        fault_group -> Text,
        name_en -> Text,
        name_fa -> Text,
        duration_s -> Integer,
        skill -> Text,
        skill_level -> Integer,
        equipment -> Text,
    }
}

diesel::table! {
    first_aid (fault, position) {
        fault -> Text,
        position -> Integer,
        step_en -> Text,
        step_fa -> Text,
        is_safety -> Bool,
        is_used -> Bool,
    }
}

diesel::table! {
    holidays (day, province) {
        day -> Text,
        province -> Text,
        name_en -> Text,
        name_fa -> Text,
        estimated -> Bool,
    }
}

diesel::table! {
    idempotency_keys (principal, route, key) {
        principal -> Text,
        route -> Text,
        key -> Text,
        body_hash -> Text,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    inbound_messages (id) {
        id -> Text,
        gateway -> Text,
        reference -> Text,
        sender -> Text,
        line -> Text,
        text -> Text,
        received_at -> BigInt,
        heard_at -> Nullable<BigInt>,
        did -> Nullable<Text>,
        error -> Nullable<Text>,
        contact_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
    }
}

diesel::table! {
    installed_products (id) {
        id -> Text,
        customer_id -> Text,
        category -> Text,
        brand -> Nullable<Text>,
        model -> Nullable<Text>,
        serial -> Nullable<Text>,
        serial_key -> Nullable<Text>,
        manufactured_on -> Nullable<Text>,
        purchased_on -> Nullable<Text>,
        installed_on -> Nullable<Text>,
        proof_seen -> Bool,
        flags -> Text,
        created_at -> BigInt,
        version -> Integer,
        replaces_id -> Nullable<Text>,
        transferred_on -> Nullable<Text>,
        proof_kind -> Nullable<Text>,
        label -> Nullable<Text>,
        serial_outdoor -> Nullable<Text>,
        seller -> Nullable<Text>,
    }
}

diesel::table! {
    job_bookings (job_id) {
        job_id -> Text,
        agent_id -> Text,
        technician_id -> Text,
        day -> Text,
        minutes -> Integer,
        equipment -> Text,
    }
}

diesel::table! {
    job_checklists (id) {
        id -> Text,
        items -> Text,
        answers -> Text,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        request_id -> Text,
        installed_product_id -> Text,
        kind -> Text,
        state -> Text,
        left_state -> Nullable<Text>,
        fault -> Nullable<Text>,
        fault_note -> Nullable<Text>,
        priority -> Text,
        province -> Text,
        warranty -> Text,
        agent_id -> Nullable<Text>,
        technician_id -> Nullable<Text>,
        repeat_of -> Nullable<Text>,
        wave -> Integer,
        hold_reason -> Nullable<Text>,
        hold_until -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        end_reason -> Nullable<Text>,
        registered_at -> BigInt,
        assigned_at -> Nullable<BigInt>,
        arrived_at -> Nullable<BigInt>,
        completed_at -> Nullable<BigInt>,
        verified_at -> Nullable<BigInt>,
        closed_at -> Nullable<BigInt>,
        dispatch_at -> Nullable<BigInt>,
        local_day -> Text,
        version -> Integer,
        destination -> Nullable<Text>,
    }
}

diesel::table! {
    links (fingerprint) {
        fingerprint -> Text,
        kind -> Text,
        subject_id -> Text,
        generation -> Integer,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    loaners (id) {
        id -> Text,
        serial -> Text,
        serial_key -> Text,
        model -> Text,
        province -> Text,
        place -> Text,
        state -> Text,
        job_id -> Nullable<Text>,
        deposit -> BigInt,
        due_on -> Nullable<Text>,
        due_at -> Nullable<BigInt>,
        lent_at -> Nullable<BigInt>,
        returned_at -> Nullable<BigInt>,
        note -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    message_attempts (id) {
        id -> Text,
        message_id -> Text,
        gateway -> Text,
        line -> Text,
        at -> BigInt,
        outcome -> Text,
        reference -> Nullable<Text>,
        parts -> Nullable<Integer>,
        cost -> Nullable<BigInt>,
        said -> Nullable<Text>,
        fate -> Nullable<Text>,
        fate_at -> Nullable<BigInt>,
        poll_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    message_templates (key, language, version) {
        key -> Text,
        language -> Text,
        version -> Integer,
        body -> Nullable<Text>,
        created_at -> BigInt,
        created_by -> Nullable<Text>,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        kind -> Text,
        recipient_kind -> Text,
        recipient_id -> Text,
        channel -> Text,
        address -> Text,
        language -> Text,
        request_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
        offer_id -> Nullable<Text>,
        visit_id -> Nullable<Text>,
        params -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> BigInt,
        leased_by -> Nullable<Text>,
        lease_until -> Nullable<BigInt>,
        gateway -> Nullable<Text>,
        gateway_reference -> Nullable<Text>,
        parts -> Nullable<Integer>,
        last_error -> Nullable<Text>,
        dedupe_key -> Text,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        delivered_at -> Nullable<BigInt>,
        version -> Integer,
        unclear -> Integer,
        cost -> Nullable<BigInt>,
        follow_at -> Nullable<BigInt>,
        followed -> Integer,
        copy_of -> Nullable<Text>,
    }
}

diesel::table! {
    milestones (id) {
        id -> Text,
        job_id -> Text,
        kind -> Text,
        clock -> Text,
        target_minutes -> BigInt,
        due_at -> BigInt,
        met_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    offers (id) {
        id -> Text,
        job_id -> Text,
        agent_id -> Text,
        technician_id -> Nullable<Text>,
        decision_id -> Text,
        wave -> Integer,
        is_direct -> Bool,
        short_number -> Integer,
        state -> Text,
        deadline_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        opened_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        decline_reason -> Nullable<Text>,
        proposed_from -> Nullable<BigInt>,
        proposed_to -> Nullable<BigInt>,
        link_generation -> Integer,
        created_at -> BigInt,
        version -> Integer,
        round -> Integer,
        tier -> Nullable<Text>,
        answer_minutes -> Integer,
        message_id -> Nullable<Text>,
        lost_by -> Nullable<Text>,
        lost_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    official_queries (id) {
        id -> Text,
        installed_product_id -> Text,
        result -> Text,
        checked_on -> Text,
        attachment_id -> Nullable<Text>,
        note -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    old_parts (id) {
        id -> Text,
        line_id -> Text,
        job_id -> Text,
        province -> Text,
        part -> Text,
        quantity -> Integer,
        state -> Text,
        agent_id -> Nullable<Text>,
        technician_id -> Nullable<Text>,
        tracking -> Nullable<Text>,
        reason -> Nullable<Text>,
        due_at -> BigInt,
        returned_at -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    opt_outs (address) {
        address -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    part_lines (id) {
        id -> Text,
        job_id -> Text,
        province -> Text,
        part -> Text,
        quantity -> Integer,
        state -> Text,
        source -> Nullable<Text>,
        place -> Nullable<Text>,
        eta_at -> Nullable<BigInt>,
        first_eta_at -> Nullable<BigInt>,
        tracking -> Nullable<Text>,
        reason -> Nullable<Text>,
        needed_at -> BigInt,
        ordered_at -> Nullable<BigInt>,
        shipped_at -> Nullable<BigInt>,
        received_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    part_models (part, model) {
        part -> Text,
        model -> Text,
    }
}

diesel::table! {
    part_order_items (order_id, part) {
        order_id -> Text,
        part -> Text,
        quantity -> Integer,
    }
}

diesel::table! {
    part_orders (id) {
        id -> Text,
        agent_id -> Text,
        province -> Text,
        state -> Text,
        eta_at -> Nullable<BigInt>,
        tracking -> Nullable<Text>,
        note -> Nullable<Text>,
        reason -> Nullable<Text>,
        placed_at -> BigInt,
        shipped_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    parts (number) {
        number -> Text,
        name_en -> Text,
        name_fa -> Text,
        search_key -> Text,
        price -> BigInt,
        is_consumable -> Bool,
        superseded_by -> Nullable<Text>,
    }
}

diesel::table! {
    payments (id) {
        id -> Text,
        job_id -> Text,
        quote_id -> Nullable<Text>,
        state -> Text,
        amount -> BigInt,
        method -> Text,
        receiver -> Text,
        trace -> Nullable<Text>,
        is_deposit -> Bool,
        note -> Nullable<Text>,
        recorded_by_kind -> Text,
        recorded_by -> Nullable<Text>,
        recorded_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        answered_by -> Nullable<Text>,
        answered_by_id -> Nullable<Text>,
        answer_note -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
        settled_by -> Nullable<Text>,
        settled_amount -> Nullable<BigInt>,
        settle_note -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    phones (id) {
        id -> Text,
        customer_id -> Text,
        number -> Text,
        name_key -> Text,
        reversed -> Text,
        kind -> Text,
        can_sms -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    places (code) {
        code -> Text,
        name_en -> Text,
        name_fa -> Text,
        key_en -> Text,
        key_fa -> Text,
        province -> Text,
        lat -> Double,
        lon -> Double,
        population -> Integer,
        kind -> Text,
        parent -> Nullable<Text>,
    }
}

diesel::table! {
    policies (kind, code, version) {
        kind -> Text,
        code -> Text,
        version -> Integer,
        spec -> Text,
        is_current -> Bool,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    presences (user_id, page) {
        user_id -> Text,
        page -> Text,
        subject_kind -> Text,
        subject_id -> Text,
        since -> BigInt,
        seen_at -> BigInt,
    }
}

diesel::table! {
    price_terms (job_id) {
        job_id -> Text,
        policy_version -> Integer,
        least -> BigInt,
        most -> BigInt,
        visit_fee -> BigInt,
        tax_basis_points -> BigInt,
        told_by -> Text,
        told_at -> BigInt,
    }
}

diesel::table! {
    product_models (code) {
        code -> Text,
        brand -> Text,
        category -> Text,
        name_en -> Text,
        name_fa -> Text,
        serial_pattern -> Nullable<Text>,
    }
}

diesel::table! {
    provinces (code) {
        code -> Text,
        name_en -> Text,
        name_fa -> Text,
    }
}

diesel::table! {
    push_subscriptions (id) {
        id -> Text,
        recipient_kind -> Text,
        recipient_id -> Text,
        endpoint -> Text,
        p256dh -> Text,
        auth -> Text,
        language -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    quotes (id) {
        id -> Text,
        job_id -> Text,
        visit_id -> Nullable<Text>,
        state -> Text,
        lines -> Text,
        tax_basis_points -> BigInt,
        net -> BigInt,
        tax -> BigInt,
        total -> BigInt,
        visit_fee -> BigInt,
        labour_guarantee_days -> Integer,
        part_guarantee_days -> Integer,
        policy_version -> Integer,
        note -> Nullable<Text>,
        valid_until -> Nullable<BigInt>,
        made_by_kind -> Text,
        made_by -> Nullable<Text>,
        created_at -> BigInt,
        sent_at -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
        answered_by -> Nullable<Text>,
        answered_by_id -> Nullable<Text>,
        consent_note -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    ratings (job_id) {
        job_id -> Text,
        score -> Integer,
        comment -> Nullable<Text>,
        channel -> Text,
        at -> BigInt,
        is_void -> Bool,
    }
}

diesel::table! {
    reason_switches (kind, code) {
        kind -> Text,
        code -> Text,
        is_active -> Bool,
    }
}

diesel::table! {
    reasons (kind, code) {
        kind -> Text,
        code -> Text,
        owner -> Text,
        pauses_sla -> Bool,
        digit -> Nullable<Integer>,
    }
}

diesel::table! {
    recall_cases (recall_id, job_id) {
        recall_id -> Text,
        job_id -> Text,
        linked_by -> Nullable<Text>,
        linked_at -> BigInt,
    }
}

diesel::table! {
    recall_notices (id) {
        id -> Text,
        recall_id -> Text,
        customer_id -> Text,
        province -> Text,
        message_id -> Nullable<Text>,
        told_at -> Nullable<BigInt>,
        missed_at -> Nullable<BigInt>,
        task_id -> Nullable<Text>,
        link_generation -> Integer,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    recall_units (id) {
        id -> Text,
        recall_id -> Text,
        installed_product_id -> Text,
        customer_id -> Text,
        province -> Text,
        state -> Text,
        notice_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
        found_at -> BigInt,
        told_at -> Nullable<BigInt>,
        booked_at -> Nullable<BigInt>,
        corrected_at -> Nullable<BigInt>,
        excluded_at -> Nullable<BigInt>,
        exclude_reason -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    recalls (id) {
        id -> Text,
        code -> Text,
        title -> Text,
        owner_id -> Text,
        brand -> Text,
        models -> Text,
        ranges -> Text,
        made_from -> Nullable<Text>,
        made_to -> Nullable<Text>,
        defect_fa -> Text,
        defect_en -> Text,
        correction_fa -> Text,
        correction_en -> Text,
        danger -> Text,
        produced -> Nullable<BigInt>,
        state -> Text,
        noted_at -> BigInt,
        investigated_at -> Nullable<BigInt>,
        corrected_at -> Nullable<BigInt>,
        recalled_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        end_note -> Nullable<Text>,
        created_by -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    refresh_tokens (fingerprint) {
        fingerprint -> Text,
        family -> Text,
        user_id -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    request_contacts (request_id, position) {
        request_id -> Text,
        position -> Integer,
        role -> Text,
        name -> Nullable<Text>,
        phone -> Text,
        kind -> Text,
        can_sms -> Bool,
        email -> Nullable<Text>,
    }
}

diesel::table! {
    service_requests (id) {
        id -> Text,
        reference -> Text,
        customer_id -> Text,
        address_id -> Text,
        province -> Text,
        channel -> Text,
        priority -> Text,
        language -> Text,
        window_from -> Nullable<BigInt>,
        window_to -> Nullable<BigInt>,
        owner_id -> Nullable<Text>,
        note -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
        local_day -> Text,
        link_generation -> Integer,
        version -> Integer,
        duplicate_of -> Nullable<Text>,
        priority_reason -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (fingerprint) {
        fingerprint -> Text,
        user_id -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
        updated_at -> BigInt,
    }
}

diesel::table! {
    skills (code) {
        code -> Text,
        name_en -> Text,
        name_fa -> Text,
    }
}

diesel::table! {
    slot_holds (id) {
        id -> Text,
        agent_id -> Text,
        technician_id -> Text,
        job_id -> Nullable<Text>,
        window_from -> BigInt,
        window_to -> BigInt,
        day -> Text,
        minutes -> Integer,
        category -> Text,
        lat -> Double,
        lon -> Double,
        equipment -> Text,
        held_by -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    status_asks (id) {
        id -> Text,
        ticket -> Text,
        request_id -> Nullable<Text>,
        phone -> Nullable<Text>,
        day -> Nullable<Text>,
        nth -> Nullable<Integer>,
        tries -> Integer,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    stock_balances (place, part) {
        place -> Text,
        part -> Text,
        quantity -> BigInt,
        reserved -> BigInt,
    }
}

diesel::table! {
    stock_moves (id) {
        id -> Text,
        at -> BigInt,
        part -> Text,
        from_place -> Text,
        to_place -> Text,
        quantity -> BigInt,
        reason -> Text,
        job_id -> Nullable<Text>,
        line_id -> Nullable<Text>,
        order_id -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    tasks (id) {
        id -> Text,
        kind -> Text,
        state -> Text,
        owner_id -> Nullable<Text>,
        owner_role -> Text,
        province -> Text,
        customer_id -> Nullable<Text>,
        request_id -> Nullable<Text>,
        job_id -> Nullable<Text>,
        note -> Nullable<Text>,
        due_at -> BigInt,
        created_at -> BigInt,
        done_at -> Nullable<BigInt>,
        version -> Integer,
        complaint_id -> Nullable<Text>,
        remind_at -> Nullable<BigInt>,
        reminded_at -> Nullable<BigInt>,
        escalate_at -> Nullable<BigInt>,
        escalated_at -> Nullable<BigInt>,
        created_by -> Nullable<Text>,
        done_by -> Nullable<Text>,
        done_note -> Nullable<Text>,
        news -> Nullable<Text>,
        news_at -> Nullable<BigInt>,
        news_by -> Nullable<Text>,
        agent_id -> Nullable<Text>,
    }
}

diesel::table! {
    technician_loads (technician_id) {
        technician_id -> Text,
        visits -> BigInt,
    }
}

diesel::table! {
    technician_portraits (technician_id) {
        technician_id -> Text,
        blob_hash -> Text,
        media_type -> Text,
        byte_count -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    technician_skills (technician_id, skill) {
        technician_id -> Text,
        skill -> Text,
        level -> Integer,
        certified_from -> Nullable<Text>,
        certified_to -> Nullable<Text>,
    }
}

diesel::table! {
    technicians (id) {
        id -> Text,
        code -> Text,
        agent_id -> Text,
        name_fa -> Text,
        name_en -> Text,
        phone -> Text,
        language -> Text,
        equipment -> Text,
        shift -> Nullable<Text>,
        is_active -> Bool,
        created_at -> BigInt,
        version -> Integer,
        languages -> Text,
        capacity_open -> Nullable<Integer>,
        capacity_day -> Nullable<Integer>,
        capacity_minutes_day -> Nullable<Integer>,
    }
}

diesel::table! {
    time_off (id) {
        id -> Text,
        agent_id -> Text,
        technician_id -> Nullable<Text>,
        off_from -> BigInt,
        off_to -> BigInt,
        reason -> Text,
        note -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    unit_passings (id) {
        id -> Text,
        unit_id -> Text,
        at -> BigInt,
        from_keeper -> Text,
        to_keeper -> Text,
        carrier -> Nullable<Text>,
        tracking -> Nullable<Text>,
        note -> Nullable<Text>,
        actor_kind -> Text,
        actor_id -> Nullable<Text>,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        username -> Text,
        display_name -> Text,
        role -> Text,
        language -> Text,
        provinces -> Text,
        password_hash -> Text,
        is_active -> Bool,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    verdict_reviews (id) {
        id -> Text,
        job_id -> Text,
        state -> Text,
        outcome -> Text,
        reason -> Text,
        findings -> Text,
        attachment_id -> Nullable<Text>,
        was -> Text,
        proposed_by -> Text,
        proposed_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    verdicts (id) {
        id -> Text,
        job_id -> Text,
        stage -> Text,
        outcome -> Text,
        policy -> Nullable<Text>,
        policy_version -> Nullable<Integer>,
        clauses -> Text,
        created_at -> BigInt,
        decided_by -> Nullable<Text>,
        shares -> Text,
        awaited -> Text,
    }
}

diesel::table! {
    visit_jobs (visit_id, job_id) {
        visit_id -> Text,
        job_id -> Text,
    }
}

diesel::table! {
    visits (id) {
        id -> Text,
        agent_id -> Text,
        technician_id -> Text,
        offer_id -> Nullable<Text>,
        state -> Text,
        window_from -> BigInt,
        window_to -> BigInt,
        first_from -> BigInt,
        first_to -> BigInt,
        set_out_at -> Nullable<BigInt>,
        arrived_at -> Nullable<BigInt>,
        began_at -> Nullable<BigInt>,
        ended_at -> Nullable<BigInt>,
        end_reason -> Nullable<Text>,
        note -> Nullable<Text>,
        wrong_codes -> Integer,
        link_generation -> Integer,
        created_at -> BigInt,
        version -> Integer,
        expected_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    warranty_activations (id) {
        id -> Text,
        job_id -> Text,
        policy -> Text,
        policy_version -> Integer,
        starts_on -> Text,
        months -> Text,
        parts_until -> Nullable<Text>,
        labour_until -> Nullable<Text>,
        travel_until -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    warranty_extensions (id) {
        id -> Text,
        installed_product_id -> Text,
        contract -> Text,
        starts_on -> Text,
        ends_on -> Text,
        parts_percent -> Integer,
        labour_percent -> Integer,
        travel_percent -> Integer,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    workshop_units (id) {
        id -> Text,
        job_id -> Text,
        installed_product_id -> Text,
        province -> Text,
        state -> Text,
        place -> Text,
        agent_id -> Nullable<Text>,
        tag -> Text,
        accessories -> Text,
        condition_note -> Text,
        photos -> Text,
        inbound_by -> Text,
        inbound_tracking -> Nullable<Text>,
        outbound_by -> Nullable<Text>,
        outbound_tracking -> Nullable<Text>,
        received_at -> BigInt,
        queued_until -> BigInt,
        promised_at -> BigInt,
        diagnosed_at -> Nullable<BigInt>,
        ready_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        free_days -> Integer,
        storage_fee -> BigInt,
        due_at -> Nullable<BigInt>,
        reminded -> Integer,
        handed_over_at -> Nullable<BigInt>,
        handed_over_to -> Nullable<Text>,
        wrong_codes -> Integer,
        failed_tests -> Integer,
        version -> Integer,
    }
}

diesel::joinable!(addresses -> customers (customer_id));
diesel::joinable!(agent_areas -> agents (agent_id));
diesel::joinable!(agent_authorizations -> agents (agent_id));
diesel::joinable!(agent_authorizations -> brands (brand));
diesel::joinable!(agent_authorizations -> categories (category));
diesel::joinable!(agent_documents -> agents (agent_id));
diesel::joinable!(agent_equipment -> agents (agent_id));
diesel::joinable!(agent_equipment -> equipment (equipment));
diesel::joinable!(agent_figures -> agents (agent_id));
diesel::joinable!(agent_loads -> agents (agent_id));
diesel::joinable!(agent_offer_terms -> agents (id));
diesel::joinable!(agent_seasons -> agents (agent_id));
diesel::joinable!(agent_suspensions -> agents (agent_id));
diesel::joinable!(agents -> places (place));
diesel::joinable!(agents -> provinces (province));
diesel::joinable!(bells -> users (user_id));
diesel::joinable!(categories -> skills (skill));
diesel::joinable!(charge_changes -> attachments (attachment_id));
diesel::joinable!(charge_changes -> jobs (job_id));
diesel::joinable!(charge_changes -> users (decided_by));
diesel::joinable!(complaint_steps -> complaints (complaint_id));
diesel::joinable!(complaints -> customers (customer_id));
diesel::joinable!(complaints -> jobs (job_id));
diesel::joinable!(complaints -> users (owner_id));
diesel::joinable!(contacts -> customers (customer_id));
diesel::joinable!(customer_exclusions -> agents (agent_id));
diesel::joinable!(customer_exclusions -> customers (customer_id));
diesel::joinable!(customer_exclusions -> technicians (technician_id));
diesel::joinable!(customer_preferred_technicians -> customers (customer_id));
diesel::joinable!(customer_preferred_technicians -> technicians (technician_id));
diesel::joinable!(decisions -> jobs (job_id));
diesel::joinable!(dispatch_rounds -> jobs (id));
diesel::joinable!(dispatch_rounds -> tasks (task_id));
diesel::joinable!(exchange_cases -> installed_products (new_unit_id));
diesel::joinable!(exchange_cases -> jobs (job_id));
diesel::joinable!(faults -> categories (category));
diesel::joinable!(faults -> skills (skill));
diesel::joinable!(first_aid -> faults (fault));
diesel::joinable!(installed_products -> customers (customer_id));
diesel::joinable!(job_bookings -> agents (agent_id));
diesel::joinable!(job_bookings -> jobs (job_id));
diesel::joinable!(job_bookings -> technicians (technician_id));
diesel::joinable!(job_checklists -> jobs (id));
diesel::joinable!(jobs -> agents (agent_id));
diesel::joinable!(jobs -> installed_products (installed_product_id));
diesel::joinable!(jobs -> service_requests (request_id));
diesel::joinable!(jobs -> technicians (technician_id));
diesel::joinable!(loaners -> jobs (job_id));
diesel::joinable!(milestones -> jobs (job_id));
diesel::joinable!(offers -> agents (agent_id));
diesel::joinable!(offers -> decisions (decision_id));
diesel::joinable!(offers -> jobs (job_id));
diesel::joinable!(offers -> technicians (technician_id));
diesel::joinable!(official_queries -> attachments (attachment_id));
diesel::joinable!(official_queries -> installed_products (installed_product_id));
diesel::joinable!(old_parts -> agents (agent_id));
diesel::joinable!(old_parts -> jobs (job_id));
diesel::joinable!(old_parts -> part_lines (line_id));
diesel::joinable!(old_parts -> parts (part));
diesel::joinable!(old_parts -> technicians (technician_id));
diesel::joinable!(part_lines -> jobs (job_id));
diesel::joinable!(part_lines -> parts (part));
diesel::joinable!(part_models -> parts (part));
diesel::joinable!(part_models -> product_models (model));
diesel::joinable!(part_order_items -> part_orders (order_id));
diesel::joinable!(part_order_items -> parts (part));
diesel::joinable!(part_orders -> agents (agent_id));
diesel::joinable!(payments -> jobs (job_id));
diesel::joinable!(payments -> quotes (quote_id));
diesel::joinable!(payments -> users (settled_by));
diesel::joinable!(phones -> customers (customer_id));
diesel::joinable!(places -> provinces (province));
diesel::joinable!(presences -> users (user_id));
diesel::joinable!(price_terms -> jobs (job_id));
diesel::joinable!(product_models -> brands (brand));
diesel::joinable!(product_models -> categories (category));
diesel::joinable!(quotes -> jobs (job_id));
diesel::joinable!(quotes -> visits (visit_id));
diesel::joinable!(recall_cases -> jobs (job_id));
diesel::joinable!(recall_cases -> recalls (recall_id));
diesel::joinable!(recall_cases -> users (linked_by));
diesel::joinable!(recall_notices -> customers (customer_id));
diesel::joinable!(recall_notices -> messages (message_id));
diesel::joinable!(recall_notices -> recalls (recall_id));
diesel::joinable!(recall_notices -> tasks (task_id));
diesel::joinable!(recall_units -> customers (customer_id));
diesel::joinable!(recall_units -> installed_products (installed_product_id));
diesel::joinable!(recall_units -> jobs (job_id));
diesel::joinable!(recall_units -> recall_notices (notice_id));
diesel::joinable!(recall_units -> recalls (recall_id));
diesel::joinable!(recalls -> brands (brand));
diesel::joinable!(refresh_tokens -> users (user_id));
diesel::joinable!(request_contacts -> service_requests (request_id));
diesel::joinable!(service_requests -> addresses (address_id));
diesel::joinable!(service_requests -> customers (customer_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(slot_holds -> agents (agent_id));
diesel::joinable!(slot_holds -> jobs (job_id));
diesel::joinable!(slot_holds -> technicians (technician_id));
diesel::joinable!(stock_balances -> parts (part));
diesel::joinable!(stock_moves -> parts (part));
diesel::joinable!(tasks -> agents (agent_id));
diesel::joinable!(technician_loads -> technicians (technician_id));
diesel::joinable!(technician_portraits -> technicians (technician_id));
diesel::joinable!(technician_skills -> skills (skill));
diesel::joinable!(technician_skills -> technicians (technician_id));
diesel::joinable!(technicians -> agents (agent_id));
diesel::joinable!(time_off -> agents (agent_id));
diesel::joinable!(time_off -> technicians (technician_id));
diesel::joinable!(unit_passings -> workshop_units (unit_id));
diesel::joinable!(verdict_reviews -> attachments (attachment_id));
diesel::joinable!(verdict_reviews -> jobs (job_id));
diesel::joinable!(verdicts -> jobs (job_id));
diesel::joinable!(visit_jobs -> jobs (job_id));
diesel::joinable!(visit_jobs -> visits (visit_id));
diesel::joinable!(visits -> agents (agent_id));
diesel::joinable!(visits -> offers (offer_id));
diesel::joinable!(visits -> technicians (technician_id));
diesel::joinable!(warranty_activations -> installed_products (id));
diesel::joinable!(warranty_activations -> jobs (job_id));
diesel::joinable!(warranty_extensions -> installed_products (installed_product_id));
diesel::joinable!(workshop_units -> agents (agent_id));
diesel::joinable!(workshop_units -> installed_products (installed_product_id));
diesel::joinable!(workshop_units -> jobs (job_id));
