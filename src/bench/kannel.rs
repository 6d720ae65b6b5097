//! A running Kannel: how the product is told of it, and how fast it is when nothing of the product is in the way.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{failed, load};
use crate::start::Stopped;

/// What Kannel answers when it takes a message.
const TAKEN: u16 = 202;
const LOOK: Duration = Duration::from_millis(5);
/// No report for so long: one is lost.
const STALLED: Duration = Duration::from_secs(30);
/// As long as what the product sends in its turn, in the same alphabet.
const TEXT: &str = "کار شماره ۷ (ماشین ظرفشویی) به نماینده دیگری سپرده شد.";

/// A Kannel by the address of its `sendsms`.
pub struct Kannel {
    path: String,
    username: String,
    password: String,
    address: SocketAddr,
    clients: u32,
}

impl Kannel {
    /// `http://user:password@host:port/cgi-bin/sendsms`.
    ///
    /// # Errors
    /// Anything else.
    pub fn at(url: &str, clients: u32) -> Result<Self, Stopped> {
        let read = || {
            let (who, place) = url.strip_prefix("http://")?.split_once('@')?;
            let (username, password) = who.split_once(':')?;
            let (host, path) = place.split_once('/')?;
            let address = host.to_socket_addrs().ok()?.next()?;
            let (username, password) = (username.to_owned(), password.to_owned());
            Some(Self { path: format!("/{path}"), username, password, address, clients })
        };
        let mend = "--kannel: as in http://user:password@127.0.0.1:13013/cgi-bin/sendsms";
        read().ok_or_else(|| Stopped::Input(mend.to_owned()))
    }

    /// Settings of a product that sends by it and is called by it.
    #[must_use]
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("OSTAKAR_SMS__KANNEL__SECRET", self.password.clone()),
            ("OSTAKAR_SMS__KANNEL__HOOK_SECRET", "bench".to_owned()),
            ("OSTAKAR_SMS__KANNEL__PROVIDER__KANNEL__USERNAME", self.username.clone()),
            ("OSTAKAR_SMS__KANNEL__PROVIDER__KANNEL__URL", format!("http://{}{}", self.address, self.path)),
        ]
    }

    /// Messages a second, from the first request to the report of the last delivery. Blocks.
    ///
    /// # Errors
    /// A message that is not taken, or not reported.
    pub fn direct(&self, count: usize) -> Result<f64, Stopped> {
        let sink = Sink::start()?;
        let requests: Vec<Vec<u8>> = (0..count).map(|number| self.request(number, sink.address)).collect();
        let begun = Instant::now();
        load::send(self.address, &requests, (self.clients, TAKEN))?;
        let (mut before, mut moved) = (0, Instant::now());
        loop {
            let delivered = sink.delivered.load(Ordering::Relaxed);
            if delivered >= count {
                return Ok(count as f64 / begun.elapsed().as_secs_f64());
            }
            if delivered != before {
                (before, moved) = (delivered, Instant::now());
            }
            if moved.elapsed() > STALLED {
                return Err(failed(format!("of {count} messages to Kannel {delivered} were reported")));
            }
            thread::sleep(LOOK);
        }
    }

    fn request(&self, number: usize, sink: SocketAddr) -> Vec<u8> {
        let report = format!("http://{sink}/delivery?ref={number}&type=%d&reply=%A");
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("username", &self.username)
            .append_pair("password", &self.password)
            .append_pair("to", &format!("+98912{number:07}"))
            .append_pair("text", TEXT)
            .append_pair("charset", "UTF-8")
            .append_pair("coding", "2")
            .append_pair("dlr-mask", "31")
            .append_pair("dlr-url", &report)
            .finish();
        format!("GET {}?{query} HTTP/1.1\r\nHost: bench\r\n\r\n", self.path).into_bytes()
    }
}

/// What takes the reports; its threads end with Kannel's connections.
struct Sink {
    address: SocketAddr,
    delivered: Arc<AtomicUsize>,
}

impl Sink {
    fn start() -> Result<Self, Stopped> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let (address, delivered) = (listener.local_addr()?, Arc::<AtomicUsize>::default());
        let counted = Arc::clone(&delivered);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let counted = Arc::clone(&counted);
                // An error is a connection that Kannel gave up.
                thread::spawn(move || drop(take(stream, &counted)));
            }
        });
        Ok(Self { address, delivered })
    }
}

fn take(stream: TcpStream, delivered: &AtomicUsize) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let (mut line, mut is_delivery) = (String::new(), false);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line.trim_end().is_empty() {
            stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")?;
            delivered.fetch_add(usize::from(std::mem::take(&mut is_delivery)), Ordering::Relaxed);
        } else if line.starts_with("GET ") {
            is_delivery = line.contains("type=1&");
        }
    }
}
