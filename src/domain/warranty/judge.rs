//! The verdict: every clause for which there is a fact is asked, then they are weighed.
//!
//! Three layers cover what a repair costs, and of each of parts, labour and travel the largest share counts:
//! - the term: the months of the policy, lengthened by delay where the law says so. It rests on a proved date;
//! - an extension by contract, which rests on the contract;
//! - the guarantee of an earlier repair or part, which rests on our own records.
//!
//! What bars the unit (a block, a serial that is not ours, a card of someone else, a transfer that the policy does not
//! allow, an exclusion) ends term and extension and leaves the guarantee.

use chrono::NaiveDate;

use super::authenticity::{self, Authenticity};
use super::clause::{Awaited, Clause, ClauseCode, ClauseResult, Verdict, WarrantyOutcome};
use super::exclusion::ExclusionCode;
use super::facts::UnitFacts;
use super::guarantee::{self, Guaranteed};
use super::law::{delay_days, delayed};
use super::months::term_end;
use super::policy::{Cover, WarrantyPolicy, WarrantyTerms};

/// The verdict for `unit` on the local day `today`. The most specific policy that applies decides.
#[must_use]
pub fn judge(policies: &[WarrantyPolicy], unit: &UnitFacts, today: NaiveDate) -> Verdict {
    let applying = policies.iter().filter(|policy| policy.terms.applies(unit));
    let Some(policy) = applying.max_by_key(|policy| policy.terms.precedence()) else {
        let evidence = unit.category.clone();
        return Verdict {
            outcome: WarrantyOutcome::Unknown,
            clauses: vec![Clause { code: ClauseCode::PolicyApplies, result: ClauseResult::Fails, evidence }],
            policy: None,
            policy_version: None,
            decided_by: Some(ClauseCode::PolicyApplies),
            shares: Cover::NONE,
            awaited: Vec::new(),
        };
    };
    let mut trial = Trial { terms: &policy.terms, unit, today, clauses: Vec::new() };
    trial.note(ClauseCode::PolicyApplies, ClauseResult::Holds, format!("{} v{}", policy.code, policy.version));
    let found = trial.hear();
    let (outcome, decided_by, shares) = found.weigh();
    Verdict {
        outcome,
        clauses: trial.clauses,
        policy: Some(policy.code.clone()),
        policy_version: Some(policy.version),
        decided_by: Some(decided_by),
        shares,
        awaited: if outcome == WarrantyOutcome::Provisional { found.awaited() } else { Vec::new() },
    }
}

struct Trial<'a> {
    terms: &'a WarrantyTerms,
    unit: &'a UnitFacts,
    today: NaiveDate,
    clauses: Vec<Clause>,
}

/// What the clauses found, before they are weighed.
#[expect(clippy::struct_excessive_bools, reason = "each is the answer of one clause")]
struct Findings {
    start_known: bool,
    proof_wanting: bool,
    doubted_by: Option<ClauseCode>,
    is_rescued: bool,
    barred_by: Option<ClauseCode>,
    parts_excluded: bool,
    /// By the months alone.
    term: Cover,
    /// By the months and what the law adds to them.
    lawful: Cover,
    exchange_due: bool,
    extension: Cover,
    repair: Cover,
    part: Cover,
    is_replacement: bool,
    commitment_runs: bool,
    /// The cover that ends last, which is the one that decides when all have ended.
    last_to_end: ClauseCode,
}

/// When the three covers of a term end: clause, first day not covered, share.
type Ends = [(ClauseCode, NaiveDate, u32); 3];

