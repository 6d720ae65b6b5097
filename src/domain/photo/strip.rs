//! Takes out of a photo what does not belong to the picture: Exif with its position, XMP, IPTC, comments, previews, and
//! whatever a camera has appended behind the end. What is kept is listed; the rest goes.

/// Start of an application segment with Exif.
const EXIF: &[u8] = b"Exif\0\0";
/// Tag of the orientation in the first directory of a TIFF (TIFF 6.0, section 8).
const ORIENTATION: u16 = 0x0112;
/// Chunks of a PNG that belong to the picture (PNG specification, third edition, section 11).
const PNG_KEPT: [&[u8; 4]; 14] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"pHYs", b"acTL",
    b"fcTL", b"fdAT",
];
/// Chunks of a WebP that belong to the picture (RFC 9649).
const WEBP_KEPT: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Flags of `VP8X` that announce Exif and XMP.
const WEBP_FLAGS: u8 = 0x08 | 0x04;

/// A JPEG (ITU-T T.81, annex B) up to its end marker; none when it has no scan or is cut off.
pub(super) fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..2)?);
    let (mut at, mut has_scan, mut turned) = (2, false, None);
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            // Fill bytes before a marker.
            0xff => at += 1,
            0xd9 => {
                out.extend_from_slice(&[0xff, 0xd9]);
                return has_scan.then_some(out);
            }
            0x01 | 0xd0..=0xd7 => at += 2,
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let segment = bytes.get(at..at + 2 + length)?;
                let content = segment.get(4..)?;
                at += segment.len();
                if marker == 0xe1 && content.starts_with(EXIF) {
                    turned = turned.or_else(|| orientation(&content[EXIF.len()..]));
                } else if is_picture(marker, content) {
                    if let Some(turned) = turned.take_if(|_| !matches!(marker, 0xe0..=0xef)) {
                        out.extend_from_slice(&turned_only(turned));
                    }
                    out.extend_from_slice(segment);
                }
                if marker == 0xda {
                    has_scan = true;
                    let end = at + scan_length(bytes.get(at..)?)?;
                    out.extend_from_slice(&bytes[at..end]);
                    at = end;
                }
            }
        }
    }
}

/// Whether a segment is part of the picture: the frame of the file, colours, and everything that is no note.
fn is_picture(marker: u8, content: &[u8]) -> bool {
    match marker {
        0xe0 => content.starts_with(b"JFIF\0"),
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// Bytes of entropy-coded data before the next marker that is none of a restart.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

/// How the picture is to be turned, 2 to 8, by the first directory of a TIFF; none where it stands upright.
fn orientation(tiff: &[u8]) -> Option<u8> {
    let is_big = match tiff.get(..4)? {
        b"MM\0\x2a" => true,
        b"II\x2a\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let (high, low) = if is_big { (short(4)?, short(6)?) } else { (short(6)?, short(4)?) };
    let directory = (usize::from(high) << 16) | usize::from(low);
    let entries = usize::from(short(directory)?);
    let mut fields = (0..entries).map(|field| directory + 2 + 12 * field);
    let found = fields.find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(found + 8)?).ok().filter(|turned| (2..=8).contains(turned))
}

/// A segment of Exif that says how the picture is to be turned and nothing else.
fn turned_only(turned: u8) -> [u8; 36] {
    let mut segment = *b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = turned;
    segment
}

/// A PNG up to its last chunk.
pub(super) fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..8)?);
    let (mut at, mut has_picture) = (8, false);
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let name: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let chunk = bytes.get(at..at.checked_add(usize::try_from(length).ok()?)?.checked_add(12)?)?;
        if PNG_KEPT.contains(&name) {
            out.extend_from_slice(chunk);
        }
        has_picture |= name == b"IDAT";
        if name == b"IEND" {
            return has_picture.then_some(out);
        }
        at += chunk.len();
    }
}

