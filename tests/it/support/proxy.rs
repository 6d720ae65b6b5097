//! A stretch of network between a client and a server on loopback, which fails in the ways that networks do.

use std::io::{BufRead as _, BufReader, Read as _, Result, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// It is answered.
    Passes,
    /// Nobody listens.
    Refuses,
    /// It is swallowed: the server does not get it and the client hears nothing.
    Hangs,
    /// The server gets it, its answer is cut off.
    CutsAnswer,
    /// The server gets it, half of its answer comes back.
    HalvesAnswer,
    /// A box on the way answers 500; the server does not get it.
    Fails,
    /// It is answered after so long.
    Delays(Duration),
}

/// How often a closed port and a stopped proxy are looked after.
const LOOK: Duration = Duration::from_millis(2);
/// A swallowed request is held for so long at most.
const HELD: Duration = Duration::from_secs(30);

/// A running proxy; it ends with this value.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

struct State {
    mood: Mood,
    asked: usize,
    ended: bool,
}

impl Proxy {
    /// A way to a port of loopback.
    pub fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { mood: Mood::Passes, asked: 0, ended: false }));
        let shared = Arc::clone(&state);
        thread::spawn(move || listen(listener, &shared, port));
        Self { address, state }
    }

    /// Port of the client's end.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Changes what becomes of requests; returns when it is so.
    pub fn set(&self, mood: Mood) {
        lock(&self.state).mood = mood;
        while TcpStream::connect(self.address).is_err() != (mood == Mood::Refuses) {
            thread::sleep(LOOK);
        }
    }

    /// How many requests came.
    pub fn asked(&self) -> usize {
        lock(&self.state).asked
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        lock(&self.state).ended = true;
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen(listener: TcpListener, state: &Arc<Mutex<State>>, port: u16) {
    let address = listener.local_addr().unwrap();
    let mut listener = Some(listener);
    loop {
        let mood = {
            let state = lock(state);
            if state.ended {
                return;
            }
            state.mood
        };
        if mood == Mood::Refuses {
            listener = None;
        } else if listener.is_none() {
            listener = TcpListener::bind(address).ok();
        }
        let accepted = listener.as_ref().and_then(|listener| {
            listener.set_nonblocking(true).unwrap();
            listener.accept().ok()
        });
        let Some((client, _)) = accepted else {
            thread::sleep(LOOK);
            continue;
        };
        let state = Arc::clone(state);
        // An error is an end that went away, which is its own affair.
        thread::spawn(move || drop(pass(client, &state, port)));
    }
}

fn pass(mut client: TcpStream, state: &Mutex<State>, port: u16) -> Result<()> {
    client.set_nonblocking(false)?;
    let Some(request) = read(&client)? else { return Ok(()) };
    let mood = {
        let mut state = lock(state);
        state.asked += 1;
        state.mood
    };
    match mood {
        // It closed while this one was on its way.
        Mood::Refuses => return Ok(()),
        Mood::Hangs => {
            client.set_read_timeout(Some(HELD))?;
            client.read_exact(&mut [0])?;
            return Ok(());
        }
        Mood::Fails => {
            return client.write_all(b"HTTP/1.1 500 Oh\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        }
        Mood::Delays(pause) => thread::sleep(pause),
        Mood::Passes | Mood::CutsAnswer | Mood::HalvesAnswer => {}
    }
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    server.write_all(&request)?;
    let answer = read(&server)?.unwrap_or_default();
    match mood {
        Mood::CutsAnswer => Ok(()),
        Mood::HalvesAnswer => client.write_all(&answer[..answer.len() / 2]),
        _ => client.write_all(&answer),
    }
}

/// A request or an answer with the length that it tells; none from an end that says nothing. It says that nothing more follows.
fn read(stream: &TcpStream) -> Result<Option<Vec<u8>>> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut line, mut length) = (Vec::new(), String::new(), 0);
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() {
                break;
            }
            head.extend(line.bytes());
            continue;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
        if !name.eq_ignore_ascii_case("connection") {
            head.extend(line.bytes());
        }
    }
    head.extend(b"connection: close\r\n\r\n");
    let begun = head.len();
    head.resize(begun + length, 0);
    reader.read_exact(&mut head[begun..])?;
    Ok(Some(head))
}