impl Trial<'_> {
    fn note(&mut self, code: ClauseCode, result: ClauseResult, evidence: String) {
        self.clauses.push(Clause { code, result, evidence });
    }

    fn hear(&mut self) -> Findings {
        let Authenticity { clauses, mut barred_by, doubted_by, is_certain, is_rescued } = authenticity::ask(self.unit);
        let is_clear = barred_by != Some(ClauseCode::UnitClear);
        self.clauses.extend(clauses);
        barred_by = barred_by.or(self.transfer());
        // The months of what a dealer has not sold yet have not begun to count.
        let is_unsold = self.unit.is_unsold();
        let start = self.terms.start(self.unit).or(is_unsold.then_some(self.today));
        let known = if start.is_some() { ClauseResult::Holds } else { ClauseResult::Open };
        self.note(ClauseCode::StartKnown, known, start.map(|day| day.to_string()).unwrap_or_default());
        let is_proved = self.unit.proof_seen || is_unsold;
        let proof = if is_proved { ClauseResult::Holds } else { ClauseResult::Open };
        self.note(ClauseCode::ProofSeen, proof, String::new());
        let ends = start.map(|start| (start, self.ends(start)));
        let term = ends.map(|(start, ends)| self.term(start, ends)).unwrap_or_default();
        let lawful = ends.map_or(term, |(start, ends)| self.delay(start, ends, term));
        let extension = self.extension();
        let exchange_due = ends.is_some_and(|(start, ends)| self.exchange(start, ends));
        let (excluded, parts_excluded, ends_guarantee) = self.exclusions();
        let Guaranteed { clauses, repair, part } =
            guarantee::ask(self.terms, self.unit, (self.today, ends_guarantee || !is_clear));
        self.clauses.extend(clauses);
        let covers = ends.map(|(_, ends)| ends).into_iter().flatten().filter(|(_, _, percent)| *percent > 0);
        // Of covers that end on the same day the first is named.
        let last = covers.rev().max_by_key(|(_, end, _)| *end);
        Findings {
            start_known: start.is_some(),
            proof_wanting: !is_proved && (self.terms.proof_required || !is_certain),
            doubted_by,
            is_rescued,
            barred_by: barred_by.or(excluded.then_some(ClauseCode::NotExcluded)),
            parts_excluded,
            term,
            lawful,
            exchange_due,
            extension,
            repair,
            part,
            is_replacement: self.unit.replaced.is_some() && start.is_some(),
            commitment_runs: start.is_some_and(|start| self.commitment(start)),
            last_to_end: last.map_or(ClauseCode::PartsCovered, |(code, ..)| code),
        }
    }

    fn transfer(&mut self) -> Option<ClauseCode> {
        let sold_on = self.unit.transferred_on?;
        let result = ClauseResult::of(self.terms.is_transferable);
        self.note(ClauseCode::TransferAllowed, result, sold_on.to_string());
        (!self.terms.is_transferable).then_some(ClauseCode::TransferAllowed)
    }

    fn ends(&self, start: NaiveDate) -> Ends {
        let (months, percents) = (self.terms.months, self.terms.percents);
        let end = |months| term_end(self.terms.calendar, start, months);
        [
            (ClauseCode::PartsCovered, end(months.parts), percents.parts),
            (ClauseCode::LabourCovered, end(months.labour), percents.labour),
            (ClauseCode::TravelCovered, end(months.travel), percents.travel),
        ]
    }

    /// The shares by the months alone.
    fn term(&mut self, start: NaiveDate, ends: Ends) -> Cover {
        let [parts, labour, travel] = ends.map(|(code, end, percent)| {
            let holds = start <= self.today && self.today < end && percent > 0;
            // A cover of no months has no last day.
            let span = if start < end { format!("{start}/{} ", eve(end)) } else { String::new() };
            self.note(code, ClauseResult::of(holds), format!("{span}{percent}%"));
            if holds { percent } else { 0 }
        });
        let shares = Cover { parts, labour, travel };
        if self.unit.replaced.is_some() {
            self.note(ClauseCode::ReplacedTerm, ClauseResult::of(shares != Cover::NONE), start.to_string());
        }
        shares
    }

    /// The shares of `term` with what the days of long repairs add.
    fn delay(&mut self, start: NaiveDate, ends: Ends, term: Cover) -> Cover {
        let days = delay_days(&self.terms.consumer_law, self.unit);
        if days == 0 {
            return term;
        }
        let [parts, labour, travel] = ends.map(|(_, end, percent)| {
            let runs = start < end && start <= self.today && self.today < delayed(end, days);
            if runs { percent } else { 0 }
        });
        let longer = Cover { parts, labour, travel }.most(term);
        let last = ends.iter().map(|(_, end, _)| delayed(*end, days)).max().map_or(start, eve);
        self.note(ClauseCode::DelayExtends, ClauseResult::of(longer.is_beyond(term)), format!("{last} +{days}"));
        longer
    }

    fn extension(&mut self) -> Cover {
        let mut shares = Cover::NONE;
        let unit = self.unit;
        for contract in &unit.extensions {
            let runs = contract.starts_on <= self.today && self.today <= contract.ends_on;
            let evidence = format!("{} {}/{}", contract.contract, contract.starts_on, contract.ends_on);
            self.note(ClauseCode::ExtensionCovers, ClauseResult::of(runs), evidence);
            if runs {
                shares = shares.most(contract.percents);
            }
        }
        shares
    }

    /// Whether the same fault came so often within the term that the law lets the customer exchange the unit.
    fn exchange(&mut self, start: NaiveDate, ends: Ends) -> bool {
        let law = self.terms.consumer_law;
        let covered = ends.iter().filter(|(_, _, percent)| *percent > 0).map(|(_, end, _)| *end).max();
        let end = covered.unwrap_or(start);
        let repairs = self.unit.same_fault().filter(|repair| start <= repair.completed_on && repair.completed_on < end);
        let count = repairs.count();
        if !law.is_on || law.exchange_after == 0 || count == 0 {
            return false;
        }
        let needed = usize::try_from(law.exchange_after).unwrap_or(usize::MAX);
        let is_due = count >= needed && self.today < end;
        self.note(ClauseCode::ExchangeDue, ClauseResult::of(is_due), format!("{count}/{needed} {}", eve(end)));
        is_due
    }

    /// Whether something excludes everything, the parts alone, and the guarantee of an earlier repair.
    fn exclusions(&mut self) -> (bool, bool, bool) {
        let found = self.unit.findings();
        let listed: Vec<ExclusionCode> =
            found.iter().copied().filter(|code| self.terms.exclusions.contains(code)).collect();
        if !self.terms.exclusions.is_empty() {
            let codes: Vec<&str> = listed.iter().map(|code| code.as_str()).collect();
            self.note(ClauseCode::NotExcluded, ClauseResult::of(listed.is_empty()), codes.join(" "));
        }
        let whole = listed.iter().any(|code| !code.is_for_parts_alone());
        let parts = listed.iter().any(|code| code.is_for_parts_alone());
        (whole, parts, found.iter().any(|code| code.ends_guarantee()))
    }

    fn commitment(&mut self, start: NaiveDate) -> bool {
        if self.terms.commitment_years == 0 {
            return false;
        }
        let end = term_end(self.terms.calendar, start, self.terms.commitment_years.saturating_mul(12));
        let runs = self.today < end;
        self.note(ClauseCode::CommitmentRuns, ClauseResult::of(runs), format!("{start}/{}", eve(end)));
        runs
    }
}

