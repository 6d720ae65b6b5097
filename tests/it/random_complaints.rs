//! Complaints under random hands: whoever tries whatever, the rules of ISO 10002 hold after every step.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

use chrono::TimeDelta;
use ostakar::app::complaints::{ComplaintChange, NewComplaint, change_complaint, follow_due, register_complaint};
use ostakar::app::{Error, auth};
use ostakar::domain::access::{Caller, Role};
use ostakar::domain::complaint::{ComplaintEvent, ComplaintResult, ComplaintState, Severity, Telling};
use ostakar::domain::id::{ComplaintId, UserId};
use ostakar::queries::complaints::events_of;
use ostakar::store::complaints::{Complaint, StepRow, find_complaint, list_steps};
use ostakar::store::people::{find_user, find_user_by_name};
use ostakar::store::{Conn, StoreError};
use serde_json::{Value, json};

use crate::played::dice::Dice;
use crate::support::app::TestApp;
use crate::support::{TestDb, both};

const PEOPLE: [&str; 6] = ["operator", "operator2", "dispatcher", "manager", "auditor", "administrator"];
const COMPLAINTS: usize = 20;
const STEPS: usize = 30;

struct Play {
    test: TestApp,
    dice: Dice,
    people: Vec<Caller>,
}

impl Play {
    async fn open(db: TestDb, seed: u64) -> Self {
        let test = TestApp::demo(db).await;
        let mut people = Vec::new();
        for name in PEOPLE {
            let read = move |conn: &mut Conn| -> Result<_, StoreError> { find_user_by_name(conn, name) };
            people.push(auth::caller(&test.app.db.read(read).await.unwrap()));
        }
        Self { test, dice: Dice::new(seed), people }
    }

    fn anybody(&mut self) -> Caller {
        self.dice.pick(&self.people).clone()
    }

    fn against(&mut self) -> Value {
        match self.dice.below(3) {
            0 => json!({ "kind": "company" }),
            1 => json!({ "kind": "operator", "id": self.anybody().user }),
            _ => json!({ "kind": "unit", "id": self.anybody().role }),
        }
    }

    /// A person, a role, both or nobody, fitting or not.
    fn owner(&mut self) -> (Option<UserId>, Option<Role>) {
        let person = self.dice.chance(40).then(|| self.anybody().user);
        let role = self.dice.chance(30).then(|| *self.dice.pick(Role::ALL));
        (person, role)
    }

    async fn complain(&mut self, at: usize) -> Option<ComplaintId> {
        let body = json!({ "phone": format!("0912555{at:04}"), "name": "Reza Amini", "against": self.against(),
            "severity": self.dice.pick(Severity::ALL), "subject": "delay", "description": "A week without a call." });
        let mut input: NewComplaint = serde_json::from_value(body).unwrap();
        (input.owner_id, input.owner_role) = self.owner();
        let caller = self.anybody();
        match register_complaint(&self.test.app, &caller, None, (input, None)).await {
            Ok(id) => Some(id),
            Err(Error::Internal(text)) => panic!("{text}"),
            Err(_) => None,
        }
    }

    /// Mostly something that the state allows.
    fn change(&mut self, allowed: &[ComplaintEvent]) -> ComplaintChange {
        let (owner_id, owner_role) = if self.dice.chance(50) { self.owner() } else { (None, None) };
        let events = if allowed.is_empty() || self.dice.chance(20) { ComplaintEvent::ALL } else { allowed };
        let mut maybe = |text: &str| self.dice.chance(90).then(|| text.to_owned());
        let (note, answer) = (maybe("what was found"), maybe("what is told"));
        ComplaintChange {
            note,
            answer,
            result: self.dice.chance(90).then(|| *self.dice.pick(ComplaintResult::ALL)),
            told_by: self.dice.chance(30).then(|| *self.dice.pick(Telling::ALL)),
            severity: self.dice.chance(30).then(|| *self.dice.pick(Severity::ALL)),
            owner_id,
            owner_role,
            rating: self.dice.chance(50).then_some(4),
            ..ComplaintChange::bare(*self.dice.pick(events))
        }
    }

    /// One step by somebody, or days without one.
    async fn step(&mut self, id: ComplaintId) -> Option<ComplaintEvent> {
        if self.dice.chance(10) {
            self.test.app.clock.advance(TimeDelta::hours(30));
            follow_due(&self.test.app).await.unwrap();
            return None;
        }
        let allowed = events_of(&self.look(id).await.0);
        let senior = self.dice.chance(60);
        let caller = if senior { self.people[3 + 2 * self.dice.below(2)].clone() } else { self.anybody() };
        let change = self.change(&allowed);
        let event = change.event;
        match change_complaint(&self.test.app, &caller, id, change).await {
            Ok(()) => Some(event),
            Err(Error::Internal(text)) => panic!("{text}"),
            Err(_) => None,
        }
    }

    async fn look(&self, id: ComplaintId) -> (Complaint, Vec<StepRow>) {
        let read = move |conn: &mut Conn| -> Result<_, StoreError> {
            let complaint = find_complaint(conn, id)?;
            if let Some(owner) = complaint.owner_id {
                assert!(find_user(conn, owner.0)?.is_active, "an owner who cannot sign in");
            }
            Ok((complaint, list_steps(conn, id)?))
        };
        self.test.app.db.read(read).await.unwrap()
    }
}

fn holds(complaint: &Complaint, steps: &[StepRow]) {
    let (against, state) = (complaint.against(), complaint.state.0);
    let owner = (complaint.owner_id.map(|id| id.0), complaint.owner_role.0);
    assert!(!against.bars(owner.0, owner.1), "{against:?} owns {state}");
    assert!(owner.1 != Role::Auditor, "an auditor owns {state}");
    for step in steps {
        let owner = (step.owner_id.map(|id| id.0), step.owner_role.0);
        assert!(!against.bars(owner.0, owner.1), "{against:?} owns the step {}", step.step.0);
    }
    let open = steps.iter().filter(|step| step.ended_at.is_none()).count();
    assert_eq!(open, usize::from(state.is_open()), "one step is open until the complaint is closed");
    assert_eq!(complaint.step_due_at.is_some(), state.is_open(), "an open step has its deadline");
    if matches!(state, ComplaintState::Communicated | ComplaintState::Closed) {
        let told = complaint.communicated_at.is_some() && complaint.told_by.is_some();
        assert!(told && complaint.result.is_some(), "{state} before the result was told");
        assert!(complaint.answer.as_ref().is_some_and(|answer| !answer.is_empty()), "{state} without an answer");
    }
}

both!(m26_under_random_hands_no_complaint_is_owned_by_whom_it_is_about_or_closed_untold, async |db: TestDb| {
    let given = std::env::var("OSTAKAR_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("OSTAKAR_SEED={seed}");
    let mut play = Play::open(db, seed).await;
    let (mut taken, mut closed) = (0, 0);
    for at in 0..COMPLAINTS {
        let Some(id) = play.complain(at).await else { continue };
        let mut trail = Vec::new();
        for _ in 0..STEPS {
            trail.extend(play.step(id).await);
            let (complaint, steps) = play.look(id).await;
            println!("{at}: {trail:?} {} of {:?}", complaint.state.0, complaint.against());
            holds(&complaint, &steps);
            closed += usize::from(complaint.state.0 == ComplaintState::Closed);
        }
        taken += trail.len();
    }
    assert!(taken > COMPLAINTS, "seed {seed}: only {taken} steps were possible, {closed} times closed");
});