/// A WebP with a length that fits what is left of it.
pub(super) fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let file = bytes.get(..size.checked_add(8)?)?;
    let mut out = Vec::with_capacity(file.len());
    out.extend_from_slice(file.get(..12)?);
    let (mut at, mut has_picture) = (12, false);
    while at < file.len() {
        let name: &[u8; 4] = file.get(at..at + 4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(file.get(at + 4..at + 8)?.try_into().ok()?)).ok()?;
        let content = file.get(at + 8..(at + 8).checked_add(length)?)?;
        if WEBP_KEPT.contains(&name) {
            let start = out.len();
            out.extend_from_slice(&file[at..at + 8]);
            out.extend_from_slice(content);
            out.resize(out.len() + length % 2, 0);
            if name == b"VP8X" {
                *out.get_mut(start + 8)? &= !WEBP_FLAGS;
            }
        }
        has_picture |= matches!(name, b"VP8 " | b"VP8L" | b"ANMF");
        at += 8 + length + length % 2;
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    has_picture.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: &[u8] = b"\xff\xc0\x00\x0b\x08\0\x01\0\x01\x01\x01\x11\0";
    const SCAN: &[u8] = b"\xff\xda\x00\x08\x01\x01\0\0\x3f\0\x12\xff\x00\x34\xff\xd0\x56";

    fn joined(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        joined(&[&[0xff, marker], &length, content])
    }

    /// Exif of a telephone: the orientation as its second field, then where it was taken.
    fn exif(is_big: bool, turned: u8) -> Vec<u8> {
        let mut tiff = turned_only(turned)[10..].to_vec();
        let field = tiff.split_off(10);
        tiff[9] = 2;
        tiff.extend_from_slice(b"\x01\x0f\0\x02\0\0\0\x04GPS\0");
        tiff.extend_from_slice(&field[..12]);
        if !is_big {
            tiff = joined(&[b"II\x2a\0\x08\0\0\0\x02\0", b"\x0f\x01\x02\0\x04\0\0\0GPS\0"]);
            tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0]);
        }
        tiff.extend_from_slice(b"35.7219 N 51.3347 E");
        joined(&[EXIF, &tiff])
    }

    #[test]
    fn a_jpeg_loses_its_notes_and_keeps_its_turn() {
        for is_big in [true, false] {
            let notes = joined(&[&segment(0xe1, &exif(is_big, 6)), &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0x")]);
            let others =
                joined(&[&segment(0xed, b"Photoshop 3.0\0"), &segment(0xe2, b"MPF\0x"), &segment(0xfe, b"mine")]);
            let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01x");
            let taken = joined(&[b"\xff\xd8", &notes, &others, &icc, FRAME, SCAN, b"\xff\xd9", b"ftyp a film"]);
            let kept = joined(&[b"\xff\xd8", &icc, &turned_only(6), FRAME, SCAN, b"\xff\xd9"]);
            assert_eq!(jpeg(&taken).unwrap(), kept, "{is_big}");
            assert_eq!(jpeg(&kept).unwrap(), kept, "once more changes nothing");
        }
        let upright = joined(&[b"\xff\xd8", &segment(0xe1, &exif(true, 1)), FRAME, SCAN, b"\xff\xd9"]);
        assert_eq!(jpeg(&upright).unwrap(), joined(&[b"\xff\xd8", FRAME, SCAN, b"\xff\xd9"]));
    }

    #[test]
    fn what_is_cut_off_or_empty_is_no_jpeg() {
        let whole = joined(&[b"\xff\xd8", FRAME, SCAN, b"\xff\xd9"]);
        assert!(jpeg(&whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(jpeg(&whole[..end]), None, "{end}");
        }
        assert_eq!(jpeg(b"\xff\xd8\xff\xd9"), None);
        assert_eq!(jpeg(b"\xff\xd8\xff\xe1\x00\x00\xff\xd9"), None);
    }

    fn chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        joined(&[&length, &name, content, b"crc."])
    }

    #[test]
    fn a_png_keeps_the_picture_alone() {
        let (head, end) = (joined(&[b"\x89PNG\r\n\x1a\n", &chunk(*b"IHDR", b"x")]), chunk(*b"IEND", b""));
        let notes = [chunk(*b"eXIf", &exif(true, 6)), chunk(*b"tEXt", b"Author"), chunk(*b"iTXt", b"XML")].concat();
        let taken = joined(&[&head, &notes, &chunk(*b"IDAT", b"xy"), &end, b"more"]);
        assert_eq!(png(&taken).unwrap(), joined(&[&head, &chunk(*b"IDAT", b"xy"), &end]));
        assert_eq!(png(&taken[..taken.len() - 8]), None);
        assert_eq!(png(&joined(&[&head, &end])), None);
        assert_eq!(png(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"), None);
    }

    fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
        for (name, content) in chunks {
            file.extend_from_slice(*name);
            file.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
            file.extend_from_slice(content);
            file.resize(file.len() + content.len() % 2, 0);
        }
        let size = u32::try_from(file.len() - 8).unwrap().to_le_bytes();
        file[4..8].copy_from_slice(&size);
        file
    }

    #[test]
    fn a_webp_keeps_the_picture_alone_and_its_length_fits() {
        let taken = riff(&[(b"VP8X", b"\x1c\0\0\0x"), (b"VP8 ", b"abc"), (b"EXIF", b"35.7 N"), (b"XMP ", b"<x>")]);
        let kept = riff(&[(b"VP8X", b"\x10\0\0\0x"), (b"VP8 ", b"abc")]);
        assert_eq!(webp(&taken).unwrap(), kept);
        assert_eq!(webp(&joined(&[&kept, b"more"])).unwrap(), kept);
        assert_eq!(webp(&taken[..taken.len() - 1]), None);
        assert_eq!(webp(&riff(&[(b"EXIF", b"35.7 N")])), None);
        assert_eq!(webp(&riff(&[(b"VP8X", b""), (b"VP8 ", b"a")])), None);
    }
}