/// The last day covered by what ends with `end`.
fn eve(end: NaiveDate) -> NaiveDate {
    end.pred_opt().unwrap_or(end)
}

impl Findings {
    /// What term, law, exchange and extension cover when nothing bars them.
    fn base(&self) -> Cover {
        if self.barred_by.is_some() {
            return Cover::NONE;
        }
        let exchange = if self.exchange_due { Cover::WHOLE } else { Cover::NONE };
        self.less_parts(self.lawful.most(exchange).most(self.extension))
    }

    fn less_parts(&self, cover: Cover) -> Cover {
        if self.parts_excluded { Cover { parts: 0, ..cover } } else { cover }
    }

    fn guaranteed(&self) -> Cover {
        self.repair.most(self.part)
    }

    /// What a verdict that rests on doubtful facts waits for.
    fn awaited(&self) -> Vec<Awaited> {
        let base = self.base();
        let mut awaited = Vec::new();
        // A contract needs no proof of the day of sale, and a guarantee none at all.
        if self.proof_wanting && base.is_beyond(self.guaranteed().most(self.less_parts(self.extension))) {
            awaited.push(Awaited::Proof);
        }
        if self.doubted_by.is_some() && base.is_beyond(self.guaranteed()) {
            awaited.push(Awaited::OfficialQuery);
        }
        awaited
    }

