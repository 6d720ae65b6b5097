//! A short message centre that speaks SMPP 3.4: it keeps every part that arrives as it arrived, reports what became of it as it
//! is told to, and hands in what telephones send.

use std::collections::{BTreeMap, HashMap};
use std::io::{Error, Read as _, Result, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

const BIND_TRANSCEIVER: u32 = 0x09;
const SUBMIT_SM: u32 = 0x04;
const DELIVER_SM: u32 = 0x05;
const UNBIND: u32 = 0x06;
const ENQUIRE_LINK: u32 = 0x15;
const RESPONSE: u32 = 0x8000_0000;
const RECEIPT: u8 = 0x04;
const UDH: u8 = 0x40;
const UCS2: u8 = 8;
const INTERNATIONAL: u8 = 1;
/// The 7-bit default alphabet and its extension table, TS 23.038 section 6.2.1, written down apart from the product's.
const GSM7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];
/// TLVs of a receipt: the reference of the message, and what became of it.
const RECEIPTED_MESSAGE_ID: u16 = 0x001e;
const MESSAGE_STATE: u16 = 0x0427;

/// What becomes of the messages that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Each telephone gets its message.
    Delivered,
    /// No telephone can be reached.
    Undelivered,
    /// Nothing is heard of them.
    Silent,
}

/// A part as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Telephone; `+` for one that came as an international number.
    pub to: String,
    /// Line.
    pub from: String,
    /// Octets of its text, without the header.
    pub text: Vec<u8>,
    /// `data_coding`.
    pub coding: u8,
    /// Reference, count and number in a split message.
    pub split: Option<[u8; 3]>,
}

/// A message put together from its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// Telephone.
    pub to: String,
    /// Line.
    pub from: String,
    /// What the telephone shows.
    pub text: String,
    /// Parts that it came in.
    pub parts: u32,
}

/// A running centre; its threads end with the test process.
#[derive(Clone)]
pub struct Smsc {
    port: u16,
    state: Arc<Mutex<State>>,
}

struct State {
    fate: Fate,
    parts: Vec<Part>,
    out: Option<TcpStream>,
    sequence: u32,
}

