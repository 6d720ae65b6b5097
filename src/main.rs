//! The program: see `ostakar --help`.

fn main() {}
