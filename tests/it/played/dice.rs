//! Chance that is the same for the same seed, on every machine.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `n` − 1.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    /// Some of them in their order, at least one.
    pub fn some<'a, T>(&mut self, among: &'a [T], percent: usize) -> Vec<&'a T> {
        let sure = self.below(among.len());
        let mut chosen = Vec::new();
        for (at, one) in among.iter().enumerate() {
            if self.chance(percent) || at == sure {
                chosen.push(one);
            }
        }
        chosen
    }

    /// A number between the two, in steps of a millionth of their distance.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        let step = u32::try_from(self.below(1_000_001)).unwrap();
        from + (to - from) * f64::from(step) / 1e6
    }
}
