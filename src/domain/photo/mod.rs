//! Photos of a job: what they show, which files are taken, and what is taken out of them before they are kept.

mod strip;

use super::fault::FaultCode;

/// Photos of one job at most.
pub const MOST_PHOTOS: usize = 40;
/// Bytes of a technician's portrait at most: the customer's page, which shows it, may weigh 60 KB with all that belongs to
/// it, and weighs a quarter of that without.
pub const MOST_PORTRAIT_BYTES: usize = 40_000;

/// What a photo shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhotoKind {
    /// Where the unit stands or is to stand.
    Site,
    /// The plate of a unit in one piece.
    Serial,
    /// The plate of the indoor part of a split unit.
    SerialIndoor,
    /// The plate of the outdoor part of a split unit.
    SerialOutdoor,
    /// What is broken.
    Damage,
    /// An invoice or a guarantee card.
    Proof,
    /// How the unit looks as it is taken or brought.
    Condition,
    /// The finished work.
    Work,
    /// A signature.
    Signature,
}

super::codes!(PhotoKind {
    Site => "site", Serial => "serial", SerialIndoor => "serial_indoor", SerialOutdoor => "serial_outdoor",
    Damage => "damage", Proof => "proof", Condition => "condition", Work => "work", Signature => "signature",
});

/// The form of a photo, told by its first bytes and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

super::codes!(MediaType { Jpeg => "image/jpeg", Png => "image/png", Webp => "image/webp" });

impl MediaType {
    /// The form that the first bytes tell.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else {
            None
        }
    }

    /// The ending of a file of this form.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// The form of a photo and its bytes without what the camera wrote about place, time and owner. How it is to be turned
/// stays.
///
/// # Errors
/// `PhotoUnreadable` for anything that is no whole JPEG, PNG or WebP.
pub fn cleaned(bytes: &[u8]) -> Result<(MediaType, Vec<u8>), FaultCode> {
    let media = MediaType::of(bytes).ok_or(FaultCode::PhotoUnreadable)?;
    let clean = match media {
        MediaType::Jpeg => strip::jpeg(bytes),
        MediaType::Png => strip::png(bytes),
        MediaType::Webp => strip::webp(bytes),
    };
    clean.map(|clean| (media, clean)).ok_or(FaultCode::PhotoUnreadable)
}
