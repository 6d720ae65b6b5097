//! What customers think of completed work. The share of the two highest of five scores ("top two box") is told beside how many
//! could answer and how many did, because a result from a part of the customers says nothing without its part (ISO 10004:2018,
//! monitoring and measuring customer satisfaction).

use super::Share;
use crate::domain::rating::{SCORES, is_content, is_low};

/// One completed job as what its customer thinks of it counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Opinion {
    /// Whether the customer has a way to rate: a telephone that gets the link, and takes a digit, by SMS.
    pub can_answer: bool,
    /// What was given, 1 to 5.
    pub score: Option<i32>,
    /// Whether it came from those who did the work, so that it does not count.
    pub is_void: bool,
    /// Whether somebody has followed a low score.
    pub is_followed: bool,
}

/// What the customers of a group of completed jobs think.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Satisfaction {
    /// Customers who could answer ÷ jobs completed.
    pub coverage: Share,
    /// Ratings ÷ jobs completed.
    pub response: Share,
    /// CSAT: ratings of 4 and 5 ÷ ratings.
    pub csat: Share,
    /// Ratings of 1, 2, 3, 4 and 5.
    pub scores: [u64; 5],
    /// Ratings of 1 and 2 that were followed ÷ ratings of 1 and 2.
    pub followed: Share,
    /// Ratings that do not count; they are in none of the others.
    pub void: u64,
}

impl Satisfaction {
    /// Counts a completed job.
    pub fn add(&mut self, it: &Opinion) {
        self.coverage.add(it.can_answer);
        self.void += u64::from(it.score.is_some() && it.is_void);
        let score = it.score.filter(|_| !it.is_void);
        self.response.add(score.is_some());
        let Some(score) = score else { return };
        self.csat.add(is_content(score));
        if is_low(score) {
            self.followed.add(it.is_followed);
        }
        if let Some((_, count)) = SCORES.zip(&mut self.scores).find(|(of, _)| *of == score) {
            *count += 1;
        }
    }

    /// Jobs completed.
    #[must_use]
    pub fn completed(&self) -> u64 {
        self.response.cases
    }

    /// Arithmetic mean of the ratings, 1 to 5; none without a rating.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let sum: u64 = (1_u64..).zip(self.scores).map(|(score, count)| score * count).sum();
        (self.csat.cases > 0).then(|| sum as f64 / self.csat.cases as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten jobs: nine customers can answer, seven do. One rating is void, which leaves 5, 5, 4, 3, 2 and 1, of which the 2 was
    /// followed: three of six are content, and the mean is 20 ÷ 6.
    #[test]
    fn ratings_count_beside_those_who_did_not_answer() {
        let can = Opinion { can_answer: true, ..Opinion::default() };
        let gave = |score| Opinion { score: Some(score), ..can };
        let mut it = Satisfaction::default();
        for opinion in [can, can, Opinion::default(), gave(5), gave(5), gave(4), gave(3), gave(1)] {
            it.add(&opinion);
        }
        it.add(&Opinion { is_followed: true, ..gave(2) });
        it.add(&Opinion { is_void: true, ..gave(1) });
        assert_eq!((it.completed(), it.coverage), (10, Share { cases: 10, hits: 9 }));
        assert_eq!((it.response, it.csat), (Share { cases: 10, hits: 6 }, Share { cases: 6, hits: 3 }));
        assert_eq!((it.scores, it.void), ([1, 1, 1, 1, 2], 1));
        assert_eq!(it.followed, Share { cases: 2, hits: 1 });
        assert_eq!(it.mean(), Some(20.0 / 6.0));
    }

    #[test]
    fn without_a_rating_there_is_no_figure() {
        let mut it = Satisfaction::default();
        it.add(&Opinion { score: Some(5), is_void: true, ..Opinion::default() });
        assert_eq!((it.csat.share(), it.mean(), it.response.share()), (None, None, Some(0.0)));
    }
}
