//! The files of the repository.

use std::fs;
use std::path::Path;

use super::without_comments;

/// A text file.
pub struct Source {
    /// Path from the top of the repository.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl Source {
    /// The text without comments and the content of literals; the lines stay where they are.
    pub fn code(&self) -> String {
        without_comments(&self.text)
    }

    /// The path inside `src/`.
    pub fn inside(&self) -> &str {
        self.path.strip_prefix("src/").unwrap_or(&self.path)
    }

    /// First folder under `src/`, or the file there without its ending.
    pub fn layer(&self) -> &str {
        let inside = self.inside();
        inside.split_once('/').map_or(inside.trim_end_matches(".rs"), |(folder, _)| folder)
    }

    /// How many `super::` lead from this module to the top of the crate.
    pub fn depth(&self) -> usize {
        let inside = self.inside().trim_end_matches(".rs").trim_end_matches("/mod");
        inside.split('/').count()
    }
}

/// The Rust files under `folder` but those of unit tests.
pub fn sources(folder: &str) -> Vec<Source> {
    let is_test = |path: &str| folder == "src" && (path.ends_with("/tests.rs") || path.contains("/tests/"));
    under(folder, ".rs").into_iter().filter(|file| !is_test(&file.path)).collect()
}

/// The text files under `folder` whose path ends so; what is built, fetched or written by running is left out.
pub fn under(folder: &str, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if ["target", ".git", "node_modules"].contains(&&*name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, ending, found);
        } else if let (true, Ok(text)) = (name.ends_with(ending), fs::read_to_string(&path)) {
            let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
            let path = path.to_string_lossy().trim_start_matches("./").to_owned();
            found.push(Source { path, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str) -> Source {
        Source { path: path.into(), text: String::new() }
    }

    #[test]
    fn a_path_tells_layer_and_depth() {
        let places = ["src/lib.rs", "src/app/mod.rs", "src/app/jobs.rs", "src/gateway/sms/mod.rs"].map(source);
        assert_eq!(places.each_ref().map(Source::layer), ["lib", "app", "app", "gateway"]);
        assert_eq!(places.each_ref().map(Source::depth), [1, 1, 2, 2]);
    }

    #[test]
    fn the_sources_are_found() {
        assert!(sources("src").iter().any(|source| source.path == "src/lib.rs" && !source.text.is_empty()));
        assert!(sources("src").iter().all(|source| !source.path.ends_with("tests.rs")));
    }
}
