//! The words that jobs and agents have in common: each has a number, and a bit that it may share with others.

use std::collections::HashMap;

use crate::domain::agent::Agent;
use crate::domain::eligibility::Needs;
use crate::domain::language::Language;

/// What kind of word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Skill,
    Brand,
    Category,
    Equipment,
    Language,
}

/// A word by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Feature {
    kind: Kind,
    number: u32,
}

/// Bits of words: agents whose bits lack one that a job needs cannot do it. Two words on one bit only let more pass.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bits {
    /// Skills.
    pub craft: u64,
    /// Brands, categories, equipment and languages.
    pub licence: u64,
}

impl Bits {
    /// Whether all of `needed` is held.
    pub(super) fn hold(self, needed: Self) -> bool {
        self.craft & needed.craft == needed.craft && self.licence & needed.licence == needed.licence
    }
}

impl std::ops::BitOrAssign for Bits {
    fn bitor_assign(&mut self, other: Self) {
        self.craft |= other.craft;
        self.licence |= other.licence;
    }
}

impl Feature {
    pub(super) fn bits(self) -> Bits {
        let licence = |first: u32, width: u32| Bits { craft: 0, licence: 1 << (first + self.number % width) };
        match self.kind {
            Kind::Skill => Bits { craft: 1 << (self.number % 64), licence: 0 },
            Kind::Brand => licence(0, 24),
            Kind::Category => licence(24, 16),
            Kind::Equipment => licence(40, 20),
            Kind::Language => licence(60, 4),
        }
    }
}

/// Every word that an agent has used.
#[derive(Debug, Default)]
pub(super) struct Words([HashMap<String, u32>; 4]);

impl Words {
    fn known(&self, kind: Kind, word: &str) -> Option<Feature> {
        Some(Feature { kind, number: *self.0[kind as usize].get(word)? })
    }

    fn learn(&mut self, kind: Kind, word: &str) -> Feature {
        let known = &mut self.0[kind as usize];
        let next = super::to_u32(known.len());
        // Looked for first, because nearly every word is known.
        let number = known.get(word).copied().unwrap_or_else(|| *known.entry(word.to_owned()).or_insert(next));
        Feature { kind, number }
    }

    /// The number of a skill.
    pub(super) fn skill(&mut self, code: &str) -> Feature {
        self.learn(Kind::Skill, code)
    }

    /// What an agent has, each once; words that are new are learnt.
    pub(super) fn learn_of(&mut self, agent: &Agent) -> Vec<Feature> {
        let mut found: Vec<Feature> = agent.brands.iter().map(|brand| self.learn(Kind::Brand, brand)).collect();
        found.extend(agent.categories.iter().map(|category| self.learn(Kind::Category, category)));
        found.extend(agent.equipment.iter().map(|(equipment, _)| self.learn(Kind::Equipment, equipment)));
        for technician in &agent.technicians {
            found.extend(technician.skills.iter().map(|skill| self.learn(Kind::Skill, &skill.code)));
            found.extend(technician.equipment.iter().map(|equipment| self.learn(Kind::Equipment, equipment)));
            found.extend(technician.languages.iter().chain([&technician.language]).map(|language| spoken(*language)));
        }
        found.sort_unstable_by_key(|feature| (feature.kind as u8, feature.number));
        found.dedup();
        found
    }

    /// What a job needs; `None` when no agent has some of it.
    pub(super) fn needed(&self, needs: &Needs) -> Option<Vec<Feature>> {
        let skill = self.known(Kind::Skill, &needs.skill)?;
        let mut needed = vec![skill, self.known(Kind::Category, &needs.category)?, spoken(needs.language)];
        if let Some(brand) = &needs.brand {
            needed.push(self.known(Kind::Brand, brand)?);
        }
        for equipment in &needs.equipment {
            needed.push(self.known(Kind::Equipment, equipment)?);
        }
        Some(needed)
    }
}

fn spoken(language: Language) -> Feature {
    Feature { kind: Kind::Language, number: language as u32 }
}