    fn weigh(&self) -> (WarrantyOutcome, ClauseCode, Cover) {
        let shares = self.base().most(self.guaranteed());
        let awaited = self.awaited();
        if !awaited.is_empty() {
            let doubt = self.doubted_by.filter(|_| awaited.contains(&Awaited::OfficialQuery));
            return (WarrantyOutcome::Provisional, doubt.unwrap_or(ClauseCode::ProofSeen), shares);
        }
        let outcome = match shares {
            Cover::WHOLE => WarrantyOutcome::InWarranty,
            Cover::NONE if self.barred_by.is_none() && !self.start_known => WarrantyOutcome::Unknown,
            Cover::NONE => WarrantyOutcome::OutOfWarranty,
            _ => WarrantyOutcome::Partial,
        };
        let decided_by = match outcome {
            WarrantyOutcome::Unknown => ClauseCode::StartKnown,
            WarrantyOutcome::OutOfWarranty => self.ended_by(),
            _ => self.carried_by(shares),
        };
        (outcome, decided_by, shares)
    }

    /// The clause because of which nothing is covered.
    fn ended_by(&self) -> ClauseCode {
        if let Some(code) = self.barred_by {
            code
        } else if self.parts_excluded && self.lawful.most(self.extension).parts > 0 {
            ClauseCode::NotExcluded
        } else if self.is_replacement {
            ClauseCode::ReplacedTerm
        } else if self.commitment_runs {
            ClauseCode::CommitmentRuns
        } else {
            self.last_to_end
        }
    }

    /// The clause without which less would be covered; of a partial cover that nothing enlarges, the one that is short.
    fn carried_by(&self, shares: Cover) -> ClauseCode {
        let of = |cover, counts: bool| {
            if counts && self.barred_by.is_none() { self.less_parts(cover) } else { Cover::NONE }
        };
        // What nobody had to wait for although it is unproved or in doubt has carried nothing.
        let is_sure = self.doubted_by.is_none();
        let plain = of(self.lawful, is_sure && !self.proof_wanting);
        let contract = of(self.extension, is_sure);
        let exchange = of(Cover::WHOLE, is_sure && !self.proof_wanting && self.exchange_due);
        let base = plain.most(contract).most(exchange);
        if shares.is_beyond(base) {
            return if shares.is_beyond(base.most(self.part)) {
                ClauseCode::RepairGuaranteed
            } else {
                ClauseCode::PartGuaranteed
            };
        }
        if base.is_beyond(plain.most(contract)) {
            return ClauseCode::ExchangeDue;
        }
        if base.is_beyond(plain) {
            return ClauseCode::ExtensionCovers;
        }
        if plain.is_beyond(self.less_parts(self.term)) {
            return ClauseCode::DelayExtends;
        }
        if self.is_rescued {
            return ClauseCode::QueryConfirms;
        }
        if self.parts_excluded && self.lawful.parts > 0 {
            return ClauseCode::NotExcluded;
        }
        if self.is_replacement && shares == Cover::WHOLE {
            return ClauseCode::ReplacedTerm;
        }
        match shares {
            Cover { parts: 100, labour: 0..100, .. } => ClauseCode::LabourCovered,
            Cover { parts: 100, travel: 0..100, .. } => ClauseCode::TravelCovered,
            _ => ClauseCode::PartsCovered,
        }
    }
}
