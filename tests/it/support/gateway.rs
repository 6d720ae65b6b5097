//! An SMS gateway on loopback that keeps our references, and can fail in the ways that real ones do. It takes each message once
//! by its reference, or as often as it comes.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Deserialize;

/// What the gateway does with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes it and says so after a pause.
    Takes(Duration),
    /// Closes the connection without reading.
    Refuses,
    /// Answers 500.
    Fails,
    /// Answers 422: it never takes such a message.
    Rejects,
    /// Reads it and never answers.
    Hangs,
    /// Takes it and closes the connection instead of saying so.
    DropsAnswer,
}

/// A message as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Taken {
    /// Our reference.
    pub id: String,
    /// Telephone.
    pub to: String,
    /// What the recipient reads.
    pub text: String,
}

/// A running gateway; its threads end with the test process.
#[derive(Clone)]
pub struct Gateway {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

struct State {
    mood: Mood,
    taken: Vec<Taken>,
    asked: usize,
    recognises: bool,
}

impl Gateway {
    /// One that takes everything at once.
    pub fn start() -> Self {
        Self::run(false)
    }

    /// The same that takes a message with a known reference only once.
    pub fn that_recognises() -> Self {
        Self::run(true)
    }

    fn run(recognises: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = State { mood: Mood::Takes(Duration::ZERO), taken: Vec::new(), asked: 0, recognises };
        let gateway = Self { address, state: Arc::new(Mutex::new(state)) };
        let served = gateway.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let gateway = served.clone();
                // An error is a client that went away, which is its own affair.
                thread::spawn(move || drop(gateway.answer(stream)));
            }
        });
        gateway
    }

    /// Settings of a server that sends by this gateway and waits a second for its answers.
    pub fn settings(&self) -> [(&'static str, String); 3] {
        [
            ("OSTAKAR_SMS__LOOPBACK__PROVIDER__HTTP__URL", format!("http://{}/send", self.address)),
            (
                "OSTAKAR_SMS__LOOPBACK__PROVIDER__HTTP__BODY",
                r#"{ json = { id = "{id}", to = "{to}", text = "{text}" } }"#.to_owned(),
            ),
            ("OSTAKAR_SMS__LOOPBACK__PROVIDER__HTTP__PATIENCE__ANSWER_WITHIN_MS", "1000".to_owned()),
        ]
    }

    /// Settings of a gateway of this name in TOML, reached on this port; a quarter of a second is waited for its answers.
    pub fn toml(&self, name: &str, port: u16) -> String {
        let recognises = self.state().recognises;
        format!(
            r#"
            [{name}.provider.http]
            url = "http://127.0.0.1:{port}/send"
            body = {{ json = {{ id = "{{id}}", to = "{{to}}", text = "{{text}}" }} }}
            recognises = {recognises}
            patience = {{ answer_within_ms = 250 }}
            "#
        )
    }

    /// Port that it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Changes what it does with messages from now on.
    pub fn set(&self, mood: Mood) {
        self.state().mood = mood;
    }

    /// Every message that it took, doubles included, oldest first.
    pub fn taken(&self) -> Vec<Taken> {
        self.state().taken.clone()
    }

    /// How often each reference was taken.
    pub fn times(&self) -> BTreeMap<String, usize> {
        let mut times = BTreeMap::new();
        for message in &self.state().taken {
            *times.entry(message.id.clone()).or_default() += 1;
        }
        times
    }

    /// How often it was asked, whatever it did then.
    pub fn asked(&self) -> usize {
        self.state().asked
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mood = {
            let mut state = self.state();
            state.asked += 1;
            state.mood
        };
        if mood == Mood::Refuses {
            return Ok(());
        }
        let message = read(&stream)?;
        match mood {
            Mood::Hangs => {
                thread::sleep(Duration::from_secs(20));
                return Ok(());
            }
            Mood::Fails => {
                return stream.write_all(b"HTTP/1.1 500 Oh\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
            }
            Mood::Rejects => {
                return stream.write_all(b"HTTP/1.1 422 No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
            }
            _ => self.state().take(message),
        }
        if let Mood::Takes(after) = mood {
            thread::sleep(after);
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}")?;
        }
        Ok(())
    }
}

impl State {
    fn take(&mut self, message: Taken) {
        if !(self.recognises && self.taken.iter().any(|taken| taken.id == message.id)) {
            self.taken.push(message);
        }
    }
}

fn read(stream: &TcpStream) -> std::io::Result<Taken> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    serde_json::from_slice(&body).map_err(std::io::Error::other)
}
