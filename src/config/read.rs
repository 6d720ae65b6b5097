//! Reads settings: file first, then variables, then one message that names the field that is wrong.

use std::path::Path;

use super::Settings;

/// Settings that cannot be used: which field, and how to mend it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadSettings(pub String);

const PREFIX: &str = "OSTAKAR_";

/// Reads the file, if one is named, and the environment. `OSTAKAR_SMS__URL` sets `url` in the table `sms`.
///
/// # Errors
/// A file that cannot be read, or the first field that is missing, unknown or of the wrong form.
pub fn read(file: Option<&Path>) -> Result<Settings, BadSettings> {
    from(file, std::env::vars())
}

fn from(file: Option<&Path>, variables: impl Iterator<Item = (String, String)>) -> Result<Settings, BadSettings> {
    let mut table = match file {
        None => toml::Table::new(),
        Some(path) => {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| BadSettings(format!("{}: {error}", path.display())))?;
            text.parse().map_err(|error| BadSettings(one_line(&format!("{}: {error}", path.display()))))?
        }
    };
    for (name, value) in variables {
        let path = match name.as_str() {
            "DATABASE_URL" => "database_url".to_owned(),
            name => match name.strip_prefix(PREFIX) {
                Some(rest) => rest.to_ascii_lowercase(),
                None => continue,
            },
        };
        // DATABASE_URL is what tools set; the product's own variable wins.
        if name == "DATABASE_URL" && std::env::var_os("OSTAKAR_DATABASE_URL").is_some() {
            continue;
        }
        set(&mut table, &path, value);
    }
    let deserializer = toml::Value::Table(table);
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let path = error.path().to_string();
        let what = one_line(&error.into_inner().to_string());
        let field = if path == "." { String::new() } else { format!("{path}: ") };
        BadSettings(format!("{field}{what}; set it in the file or as {PREFIX}… in the environment"))
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Puts a variable's text where its name says, as the TOML value that it reads as, else as text.
fn set(table: &mut toml::Table, path: &str, text: String) {
    let (mut at, mut parts) = (table, path.split("__").peekable());
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            at.insert(part.to_owned(), value(part, text));
            return;
        }
        let inner = at.entry(part).or_insert_with(|| toml::Value::Table(toml::Table::new()));
        let toml::Value::Table(inner) = inner else { return };
        at = inner;
    }
}

fn value(name: &str, text: String) -> toml::Value {
    // A secret of digits alone is text all the same.
    if name.contains("secret") || name.contains("password") || name.contains("url") {
        return toml::Value::String(text);
    }
    let parsed = format!("it = {text}").parse::<toml::Table>().ok().and_then(|mut table| table.remove("it"));
    parsed.unwrap_or(toml::Value::String(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>().into_iter()
    }

    const LEAST: [(&str, &str); 3] = [
        ("DATABASE_URL", "sqlite:///srv/ostakar.db"),
        ("OSTAKAR_BASE_URL", "https://s.example"),
        ("OSTAKAR_SECRET", "0000000000000000000000000000000000000000000000000000000000000000"),
    ];

    #[test]
    fn the_environment_alone_is_enough_and_nested_names_reach_tables() {
        let mut all = LEAST.to_vec();
        all.extend([
            ("OSTAKAR_MAIL__SERVER", "127.0.0.1"),
            ("OSTAKAR_MAIL__PORT", "2525"),
            ("OSTAKAR_MAIL__FROM", "ostakar@example.com"),
            ("OSTAKAR_WORKER", "false"),
            ("OSTAKAR_ROAD__KIND", "osrm"),
            ("OSTAKAR_ROAD__URL", "http://127.0.0.1:5000"),
        ]);
        let settings = from(None, variables(&all)).unwrap();
        assert_eq!(settings.mail.unwrap().port, 2525);
        assert!(!settings.worker);
        assert_eq!(settings.road.unwrap().answer_within_ms, 300);
        assert_eq!(settings.zone, chrono_tz::Asia::Tehran);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let told = |extra: &[(&str, &str)]| {
            let all: Vec<_> = LEAST.iter().chain(extra).copied().collect();
            from(None, variables(&all)).unwrap_err().to_string()
        };
        assert!(told(&[("OSTAKAR_ZONE", "Mars/Olympus")]).starts_with("zone: "));
        assert!(told(&[("OSTAKAR_LISTEN", "nowhere")]).starts_with("listen: "));
        assert!(told(&[("OSTAKAR_COLOUR", "blue")]).contains("colour"));
        assert!(told(&[("OSTAKAR_ROAD__KIND", "mules")]).starts_with("road.kind: "));
        assert!(from(None, variables(&LEAST[..1])).unwrap_err().to_string().contains("base_url"));
    }
}