impl Smsc {
    /// One that delivers everything.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let state = State { fate: Fate::Delivered, parts: Vec::new(), out: None, sequence: 0 };
        let smsc = Self { port: listener.local_addr().unwrap().port(), state: Arc::new(Mutex::new(state)) };
        let served = smsc.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let smsc = served.clone();
                // An error is a gateway that went away, which is its own affair.
                thread::spawn(move || drop(smsc.serve(stream)));
            }
        });
        smsc
    }

    /// Where it listens on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether a gateway is connected.
    pub fn is_bound(&self) -> bool {
        self.state().out.is_some()
    }

    /// Changes what becomes of messages from now on.
    pub fn set(&self, fate: Fate) {
        self.state().fate = fate;
    }

    /// Every part that arrived, oldest first.
    pub fn parts(&self) -> Vec<Part> {
        self.state().parts.clone()
    }

    /// Every message whose parts are all here, by its first part, oldest first.
    pub fn messages(&self) -> Vec<Arrived> {
        let (mut whole, mut open) = (Vec::new(), HashMap::<(String, u8), BTreeMap<u8, Part>>::new());
        for part in self.parts() {
            let Some([reference, count, number]) = part.split else {
                whole.push(join(&[part]));
                continue;
            };
            let key = (part.to.clone(), reference);
            let parts = open.entry(key.clone()).or_default();
            parts.insert(number, part);
            if parts.len() == usize::from(count) {
                let parts: Vec<Part> = open.remove(&key).unwrap().into_values().collect();
                whole.push(join(&parts));
            }
        }
        whole
    }

    /// How often a message arrived at each telephone.
    pub fn times(&self) -> BTreeMap<String, usize> {
        let mut times = BTreeMap::new();
        for message in self.messages() {
            *times.entry(message.to).or_default() += 1;
        }
        times
    }

    /// Hands in what a telephone (`+98…`) sends to a line.
    pub fn telephone(&self, from: &str, to: &str, text: &str) {
        let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.deliver((from, to), (0, UCS2), &octets, &[]);
    }

    /// Reports what became of a message: its reference, telephone and line.
    fn report(&self, fate: Fate, id: &str, (to, from): (&str, &str)) {
        let (word, state, count) = match fate {
            Fate::Delivered => ("DELIVRD", 2, "001"),
            Fate::Undelivered => ("UNDELIV", 5, "000"),
            Fate::Silent => return,
        };
        let time = "2611222010";
        let text =
            format!("id:{id} sub:001 dlvrd:{count} submit date:{time} done date:{time} stat:{word} err:000 text:");
        let mut reference = id.as_bytes().to_vec();
        reference.push(0);
        let tlvs = [tlv(RECEIPTED_MESSAGE_ID, &reference), tlv(MESSAGE_STATE, &[state])].concat();
        self.deliver((to, from), (RECEIPT, 0), text.as_bytes(), &tlvs);
    }

    fn deliver(&self, (from, to): (&str, &str), (esm, coding): (u8, u8), text: &[u8], tlvs: &[u8]) {
        let mut body = vec![0];
        for number in [from, to] {
            let digits = number.strip_prefix('+');
            body.extend([if digits.is_some() { INTERNATIONAL } else { 0 }, u8::from(digits.is_some())]);
            body.extend(digits.unwrap_or(number).bytes().chain([0]));
        }
        body.extend([esm, 0, 0, 0, 0, 0, 0, coding, 0, u8::try_from(text.len()).unwrap()]);
        body.extend(text);
        body.extend(tlvs);
        let mut state = self.state();
        state.sequence += 1;
        let sequence = state.sequence;
        if let Some(out) = &mut state.out {
            // A gateway that went away asks for nothing.
            let _ = out.write_all(&pdu(DELIVER_SM, sequence, &body));
        }
    }

    fn serve(&self, mut stream: TcpStream) -> Result<()> {
        loop {
            let mut head = [0; 16];
            stream.read_exact(&mut head)?;
            let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
            let (length, command, sequence) = (word(0) as usize, word(4), word(12));
            let mut body = vec![0; length.saturating_sub(16)];
            stream.read_exact(&mut body)?;
            match command {
                BIND_TRANSCEIVER => {
                    stream.write_all(&pdu(command | RESPONSE, sequence, b"SMSC\0"))?;
                    self.state().out = Some(stream.try_clone()?);
                }
                SUBMIT_SM => self.submitted(sequence, &body)?,
                UNBIND | ENQUIRE_LINK => self.write(&pdu(command | RESPONSE, sequence, &[]))?,
                _ => {}
            }
        }
    }

    fn submitted(&self, sequence: u32, body: &[u8]) -> Result<()> {
        let (part, wants_report) = read(body);
        let (to, from) = (part.to.clone(), part.from.clone());
        let (id, fate) = {
            let mut state = self.state();
            state.parts.push(part);
            (state.parts.len().to_string(), state.fate)
        };
        self.write(&pdu(SUBMIT_SM | RESPONSE, sequence, &[id.as_bytes(), &[0]].concat()))?;
        if wants_report {
            self.report(fate, &id, (&to, &from));
        }
        Ok(())
    }

    // All writes hold the state, so that no two of them mix.
    fn write(&self, bytes: &[u8]) -> Result<()> {
        self.state().out.as_mut().ok_or_else(|| Error::other("not bound"))?.write_all(bytes)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn pdu(command: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(16 + body.len()).unwrap();
    let head = [length, command, 0, sequence].map(u32::to_be_bytes);
    [head.as_flattened(), body].concat()
}

fn tlv(tag: u16, value: &[u8]) -> Vec<u8> {
    let length = u16::try_from(value.len()).unwrap();
    [&tag.to_be_bytes(), &length.to_be_bytes(), value].concat()
}

/// The part in a `submit_sm`, and whether it asks for a report.
fn read(body: &[u8]) -> (Part, bool) {
    let mut at = 0;
    let mut text_until_zero = |skip: usize| {
        at += skip;
        let end = at + body[at..].iter().position(|byte| *byte == 0).unwrap();
        let text = String::from_utf8_lossy(&body[at..end]).into_owned();
        let ton = if at >= 2 { body[at - 2] } else { 0 };
        at = end + 1;
        if ton == INTERNATIONAL { format!("+{text}") } else { text }
    };
    let _service = text_until_zero(0);
    let (from, to) = (text_until_zero(2), text_until_zero(2));
    let esm = body[at];
    at += 3;
    // Two times that are empty or sixteen digits.
    for _ in 0..2 {
        at += body[at..].iter().position(|byte| *byte == 0).unwrap() + 1;
    }
    let (wants_report, coding, length) = (body[at] & 1 == 1, body[at + 2], usize::from(body[at + 4]));
    let mut text = body[at + 5..at + 5 + length].to_vec();
    let mut split = None;
    if esm & UDH != 0 {
        let rest = text.split_off(1 + usize::from(text[0]));
        assert_eq!(text[..3], [5, 0, 3], "a header that splits a message");
        split = Some([text[3], text[4], text[5]]);
        text = rest;
    }
    (Part { to, from, text, coding, split }, wants_report)
}

fn join(parts: &[Part]) -> Arrived {
    let octets: Vec<u8> = parts.iter().flat_map(|part| part.text.clone()).collect();
    let text = if parts[0].coding == UCS2 {
        let units: Vec<u16> = octets.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        String::from_utf16(&units).unwrap()
    } else {
        septets(&octets)
    };
    let (to, from) = (parts[0].to.clone(), parts[0].from.clone());
    Arrived { to, from, text, parts: u32::try_from(parts.len()).unwrap() }
}

fn septets(octets: &[u8]) -> String {
    let basic: Vec<char> = GSM7.chars().collect();
    let mut octets = octets.iter();
    let mut text = String::new();
    while let Some(octet) = octets.next() {
        text.push(match octet {
            0x1b => {
                let next = octets.next().unwrap();
                EXTENDED.iter().find(|(code, _)| code == next).unwrap().1
            }
            _ => basic[usize::from(*octet)],
        });
    }
    text
}
