//! What a write sees of its transaction.

use super::Conn;
use super::feed::Signal;

/// An open write transaction. A closure returns as soon as a statement fails: PostgreSQL refuses every later one.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    signals: Vec<Signal>,
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: &'a mut Conn) -> Self {
        Self { conn, signals: Vec::new() }
    }

    /// The connection inside the transaction.
    pub fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    /// Tells `signal` to everyone once the transaction is committed; never when it is not.
    pub fn after_commit(&mut self, signal: Signal) {
        if !self.signals.contains(&signal) {
            self.signals.push(signal);
        }
    }

    pub(super) fn into_signals(self) -> Vec<Signal> {
        self.signals
    }
}
